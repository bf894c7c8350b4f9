"""Views: what each picture of a run needs, from core's snapshot to the stage's figures and bytes."""

from pages.stage.views.curves import CurvesView
from pages.stage.views.decision import DecisionView
from pages.stage.views.heatmaps import HeatmapsView
from pages.stage.views.moment import Moment, Setting, View
from pages.stage.views.network import NetworkView
from pages.stage.views.numbered import NumberedDecisionView
from pages.stage.views.vital_signs import NormsView

__all__ = [
    "CurvesView",
    "DecisionView",
    "HeatmapsView",
    "Moment",
    "NetworkView",
    "NormsView",
    "NumberedDecisionView",
    "Setting",
    "View",
]
