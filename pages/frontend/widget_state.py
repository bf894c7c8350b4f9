"""What the browser's part of a component sent last."""

from collections.abc import Mapping

import streamlit as st


def state_of(key: str) -> Mapping[str, object]:
    """Return the values that the component with this key holds; anything may be there."""
    state = st.session_state.get(key)
    return state if isinstance(state, Mapping) else {}
