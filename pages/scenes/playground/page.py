"""The Playground on the page."""

from functools import partial

from pages.session import live
from pages.session.controls import look_controls
from pages.session.scene import Page
from pages.stage.views import CurvesView, DecisionView, HeatmapsView, NetworkView, NormsView

_VIEWS = (DecisionView, NetworkView, HeatmapsView, CurvesView, NormsView)
_WIDE = """
    "decision decision network network network network" 21rem
    "heatmaps heatmaps heatmaps curves curves norms" 16.5rem
    / 1fr 1fr 1fr 0.9fr 0.6fr 1.2fr"""
_NARROW = """
    "decision" min(24rem, 92vw) "network" 17rem "curves" 19rem "heatmaps" 19rem "norms" 15rem
    / minmax(0, 1fr)"""

PAGE = Page(
    message=partial(live.message, views=_VIEWS, grid=(_WIDE, _NARROW)),
    draw=live.draw,
    below=lambda state: look_controls(),
    is_live=True,
)
