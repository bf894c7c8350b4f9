"""One step on the page: the reader's choices in one row, and the board."""

import streamlit as st

from core import kind_of
from pages.frontend import WeightEdit, component, encode
from pages.frontend.schema import read
from pages.scenes.one_step.batch_switch import batch_switch
from pages.scenes.one_step.board import BoardRequest, board_message
from pages.scenes.one_step.by_hand import by_hand
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.samples import picked_with
from pages.session import actions, store
from pages.session.cheat_sheet import cheat_sheet_button
from pages.session.controls import CONVENTIONS, step_field, switch
from pages.session.scene import Message, Page, Visit
from pages.session.state import State
from pages.session.store import chosen

BOARD = "board"
"""The key of the board."""


def _controls(state: State) -> None:
    """Draw how the step is inspected: which samples, in which convention, and whether to predict first."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="samples"):
        step_field()
        switch(OneStepChoices, "convention", "Samples as", CONVENTIONS)
        batch_switch(state.of(OneStepChoices))
        if state.of(OneStepChoices).whole != "yes":
            bounds = kind_of(OneStepChoices, "count")
            st.slider("Samples", bounds.low, bounds.high, width=200, **chosen(OneStepChoices, "count"))
        switch(OneStepChoices, "predict", "Predict first")


def _message(state: State, visit: Visit) -> Message:
    return board_message(visit.run, state.step, state.of(OneStepChoices), visit.theme)


def _draw(state: State, message: Message) -> None:
    component("board", draws=False)(key=BOARD, data=encode(message), on_request_change=_follow)
    if message["two_losses"]:
        title = "Two losses, one sample: what the choice changes"
        panel = st.expander(
            title, icon=":material/compare_arrows:", key="open_two_losses", on_change="rerun"
        )
        if panel.open:
            panel.html(message["two_losses"])
    by_hand(state)
    cheat_sheet_button()


def _follow() -> None:
    """Take over the step of the board, and what the reader did there."""
    request = read(BoardRequest, store.component(BOARD).get("request"))
    if request.at != store.current().step:
        actions.follow(request.run, request.at)
        store.leave_step(store.LIVE)
    if request.edit and request.value is not None:
        actions.take_edit(WeightEdit(request.run, request.at, request.edit, "set", request.value))
    if request.pick is not None:
        choices = store.current().of(OneStepChoices)
        store.change(OneStepChoices, picked=picked_with(choices, request.pick).picked)


PAGE = Page(message=_message, draw=_draw, controls=_controls, is_kept=True, signs=False)
