"""The Playground on the page."""

from functools import partial
from typing import Any

from pages.server.work import compute
from pages.session import live, store
from pages.session.controls import look_controls
from pages.session.scene import Page, Visit
from pages.session.shell import is_embedded
from pages.session.state import State
from pages.stage.drawing_tool import drawing_tool
from pages.stage.remarks import remarks
from pages.stage.views import CurvesView, DecisionView, HeatmapsView, NetworkView, NormsView, Setting

_VIEWS = (DecisionView, NetworkView, HeatmapsView, CurvesView, NormsView)
_WIDE = """
    "decision decision network network network network" 21rem
    "heatmaps heatmaps heatmaps curves curves norms" 16.5rem
    / 1fr 1fr 1fr 0.9fr 0.6fr 1.2fr"""
_NARROW = """
    "decision" min(24rem, 92vw) "network" 17rem "curves" 19rem "heatmaps" 19rem "norms" 15rem
    / minmax(0, 1fr)"""


def _message(state: State, visit: Visit) -> dict[str, Any]:
    """Return what the stage gets, and on request the remarks on the step at which it rests."""
    said = live.message(state, visit, views=_VIEWS, grid=(_WIDE, _NARROW))
    if "scene" in said:
        given = {*state.embedding.hide, *state.embedding.lock}
        more = {"remarks": True, "edits": not given >= {"edit", "freeze"}} | _drawing(state, visit)
        return said | {"scene": said["scene"] | more}
    if visit.request.remarks:
        turn = partial(compute, store.session_id())
        return said | {"remarks": remarks(state.experiment, visit.request.at, turn)}
    return said


def _drawing(state: State, visit: Visit) -> dict[str, Any]:
    """Return what it takes to draw points, unless the link takes that away."""
    is_taken = {"data", "dataset"} & {*state.embedding.hide} or state.embedding.is_locked("own_data")
    if is_taken or is_embedded():
        return {}
    return {"draw": drawing_tool(Setting(state.experiment, state.look, visit.theme))}


PAGE = Page(
    message=_message,
    draw=live.draw,
    below=lambda state: look_controls(),
    is_live=True,
)
