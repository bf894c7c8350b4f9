"""The stage on a page."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.frontend.ask import Ask, parse_ask
from pages.frontend.component import component


def mount(message: bytes, *, key: str, on_ask: Callable[[], None]) -> None:
    """Put the stage on the page and send it one message.

    Parameters
    ----------
    message
        What `encode` made.
    key
        Identity of the stage: with the same key the browser keeps its figures.
    on_ask
        Called before the rerun that a new ask causes.
    """
    component("stage")(key=key, data=message, on_ask_change=on_ask)


def read_ask(key: str) -> Ask:
    """Return the last ask of the stage with this key; the default before the first."""
    state = st.session_state.get(key)
    return parse_ask(state.get("ask") if isinstance(state, Mapping) else None)
