"""Diagnosis: a bug is injected, its symptoms and the code are shown, the reader clicks the wrong line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from secrets import randbelow

import streamlit as st

from core import kind_of
from pages.scenes.gradient_check.choices import MOST_CLICKS, NONE, GradientCheckChoices
from pages.scenes.gradient_check.code_lines import CodeLine, Listing
from pages.session import store
from pages.session.state import State


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Hold the score of a session's diagnoses; no link contains it.

    Attributes
    ----------
    right, asked : int
        How many bugs the reader found, of how many.
    """

    right: int = 0
    asked: int = 0


@dataclass(frozen=True, kw_only=True)
class Puzzle:
    """Hold a hidden bug and what is shown of it.

    Attributes
    ----------
    lines : Listing
        The code with the bug.
    symptoms, hint, diagnosis : str
        What is said before the first click, after a wrong one, and with the answer.
    code : str
        The correct line beside the wrong one.
    """

    lines: Listing
    symptoms: str
    hint: str
    diagnosis: str
    code: str

    def clicks(self, choices: GradientCheckChoices) -> list[CodeLine]:
        """Return the lines of this code that were clicked."""
        lines = {line.key: line for line in self.lines}
        return [lines[key] for key in choices.clicked if key in lines]


def switch(state: State) -> None:
    """Draw the button that hides a bug, or stops looking for it."""
    if state.of(GradientCheckChoices).diagnose is None:
        st.button("Diagnose", icon=":material/troubleshoot:", on_click=_hide, help="Find a hidden bug")
    else:
        st.button("Stop diagnosing", icon=":material/close:", on_click=_stop)


def draw(puzzle: Puzzle, choices: GradientCheckChoices) -> None:
    """Draw the symptoms, the lines to click, and what is said of those that were clicked."""
    clicks = puzzle.clicks(choices)
    is_over = _is_over(clicks)
    task = "A line of this code is wrong. Click it."
    if sum(line.is_wrong for line in puzzle.lines) > 1:
        task = "Some lines of this code are wrong, all in the same way. Click one."
    st.markdown(f"**{task}** {puzzle.symptoms}")
    code, words = st.columns([2, 3], gap="medium")
    with code, st.container(gap=None, key="code_lines"):
        for line in puzzle.lines:
            _line(line, clicks, is_over=is_over)
    with words:
        if clicks:
            _reply(puzzle, clicks)
        tally = store.private(Tally)
        with st.container(horizontal=True, vertical_alignment="center", key="quiz"):
            if is_over:
                st.button("Next bug", type="primary", on_click=_hide)
            if tally.asked:
                st.markdown(f"Found {tally.right} of {tally.asked}", width="content")


def _line(line: CodeLine, clicks: Sequence[CodeLine], *, is_over: bool) -> None:
    """Draw one line of code; the head of a loop cannot be clicked."""
    label = f"`{line.code}`"
    if not line.key:
        st.markdown(label)
        return
    icon = ":material/close:" if line in clicks else None
    if is_over and line.is_wrong:
        icon = ":material/bug_report:"
    st.button(
        label,
        key=f"line_{line.key}",
        type="tertiary",
        icon=icon,
        disabled=is_over or line in clicks,
        on_click=partial(_click, [*clicks, line]),
    )


def _reply(puzzle: Puzzle, clicks: Sequence[CodeLine]) -> None:
    """Say whether the last click was right; give a hint after the first wrong one, then the answer."""
    last = clicks[-1]
    if last.is_wrong:
        st.success(f"Correct. {puzzle.diagnosis}", icon=":material/check:")
    else:
        either = " either" if len(clicks) > 1 else ""
        more = puzzle.diagnosis if _is_over(clicks) else puzzle.hint
        text = f"Not `{last.code.strip()}`{either}: this line is right. {more}"
        st.warning(text, icon=":material/close:")
    if _is_over(clicks):
        st.code(puzzle.code, language="python")


def _is_over(clicks: Sequence[CodeLine]) -> bool:
    return len(clicks) >= MOST_CLICKS or any(line.is_wrong for line in clicks)


def _click(clicks: Sequence[CodeLine]) -> None:
    """Take over the clicks, the last of them new; count a bug that was found or missed."""
    store.change(GradientCheckChoices, clicked=tuple(line.key for line in clicks))
    if _is_over(clicks):
        tally = store.private(Tally)
        found = tally.right + clicks[-1].is_wrong
        store.keep_private(replace(tally, asked=tally.asked + 1, right=found))


def _hide() -> None:
    seed = randbelow(kind_of(GradientCheckChoices, "diagnose").high + 1)
    store.change(GradientCheckChoices, diagnose=seed, mistake=NONE, clicked=())


def _stop() -> None:
    store.change(GradientCheckChoices, diagnose=None, clicked=())
