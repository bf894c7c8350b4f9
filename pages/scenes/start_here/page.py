"""Start here on the page: navigation between chapters, and the words beside the stage."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.scenes.start_here import numbers
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.chapters import CHAPTERS, Chapter
from pages.scenes.start_here.choices import StartHereChoices
from pages.session import live, store
from pages.session.scene import Message, Page, Visit
from pages.session.state import State
from pages.stage.runs import timeline


def _chapter(state: State) -> Chapter:
    return CHAPTERS[state.of(StartHereChoices).chapter - 1]


def _controls(state: State) -> None:
    """Draw the way back and on, and which chapter this is."""
    at, last = state.of(StartHereChoices).chapter, len(CHAPTERS)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="turner"):
        _turn("Back", at - 1, ":material/arrow_back:", disabled=at == 1)
        st.markdown(f"**{at} of {last}**", width="content")
        if at < last:
            _turn("Next", at + 1, ":material/arrow_forward:", type="primary")
        else:
            st.page_link("app.py", label="Open this run in the Playground", icon=":material/play_circle:")


def _turn(label: str, to: int, icon: str, **how: object) -> None:
    go = partial(store.change, StartHereChoices, chapter=to)
    st.button(label, key=label.lower(), icon=icon, on_click=go, **how)  # type: ignore[arg-type]


def _message(state: State, visit: Visit) -> Message:
    chapter = _chapter(state)
    return live.message(chapter.seen(state), visit, views=chapter.views, grid=(chapter.grid, chapter.grid))


def _draw(state: State, message: Message) -> None:
    text, stage = st.columns([2, 3], gap="large")
    with text:
        _read(_chapter(state), state)
    with stage:
        live.draw(state, message)


def _read(chapter: Chapter, state: State) -> None:
    """Draw a chapter's words, equations and numbers."""
    run = timeline(state.experiment)
    st.markdown(f"## {chapter.heading(state.experiment)}")
    if run.approach(state.step, most=0) < min(state.step, run.end):
        st.caption("The run is being computed up to this step.")
        return
    batch = BatchAtStep(run, state.step)
    st.markdown(chapter.words(batch))
    for equation in chapter.equations(batch):
        st.latex(equation)
    with st.container(border=True):
        st.caption(numbers.heading(batch))
        st.markdown(chapter.numbers(batch))


PAGE = Page(message=_message, draw=_draw, controls=_controls, is_live=True, has_run_controls=False)
