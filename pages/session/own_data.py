"""The reader's own table: a dialog that takes it, says what it read, and starts the run with its points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core import OWN, Experiment
from pages.frontend import FILE_TEXT, mount_file, read_file
from pages.session import store
from pages.session.defaults import among
from pages.session.table_reader import TableForm, TableReport, read_table
from pages.session.table_text import LONGEST_TABLE, SEPARATORS

_TEXT = "table"
_DECIMALS = {".": "point", ",": "comma"}
_HEADERS = {True: "column names", False: "data"}
_FOUND = "found"
"""The choice of what the reader finds in the table."""
_EXAMPLE = "height,weight,animal\n30,4.2,cat\n27,3.9,cat\n60,22,dog\n55,30,dog"


def own_data_button() -> None:
    """Draw the button that opens the dialog."""
    st.button(
        "Your table",
        key="own_data",
        icon=":material/table_view:",
        on_click=_open,
        width="stretch",
        disabled=store.current().embedding.is_locked("own_data"),
        help="Paste or drop a table with two numbers and a class in each row",
    )
    if store.remembered("own_data_open", False):
        store.remember("own_data_open", False)
        _dialog()


def _open() -> None:
    store.remember("own_data_open", True)


@st.dialog("Your table", width="large", icon=":material/table_view:")
def _dialog() -> None:
    st.markdown(
        "Each row is one point: two numbers, and its class as a number or a word. Other columns may stand "
        "between them. The table stays in this page: only the points are in the link."
    )
    mount_file(_take_file)
    text = store.remembered(_TEXT, "")
    st.text_area(
        "Table",
        height=180,
        max_chars=LONGEST_TABLE,
        placeholder=_EXAMPLE,
        help="Rows of a spreadsheet, copied and pasted; or CSV, TSV, or columns with spaces between them",
        **store.widget(_TEXT, text),
    )
    if text.strip():
        _read(text)


def _take_file() -> None:
    if text := read_file(store.component(FILE_TEXT)):
        store.show(_TEXT, text)


def _read(text: str) -> None:
    """Draw what was read, how it can be read otherwise, and the button that takes it."""
    place = st.container()
    try:
        found = read_table(text, _form())
    except ValueError as problem:
        place.error(str(problem))
        _choices(None)
        return
    with place:
        _say(found)
    _choices(found)
    if found.points is not None:
        st.button(
            "Use these points", key="use_table", type="primary", on_click=_use, args=(found.points.text,)
        )
        if store.remembered("table_used", False):
            store.remember("table_used", False)
            st.rerun()


def _use(points: str) -> None:
    store.change(Experiment, dataset=OWN, points=points, jitter=0.0)
    store.remember("table_used", True)


def _form() -> TableForm:
    """Return how the reader wants the table to be read."""
    columns = [_chosen(f"table_column_{at}") for at in range(3)]
    return TableForm(
        separator=_chosen("table_separator"),
        decimal=_chosen("table_decimal"),
        has_header=_chosen("table_header"),
        columns=tuple(columns),
    )


def _chosen(name: str) -> Any:
    """Return what the reader chose; None for what is found."""
    value = store.remembered(name, _FOUND)
    return None if value == _FOUND else value


def _say(found: TableReport) -> None:
    form = found.form
    st.text(
        f"{found.summary} Read with separator {SEPARATORS[str(form.separator)]} and decimal "
        f"{_DECIMALS[str(form.decimal)]}; the first row holds {_HEADERS[bool(form.has_header)]}."
    )
    if found.problem:
        st.error(found.problem)
    elif found.points is not None:
        _points(found)


def _points(found: TableReport) -> None:
    points, sizes = found.points, []
    assert points is not None
    for label, name in enumerate(points.names):
        own = "" if name == str(label) else f" ({name})"
        sizes.append(f"class {label}{own}: {points.y.tolist().count(label):,}")
    st.text(f"{len(points.y):,} points: {', '.join(sizes)}.")


def _choices(found: TableReport | None) -> None:
    """Draw how the table was read; each can be chosen instead."""
    form = found.form if found else TableForm()
    with st.container(horizontal=True, gap="small"):
        _choice("table_separator", "Separator", SEPARATORS, form.separator)
        _choice("table_decimal", "Decimal mark", _DECIMALS, form.decimal)
        _choice("table_header", "First row", _HEADERS, form.has_header)
    if found:
        with st.container(horizontal=True, gap="small"):
            names = dict(enumerate(found.names))
            for at, label in enumerate(("x₁", "x₂", "Class")):
                _choice(f"table_column_{at}", label, names, form.columns[at])


def _choice(name: str, label: str, names: Mapping[Any, str], found: Any) -> None:
    """Draw a choice whose first option is what was found."""
    here = f" ({names[found]})" if found is not None else ""
    now = store.remembered(name, _FOUND)
    options = (_FOUND, *names)
    st.selectbox(
        label,
        options,
        format_func=lambda value: f"as found{here}" if value == _FOUND else names[value],
        width=210,
        **among(options, store.widget(name, now if now in names else _FOUND)),
    )
