"""The notes on the page: choices, findings, and the equations in the order of the argument."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import Case
from core.notes import Comparison, DerivationStep
from pages.figures.palette import Theme
from pages.scenes.notes import card, derived, drawings, html, words
from pages.scenes.notes.choices import NotesChoices
from pages.scenes.notes.copy_latex import copy_latex
from pages.scenes.notes.drawings import Drawing
from pages.scenes.notes.latex import of_derivation, of_step
from pages.scenes.notes.notes_at_step import NotesAtStep
from pages.scenes.notes.prose import written
from pages.session import shell, store
from pages.session.cheat_sheet import cheat_sheet_button
from pages.session.controls import step_field, switch
from pages.session.scene import Page, Visit
from pages.session.state import State
from pages.session.store import chosen
from pages.stage.runs import timeline

_SOFTMAX = "The derivative of the softmax"
_SIGMOID = "The derivative of the sigmoid", "The derivative of the activation"
_TEXTS = {"derivation": "derivation", "printed": "as printed"}

_BAR = {"lenmode": "pixels", "len": 160}
"""The colour bar of the map: a phone makes the map smaller than its room, and a bar would not follow."""


def _controls(state: State) -> None:
    """Draw the choice of sample, classes and unit; first bring them within this run."""
    run = timeline(state.experiment)
    points, classes = len(run.train.y), run.train.n_classes
    units = state.experiment.hidden[-1] if state.experiment.hidden else 0
    place = state.of(NotesChoices).within(points=points, classes=classes, units=units)
    store.change(NotesChoices, **vars(place))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="notes_choices"):
        switch(NotesChoices, "text", "The notes", _TEXTS)
        step_field()
        _number("Sample", "point", 1, points)
        _number("Class i", "class_i", 0, classes - 1)
        _number("Class j", "class_j", 0, classes - 1)
        if units:
            _number("Unit u", "unit", 1, units)


def _number(label: str, name: str, low: int, high: int) -> None:
    bounds = chosen(NotesChoices, name)
    st.number_input(label, low, high, step=1, width=150, help=f"{low} to {high}", **bounds)


def _message(state: State, visit: Visit) -> NotesAtStep:
    """Return the reading, with what is shown computed here, in the session's turn."""
    reading = NotesAtStep(visit.run, state.step, state.of(NotesChoices))
    _sections(reading)
    return reading


def _sections(reading: NotesAtStep) -> list[str]:
    """Return the sections of the text that is shown."""
    return list(reading.derivation if reading.choices.text == "derivation" else reading.sections)


def _draw(state: State, reading: NotesAtStep) -> None:
    """Draw the opening words, and the first section."""
    st.html(html.style(shell.theme()))
    if reading.choices.text == "derivation":
        st.markdown(f"{derived.DERIVATION} {words.place(reading)} {derived.only_layer(reading)}")
    else:
        _findings(reading)
    with st.container(horizontal=True, gap="small", key="notes_files"):
        cheat_sheet_button()
        if reading.choices.text == "derivation":
            steps = [step for section in reading.derivation.values() for step, _ in section]
            write = partial(of_derivation, steps, reading.case)
            copy_latex("derivation", write, "Copy the derivation as LaTeX")
    _section(_sections(reading)[0], reading, shell.theme())


def _findings(reading: NotesAtStep) -> None:
    """Draw how many of the printed lines hold, and which do not."""
    st.markdown(f"{words.INTRODUCTION} {words.summary(reading)} {words.place(reading)}")
    with st.container():  # keeps the place of the box below: in a new place it would be closed again
        if remark := words.other_loss(reading):
            st.info(remark, icon=":material/compare_arrows:")
        if problem := words.overflow(reading):
            st.info(problem, icon=":material/trending_up:")
    st.html(html.jump(reading))
    with st.expander("How each line is checked, and what its letters mean", icon=":material/info:"):
        st.markdown(f"{words.PROOF}\n\n{words.LETTERS}")


def _rest(state: State, reading: NotesAtStep) -> None:
    """Draw the other sections."""
    for section in _sections(reading)[1:]:
        _section(section, reading, shell.theme())
    if reading.choices.text == "derivation" and (more := derived.further_back(reading)):
        st.markdown(more)


def _section(name: str, reading: NotesAtStep, theme: Theme) -> None:
    st.markdown(f"## {written(name)}")
    if name == _SOFTMAX:
        _figures([drawings.jacobian(reading, theme)])
    if name in _SIGMOID and reading.case.has_hidden:
        plane = drawings.slope_map(reading, theme)
        plane.figure.update_traces(colorbar=_BAR, selector=0)
        _figures([drawings.slope(reading, theme), plane])
    if reading.choices.text == "derivation":
        for place, (step, found) in enumerate(reading.derivation[name]):
            _step(f"{name}_{place}", step, found, reading.case)
    else:
        for examined in reading.sections[name]:
            card.draw(examined, reading.case)


def _step(key: str, step: DerivationStep, found: Comparison | None, case: Case) -> None:
    """Draw a step of the derivation beside its numbers."""
    key = key.replace(" ", "_").lower()
    with st.container(border=True, key=f"notes_{key}"):
        left, right = st.columns([3, 5], gap="medium")
        left.markdown(derived.text(step))
        if numbers := derived.numbers(step, case):
            right.markdown(numbers)
        if verdict := derived.verdict(step, found):
            right.caption(verdict)
        with right:
            copy_latex(key, partial(of_step, step, case))


def _figures(pictures: list[Drawing]) -> None:
    """Draw figures side by side; the text of a single one is beside it."""
    columns = st.columns(2, vertical_alignment="center" if len(pictures) == 1 else "top")
    for place, picture in enumerate(pictures):
        columns[place].plotly_chart(
            picture.figure, key=picture.name, height=300, theme=None, alt=picture.alternative,
            config={"displayModeBar": False},
        )  # fmt: skip
        columns[place if len(pictures) == 2 else 1].caption(picture.alternative)


PAGE = Page(
    message=_message,
    draw=_draw,
    rest=_rest,
    controls=_controls,
    heading=f"# The notes\n\n{derived.WHOSE}",
)
