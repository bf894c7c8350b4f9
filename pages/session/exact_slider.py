"""A slider over a grid of values, with a field that shows the exact value and takes any other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import streamlit as st

from core import Experiment, kind_of
from pages.server.limits import LIMITS
from pages.session import store


def slider(
    name: str,
    label: str,
    grid: Iterable[Any],
    now: Any,
    take: Callable[[Any], None],
    *,
    help: str | None = None,
) -> None:
    """Draw the control of a field of the run.

    Parameters
    ----------
    name, label : str
        The field, and its name on the screen.
    grid : iterable
        The values of the slider, within the bounds of the field.
    now : object
        The value shown; it may lie between those of the grid.
    take : callable
        Called with the value that the reader chose.
    """
    kind = _bounds(name)
    values = [value for value in grid if value is None or kind.low <= value <= kind.high]
    options = _with_own(values, now, getattr(store.opening().experiment, name))

    def slide(value: Any) -> None:
        store.show(_field(name), kind.write(value))  # also in place of a text that is no value
        take(value)

    # A problem is within this container: in front of an expander it would close that one.
    with st.container(key=f"scale_{name}", gap="xsmall"):
        with st.container(horizontal=True, wrap=False, gap="small", vertical_alignment="bottom"):
            st.select_slider(
                label, options, format_func=kind.write, help=help, **store.widget(name, now, slide)
            )
            problem = _exact(name, label, now, take)
        if problem:
            st.error(problem)


def _exact(name: str, label: str, now: Any, take: Callable[[Any], None]) -> str:
    """Draw the field; return what is wrong with its text, which stays until the reader changes it."""
    kind, text = _bounds(name), _bounds(name).write(now)

    def type_in(typed: str) -> None:
        value = _read(kind, typed)
        if value is not _UNREADABLE:
            store.keep_on_slider(name, value)
            store.remember(_field(name), kind.write(value))  # the same field, so that it keeps the focus
            take(value)

    typed = store.remembered(_field(name), text)
    is_wrong = bool(typed.strip()) and _read(kind, typed) is _UNREADABLE
    st.text_input(
        f"{label}, exactly",
        label_visibility="collapsed",
        width=84,
        **store.widget(_field(name), typed if is_wrong else text, type_in),
    )
    return f"This is not {kind.allowed}. {label} stays {text}." if is_wrong else ""


_UNREADABLE = object()


def _read(kind: Any, typed: str) -> Any:
    """Return the value of a text, also with a decimal comma."""
    try:
        return kind.read(typed.strip().replace(",", "."))
    except ValueError:
        return _UNREADABLE


def _field(name: str) -> str:
    return f"exact_{name}"


def _bounds(name: str) -> Any:
    kind = kind_of(Experiment, name)
    return replace(kind, high=LIMITS.samples) if name == "samples" else kind


def _with_own(grid: list[Any], *values: Any) -> list[Any]:
    """Return the grid with a session's own values, which may lie between its points.

    The value that the session began with, or that was typed last, stays: options that come and go
    would move the slider while it is dragged.
    """
    return sorted({*grid, *values}, key=lambda value: float("inf") if value is None else value)
