"""The choice of the colours' scale."""

from __future__ import annotations

import streamlit as st

from core import kind_of
from pages.session import store
from pages.session.defaults import as_default
from pages.session.store import widget
from pages.stage.look import Look

_FIXED = "fixed"


def scale_control() -> None:
    """Draw the choice of the colours' scale; a fixed one can be set again at another step."""
    now = store.current().look.scale
    st.segmented_control(
        "Colour scale",
        (*kind_of(Look, "scale").names, _FIXED),
        required=True,
        help="own: each layer has its own scale. one: one scale for all layers. log: one log scale over "
        "six decades; shows a vanishing gradient. fixed: the largest numbers of the current step set it.",
        **as_default(widget("colours", _FIXED if isinstance(now, int) else now, _set_scale)),
    )
    if isinstance(now, int):
        words = "Fix the scale to the current step"
        st.button("Rescale colours", key="rescale", on_click=_rescale, help=words)


def _set_scale(chosen: str) -> None:
    store.change(Look, scale=store.current().step if chosen == _FIXED else chosen)


def _rescale() -> None:
    store.follow_address()
    _set_scale(_FIXED)
