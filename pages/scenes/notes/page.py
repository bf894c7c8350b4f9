"""The notes on the page: what is asked, what was found, and the equations in the order of the argument."""

from __future__ import annotations

from dataclasses import fields

import streamlit as st

from core import Experiment, write_record
from pages.figures.palette import Theme
from pages.scenes.notes import card, drawings, html, words
from pages.scenes.notes.choices import NotesChoices
from pages.scenes.notes.drawings import Drawing
from pages.scenes.notes.prose import written
from pages.scenes.notes.reading import Reading
from pages.session import shell, state
from pages.session.state import State
from pages.stage.runs import timeline

_SOFTMAX, _SIGMOID = "The derivative of the softmax", "The derivative of the sigmoid"


def begin(chosen: State) -> None:
    """Move the reader's choice to what their run has, and say what the scene is about."""
    place, experiment = state.held(NotesChoices), chosen.experiment
    inside = place.within(**_sizes(experiment))
    for item in fields(NotesChoices):
        state.choose(item.name, getattr(inside, item.name))
    st.markdown(f"## The notes, and whether they are right\n\n{words.INTRODUCTION}")


def link() -> dict[str, str]:
    """Return what the notes add to the link."""
    return write_record(state.held(NotesChoices))


def show(now: State) -> None:
    """Draw the choices, the findings and every equation."""
    reading, theme = Reading(timeline(now.experiment), now.step, state.held(NotesChoices)), shell.theme()
    st.html(html.style(theme))
    _choices(now)
    st.markdown(f"{words.summary(reading)} {words.place(reading)}")
    if problem := words.overflow(reading):
        st.info(problem, icon=":material/trending_up:")
    st.html(html.jump(reading))
    with st.expander("How each line is proven, and how its letters are read", icon=":material/info:"):
        st.markdown(f"{words.PROOF}\n\n{words.LETTERS}")
    for section in reading.sections:
        _section(section, reading, theme)


def _sizes(experiment: Experiment) -> dict[str, int]:
    units = experiment.hidden[-1] if experiment.hidden else 0
    points = len(timeline(experiment).train.y)
    return {"points": points, "classes": experiment.sizes[-1], "units": units}


def _choices(now: State) -> None:
    sizes = _sizes(now.experiment)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="notes_choices"):
        shell.step_field(now.step)
        _number("Training point", "point", 1, sizes["points"])
        _number("Class i", "class_i", 0, sizes["classes"] - 1)
        _number("Class j", "class_j", 0, sizes["classes"] - 1)
        if sizes["units"]:
            _number("Unit u", "unit", 1, sizes["units"])


def _number(label: str, name: str, low: int, high: int) -> None:
    st.number_input(
        label, low, high, step=1, key=state.key(name), width=150, persist_state="session",
        help=f"{low} to {high}",
    )  # fmt: skip


def _section(name: str, reading: Reading, theme: Theme) -> None:
    st.markdown(f"### {written(name)}")
    if name == _SOFTMAX:
        _draw([drawings.jacobian(reading, theme)])
    if name == _SIGMOID and reading.case.has_hidden:
        _draw([drawings.slope(reading, theme), drawings.slope_map(reading, theme)])
    for examined in reading.sections[name]:
        card.draw(examined, reading.case)


def _draw(pictures: list[Drawing]) -> None:
    """Draw figures side by side; what a single one shows in words stands beside it."""
    columns = st.columns(2, vertical_alignment="center" if len(pictures) == 1 else "top")
    for place, picture in enumerate(pictures):
        columns[place].plotly_chart(
            picture.figure, key=picture.name, height=300, theme=None, alt=picture.alternative,
            config={"displayModeBar": False},
        )  # fmt: skip
        columns[place if len(pictures) == 2 else 1].caption(picture.alternative)
