"""Diagnosis: a mistake is planted, its symptoms are shown, and the reader names it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from secrets import randbelow
from typing import Any

import streamlit as st

from core import Choice, Whole, declare, kind_of
from pages.scenes.gradient_check import words
from pages.scenes.gradient_check.bench import Bench
from pages.scenes.gradient_check.choices import NONE, GradientCheckChoices
from pages.scenes.gradient_check.mistakes import MISTAKES
from pages.scenes.gradient_check.planted import choices, places
from pages.scenes.gradient_check.race import race
from pages.session import state

_KEPT: dict[str, Any] = {"persist_state": "session"}


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Hold how a session's diagnoses went; no link tells it.

    Attributes
    ----------
    guess, answer : str
        What the reader takes the hidden mistake for, and what they said; ``"none"`` before they do.
    right, asked : int
        How many they found, of how many.
    """

    guess: str = declare(NONE, Choice((NONE, *MISTAKES)), "")
    answer: str = declare(NONE, Choice((NONE, *MISTAKES)), "")
    right: int = declare(0, Whole(0, 999_999), "")
    asked: int = declare(0, Whole(0, 999_999), "")


def begin() -> None:
    """Begin a session's tally."""
    state.begin_own(Tally)


def switch() -> None:
    """Offer to hide a mistake, or to stop looking for it."""
    if state.held(GradientCheckChoices).diagnose is None:
        st.button("Diagnose", icon=":material/troubleshoot:", on_click=_hide, help="Find a hidden mistake")
    else:
        st.button("Stop diagnosing", icon=":material/close:", on_click=_stop)


def show(bench: Bench, planted: str) -> None:
    """Draw the symptoms, the question, and what the answer was worth."""
    tally, hidden = state.held(Tally), MISTAKES[planted]
    names, run = places(bench, hidden), race(bench, planted)
    st.markdown(f"**One line of the backward pass is wrong. Which?** {words.unseen(names, run)}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="quiz"):
        st.selectbox(
            "The mistake is",
            (NONE, *(mistake.key for mistake in choices(bench))),
            format_func=lambda key: MISTAKES[key].title if key in MISTAKES else "choose one",
            key=state.key("guess"),
            disabled=tally.answer != NONE,
            **_KEPT,
        )
        st.button("That is it", on_click=partial(_judge, planted), disabled=tally.answer != NONE)
        st.button("Next mistake", on_click=_hide, disabled=tally.answer == NONE)
        if tally.asked:
            st.markdown(f"Found {tally.right} of {tally.asked}", width="content")
    if tally.answer != NONE:
        _tell(planted, tally.answer, words.diagnosis(hidden, names, run))


def _tell(planted: str, answer: str, diagnosis: str) -> None:
    """Say whether the answer is right, and why."""
    lines = f"`{MISTAKES[planted].wrong}` stands where `{MISTAKES[planted].right}` should."
    if answer == planted:
        st.success(f"Right. {diagnosis} {lines}", icon=":material/check:")
    else:
        st.warning(f"{not_this(MISTAKES[answer].title)} {diagnosis} {lines}", icon=":material/close:")


def not_this(title: str) -> str:
    """Return that a mistake is not the one; symbols keep their case.

    >>> not_this("The slope taken of Z, not of A")
    'Not the slope taken of Z, not of A.'
    """
    return f"Not {title[0].lower()}{title[1:]}."


def _hide() -> None:
    state.choose("diagnose", randbelow(kind_of(GradientCheckChoices, "diagnose").high + 1))
    state.choose("mistake", NONE)
    state.choose("guess", NONE)
    state.choose("answer", NONE)


def _stop() -> None:
    state.choose("diagnose", None)
    state.choose("answer", NONE)


def _judge(planted: str) -> None:
    tally = state.held(Tally)
    if tally.guess == NONE or tally.answer != NONE:
        return
    state.choose("answer", tally.guess)
    state.choose("asked", tally.asked + 1)
    state.choose("right", tally.right + (tally.guess == planted))
