"""The gradient check on the page: what to check, and the panel that shows the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from core import Experiment, key_of
from core.run.changes import from_start
from core.run.experiment import SCHEDULES
from core.run.training import Batches
from pages.frontend import encode
from pages.frontend.panel import mount_panel, read_pick, read_position
from pages.scenes.gradient_check import quiz, words
from pages.scenes.gradient_check.bugs import BUGS
from pages.scenes.gradient_check.checked_run import CheckedRun, selection_of
from pages.scenes.gradient_check.choices import EPSILONS, NONE, GradientCheckChoices
from pages.scenes.gradient_check.injected_bug import injected_bug, listing, obstacle, places
from pages.scenes.gradient_check.panel import Panel
from pages.scenes.gradient_check.race import race
from pages.session import store
from pages.session.controls import step_field, switch
from pages.session.defaults import among
from pages.session.scene import Message, Page, Visit
from pages.session.state import State
from pages.session.store import chosen
from pages.stage.runs import timeline

PANEL = "panel"
"""The key of the panel."""

_CHANGES = {key_of(Experiment, later): key_of(Experiment, name) for name, later in SCHEDULES.items()}
"""The keys of what changes on the way, and of its value at the start."""

_INTRODUCTION = (
    "Is the backward pass right? Change one parameter θ by ε, measure the change of the loss L, divide: "
    r"this needs no formula of the backward pass. Central: $\frac{L(θ + ε) - L(θ - ε)}{2ε}$, forward: "
    r"$\frac{L(θ + ε) - L(θ)}{ε}$. Where both derivatives agree to many digits, it is right."
)


def _controls(state: State) -> None:
    """Draw how to measure, and which bug the backward pass has."""
    choices = state.of(GradientCheckChoices)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="ask"):
        step_field()
        switch(GradientCheckChoices, "scheme", "Difference")
        switch(GradientCheckChoices, "precision", "Precision")
        if choices.diagnose is None:
            _bug(state)
        quiz.switch(state)


def _bug(state: State) -> None:
    run = timeline(state.experiment)
    n = len(Batches.of(state.experiment, len(run.train.y), state.step).at(state.step))
    rows, here = selection_of(state.experiment, n).rows, from_start(state.experiment, state.step)

    def say(name: str) -> str:
        if name == NONE:
            return "none"
        reason = BUGS[name].obstacle(here, rows)
        return BUGS[name].title + (f" (not possible here: {reason})" if reason else "")

    bugs = (NONE, *BUGS)
    bound = among(bugs, chosen(GradientCheckChoices, "mistake"))
    st.selectbox("Inject a bug", bugs, format_func=say, **bound)


def _message(state: State, visit: Visit) -> Message:
    """Return the panel, and what is said around it."""
    checked_run, choices = CheckedRun(visit.run, state.step), state.of(GradientCheckChoices)
    name = injected_bug(checked_run, choices)
    panel = Panel(checked_run, choices, name, visit.theme)
    divergence = visit.run.divergence
    return {
        "panel": {**panel.message(), "at": choices.at},
        "names": [panel.name(entry) for entry in panel.entries],
        "places": panel.entries,
        "opens_on": panel.opens_on,
        "caption": f"{words.checked(checked_run)} {words.rule(choices)}",
        "ended": divergence.message if divergence and state.step == visit.run.end else "",
        "bug": _said_of(checked_run, choices.mistake) if choices.mistake != NONE else None,
        "puzzle": _puzzle(checked_run, name) if choices.diagnose is not None else None,
    }


def _said_of(checked_run: CheckedRun, name: str) -> Message:
    """Return what a bug is and does, or why it is not possible here."""
    bug = BUGS[name]
    if problem := obstacle(checked_run, name):
        return {"problem": f"{bug.title} is not possible here: {problem}.", "remedy": dict(bug.remedy)}
    text = words.diagnosis(bug, places(checked_run, bug), race(checked_run, name))
    return {"problem": "", "code": _code(checked_run, name), "text": text}


def _code(checked_run: CheckedRun, name: str) -> str:
    return words.both_lines(checked_run.lines, listing(checked_run, name))


def _puzzle(checked_run: CheckedRun, name: str) -> Message:
    bug, names, run = BUGS[name], places(checked_run, BUGS[name]), race(checked_run, name)
    return {
        "lines": listing(checked_run, name),
        "symptoms": words.unseen(names, run),
        "hint": f"{words.clue(checked_run, names)} {bug.hint}",
        "diagnosis": words.diagnosis(bug, names, run),
        "code": _code(checked_run, name),
    }


def _draw(state: State, message: Message) -> None:
    if message["ended"]:
        st.info(message["ended"], icon=":material/trending_up:")
    if message["puzzle"]:
        quiz.draw(quiz.Puzzle(**message["puzzle"]), store.current().of(GradientCheckChoices))
    elif message["bug"]:
        _explain(message["bug"], message["link"])
    _panel(message)
    _entry(message["names"], message["opens_on"])
    st.caption(message["caption"])


def _explain(bug: Message, link: Mapping[str, str]) -> None:
    """Draw what a bug does; where it is not possible, offer a run in which it is."""
    if bug["problem"]:
        remedy = bug["remedy"]
        kept = {key: text for key, text in link.items() if _CHANGES.get(key) not in remedy}
        there = urlencode(kept | remedy, safe=",@")
        fields = ", ".join(f"{key}={value}" for key, value in remedy.items())
        st.info(f"{bug['problem']} [Open this run with {fields}](?{there})")
        return
    lines, text = st.columns([2, 3], gap="medium", vertical_alignment="center")
    lines.code(bug["code"], language="python")
    text.markdown(bug["text"])


def _panel(message: Message) -> None:
    entries = [tuple(place) for place in message["places"]]

    def pick() -> None:
        if (place := read_pick(store.component(PANEL))) in entries:
            store.change(GradientCheckChoices, entry=entries.index(place) + 1)

    panel = message["panel"] | {"link": message["link"], "step": message["step"]}
    mount_panel(encode(panel), key=PANEL, on_move=_move, on_pick=pick)


def _entry(names: Sequence[str], opens_on: str) -> None:
    """Draw the choice of the parameter whose curve is shown, for those who do not click on cells."""
    entry = store.current().of(GradientCheckChoices).entry
    if entry is not None and entry > len(names):
        store.change(GradientCheckChoices, entry=None)
    numbers = range(1, len(names) + 1)
    st.selectbox(
        "Curve of",
        numbers,
        format_func=lambda number: names[number - 1],
        placeholder=opens_on,
        width=260,
        help="The parameter of the error curve; you can also click on a cell",
        **among(numbers, chosen(GradientCheckChoices, "entry")),
    )


def _move() -> None:
    at = read_position(store.component(PANEL), len(EPSILONS))
    if at is not None:
        store.change(GradientCheckChoices, epsilon=EPSILONS[at])


PAGE = Page(
    message=_message,
    draw=_draw,
    controls=_controls,
    heading=f"# Gradient check\n\n{_INTRODUCTION}",
    is_kept=True,
)
