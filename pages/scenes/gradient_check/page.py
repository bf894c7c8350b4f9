"""The check on the page: what to ask, and the panel that answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from core import write_record
from pages.frontend import encode
from pages.frontend.panel import mount_panel, read_pick, read_position
from pages.scenes.gradient_check import quiz, words
from pages.scenes.gradient_check.bench import Bench
from pages.scenes.gradient_check.choices import EPSILONS, NONE, GradientCheckChoices
from pages.scenes.gradient_check.mistakes import MISTAKES
from pages.scenes.gradient_check.panel import Message, Panel
from pages.scenes.gradient_check.planted import obstacle, places, planted
from pages.scenes.gradient_check.race import race
from pages.server.cache import LRUCache
from pages.session import shell, state
from pages.session.controls import switch
from pages.session.state import State
from pages.stage.runs import timeline

PANEL = "panel"
"""The key of the panel."""

_messages: LRUCache[Message] = LRUCache(24)
_KEPT: dict[str, Any] = {"persist_state": "session"}

_INTRODUCTION = (
    "Is the backward pass right? Nudge one parameter θ by ε, look how far the loss L moves, and divide: "
    "that measures its derivative without any formula of the backward pass. Central: "
    r"$\frac{L(θ + ε) - L(θ - ε)}{2ε}$, forward: $\frac{L(θ + ε) - L(θ)}{ε}$. "
    "Where both agree to many digits, the backward pass is right."
)


def begin() -> None:
    """Say what the scene is about."""
    quiz.begin()
    st.markdown(f"## Gradient check\n\n{_INTRODUCTION}")


def link() -> dict[str, str]:
    """Return what the check adds to the link."""
    return write_record(state.held(GradientCheckChoices))


def ask(now: State) -> None:
    """Draw the choices, and what is to be said of the mistake that was made."""
    bench, inquiry = Bench(timeline(now.experiment), now.step), state.held(GradientCheckChoices)
    if bench.timeline.divergence and now.step == bench.timeline.end:
        st.info(bench.timeline.divergence.message, icon=":material/trending_up:")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="ask"):
        shell.step_field(now.step)
        switch(GradientCheckChoices, "scheme", "Difference")
        switch(GradientCheckChoices, "precision", "Precision")
        if inquiry.diagnose is None:
            _break_it(bench)
        quiz.switch()
    if inquiry.diagnose is not None:
        quiz.show(bench, planted(bench, inquiry))
    elif inquiry.mistake != NONE:
        _explain(bench, inquiry.mistake, now)


def _break_it(bench: Bench) -> None:
    def say(name: str) -> str:
        if name == NONE:
            return "nothing: the backward pass as it is"
        return MISTAKES[name].title + (" (not possible here)" if obstacle(bench, name) else "")

    st.selectbox("Break it", (NONE, *MISTAKES), format_func=say, key=state.key("mistake"), **_KEPT)


def _explain(bench: Bench, name: str, now: State) -> None:
    """Say what a mistake is and does, or why it cannot be made here."""
    mistake = MISTAKES[name]
    if problem := obstacle(bench, name):
        there = urlencode({**state.link(now, link()), **mistake.remedy}, safe=",@")
        fields = ", ".join(f"{key}={value}" for key, value in mistake.remedy.items())
        st.info(f"{mistake.title} is not possible here: {problem}. [Open this run with {fields}](?{there})")
        return
    lines, said = st.columns([2, 3], gap="medium", vertical_alignment="center")
    lines.code(words.both_lines(mistake), language="python")
    said.markdown(words.diagnosis(mistake, places(bench, mistake), race(bench, name)))


def show(now: State) -> None:
    """Draw the panel, and the rule by which it judges."""
    _panel(now, Bench(timeline(now.experiment), now.step))


@st.fragment
def _panel(now: State, bench: Bench) -> None:
    inquiry, theme = state.held(GradientCheckChoices), shell.theme()
    panel = Panel(bench, inquiry, planted(bench, inquiry), theme)
    if inquiry.entry is not None and inquiry.entry > len(panel.entries):
        state.choose("entry", None)
        inquiry = state.held(GradientCheckChoices)
        panel = Panel(bench, inquiry, panel.planted, theme)
    key = (bench.experiment, bench.snapshot.step, inquiry.scheme, inquiry.precision, panel.planted)
    message = _messages.get((*key, inquiry.entry, theme), panel.message)
    told = {"link": state.link(now, link()), "step": now.step, "at": inquiry.at}
    mount_panel(encode(message | told), key=PANEL, on_move=_move, on_pick=lambda: _pick(panel))
    _entry(panel)
    verdict = panel.verdicts[inquiry.at][0]
    st.caption(f"{words.checked(bench)} {words.rule(verdict, inquiry)}")


def _entry(panel: Panel) -> None:
    """Draw the choice of the parameter whose curve is shown, for those who do not click on cells."""
    numbers = range(1, len(panel.entries) + 1)
    st.selectbox(
        "Curve of",
        tuple(numbers),
        format_func=lambda n: panel.name(panel.entries[n - 1]),
        placeholder="the largest derivative",
        key=state.key("entry"),
        width=260,
        help="Or click on a cell",
        **_KEPT,
    )


def _move() -> None:
    at = read_position(PANEL, len(EPSILONS))
    if at is not None:
        state.choose("epsilon", EPSILONS[at])


def _pick(panel: Panel) -> None:
    place = read_pick(PANEL)
    if place in panel.entries:
        state.choose("entry", panel.entries.index(place) + 1)
