"""The Playground: watch backprop train a network.  ``streamlit run app.py``."""

from pages.session import controls, shell
from pages.session.scenes import PLAYGROUND
from pages.stage.views import CurvesView, DecisionView, HeatmapsView, NetworkView, NormsView

VIEWS = (DecisionView, NetworkView, HeatmapsView, CurvesView, NormsView)
WIDE = """
    "decision decision network network network network" 21rem
    "heatmaps heatmaps heatmaps curves curves norms" 16.5rem
    / 1fr 1fr 1fr 0.9fr 0.6fr 1.2fr"""
NARROW = """
    "decision" min(24rem, 92vw) "network" 17rem "curves" 19rem "heatmaps" 19rem "norms" 15rem
    / minmax(0, 1fr)"""

chosen = shell.begin(PLAYGROUND)
shell.live(chosen, VIEWS, wide=WIDE, narrow=NARROW)
controls.look_controls()
shell.sidebar()
