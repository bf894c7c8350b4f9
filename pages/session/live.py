"""The live stage in a scene: its message, and its place on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pages.frontend import encode, mount
from pages.server.cache import LRUCache
from pages.server.service import register
from pages.session import store
from pages.session.scene import View
from pages.session.state import State
from pages.stage import views as stage_views
from pages.stage.picture import Message, Picture

_pictures: LRUCache[Picture] = LRUCache(32)


def message(
    state: State, view: View, *, views: tuple[type[stage_views.View], ...], grid: tuple[str, str]
) -> dict[str, Any]:
    """Return what the stage gets: its scene where it may know nothing yet, and what it asks for."""
    picture = _shared(Picture(state.experiment, state.look, view.theme, views, grid))
    if view.opens:
        return picture.opening(view.request, state.step, state.pace, moves=view.moves)
    return picture.answer(view.request, state.step, state.pace)


def draw(state: State, said: Message) -> None:
    """Put the stage on the page, and take over what it tells with its requests."""
    mount(encode(said), key=store.STAGE, on_ask=store.follow_request)


def _shared(wanted: Picture) -> Picture:
    """Return the picture that all have who want this one."""
    return register.hold(store.session_id(), wanted, lambda: _pictures.get(wanted, lambda: replace(wanted)))
