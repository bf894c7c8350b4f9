"""The page that both demo scripts show: one control, one stage, one count of asks."""

from contextlib import nullcontext
from typing import Any

import pictures
import streamlit as st
import waves

from pages.frontend import Request, encode, mount, read_request

ELSEWHERE = 3
"""A phase whose stage stands elsewhere on the page: the browser throws the old element away."""


def read_step() -> int:
    """Return the step that the address tells; the stage keeps it true when a control is touched."""
    text = st.query_params.get("step", "0")
    return int(text) if text.isdigit() else 0


def scene(run: str, identity: str, theme: str) -> dict[str, Any]:
    return {
        "id": identity,
        "run": run,
        "view": "waves",
        "theme": theme,
        "step": min(read_step(), waves.LAST),
        "last": waves.LAST,
        "ended": "The waves were made up to here.",
        "speeds": [1, 2, 4, 8, 16, 32],
        "speed": 8,
        "rates": [60, 30, 10, 4, 2, 1],
        "rate": 60,
        "size": waves.SIZE,
        "figures": pictures.figures(theme),
        "grid": pictures.GRID,
        "channels": pictures.channels(),
    }


def answer(ask: Request, phase: float, run: str) -> dict[str, Any]:
    parts: dict[str, Any] = {"n": ask.n, "run": run, "view": "waves"}
    if ask.run != run:
        return parts
    if ask.want:
        parts["batches"] = [waves.batch(phase, ask.stride, i) for i in ask.want]
    if ask.exact:
        parts["exact"] = waves.exact(phase, ask.at)
    if ask.history:
        parts |= {"history": waves.history(phase, ask.at), "history_step": ask.at}
    return parts


def count() -> None:
    st.session_state["asks"] = st.session_state.get("asks", 0) + 1


@st.fragment
def stage(phase: int, theme: str) -> None:
    ask = read_request(st.session_state.get("demo") or {})
    run = f"waves-{phase}"
    identity = f"{run}-{theme}"
    message = answer(ask, phase, run)
    if st.session_state.pop("full", False) or ask.scene != identity:
        message["scene"] = scene(run, identity, theme)
    nothing = dict.fromkeys(("on_offer", "on_edit", "on_drawing"), lambda: None)
    mount(encode(message), key="demo", on_request=count, **nothing)
    st.text(f"asks {st.session_state.get('asks', 0)}")


def show() -> None:
    st.set_page_config(layout="wide")
    st.session_state["full"] = True
    phase = st.sidebar.selectbox("Phase", [0, 1, 2, ELSEWHERE], key="phase")
    st.sidebar.button("Nothing")
    st.sidebar.text(f"position {read_step()}")
    st.sidebar.text(f"run waves-{phase}")
    with st.container() if phase == ELSEWHERE else nullcontext():
        stage(int(phase), st.context.theme.type or "light")
