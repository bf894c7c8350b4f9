"""The shell of every scene: page settings, menu, controls, notices, and the live picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from core import LAST_STEP, Timeline
from pages.figures.palette import Theme
from pages.frontend import encode, hold, mount, point, read_request
from pages.server.cache import LRUCache
from pages.server.service import admit, register, serve
from pages.session import controls, state
from pages.session.scenes import Scene, menu
from pages.session.state import STAGE, State
from pages.stage.picture import Picture
from pages.stage.runs import timeline
from pages.stage.views import View

Words = Callable[[State], None]

_pictures: LRUCache[Picture] = LRUCache(32)

_SLICE = 2000
"""Updates between two looks at the reader's next wish."""


_STYLE = """<style>
.stMainBlockContainer { padding: 1rem 1.5rem 2rem; max-width: 1700px; }
.stAppHeader { background: transparent; height: 2.5rem; min-height: 2.5rem; }
.stMainBlockContainer .stMarkdown h2 { font-size: 1.5rem; padding: 0 0 0.25rem; }
.stMainBlockContainer .stMarkdown h3 { font-size: 1.25rem; padding: 0.5rem 0; }
.st-key-signpost { position: absolute; width: 0 !important; overflow: hidden; }
.stSidebar .stVerticalBlock { gap: 0.7rem; }
.stSidebar h1 { font-size: 1.25rem; padding: 0 0 0.75rem; }
@media (max-width: 640px) { .stMainBlockContainer { padding: 3rem 1rem 2rem; } }
.st-key-lifeline { display: none; }
.stSidebar hr { margin: 0.25rem 0; }
.stSidebar [data-testid="stSidebarHeader"] { height: 2.5rem; padding-bottom: 0; margin-bottom: 0; }
</style>"""


def begin(scene: Scene, *, own: type[Any] | None = None) -> State:
    """Set up the page and return the session's state; `own` is what the scene adds to the link."""
    st.set_page_config(
        page_title=f"{scene.title} · Backpass",
        page_icon="🔙",
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(_STYLE)
    hold()
    if refusal := admit(state.session()):
        st.warning(refusal, icon=":material/groups:")
        st.stop()
    tell(state.begin(scene.file) + (state.begin_own(own) if own else ()))
    return state.current()


def tell(notices: tuple[str, ...]) -> None:
    """Draw notices about the link, all in one box: several would push the picture off the page."""
    lines = [_shown(notice) for notice in notices]
    if lines:
        text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
        st.warning(text, icon=":material/link_off:")


def _shown(notice: str) -> str:
    """Return a notice as Markdown, what it quotes as code: a link must not put links on a page."""
    given, was, rest = notice.rpartition(" was ignored")
    return f"{_code(given)}{was}{rest}" if was else notice


def _code(text: str) -> str:
    """Return Markdown that shows a text of one line as it is, whatever stands in it."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence} {' '.join(text.split())} {fence}"


def sidebar(*, is_guided: bool = False) -> None:
    """Draw the menu and the controls; a guided scene has no controls.

    After the picture, because the session knows what the widgets say before they are drawn: a change
    is seen some fifty milliseconds earlier.
    """
    with st.sidebar:
        st.markdown("# Backpass")
        menu()
        if not is_guided:
            st.divider()
            controls.run_controls()


def theme() -> Theme:
    """Return the theme that the user sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def live(
    chosen: State,
    views: tuple[type[View], ...],
    *,
    wide: str,
    narrow: str,
    beside: Words | None = None,
    extra: Mapping[str, str] | None = None,
) -> None:
    """Show the run live through `views`, laid out by two CSS grid templates, and keep the link true.

    `beside` draws words at the left of the stage, anew when the step changes; `extra` is what the scene
    adds to the link.
    """
    wanted = Picture(chosen.experiment, chosen.look, theme(), views, (wide, narrow))
    state.expect_scene()
    _stage(wanted, beside, extra)


def arrive(chosen: State, *, extra: Mapping[str, str] | None = None) -> State:
    """Compute the run and keep the link true on a scene without the stage; return where one stands.

    It is the step of `chosen`, or the last one that the run can reach.  The scene draws the `step_field`.
    """
    run = timeline(chosen.experiment)
    walk(run, chosen.step)
    now = replace(chosen, step=min(chosen.step, run.end))
    point(state.link(now, extra), now.step)
    return now


def step_field(step: int) -> None:
    """Draw the field that tells the step stood on, and takes one to go to."""
    state.choose(state.STEP, step)
    st.number_input(
        "Training step",
        0,
        LAST_STEP,
        step=1,
        key=state.key(state.STEP),
        on_change=state.stand,
        width=170,
    )


def walk(run: Timeline, step: int) -> None:
    """Compute a run up to `step`, in slices, with a bar if it takes more than one."""
    bar: Any = None
    while (reached := run.approach(step, most=_SLICE)) < min(step, run.end):
        bar = bar or st.empty()
        bar.progress(reached / step, f"Computing step {reached:,} of {step:,}")
    if bar is not None:
        bar.empty()


def _shared(wanted: Picture) -> Picture:
    """Return the picture that all have who want this one."""
    # Of a copy: what a fragment is called with stays with its session, and should stay empty.
    return register.hold(state.session(), wanted, lambda: _pictures.get(wanted, lambda: replace(wanted)))


@st.fragment
def _stage(wanted: Picture, beside: Words | None, extra: Mapping[str, str] | None) -> None:
    ask, now, picture = read_request(STAGE), state.current(), _shared(wanted)
    if state.scene_is_due():
        moves = state.must_move()
        answer = partial(picture.opening, ask, now.step, now.pace, moves=moves)
    else:
        answer = partial(picture.answer, ask, now.step, now.pace)
    message = serve(state.session(), ask.playing, answer)
    with _place(beside, now):
        message |= {"link": state.link(now, extra), "session": state.token()}
        mount(encode(message), key=STAGE, on_request=state.note_ask)


def _place(beside: Words | None, now: State) -> AbstractContextManager[Any]:
    """Draw what stands beside the stage, and return where the stage goes."""
    if beside is None:
        return nullcontext()
    words, stage = st.columns([2, 3], gap="large")
    with words:
        beside(now)
    return stage
