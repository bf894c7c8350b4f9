"""What copies LaTeX: a box that the reader opens."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.scenes.notes.latex import Texts


@st.fragment
def copy_latex(key: str, write: Callable[[], Texts], label: str = "Copy LaTeX") -> None:
    """Draw LaTeX with symbols and with numbers, once the reader opens it: laying all of it out is slow."""
    popover = st.popover(label, icon=":material/content_copy:", key=f"copy_{key}", on_change="rerun")
    if not popover.open:
        return
    symbols, numbers = write()
    with popover:
        st.caption("with symbols")
        st.code(symbols, language="latex", wrap_lines=True)
        if numbers:
            st.caption("with the numbers of this run")
            st.code(numbers, language="latex", wrap_lines=True)
