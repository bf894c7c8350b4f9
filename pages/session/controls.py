"""The controls: one widget per field, with the bounds that stand beside the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from core import Experiment, kind_of
from pages.server.limits import LIMITS
from pages.session import state
from pages.stage.look import Look

_NAMES = {
    "circles": "Circles",
    "moons": "Moons",
    "xor": "XOR",
    "gaussians": "Gaussians",
    "spiral": "Spiral",
    "arms": "Three arms",
    "blobs": "Three blobs",
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
    "relu": "ReLU",
    "zeros": "Zeros",
    "normal": "Small normal",
    "xavier": "Xavier",
    "he": "He",
    "sgd": "SGD",
    "momentum": "Momentum",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}

_RATES = tuple(float(f"{m}e{e}") for e in range(-5, 2) for m in (1, 2, 3, 5, 7))
_PENALTIES = (0.0, *(float(f"{m}e{e}") for e in range(-5, 0) for m in (1, 3)), 1.0)
_BATCHES = (1, 2, 5, 10, 20, 30, 50, 100, 200, 500, None)


def run_controls() -> None:
    """Draw every control of the experiment: the three that matter most first, the others folded away."""
    _choice("dataset", "Dataset")
    _hidden()
    _rate()
    st.button(
        "Reset",
        icon=":material/restart_alt:",
        on_click=state.reset,
        width="stretch",
        help="Back to step 0 and the same first weights",
    )
    with st.expander("Data", icon=":material/scatter_plot:"):
        _data()
    with st.expander("Network", icon=":material/account_tree:"):
        _network()
    with st.expander("Training", icon=":material/trending_down:"):
        _training()


def _hidden() -> None:
    widths = kind_of(Experiment, "hidden")
    layers = st.slider("Hidden layers", 0, widths.most, key=state.key(state.LAYERS), **_KEPT)
    columns = st.columns(2)
    for layer in range(layers):
        columns[layer % 2].slider(
            f"Units {layer + 1}",
            widths.each.low,
            LIMITS.units,
            key=state.units_key(layer),
            help=f"Units of hidden layer {layer + 1}",
            **_KEPT,
        )


def _data() -> None:
    _scale("samples", "Samples", range(20, LIMITS.samples + 1, 10))
    _scale("noise", "Noise", (i / 100 for i in range(51)), help="Standard deviation of each coordinate")
    _scale("test_fraction", "Test share", (i / 20 for i in range(2, 17)))
    _seed("data_seed", "Data seed", "New data")


def _network() -> None:
    _choice("activation", "Activation")
    _choice("init", "First weights")
    _seed("seed", "Weight seed", "New weights")


def _training() -> None:
    _choice("optimizer", "Optimizer")
    _scale(
        "batch_size",
        "Batch size",
        _BATCHES,
        lambda size: "full" if size is None else str(size),
        help="Samples per update; full is all training points",
    )
    _scale("l2", "L2 penalty", _PENALTIES, help="λ of the penalty (λ/2) Σ W²")


def look_controls() -> None:
    """Draw the choice of what the pictures show, in one row."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="look"):
        switch(Look, "surface", "Plane", {"probability": "belief", "decision": "decision"})
        switch(Look, "cells", "Heatmaps", {"gradient": "dW", "weights": "W", "step": "step"})
        switch(Look, "lines", "Lines", {"weights": "W", "gradient": "dW"})
        switch(Look, "loss", "Loss axis", {"linear": "linear", "log": "log"})
        st.button(
            "Rescale colours",
            on_click=state.rescale,
            help="Give the strongest colour to the largest numbers of the step you stand on",
        )


_KEPT: dict[str, Any] = {"persist_state": "session"}


def _choice(name: str, label: str) -> None:
    names = kind_of(Experiment, name).names
    st.selectbox(label, names, format_func=_NAMES.__getitem__, key=state.key(name), **_KEPT)


def switch(record: type[Any], name: str, label: str, words: Mapping[str, str] | None = None) -> None:
    """Draw the choice between the few names that a field of a record allows, said in `words`."""
    st.segmented_control(
        label,
        kind_of(record, name).names,
        format_func=words.__getitem__ if words else str,
        key=state.key(name),
        required=True,
        **_KEPT,
    )


def _seed(name: str, label: str, renew: str) -> None:
    kind = kind_of(Experiment, name)
    number, button = st.columns([3, 2], vertical_alignment="bottom")
    number.number_input(label, kind.low, kind.high, step=1, key=state.key(name), **_KEPT)
    button.button(renew, on_click=partial(state.renew, name), width="stretch", key=f"renew_{name}")


def _rate() -> None:
    rates = _within("learning_rate", _RATES)
    st.select_slider(
        "Learning rate",
        _with_current("learning_rate", rates),
        key=state.key(state.RATE),
        format_func=lambda rate: f"{rate:.6g}",
        on_change=state.change_rate,
        help="On a log scale. A change holds from the step you stand on; the run goes on.",
        **_KEPT,
    )


def _scale(
    name: str,
    label: str,
    grid: Iterable[Any],
    word: Callable[[Any], str] = lambda value: f"{value:.6g}",
    help: str | None = None,
) -> None:
    """Draw a slider over the allowed values of a grid, and a value from the link beside them."""
    st.select_slider(
        label,
        _with_current(name, _within(name, grid)),
        format_func=word,
        key=state.key(name),
        help=help,
        **_KEPT,
    )


def _within(name: str, grid: Iterable[Any]) -> list[Any]:
    """Return the values of a grid that the field's bounds allow."""
    kind = kind_of(Experiment, name)
    return [value for value in grid if value is None or kind.low <= value <= kind.high]


def _with_current(name: str, grid: list[Any]) -> list[Any]:
    """Return the grid with the value that the session began with, which may lie between its points.

    It stays for the whole session: options that came and went would move the slider under the hand.
    """
    first = st.session_state.setdefault(f"first_{name}", st.session_state[state.key(name)])
    values = {*grid, first, st.session_state[state.key(name)]}
    return sorted(values, key=lambda value: float("inf") if value is None else value)
