"""A calculation done by hand, entered as tables: the board then shows every number of its step."""

import pandas as pd
import streamlit as st

from core.run.rows import LEAST_OUTPUTS, MOST_OUTPUTS
from core.run.worked_example import WORKED_EXAMPLE
from pages.figures.words import sub
from pages.scenes.one_step.by_hand_tables import (
    MOST_UNITS,
    experiment_of,
    layer_tables,
    samples_table,
    sizes_of,
)
from pages.session import actions, store
from pages.session.state import State
from pages.stage.runs import timeline

_WORDS = (
    "Check a calculation that you did by hand: enter its samples with their targets, and every weight and "
    "bias. The outputs are sigmoids, and the loss is the squared error ½ Σ (A − Y)². Learning rate, "
    "activation and optimizer are those of the run. The tables begin with the numbers of the step shown. "
    "They are filled again when the step or a size changes."
)

_OPENED = "by_hand_opened"


def by_hand(state: State) -> None:
    """Draw the tables, and what shows their step; closed again, they keep what was typed."""
    panel = st.expander(
        "Check a calculation by hand", icon=":material/calculate:", key="open_by_hand", on_change="rerun"
    )
    if panel.open:
        store.remember(_OPENED, True)
    if not store.remembered(_OPENED, False):
        return
    with panel:
        st.caption(_WORDS)
        if st.button("Show the worked example", help="2-2-2, one sample, rate 0.5; many courses have it"):
            actions.open_run(WORKED_EXAMPLE, 0)
            st.rerun()
        tables = _tables(state)
        if st.button("Show this calculation", type="primary"):
            _open(state, *tables)


def _tables(state: State) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Draw the tables, and return what is in them.

    A table that reruns the page at each edit tells it 150 ms late: a click before that leaves edits out.
    One that "ignores" its edits has them ready at once, and they come with the click.
    """
    run = state.experiment
    _, *hidden, outputs = sizes_of(run)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        units = st.number_input("Hidden units", 1, MOST_UNITS, hidden[0] if hidden else 2, width=130)
        k = st.number_input("Outputs", LEAST_OUTPUTS, MOST_OUTPUTS, outputs, width=130)
    samples = st.data_editor(
        samples_table(run, k),
        num_rows="dynamic",
        hide_index=True,
        width="content",
        on_change="ignore",
    )
    network = timeline(run).at(state.step).network
    found = []
    with st.container(horizontal=True):
        for at, table in enumerate(layer_tables(network, (2, units, k)), start=1):
            with st.container(width="content"):
                st.caption(f"{sub('W', at)} and {sub('b', at)}")
                found.append(st.data_editor(table, width="content", on_change="ignore"))
    return samples, found


def _open(state: State, samples: pd.DataFrame, layers: list[pd.DataFrame]) -> None:
    try:
        run = experiment_of(state.experiment, state.experiment.rate_at(state.step), samples, layers)
    except (TypeError, ValueError) as problem:
        st.error(f"This cannot be shown: {problem}.")
        return
    actions.open_run(run, 0)
    st.rerun()
