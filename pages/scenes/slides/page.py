"""The slides on the page: choices, an exact preview, and the files."""

from dataclasses import replace

import streamlit as st

from core import kind_of
from pages.export.choices import FIGURES, MOST_STEPS, RESOLUTIONS, StripChoices, Style
from pages.export.file_names import picture_name
from pages.export.formats import obstacle
from pages.export.order import Order, order_of
from pages.export.pictures import PICTURES, draw
from pages.export.playground import Drawn
from pages.figures.names import column_name
from pages.figures.sheet import Sheet
from pages.frontend import component, encode
from pages.scenes.one_step.batch_switch import batch_switch
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.slides import downloads, paper, words
from pages.server.limits import LIMITS
from pages.session import shell, store
from pages.session.controls import (
    CELLS,
    CONVENTIONS,
    LINES,
    number,
    step_field,
    surface_switch,
    switch,
)
from pages.session.defaults import among, as_default
from pages.session.scale_control import scale_control
from pages.session.scene import Page, Visit
from pages.session.state import State
from pages.session.store import chosen
from pages.stage.look import Look
from pages.stage.run_at_step import called
from pages.stage.runs import timeline


def _controls(state: State) -> None:
    """Draw the choice of the picture and of how it looks."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="slide_picture"):
        step_field()
        st.selectbox(
            "Picture",
            FIGURES,
            format_func=lambda name: f"{PICTURES[name].title} · {PICTURES[name].scene}",
            width=280,
            **among(FIGURES, chosen(Style, "figure")),
        )
        _details(state)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="slide_style"):
        switch(Style, "size", "Size")
        if state.of(Style).size == "free":
            number(Style, "width", "Width", width=130, step=10)
            number(Style, "height", "Height", width=130, step=10)
        else:
            _resolution(state.of(Style))
        switch(Style, "background", "Background", words.BACKGROUNDS)
        switch(Style, "ink", "Ink", {"colour": "colour", "grey": "grey, for print"})
        switch(Style, "heading", "Heading")


def _resolution(style: Style) -> None:
    """Draw the choice of the pixels, each named as the size of the slide."""
    sizes = {each: replace(style, resolution=each).pixels for each in RESOLUTIONS}
    st.selectbox(
        "Pixels",
        RESOLUTIONS,
        format_func=lambda each: "{} × {}".format(*sizes[each]),
        width=140,
        **among(RESOLUTIONS, chosen(Style, "resolution")),
    )


def _message(state: State, visit: Visit) -> tuple[Order, Sheet, Drawn] | str:
    """Return the picture, or why there is none."""
    order = order_of(state)
    try:
        LIMITS.check_picture(*order.style.pixels)
        if LIMITS.hosted and max(order.sequence.steps, default=0) > order.step:
            raise ValueError(words.FAR_STRIP.format(step=order.step))
        sheet = order.style.sheet
        return order, sheet, draw(order, sheet)
    except ValueError as problem:
        return f"This picture is not available: {problem}."


def _draw(state: State, made: tuple[Order, Sheet, Drawn] | str) -> None:
    """Draw the preview and the downloads; say why, if this run has no such picture."""
    if isinstance(made, str):
        st.info(made, icon=":material/image_not_supported:")
        return
    order, sheet, drawn = made
    preview, files = st.columns([5, 3], gap="large")
    with preview:
        _preview(order, drawn, sheet)
    with files:
        downloads.show(order)
    downloads.show_words(order)
    paper.show(order, downloads.address())


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
        "name": picture_name(wanted, "svg").removesuffix(".svg"),
        "formats": ["png", "svg"] if obstacle("png") else [],
    }
    component("slide")(key="slide", data=encode(message))
    st.caption(f"{sheet.width} × {sheet.height} pixels. {made.alternative}")


def _details(state: State) -> None:
    """Draw what only some pictures depend on."""
    figure = state.of(Style).figure
    if figure == "phase":
        _phase(state)
    if figure in ("heatmaps", "strip"):
        switch(Look, "cells", "Heatmaps", CELLS)
    if figure == "decision":
        _unit(state)
    if figure == "strip" or (figure == "decision" and not state.look.unit(state.experiment.sizes)):
        surface_switch()
    if figure == "network":
        switch(Look, "lines", "Lines", LINES)
    if figure in ("heatmaps", "network", "strip"):
        scale_control()
    if figure == "curves":
        switch(Look, "loss_axis", "Loss axis")
    if figure == "strip":
        _strip(state)


def _unit(state: State) -> None:
    """Draw the choice of the unit whose activation map stands in place of the output."""
    sizes, names = state.experiment.sizes, called(state.experiment)
    last = len(sizes) - 1
    units = {
        (layer, at + 1): f"{column_name(layer, at, layers=last, classes=names)} of layer {layer}"
        for layer in range(1, last + 1)
        for at in range(sizes[layer])
    }
    options = ((), *units)
    opened = store.widget("opened", state.look.within(sizes).opened, _open, Look)
    st.selectbox(
        "Shows",
        options,
        format_func=lambda place: units.get(place, "the output"),
        width=180,
        **among(options, opened),
    )


def _open(place: tuple[int, ...]) -> None:
    store.change(Look, opened=place)


def _phase(state: State) -> None:
    run = timeline(state.experiment)
    keys = [phase.key for phase in InspectedStep(run, 0, state.of(OneStepChoices)).rows.phases]
    if state.of(OneStepChoices).phase not in keys:
        store.change(OneStepChoices, phase=keys[0])
    st.selectbox("Phase", keys, width=140, **among(keys, chosen(OneStepChoices, "phase")))
    switch(OneStepChoices, "convention", "Samples as", CONVENTIONS)
    batch_switch(state.of(OneStepChoices).in_a_picture)


def _strip(state: State) -> None:
    strip = state.of(StripChoices)
    switch(StripChoices, "rows", "Rows", {"decision": "plane", "heatmap": "heatmap", "both": "both"})
    layers = len(state.experiment.sizes) - 1
    if strip.layer > layers:
        store.change(StripChoices, layer=layers)
    if layers > 1 and strip.rows != "decision":
        number(StripChoices, "layer", "Layer", width=110, most=layers)
    st.multiselect(
        "Steps",
        _steps_near(state),
        placeholder="evenly up to this step",
        max_selections=MOST_STEPS,
        accept_new_options=True,
        width=260,
        **as_default(store.widget("strip_steps", [str(step) for step in strip.steps], _take_steps)),
    )


def _steps_near(state: State) -> list[str]:
    """Return steps to pick from: tenths of the way, and those that are picked."""
    picked = state.of(StripChoices).steps
    return [str(step) for step in sorted({*(state.step * at // 10 for at in range(11)), *picked})]


def _take_steps(texts: list[str]) -> None:
    """Take over the steps picked; texts that are no steps are left out."""
    bounds = kind_of(StripChoices, "steps").each
    steps = {int(text) for text in texts if text.isascii() and text.isdigit() and int(text) <= bounds.high}
    store.change(StripChoices, steps=tuple(sorted(steps)))


PAGE = Page(message=_message, draw=_draw, controls=_controls, heading=f"# Slides\n\n{words.INTRODUCTION}")
