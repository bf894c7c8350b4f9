"""The Playground: watch backprop train a network.  ``streamlit run app.py``."""

from pages.shared import controls, shell
from pages.shared.scenes import PLAYGROUND
from pages.shared.views import CurvesView, DecisionView, HeatmapsView, NetworkView, NormsView

VIEWS = (DecisionView, NetworkView, HeatmapsView, CurvesView, NormsView)
WIDE = """
    "decision network network" 24rem
    "heatmaps heatmaps curves" 19rem
    "heatmaps heatmaps norms" 14rem
    / 1fr 0.7fr 0.7fr"""
NARROW = """
    "decision" 24rem "network" 16rem "curves" 19rem "heatmaps" 19rem "norms" 14rem / 100%"""

chosen = shell.begin(PLAYGROUND)
controls.look_controls()
shell.live(chosen, VIEWS, wide=WIDE, narrow=NARROW)
