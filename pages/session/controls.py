"""The controls: one widget for each field, with the bounds declared beside the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from core import FEATURES, IRIS, LAST_STEP, OWN, Experiment, kind_of
from core.run.rows import BY_HAND
from pages.server.limits import LIMITS
from pages.session import actions, store
from pages.session.defaults import among, as_default
from pages.session.exact_slider import slider
from pages.session.given_controls import given_controls
from pages.session.option_names import name_of
from pages.session.own_data import own_data_button
from pages.session.scale_control import scale_control
from pages.session.store import chosen, widget
from pages.stage.look import Look

_RATES = tuple(float(f"{m}e{e}") for e in range(-5, 3) for m in (1, 2, 3, 5, 7) if m * 10.0**e <= 100)
_PENALTIES = (0.0, *(float(f"{m}e{e}") for e in range(-5, 0) for m in (1, 3)), 1.0)
_BATCHES = (1, 2, 5, 10, 20, 30, 50, 100, 200, 500, None)

_NEW_RUN = "A change starts a new run."
_RESTARTS = "A change here starts a new run."
_GOES_ON = "Batch size and penalties change from the current step on."

CELLS = {"gradient": "dW", "weights": "W", "step": "update"}
LINES = {"weights": "W", "gradient": "dW"}
SIGNS = {"norms": "gradient", "ratio": "update", "saturation": "saturation", "sharpness": "sharpness"}
CONVENTIONS = {"rows": "rows", "columns": "columns"}


def run_controls() -> None:
    """Draw every control of the experiment: the three that matter most first, the others in expanders."""
    _dataset()
    own_data_button()
    _hidden()
    _from_here("learning_rate", "Learning rate", _RATES, "On a log scale.")
    st.button(
        "Reset",
        icon=":material/restart_alt:",
        on_click=actions.reset,
        width="stretch",
        help="Go back to step 0 and the same initial weights",
    )
    hidden = {*store.current().embedding.hide}
    if not hidden >= _data_keys():
        with st.expander("Data", icon=":material/scatter_plot:"):
            st.caption(_RESTARTS)
            _data()
    if not hidden >= {"activation", "objective", "features", "init", "seed"}:
        with st.expander("Network", icon=":material/account_tree:"):
            st.caption(_RESTARTS)
            _network()
    if not hidden >= {"optimizer", "batch", "l2", "l1"}:
        with st.expander("Training", icon=":material/trending_down:"):
            st.caption(f"A new optimizer starts a new run. {_GOES_ON}")
            _training()


def _hidden() -> None:
    kind, widths = kind_of(Experiment, "hidden"), store.current().experiment.hidden
    layers = widget("layers", len(widths), _set_layers)
    st.slider("Hidden layers", 0, kind.most, help=_NEW_RUN, **layers)
    columns = st.columns(2)
    for layer, units in enumerate(widths):
        columns[layer % 2].slider(
            f"Units {layer + 1}",
            kind.each.low,
            LIMITS.units,
            help=f"Units of hidden layer {layer + 1}. {_NEW_RUN}",
            persist_state="session",  # a layer that comes back has the units that it had
            **widget(f"units_{layer + 1}", units, partial(_set_units, layer)),
        )


def _set_layers(count: int) -> None:
    widths = store.current().experiment.hidden[:count]
    added = (store.remembered(f"units_{layer + 1}", 4) for layer in range(len(widths), count))
    store.change(Experiment, hidden=(*widths, *added))


def _set_units(layer: int, units: int) -> None:
    widths = store.current().experiment.hidden
    store.change(Experiment, hidden=(*widths[:layer], units, *widths[layer + 1 :]))


def _dataset() -> None:
    names, now = kind_of(Experiment, "dataset").names, store.current().experiment.dataset
    place = widget("dataset", now, actions.choose_dataset)
    st.selectbox("Dataset", names, format_func=name_of, help=_NEW_RUN, **among(names, place))


def _data_keys() -> set[str]:
    """Return the link's keys whose controls the expander of the data has."""
    dataset = store.current().experiment.dataset
    own = {IRIS: {"columns", "scaling", "jitter"}, OWN: {"scaling", "jitter"}, BY_HAND: set()}
    return {"test", "data_seed"} | own.get(dataset, {"samples", "noise"})


def _data() -> None:
    if store.current().experiment.dataset == BY_HAND:
        st.caption("Samples and targets are entered on One step. All are training samples.")
        return
    if store.current().experiment.given:
        given_controls()
    else:
        _scale("samples", "Samples", range(20, LIMITS.samples + 1, 10))
        _scale("noise", "Noise", (i / 100 for i in range(51)), help="Standard deviation of each coordinate")
    _scale(
        "test_fraction",
        "Test fraction",
        (i / 20 for i in range(2, 17)),
        help="Fraction of the points kept for testing",
    )
    _seed("data_seed", "Data seed", "New data")


def _network() -> None:
    _choice("activation", "Activation")
    _choice("loss", "Loss")
    _features()
    _choice("init", "Initialization")
    _seed("seed", "Weight seed", "New weights")


def _features() -> None:
    st.multiselect(
        "Input features",
        list(FEATURES),
        format_func=lambda name: FEATURES[name].symbol,
        placeholder="x₁ and x₂ alone",
        help="Columns of X beside x₁ and x₂, computed from them.",
        **as_default(widget("features", list(store.current().experiment.features), _set_features)),
    )


def _set_features(names: list[str]) -> None:
    store.change(Experiment, features=tuple(names))


def _training() -> None:
    _choice("optimizer", "Optimizer")
    _from_here("batch_size", "Batch size", _BATCHES, "Samples per update; full uses all training samples.")
    _from_here("l2", "L2 penalty", _PENALTIES, "λ of the penalty (λ/2) Σ W².")
    _from_here("l1", "L1 penalty", _PENALTIES, "μ of the penalty μ Σ |W|; it brings weights close to 0.")


def look_controls() -> None:
    """Draw the choice of what the pictures show, in one row."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="look"):
        surface_switch()
        switch(Look, "cells", "Heatmaps", CELLS)
        switch(Look, "lines", "Lines", LINES)
        switch(Look, "loss_axis", "Loss axis")
        switch(Look, "signs", "Vital sign", SIGNS)
        scale_control()


def surface_switch() -> None:
    """Draw the choice of what the plane shows; sigmoids have no probabilities, but shares of their sum."""
    is_softmax = store.current().experiment.loss == "cross_entropy"
    words = {"probability": "probability" if is_softmax else "share", "decision": "class"}
    switch(Look, "surface", "Plane", words)


def step_field() -> None:
    """Draw the field that shows the current step and goes to another one."""
    step = store.current().step
    field = widget("step", step, actions.go_to)
    st.number_input("Training step", 0, LAST_STEP, step=1, width=170, **field)


def switch(record: type[Any], name: str, label: str, words: Mapping[str, str] | None = None) -> None:
    """Draw the choice between the few names that a field of a record allows, shown as `words`."""
    st.segmented_control(
        label,
        kind_of(record, name).names,
        format_func=words.__getitem__ if words else str,
        required=True,
        **as_default(chosen(record, name)),
    )


def number(
    record: type[Any], name: str, label: str, *, width: int, step: int = 1, most: int | None = None
) -> None:
    """Draw the field for a whole number, with the bounds declared beside it."""
    bounds = kind_of(record, name)
    high = bounds.high if most is None else most
    st.number_input(label, bounds.low, high, step=step, width=width, **chosen(record, name))


def _choice(name: str, label: str) -> None:
    names = kind_of(Experiment, name).names
    st.selectbox(label, names, format_func=name_of, **among(names, chosen(Experiment, name)))


def _seed(name: str, label: str, renew: str) -> None:
    kind = kind_of(Experiment, name)
    st.number_input(label, kind.low, kind.high, step=1, **chosen(Experiment, name))
    key = f"renew_{name}"
    is_locked = store.current().embedding.is_locked(key)
    st.button(renew, on_click=partial(actions.renew, name), width="stretch", key=key, disabled=is_locked)


def _from_here(name: str, label: str, grid: Iterable[Any], help: str) -> None:
    state = store.current()
    slider(
        name,
        label,
        grid,
        state.experiment.value_at(name, state.step),
        partial(actions.change_from_here, name, label),
        help=f"{help} A change takes effect at the current step; the run goes on.",
    )


def _scale(name: str, label: str, grid: Iterable[Any], help: str | None = None) -> None:
    now = getattr(store.current().experiment, name)
    slider(name, label, grid, now, lambda value: store.change(Experiment, **{name: value}), help=help)
