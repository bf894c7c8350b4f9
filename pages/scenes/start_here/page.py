"""The tour on the page: turning over, and the words beside the stage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from core import write_record
from pages.scenes.start_here import numbers
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.chapters import CHAPTERS, Chapter, StartHereChoices
from pages.session import state
from pages.session.scenes import PLAYGROUND
from pages.session.state import State
from pages.stage.runs import timeline


def chapter() -> Chapter:
    """Return the chapter that the reader has open."""
    return CHAPTERS[state.held(StartHereChoices).chapter - 1]


def link() -> dict[str, str]:
    """Return what the tour adds to the link."""
    return write_record(state.held(StartHereChoices))


def turner() -> None:
    """Draw the way back and on, and which chapter this is."""
    at, last = state.held(StartHereChoices).chapter, len(CHAPTERS)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="turner"):
        _turn("Back", at - 1, ":material/arrow_back:", disabled=at == 1)
        st.markdown(f"**{at} of {last}**", width="content")
        if at < last:
            _turn("Next", at + 1, ":material/arrow_forward:", type="primary")
        else:
            st.page_link(PLAYGROUND.file, label="Open this run in the Playground", icon=PLAYGROUND.icon)


def _turn(label: str, to: int, icon: str, **how: object) -> None:
    go = partial(state.choose, "chapter", to)
    st.button(label, key=label.lower(), icon=icon, on_click=go, **how)  # type: ignore[arg-type]


def beside(chapter: Chapter) -> Callable[[State], None]:
    """Return what draws a chapter's text for the state it is given."""
    return partial(_read, chapter)


def _read(chapter: Chapter, now: State) -> None:
    """Draw a chapter's words, equations and numbers."""
    run = timeline(now.experiment)
    st.markdown(f"## {chapter.title}")
    if run.approach(now.step, most=0) < min(now.step, run.end):
        st.caption("The run is on its way to this step.")
        return
    batch = BatchAtStep(run, now.step)
    st.markdown(chapter.words(batch))
    for equation in chapter.equations(batch):
        st.latex(equation)
    with st.container(border=True):
        st.caption(numbers.heading(batch))
        st.markdown(chapter.numbers(batch))
