"""The live stage in a scene: its message, and its place on the page."""

from __future__ import annotations

from typing import Any

from pages.frontend import encode, mount
from pages.session import actions, store
from pages.session.scene import View
from pages.session.state import State
from pages.stage import views as stage_views
from pages.stage.picture import Message, Picture, shared


def message(
    state: State, view: View, *, views: tuple[type[stage_views.View], ...], grid: tuple[str, str]
) -> dict[str, Any]:
    """Return what the stage gets: its scene where it may know nothing yet, and what it asks for."""
    picture = shared(Picture(state.experiment, state.look, view.theme, views, grid))
    if view.opens:
        return picture.opening(view.request, state.step, state.pace, view.turn, moves=view.moves)
    return picture.response(view.request, state.step, state.pace, view.turn)


def draw(state: State, said: Message) -> None:
    """Put the stage on the page, and follow the step and the pace in its requests."""
    mount(encode(said), key=store.STAGE, on_request=actions.follow_request)
