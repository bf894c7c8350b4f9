"""Views: what each picture of a run needs, from core's snapshot to the stage's figures and bytes."""

from pages.shared.views.curves import CurvesView, NormsView
from pages.shared.views.decision import DecisionView
from pages.shared.views.heatmaps import HeatmapsView
from pages.shared.views.moment import Moment, Setting, View
from pages.shared.views.network import NetworkView

__all__ = [
    "CurvesView",
    "DecisionView",
    "HeatmapsView",
    "Moment",
    "NetworkView",
    "NormsView",
    "Setting",
    "View",
]
