"""Diagnosis: a bug is injected, its symptoms are shown, and the reader names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from secrets import randbelow

import streamlit as st

from core import kind_of
from pages.scenes.gradient_check.bugs import BUGS
from pages.scenes.gradient_check.choices import NONE, GradientCheckChoices
from pages.session import store
from pages.session.state import State


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Hold the score of a session's diagnoses; no link contains it.

    Attributes
    ----------
    guess, answer : str
        What the reader takes the hidden bug for, and what they submitted; ``"none"`` before they do.
    right, asked : int
        How many they found, of how many.
    """

    guess: str = NONE
    answer: str = NONE
    right: int = 0
    asked: int = 0


@dataclass(frozen=True)
class Puzzle:
    """Hold a hidden bug and what is shown of it.

    Attributes
    ----------
    hidden : str
        Its name.
    candidates : sequence of str
        The names to choose from.
    symptoms, diagnosis : str
        What is said before and after the answer.
    """

    hidden: str
    candidates: Sequence[str]
    symptoms: str
    diagnosis: str


def switch(state: State) -> None:
    """Draw the button that hides a bug, or stops looking for it."""
    if state.of(GradientCheckChoices).diagnose is None:
        st.button("Diagnose", icon=":material/troubleshoot:", on_click=_hide, help="Find a hidden bug")
    else:
        st.button("Stop diagnosing", icon=":material/close:", on_click=_stop)


def draw(puzzle: Puzzle) -> None:
    """Draw the symptoms, the question, and the result of the answer."""
    tally = store.private(Tally)
    st.markdown(f"**One line of the backward pass is wrong. Which?** {puzzle.symptoms}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="quiz"):
        st.selectbox(
            "The bug is",
            (NONE, *puzzle.candidates),
            format_func=lambda key: BUGS[key].title if key in BUGS else "choose one",
            disabled=tally.answer != NONE,
            **store.widget("guess", tally.guess, _guess),
        )
        judge = partial(_judge, puzzle.hidden)
        st.button("Submit", on_click=judge, disabled=tally.answer != NONE)
        st.button("Next bug", on_click=_hide, disabled=tally.answer == NONE)
        if tally.asked:
            st.markdown(f"Found {tally.right} of {tally.asked}", width="content")
    if tally.answer != NONE:
        _reveal(puzzle, tally.answer)


def _reveal(puzzle: Puzzle, answer: str) -> None:
    """Say whether the answer is right, and why."""
    right, wrong = BUGS[puzzle.hidden].lines(store.current().experiment.loss)
    lines = f"The code has `{wrong}` instead of `{right}`."
    if answer == puzzle.hidden:
        st.success(f"Correct. {puzzle.diagnosis} {lines}", icon=":material/check:")
    else:
        text = f"{not_this(BUGS[answer].title)} {puzzle.diagnosis} {lines}"
        st.warning(text, icon=":material/close:")


def not_this(title: str) -> str:
    """Return that a bug is not the one; symbols keep their case.

    >>> not_this("The slope taken of Z, not of A")
    'Not the slope taken of Z, not of A.'
    """
    return f"Not {title[0].lower()}{title[1:]}."


def _guess(key: str) -> None:
    store.keep_private(replace(store.private(Tally), guess=key))


def _hide() -> None:
    seed = randbelow(kind_of(GradientCheckChoices, "diagnose").high + 1)
    store.change(GradientCheckChoices, diagnose=seed, mistake=NONE)
    store.keep_private(replace(store.private(Tally), guess=NONE, answer=NONE))


def _stop() -> None:
    store.change(GradientCheckChoices, diagnose=None)
    store.keep_private(replace(store.private(Tally), answer=NONE))


def _judge(hidden: str) -> None:
    tally = store.private(Tally)
    if tally.guess == NONE or tally.answer != NONE:
        return
    right = tally.right + (tally.guess == hidden)
    store.keep_private(replace(tally, answer=tally.guess, asked=tally.asked + 1, right=right))
