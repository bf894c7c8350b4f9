"""The program on the page: what it prints, its files, and its code."""

from __future__ import annotations

import streamlit as st

from core import write_record
from pages.figures.palette import INK
from pages.scenes.code import words
from pages.scenes.code.choices import CodeChoices
from pages.scenes.code.effort import first_goal
from pages.scenes.code.files import Files
from pages.session import shell, state
from pages.session.controls import switch
from pages.session.state import State
from pages.stage.runs import timeline

_LIBRARIES = {"numpy": "by hand, NumPy", "torch": "autograd, PyTorch"}
_CONVENTIONS = {"rows": "rows", "columns": "columns"}

# The shapes stand in comments: they must read as well as the code.
# Spaces before a comment would hang out of the block at the end of a wrapped line: they wrap, too.
_STYLE = """<style>
.stCode .token.comment {{ color: {0}; font-style: normal; }}
.stCode code {{ white-space: break-spaces !important; overflow-wrap: anywhere; }}
</style>"""


def begin() -> None:
    """Say what the scene is about."""
    st.markdown(f"## Code\n\n{words.INTRODUCTION}")


def link() -> dict[str, str]:
    """Return what the scene adds to the link."""
    return write_record(state.held(CodeChoices))


def show(now: State) -> None:
    """Draw the choices, what the program prints, its files and its code."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="written"):
        shell.step_field(now.step)
        switch(CodeChoices, "library", "Backward pass", _LIBRARIES)
        switch(CodeChoices, "convention", "Samples as", _CONVENTIONS)
    written, files = state.held(CodeChoices), _files(now)
    output, take = st.columns([5, 2], gap="medium")
    with output:
        _output(files, written.library, is_first=now.step == 0)
    with take:
        _downloads(files)
    st.html(_STYLE.format(INK[shell.theme()].muted))
    st.code(files.program(written.library), language="python", wrap_lines=True)


def _files(now: State) -> Files:
    """Return the files of the run as far as the reader stands; say so where it overflows before."""
    run = timeline(now.experiment)
    goal = now.step or first_goal(run)
    shell.walk(run, goal)
    if run.divergence and run.end <= goal:
        st.info(run.divergence.message, icon=":material/trending_up:")
    return Files(run, min(goal, run.end), state.held(CodeChoices).convention)


def _output(files: Files, library: str, *, is_first: bool) -> None:
    """Show how the program is run, and what it prints then: the numbers of the run itself."""
    st.markdown(words.how_to_run(files.name(library), library, files.step, is_first=is_first))
    st.code(files.output, language=None, wrap_lines=True)
    st.caption(words.agreed(files.agreement, files.step))


def _downloads(files: Files) -> None:
    for kind, label, mime in (
        ("numpy", "Program (.py)", "text/x-python"),
        ("notebook", "Notebook (.ipynb)", "application/x-ipynb+json"),
        ("torch", "PyTorch twin (.py)", "text/x-python"),
    ):
        st.download_button(
            label,
            files.text(kind),
            files.name(kind),
            mime,
            on_click="ignore",
            icon=":material/download:",
            width="stretch",
            key=f"take_{kind}",
        )
