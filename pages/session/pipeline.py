"""The pipeline: what is done once, around every scene.

A visitor is admitted; the state is read; the run is computed up to the step, in slices that can be
abandoned; the scene's message is made in the session's turn, or taken from the cache; the scene draws it;
the address is updated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from hashlib import blake2b

import streamlit as st

from pages.frontend import IDLE, is_idle, mount_shell, read_request, write_address
from pages.server.admission import admit
from pages.server.cache import LRUCache, weigh_message
from pages.server.service import serve
from pages.server.work import approach, compute
from pages.session import actions, class_link, shell, store
from pages.session.progress import Progress
from pages.session.scene import Message, Page, Scene, Visit, records_of
from pages.session.state import State
from pages.session.store import STAGE
from pages.stage.look import Pace
from pages.stage.runs import timeline

_messages: LRUCache[Message] = LRUCache(24 * 2**20, weigh_message)


def show(scene: Scene, page: Page, scenes: Iterable[Scene]) -> None:
    """Show a scene: one run of its page."""
    shell.configure(scene)
    mount_shell(shell.theme(), class_link.open_dialog)
    if refusal := admit(store.session_id()):
        st.warning(refusal, icon=":material/groups:")
        st.stop()
    shell.notify(store.enter(scene.file, scene.choices, records_of(scenes)))
    shell.hide(scenes)
    shell.ask()
    shell.heading(scene, page)
    if page.is_live:
        _live(scene, page)
    elif page.rest:
        drawn = _still(scene, page)
    else:
        _still_alone(scene, page)
    # After the picture: the session knows the values of the controls before they are drawn, and a change is
    # visible some fifty milliseconds earlier.
    shell.sidebar(scenes, has_controls=page.has_run_controls)
    class_link.dialog(scene)
    if page.rest:
        _rest(page, drawn)


def _live(scene: Scene, page: Page) -> None:
    """Show a scene whose frames the browser pulls; its controls stay outside of what each request runs."""
    words, picture = st.columns([3, 5], gap="medium") if page.is_beside else (nullcontext(), nullcontext())
    if page.controls:
        with words if page.is_beside else shell.place_of_controls():
            page.controls(store.current())
    with picture:
        _stage(scene, page, iter([store.take_move(store.LIVE)]))
    if page.below:
        with shell.place_of_controls():
            page.below(store.current())


@st.fragment
def _stage(scene: Scene, page: Page, first: Iterator[bool]) -> None:
    """Serve the browser's request; `first` says once whether the browser must leave its step."""
    moves = next(first, None)
    if moves is None and store.is_moving(store.LIVE):
        st.rerun()
    state, request = store.current(), read_request(store.component(STAGE))
    run = timeline(state.experiment)
    visit = Visit(run, shell.theme(), request, opens=moves is not None, moves=bool(moves))
    message = serve(
        store.session_id(), request.playing, lambda turn: page.message(state, replace(visit, turn=turn))
    )
    page.draw(state, message | {"link": store.link(scene.choices), "session": _token()})
    if moves is None and actions.is_control_stale():
        st.rerun()


def _token() -> str:
    """Return a token by which the browser notices a new session, as after a crash of its server.

    It is not Streamlit's name of the session: whoever knows that may take the session over.
    """
    return blake2b(store.ticket().encode(), digest_size=4).hexdigest()


def _still(scene: Scene, page: Page) -> tuple[State, Message]:
    """Show a scene of one step; return what was drawn."""
    if page.controls:
        with shell.place_of_controls(), shell.choices():
            page.controls(store.current())
    state = store.current()
    run = timeline(state.experiment)
    progress = Progress()
    state = replace(state, step=approach(store.session_id(), run, state.step, progress))
    progress.clear()
    visit = Visit(run, shell.theme(), moves=store.take_move(store.STILL))
    message = _message(scene, page, state, visit)
    if page.is_kept:
        message = message | {"link": store.link(scene.choices), "step": state.step, "moves": visit.moves}
    if page.signs:
        write_address(store.link(scene.choices), state.step)
    page.draw(state, message)
    return state, message


@st.fragment
def _still_alone(scene: Scene, page: Page) -> None:
    """Show a scene of one step; its own controls run nothing else."""
    _still(scene, page)


@st.fragment
def _rest(page: Page, drawn: tuple[State, Message]) -> None:
    """Show what is below the first screen, once the browser has drawn that and is idle."""
    if is_idle(store.component(IDLE)) and page.rest:
        page.rest(*drawn)


def _message(scene: Scene, page: Page, state: State, visit: Visit) -> Message:
    """Return a scene's message: made in the session's turn, or kept from somebody who saw the same.

    What is kept does not depend on the choices of other pages, nor on what a learner did on this one.
    """
    session, make = store.session_id(), partial(page.message, state, visit)
    if not page.is_kept:
        return compute(session, make)
    seen = replace(state.without_progress(scene.choices), pace=Pace())
    key = (scene.file, seen, visit.theme)
    return _messages.find(key) or compute(session, lambda: _messages.get(key, make))
