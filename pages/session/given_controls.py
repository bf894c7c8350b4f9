"""The controls of given points: which columns, how they are scaled, and noise if it is wanted."""

from __future__ import annotations

import streamlit as st

from core import IRIS, Experiment, kind_of
from pages.session import store
from pages.session.defaults import among
from pages.session.exact_slider import slider
from pages.session.store import chosen

_SCALINGS = {"standard": "Standardized", "range": "To [−1, 1]", "none": "As given"}


def given_controls() -> None:
    """Draw the controls of given points."""
    experiment = store.current().experiment
    if experiment.dataset == IRIS:
        columns = kind_of(Experiment, "columns").names
        st.selectbox(
            "Columns", columns, format_func=_columns, **among(columns, chosen(Experiment, "columns"))
        )
    st.selectbox(
        "Scaling",
        tuple(_SCALINGS),
        format_func=_SCALINGS.__getitem__,
        help="How coordinates become inputs of the network. Mean, standard deviation and range are those "
        "of the training points. Pictures keep your units.",
        **among(tuple(_SCALINGS), chosen(Experiment, "scaling")),
    )
    slider(
        "jitter",
        "Noise",
        (i / 100 for i in range(51)),
        experiment.jitter,
        lambda value: store.change(Experiment, jitter=value),
        help="Standard deviation of the noise, as a fraction of that of each coordinate",
    )


def _columns(pair: str) -> str:
    return pair.replace("_", " ").replace(",", " · ")
