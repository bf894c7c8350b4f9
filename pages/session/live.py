"""The live stage in a scene: its message, and its place on the page."""

from __future__ import annotations

from typing import Any

from pages.frontend import encode, mount
from pages.session import actions, store
from pages.session.scene import Visit
from pages.session.state import State
from pages.stage.picture import Message, Picture, shared
from pages.stage.views import View

WIDE_FROM = 800


def message(
    state: State,
    visit: Visit,
    *,
    views: tuple[type[View], ...],
    grid: tuple[str, str],
    wide_from: int = WIDE_FROM,
) -> dict[str, Any]:
    """Return what the stage gets: its scene where it may know nothing yet, and what it asks for.

    The wide grid is used on a stage of `wide_from` pixels or more.
    """
    picture = shared(Picture(state.experiment, state.look, visit.theme, views, grid))
    if visit.opens:
        said = picture.opening(visit.request, state.step, state.pace, visit.turn, moves=visit.moves)
    else:
        said = picture.response(visit.request, state.step, state.pace, visit.turn)
    if scene := said.get("scene"):
        said["scene"] = scene | {"grid": scene["grid"] | {"from": wide_from}}
    return said


def draw(state: State, response: Message) -> None:
    """Put the stage on the page, and follow the step and the pace in its requests."""
    mount(
        encode(response),
        key=store.STAGE,
        on_request=actions.follow_request,
        on_offer=actions.follow_offer,
        on_drawing=actions.follow_drawing,
        on_edit=actions.follow_edit,
    )
