"""The slides on the page: what to take, a true preview of it, and its files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from core import kind_of, write_record
from pages.export.choices import FIGURES, MOST_STEPS, StripChoices, Style
from pages.export.formats import obstacle
from pages.export.order import Order
from pages.export.pictures import PICTURES, draw
from pages.export.playground import Drawn
from pages.figures.sheet import Sheet
from pages.frontend import component, encode
from pages.scenes.gradient_check import GradientCheckChoices
from pages.scenes.notes import NotesChoices
from pages.scenes.one_step import OneStepChoices
from pages.scenes.one_step.subject import Subject
from pages.scenes.slides import downloads, words
from pages.server.limits import LIMITS
from pages.session import shell, state
from pages.session.controls import switch
from pages.session.state import State
from pages.stage.runs import timeline

_OTHERS = (StripChoices, OneStepChoices, NotesChoices, GradientCheckChoices)
_KEPT: dict[str, Any] = {"persist_state": "session"}


def begin() -> None:
    """Fill what other scenes' pictures are chosen by from the link, and say what the scene is for."""
    shell.tell(tuple(notice for record in _OTHERS for notice in state.begin_own(record)))
    st.markdown(f"## Slides\n\n{words.INTRODUCTION}")


def link() -> dict[str, str]:
    """Return what the scene adds to the link."""
    chosen = (Style, *_OTHERS)
    return {key: text for record in chosen for key, text in write_record(state.held(record)).items()}


def order(now: State) -> Order:
    """Return what is asked for."""
    return Order(
        experiment=now.experiment,
        step=now.step,
        look=now.look,
        opened=state.held(OneStepChoices),
        place=state.held(NotesChoices),
        inquiry=state.held(GradientCheckChoices),
        style=state.held(Style),
        sequence=state.held(StripChoices),
    )


def ask(now: State) -> None:
    """Draw the choice of the picture and of how it looks."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="slide_picture"):
        shell.step_field(now.step)
        st.selectbox(
            "Picture",
            FIGURES,
            format_func=lambda name: f"{PICTURES[name].title} · {PICTURES[name].scene}",
            key=state.key("figure"),
            width=280,
            **_KEPT,
        )
        _details(now, state.held(Style).figure)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="slide_style"):
        switch(Style, "size", "Size")
        if state.held(Style).size == "free":
            _pixels("Width", "width")
            _pixels("Height", "height")
        switch(Style, "background", "Background", words.BACKGROUNDS)
        switch(Style, "ink", "Ink", {"colour": "colour", "grey": "grey, for print"})
        switch(Style, "heading", "Heading")


def show(now: State) -> None:
    """Draw the preview and the downloads; say why, if this run has no such picture."""
    wanted = order(now)
    try:
        LIMITS.check_picture(*wanted.style.pixels)
        sheet = wanted.style.sheet
        made = draw(wanted, sheet)
    except ValueError as problem:
        st.info(f"There is no such picture here: {problem}.", icon=":material/image_not_supported:")
        return
    preview, files = st.columns([5, 3], gap="large")
    with preview:
        _preview(wanted, made, sheet)
    with files:
        downloads.show(wanted)
    downloads.show_words(wanted)


def _preview(wanted: Order, made: Drawn, sheet: Sheet) -> None:
    """Draw the very figure that the files hold, and the buttons with which the browser saves it."""
    width, height = sheet.room
    message = {
        "figure": made.figure,
        "width": width,
        "height": height,
        "scale": sheet.scale,
        "clear": sheet.is_transparent,
        "theme": shell.theme(),
        "label": made.alternative,
        "name": downloads.name_of(wanted),
        "formats": ["png", "svg"] if obstacle("png") else [],
    }
    component("slide")(key="slide", data=encode(message))
    st.caption(f"{sheet.width} × {sheet.height} pixels. {made.alternative}")


def _details(now: State, figure: str) -> None:
    """Draw what only some pictures depend on."""
    if figure == "phase":
        _phase(now)
    if figure in ("heatmaps", "strip"):
        switch(type(now.look), "cells", "Heatmaps", {"gradient": "dW", "weights": "W", "step": "step"})
    if figure in ("decision", "strip"):
        switch(type(now.look), "surface", "Plane", {"probability": "belief", "decision": "decision"})
    if figure == "network":
        switch(type(now.look), "lines", "Lines", {"weights": "W", "gradient": "dW"})
    if figure in ("heatmaps", "network"):
        st.button(
            "Rescale colours",
            on_click=state.rescale,
            help="Give the strongest colour to the largest numbers of this step",
        )
    if figure == "curves":
        switch(type(now.look), "loss", "Loss axis")
    if figure == "strip":
        _strip(now)


def _phase(now: State) -> None:
    subject = Subject(timeline(now.experiment), now.step, replace(state.held(OneStepChoices)))
    keys = [phase.key for phase in subject.rows.phases]
    if state.held(OneStepChoices).phase not in keys:
        state.choose("phase", keys[0])
    st.selectbox("Phase", keys, key=state.key("phase"), width=140, **_KEPT)
    switch(OneStepChoices, "convention", "Samples as")


def _strip(now: State) -> None:
    switch(StripChoices, "rows", "Rows", {"decision": "plane", "heatmap": "heatmap", "both": "both"})
    layers = len(now.experiment.sizes) - 1
    if state.held(StripChoices).layer > layers:
        state.choose("layer", layers)
    if layers > 1 and state.held(StripChoices).rows != "decision":
        st.number_input("Layer", 1, layers, step=1, key=state.key("layer"), width=110, **_KEPT)
    state.choose("strip_steps", [str(step) for step in state.held(StripChoices).steps])
    st.multiselect(
        "Steps",
        _steps_near(now),
        key=state.key("strip_steps"),
        placeholder="evenly up to now",
        max_selections=MOST_STEPS,
        accept_new_options=True,
        on_change=_take_steps,
        width=260,
    )


def _steps_near(now: State) -> list[str]:
    """Return steps to pick from: tenths of the way, and those that are picked."""
    picked = state.held(StripChoices).steps
    return [str(step) for step in sorted({*(now.step * at // 10 for at in range(11)), *picked})]


def _take_steps() -> None:
    """Take over the steps picked; whatever is no step is left out."""
    bounds = kind_of(StripChoices, "steps").each
    texts = [text for text in state.value("strip_steps") if text.isascii() and text.isdigit()]
    steps = sorted({int(text) for text in texts if int(text) <= bounds.high})
    state.choose("steps", tuple(steps))


def _pixels(label: str, name: str) -> None:
    bounds = kind_of(Style, name)
    st.number_input(label, bounds.low, bounds.high, step=10, key=state.key(name), width=130, **_KEPT)
