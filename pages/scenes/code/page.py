"""The program on the page: what it prints, its files, and its code."""

from __future__ import annotations

import streamlit as st

from core.gradient_check.pasted import LONGEST_PASTED
from pages.figures.palette import INK
from pages.scenes.code import own_numbers, words
from pages.scenes.code.choices import CodeChoices
from pages.scenes.code.effort import first_goal
from pages.scenes.code.files import Files
from pages.server.work import compute
from pages.session import shell, store
from pages.session.controls import CONVENTIONS, step_field, switch
from pages.session.scene import Page, Visit
from pages.session.state import State

_LIBRARIES = {"numpy": "by hand, NumPy", "torch": "autograd, PyTorch", "skeleton": "left to you"}
_PASTED = "pasted_gradients"
_PLOTS = {"no": "without a plot", "yes": "with a plot"}


def _controls(state: State) -> None:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="written"):
        step_field()
        switch(CodeChoices, "library", "Backward pass", _LIBRARIES)
        switch(CodeChoices, "convention", "Samples as", CONVENTIONS)
        switch(CodeChoices, "plot", "Notebook", _PLOTS)


def _message(state: State, visit: Visit) -> Files:
    """Return the files of the run as far as the reader has trained; from step 0 as far as is quick."""
    goal = state.step or first_goal(visit.run)
    visit.run.approach(goal, most=goal)
    chosen = state.of(CodeChoices)
    end = min(goal, visit.run.end)
    files = Files(visit.run, end, chosen.convention, chosen.library, chosen.plot == "yes")
    files.output, files.agreement  # noqa: B018  # computed here, in the session's turn
    return files


def _draw(state: State, files: Files) -> None:
    """Draw what the program prints, its files and its code."""
    if files.run.divergence and files.run.end <= files.step:
        st.info(files.run.divergence.message, icon=":material/trending_up:")
    library = state.of(CodeChoices).library
    output, take = st.columns([5, 2], gap="medium")
    with output:
        st.markdown(words.how_to_run(files.name(library), library, files.step, is_first=state.step == 0))
        st.code(files.output, language=None, wrap_lines=True)
        st.caption(words.agreed(files.agreement, files.step))
    with take:
        _downloads(files)
    _own_numbers(state, files)
    st.html(f"<style>:root {{ --backpass-comment: {INK[shell.theme()].muted}; }}</style>")
    st.code(files.text(library), language="python", wrap_lines=True)


def _downloads(files: Files) -> None:
    for kind, label, mime in (
        ("numpy", "Program (.py)", "text/x-python"),
        ("skeleton", "Skeleton (.py)", "text/x-python"),
        ("notebook", "Notebook (.ipynb)", "application/x-ipynb+json"),
        ("torch", "PyTorch version (.py)", "text/x-python"),
    ):
        st.download_button(
            label, files.text(kind), files.name(kind), mime, on_click="ignore",
            icon=":material/download:", width="stretch", key=f"take_{kind}",
        )  # fmt: skip


def _own_numbers(state: State, files: Files) -> None:
    """Draw the field for gradients of the reader's own program, and what is wrong with them."""
    with st.expander("Check your own numbers", icon=":material/rule:", expanded=bool(_pasted())):
        st.markdown(own_numbers.introduction(state.step))
        st.text_area(
            "Your gradients",
            height=160,
            max_chars=LONGEST_PASTED,
            placeholder=own_numbers.EXAMPLE,
            **store.widget(_PASTED, _pasted()),
        )
        if not (text := _pasted()).strip():
            return
        columns = files.convention == "columns"
        try:
            st.markdown(
                compute(
                    store.session_id(),
                    lambda: own_numbers.report(text, files.run, state.step, columns=columns),
                )
            )
        except ValueError as problem:
            st.error(str(problem))


def _pasted() -> str:
    return store.remembered(_PASTED, "")


PAGE = Page(message=_message, draw=_draw, controls=_controls, heading=f"# Code\n\n{words.INTRODUCTION}")
