"""The program on the page: what it prints, how to take it away, and the code."""

from __future__ import annotations

import streamlit as st

from core import program_output, write_record
from pages.shared import shell, state
from pages.shared.controls import switch
from pages.shared.program.choices import Written
from pages.shared.program.files import Files
from pages.shared.runs import timeline
from pages.shared.state import State

FIRST_GOAL = 1000
"""How far the program goes for a reader who has not trained yet."""

_INTRODUCTION = (
    "Your run as one short program, from the data to the update, **the backward pass written by hand**. "
    "It starts from the same random numbers, so it comes to the same losses and the same weights."
)
_LIBRARIES = {"numpy": "NumPy, by hand", "torch": "PyTorch, autograd"}


def begin() -> None:
    """Say what the scene is about."""
    st.markdown(_INTRODUCTION)


def link() -> dict[str, str]:
    """Return what the scene adds to the link."""
    return write_record(state.held(Written))


def show(now: State) -> None:
    """Draw the choices, what the program prints, its files and its code."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="written"):
        switch(Written, "library", "Backward pass", _LIBRARIES)
        switch(Written, "convention", "Samples as", {"rows": "rows", "columns": "columns"})
    written, run = state.held(Written), timeline(now.experiment)
    goal = now.step or FIRST_GOAL
    shell.walk(run, goal)
    if run.divergence and run.end <= goal:
        st.info(run.divergence.message, icon=":material/trending_up:")
    files = Files(run, min(goal, run.end), written.convention)
    output, take = st.columns([5, 2], gap="medium")
    with output:
        _output(files, written.library, is_first=now.step == 0)
    with take:
        _downloads(files)
    st.code(files.program(written.library), language="python", wrap_lines=True)


def _output(files: Files, library: str, *, is_first: bool) -> None:
    """Show how the program is run, and what it prints then: the numbers of the run itself."""
    goes = f" You stand at step 0, so it goes on to step {files.step:,}." if is_first else ""
    st.markdown(f"`python {files.name(library)}` prints what the Playground shows at these steps:{goes}")
    st.code(program_output(files.run, files.step), language=None, wrap_lines=True)


def _downloads(files: Files) -> None:
    for kind, label, mime in (
        ("numpy", "Program", "text/x-python"),
        ("notebook", "Jupyter notebook", "application/x-ipynb+json"),
        ("torch", "PyTorch twin", "text/x-python"),
    ):
        st.download_button(
            label,
            files.notebook() if kind == "notebook" else files.program(kind),
            files.name(kind),
            mime,
            on_click="ignore",
            icon=":material/download:",
            width="stretch",
            key=f"take_{kind}",
            help=files.name(kind),
        )
