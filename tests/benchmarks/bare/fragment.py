"""The least that answers a control: a fragment that holds it, and says its value."""

import streamlit as st


@st.fragment
def _least() -> None:
    st.write(str(st.select_slider("Value", range(1000), 500)))


_least()
