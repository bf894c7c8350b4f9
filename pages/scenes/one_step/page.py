"""The lesson on the page: the reader's choices in one row, and the board."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import kind_of, write_record
from pages.frontend import component, encode
from pages.frontend.schema import read
from pages.frontend.widget_state import state_of
from pages.scenes.one_step.board import BoardRequest, board_message
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.samples import picked_with
from pages.session import shell, state
from pages.session.controls import switch

BOARD = "board"
_KEPT: dict[str, Any] = {"persist_state": "session"}


@st.fragment
def show() -> None:
    """Draw the reader's choices and the board, for the training step stood on; keep the link true."""
    now, opened = state.current(), state.held(OneStepChoices)
    message = board_message(now.experiment, now.step, opened, shell.theme())
    _choices(opened, message["step"])
    message |= {"link": state.link(now, write_record(opened)), "moves": state.must_turn()}
    component("board", draws=False)(key=BOARD, data=encode(message), on_request_change=_note)


def _choices(opened: OneStepChoices, step: int) -> None:
    """Draw how the step is opened up: which samples, in which convention, and whether to predict first."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="opened"):
        shell.step_field(step)
        switch(OneStepChoices, "convention", "Samples as", {"rows": "rows", "columns": "columns"})
        switch(OneStepChoices, "whole", "Batch", {"no": "a few samples", "yes": "the run's own"})
        if opened.whole == "no":
            bounds = kind_of(OneStepChoices, "count")
            st.slider("Samples", bounds.low, bounds.high, key=state.key("count"), width=160, **_KEPT)
        switch(OneStepChoices, "predict", "Predict first", {"off": "off", "on": "on"})


def _note() -> None:
    """Take over what the board requests: the step, and the point that was clicked."""
    request = _request()
    state.follow(request.run, request.at)
    if request.pick is not None:
        opened = picked_with(state.held(OneStepChoices), request.pick)
        state.choose("picked", opened.picked)


def _request() -> BoardRequest:
    return read(BoardRequest, state_of(BOARD).get("request"))
