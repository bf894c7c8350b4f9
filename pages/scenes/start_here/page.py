"""Start here on the page: navigation between chapters, and the words beside the stage."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.run.link import address_of
from pages.scenes.start_here import numbers
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.chapters import CHAPTERS, Chapter
from pages.scenes.start_here.choices import StartHereChoices
from pages.scenes.start_here.equations import ChapterEquation
from pages.scenes.start_here.questions import ChapterQuestion
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
            st.page_link("pages/code.py", label="Write its backward pass yourself", icon=":material/edit:")


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
        _equation(equation, state, batch)
    with st.container(border=True):
        st.caption(numbers.heading(batch))
        st.markdown(chapter.numbers(batch))
    with st.container(key="question"):
        _ask(chapter.question(batch), state.of(StartHereChoices).replies)


def _equation(equation: ChapterEquation, state: State, batch: BatchAtStep) -> None:
    """Draw an equation; its number leads to The notes, at the same run, step and sample."""
    if not equation.number:
        st.latex(equation.latex)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.latex(equation.latex)
        address = f"{_notes(state, batch)}#equation-{equation.number}"
        title = f"Equation ({equation.number}) in The notes, with the numbers of this run"
        st.markdown(f'[({equation.number})]({address} "{title}")', width="content")


def _notes(state: State, batch: BatchAtStep) -> str:
    """Return the address of The notes for the sample in row 1."""
    first = int(batch.snapshot.batch[0])
    return "notes" + address_of(state.link(()) | ({"point": str(first + 1)} if first else {}))


def _ask(question: ChapterQuestion, replies: tuple[str, ...]) -> None:
    """Draw the question; an option that was chosen stays, with its reply."""
    chosen, is_over = question.chosen(replies), question.is_over(replies)
    st.markdown(f"**{question.text}**")
    with st.container(gap="xsmall", key="answers"):
        for option in question.options:
            is_right = option == question.answer
            is_shown = option in chosen or (is_over and is_right)
            mark = ":material/check:" if is_right else ":material/close:"
            st.button(
                option.label,
                key=f"reply_{option.key}",
                width="stretch",
                icon=mark if is_shown else None,
                disabled=is_over or option in chosen,
                on_click=store.change,
                args=(StartHereChoices,),
                kwargs={"replies": (*replies, option.key)},
            )
    for option in chosen:
        if option == question.answer:
            st.success(option.reply, icon=":material/check:")
        else:
            st.warning(option.reply, icon=":material/close:")
    if is_over and question.answer not in chosen:
        st.info(f"The answer: {question.answer.label}. {question.answer.reply}", icon=":material/check:")


PAGE = Page(message=_message, draw=_draw, controls=_controls, is_live=True, has_run_controls=False)
