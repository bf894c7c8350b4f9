"""The choice between a few samples and the batch of the next update, as it is on this page by default."""

import streamlit as st

from pages.scenes.one_step.choices import OneStepChoices
from pages.session import store
from pages.session.defaults import as_default

_WORDS = {"no": "a few samples", "taken": "a few as batch", "yes": "next update's"}
_HELP = (
    "*A few samples* are an example: the next update takes its own batch. *A few as batch* is another run, "
    "whose next update takes these samples. *Next update's* are the samples that your own run takes next."
)


def batch_switch(choices: OneStepChoices) -> None:
    """Draw the choice of some choices; left open, it is a few samples."""
    now = choices.whole if choices.whole in _WORDS else "no"
    st.segmented_control(
        "Batch",
        list(_WORDS),
        format_func=_WORDS.__getitem__,
        required=True,
        help=_HELP,
        **as_default(store.widget("whole", now, _take, OneStepChoices)),
    )


def _take(whole: str) -> None:
    store.change(OneStepChoices, whole=whole)
