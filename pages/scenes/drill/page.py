"""The Drill on the page: the line that grows, its tiles and its shapes, beside the program so far."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import LOSSES
from core.drill.exercise import LEVELS, ORDER
from core.drill.judgement import UNFINISHED
from core.drill.tiles import MOST_TILES, NAME, TILES
from pages.frontend import TILES as TILES_KEY
from pages.frontend import TileRows, announce, mount_tiles, read_line
from pages.frontend.tiles import Rows
from pages.scenes.drill import actions, words
from pages.scenes.drill.choices import DrillChoices
from pages.scenes.drill.program import code_with_gap, legend, listing, shape_list, sizes
from pages.scenes.drill.progress import DrillProgress
from pages.scenes.drill.result import compared, part_table, spoken, ticket_of, verdict
from pages.session import store, ticket_box
from pages.session.controls import CONVENTIONS, switch
from pages.session.defaults import among, as_default
from pages.session.scene import Page, Visit
from pages.session.state import State


def _controls(state: State) -> None:
    now = state.of(DrillChoices)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="exercise"):
        st.selectbox(
            "Level",
            LEVELS,
            format_func=words.LEVEL_TITLES.__getitem__,
            width=230,
            **among(LEVELS, _begins("level")),
        )
        st.segmented_control(
            "Samples as",
            tuple(CONVENTIONS),
            required=True,
            **as_default(_begins("samples_as")),
        )
        st.segmented_control(
            "Loss",
            tuple(LOSSES),
            format_func=lambda loss: LOSSES[loss].label,
            required=True,
            **as_default(_begins("minimized")),
        )
        if now.level != ORDER:
            switch(DrillChoices, "shapes", "Shapes")
        st.button("New network", icon=":material/casino:", on_click=actions.new_network, key="new_network")


def _begins(name: str) -> dict[str, Any]:
    """Return the arguments that bind a widget to a choice; another value begins another exercise."""
    now = getattr(actions.choices(), name)
    return store.widget(name, now, lambda value: actions.start(**{name: value}), DrillChoices)


def _message(state: State, visit: Visit) -> DrillProgress:
    return DrillProgress(state.of(DrillChoices))


def _draw(state: State, progress: DrillProgress) -> None:
    bench, program = st.columns([3, 2], gap="large")
    with bench, st.container(key="bench"):
        if progress.attempts and progress.attempts[-1][1].is_right:
            st.success(verdict(progress), icon=":material/check:")
        if not progress.target:
            _finished(progress)
        elif progress.choices.level == ORDER:
            _order(progress)
        else:
            _line(progress)
    with program:
        st.markdown(sizes(progress))
        st.code(listing(progress), language="python", wrap_lines=True)


def _line(progress: DrillProgress) -> None:
    """Draw the line that is being built, its tiles, and the shapes of its parts."""
    line, now = progress.line, progress.choices
    if line is None:
        return
    st.markdown(words.task(line.target, now.level, now.minimized) + legend(progress))
    st.code(code_with_gap(line, now.built), language="python", wrap_lines=True)
    if now.shapes == "shown":
        st.markdown(shape_list(progress))
    tiles = [(name, TILES[name].code, TILES[name].meaning) for name in line.tiles]
    quantities = [tile for tile in tiles if TILES[tile[0]].kind == NAME]
    operators = [tile for tile in tiles if tile not in quantities]
    _tiles(progress, {"Quantities": quantities, "Operators": operators})
    _state(progress)
    _wrong(progress)
    found = progress.judge(line.target, now.built)
    if now.shapes == "shown" and (table := part_table(found, is_checked=progress.is_checked)):
        st.markdown(table)
    announce(spoken(progress))


def _order(progress: DrillProgress) -> None:
    """Draw the lines, of which each can be placed once."""
    st.markdown(f"## The order of the lines\n\n{words.TASKS[ORDER]}")
    placed = ", ".join(progress.choices.built) or "none yet"
    st.markdown(f"Lines chosen: {placed}.")
    lines = [(target, progress.program[target].code, "") for target in progress.shuffled]
    _tiles(progress, {"Lines": lines}, once=True)
    _state(progress)
    _wrong(progress)
    announce(spoken(progress))


def _tiles(progress: DrillProgress, rows: Rows, *, once: bool = False) -> None:
    """Draw the tiles, and the buttons that check the line or take tiles off."""
    found = progress.judge(progress.target, progress.choices.built)
    mount_tiles(
        TileRows(
            session=store.ticket(),
            task=progress.task,
            built=progress.choices.built,
            heard=read_line(store.component(TILES_KEY)).number,
            most=MOST_TILES,
            rows=rows,
            once=once,
            is_complete=bool(progress.choices.built) and found is not None and found.kind != UNFINISHED,
        ),
        actions.take_line,
    )


def _state(progress: DrillProgress) -> None:
    """Draw what is missing in the line, and how many lines are right."""
    built = progress.choices.built
    found = progress.judge(progress.target, built)
    with st.container(horizontal=True, gap="small", key="bench_state"):
        if found and found.kind == UNFINISHED and built:
            st.caption(words.unfinished(found), width="content")
        if len(progress.targets) > 1:
            st.markdown(f"{len(progress.right)} of {len(progress.targets)} right", width="content")


def _wrong(progress: DrillProgress) -> None:
    """Draw what was found in the line that was checked last, if it is wrong."""
    if progress.attempts and not progress.attempts[-1][1].is_right:
        st.warning(verdict(progress), icon=":material/close:")
        if numbers := compared(progress):
            with st.expander("Numbers", icon=":material/grid_on:"):
                st.code(numbers, language=None)


def _finished(progress: DrillProgress) -> None:
    """Draw the end of a level: how many at the first try, the ticket, and how to go on."""
    st.markdown(f"## Level complete\n\n{progress.first_right} of {len(progress.targets)} at the first try.")
    with st.container(horizontal=True, gap="small", key="go_on"):
        if progress.choices.level < LEVELS[-1]:
            st.button(
                "Next level", type="primary", icon=":material/arrow_forward:", on_click=actions.next_level
            )
        st.button(
            "Another network", icon=":material/casino:", on_click=actions.new_network, key="another_network"
        )
    ticket_box.draw(ticket_of(progress))


PAGE = Page(
    message=_message,
    draw=_draw,
    controls=_controls,
    heading=f"# Drill\n\n{words.INTRODUCTION}",
    has_run_controls=False,
)
