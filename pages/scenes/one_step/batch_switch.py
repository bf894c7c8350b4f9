"""The choice between a few samples and the batch of the next update, as it is on this page by default."""

import streamlit as st

from pages.scenes.one_step.choices import OneStepChoices
from pages.session import store

_WORDS = {"no": "a few samples", "yes": "next update's"}


def batch_switch(choices: OneStepChoices) -> None:
    """Draw the choice of some choices; left open, it is a few samples."""
    st.segmented_control(
        "Batch",
        list(_WORDS),
        format_func=_WORDS.__getitem__,
        required=True,
        **store.widget("whole", "yes" if choices.whole == "yes" else "no", _take),
    )


def _take(whole: str) -> None:
    store.change(OneStepChoices, whole=whole)
