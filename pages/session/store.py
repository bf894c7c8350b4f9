"""The session's store: the only file that touches ``st.session_state`` and the page's address.

Nine keys, each with its reason below; and the values of widgets, copied out when they change (`widget`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from secrets import token_hex
from typing import Any, TypeVar, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core import LAST_STEP, is_allowed
from pages.session.allowed_state import allowed_state, next_state
from pages.session.state import State

Value = TypeVar("Value")

LIVE, STILL = "live", "still"
"""Scenes whose frames the browser pulls, and those of one step."""

STAGE = "stage"
"""The key of the live stage; one run is looked at in one place at a time."""

STATE = "state"
"""The run, the step, the look, the pace and the choices of all pages."""
OPENING = "opening"
"""The state that the session began with, with the values typed since: they stay on sliders without them."""
PAGE = "page"
"""The page shown last: the address of a page that was just opened does not hold the step yet."""
ADDRESS = "address"
"""The link that the browser last got to write: the step in it belongs to that run only."""
NOTICES = "notices"
"""Sentences to show in the next run of the page."""
MOVED = "moved"
"""The views, `LIVE` and `STILL`, that are yet to leave the step that they show in the browser."""
RENEWED = "renewed"
"""How often the state gave each widget another value (`show`)."""
PRIVATE = "private"
"""The score of the reader's diagnoses; no link contains it."""
TICKET = "ticket"
"""A name of this session that nobody can guess; its exports are kept under it."""

_WIDGET = "chosen_"
_NOTHING = object()


def current() -> State:
    """Return the session's state."""
    return cast(State, st.session_state[STATE])


def put(state: State, *, opens: bool = False) -> None:
    """Replace the session's state; it stays within what server and link allow (`next_state`)."""
    state, notices = next_state(current(), state, opens=opens)
    st.session_state[NOTICES] = tuple(dict.fromkeys((*st.session_state.get(NOTICES, ()), *notices)))
    if state.experiment != current().experiment:
        st.session_state[ADDRESS] = None  # until the browser gets the new link, its step is of the old run
    st.session_state[STATE] = state


def notify(notice: str) -> None:
    """Show a sentence in the next run of the page."""
    st.session_state[NOTICES] = (notice,)


def leave_step(*views: str) -> None:
    """Let views leave the step that they show; until they have, the address still tells that one."""
    st.session_state[ADDRESS] = None
    st.session_state[MOVED] = frozenset(views)


def change(kind: type[Any], **values: Any) -> None:
    """Change fields of one record of the state."""
    put(current().changed(kind, **values))


def enter(page: str, own: Iterable[type[Any]], kinds: Iterable[type[Any]]) -> tuple[str, ...]:
    """Begin a run of a page; return the notices to show.

    A new session reads its state from the address, with the choices of all `kinds`.  Back and Forward read
    what the page's link holds: its `own` choices, and what all pages share.
    """
    turned = st.session_state.get(PAGE) != page
    st.session_state[PAGE] = page
    if STATE not in st.session_state:
        state = _read_address(kinds)
        st.session_state.update({STATE: state, OPENING: state, TICKET: token_hex(16)})
    elif turned or _is_back_or_forward():
        _hand_over()
        if _is_back_or_forward():
            put(current().returned_to(_read_address(own)))
            leave_step(LIVE, STILL)
    else:
        follow_address()
    return tuple(st.session_state.pop(NOTICES, ()))


def _read_address(kinds: Iterable[type[Any]]) -> State:
    """Return the state that the address tells, as far as this server allows it; keep the notices."""
    state, st.session_state[NOTICES] = allowed_state(address(), kinds)
    return state


def _hand_over() -> None:
    """Give their values to the widgets of the page that was just opened: to Streamlit they are other ones.

    What only a widget holds, as the text in a dialog, would be lost with those of the page that was left.
    """
    for key in list(st.session_state):
        if isinstance(key, str) and key.startswith(_WIDGET):
            st.session_state[key] = st.session_state[key]


def private(kind: type[Value]) -> Value:
    """Return a scene's private record of this session; the defaults before there is one."""
    return cast(Value, st.session_state.get(PRIVATE, kind()))


def keep_private(record: object) -> None:
    """Keep a record of this session that no link contains."""
    st.session_state[PRIVATE] = record


def widget(
    name: str, value: Value, take: Callable[[Any], None] | None = None, kind: type[Any] | None = None
) -> dict[str, Any]:
    """Return the arguments that bind a widget to a value of the state.

    The widget shows `value`, and has it as its default (`pages.session.defaults`); when the reader changes
    it, `take` gets the new value.  One that is named as a field of the record `kind` takes only what that
    may hold.  It is set only if it holds another value: set in each run, it would lose a key press that is
    on its way.
    """
    show(name, value)
    locked = {"disabled": True} if current().embedding.is_locked(_WIDGET + name) else {}
    args = (name, _key(name), take, kind)
    return {"key": _key(name), "value": value, "on_change": _take, "args": args, **locked}


def show(name: str, value: object) -> None:
    """Let a widget show a value; if it held another one, a new widget takes its place.

    Each message of the browser holds the values of all widgets.  One that left earlier holds the old value,
    which is no wish of the reader's: it is for the old widget, to which nobody listens.
    """
    if remembered(name, value) != value:
        st.session_state.setdefault(RENEWED, Counter())[name] += 1
    remember(name, value)


def remember(name: str, value: object) -> None:
    """Keep a value of a widget that need not be drawn, or of none."""
    if remembered(name, _NOTHING) != value:
        st.session_state[_key(name)] = value


def _key(name: str) -> str:
    times = st.session_state.get(RENEWED, Counter())[name]
    return f"{_WIDGET}{name}-{times}" if times else _WIDGET + name


def chosen(kind: type[Any], name: str) -> dict[str, Any]:
    """Return the arguments that bind a widget to a field of one of the state's records."""
    value = getattr(current().of(kind), name)
    return widget(name, value, lambda value: change(kind, **{name: value}), kind)


def remembered(name: str, default: Value) -> Value:
    """Return the last value of a widget, which need not be drawn now."""
    return cast(Value, st.session_state.get(_key(name), default))


def opening() -> State:
    """Return the state that the session began with."""
    return cast(State, st.session_state[OPENING])


def keep_on_slider(name: str, value: Any) -> None:
    """Keep a value of the run on its slider, in place of the one that the session began with."""
    kept = replace(opening().experiment, **{name: value})
    st.session_state[OPENING] = replace(opening(), experiment=kept)


def _take(name: str, key: str, take: Callable[[Any], None] | None, kind: type[Any] | None) -> None:
    follow_address()
    if take and key == _key(name):
        value = st.session_state[key]
        # A list whose words changed sends the old word once more, a switch now and then nothing.
        if kind is None or is_allowed(kind, name, value):
            take(value)


def link(kinds: Iterable[type[Any]]) -> dict[str, str]:
    """Return the link of a page without the step, which the browser knows and adds."""
    st.session_state[ADDRESS] = wanted = replace(current(), step=0).link(kinds)
    return wanted


def follow_address() -> None:
    """Take over the step of the page's address, if that is the one of what was shown last."""
    shown = address()
    step = shown.pop("step", "0")
    if shown == st.session_state.get(ADDRESS) and step.isascii() and step.isdigit():
        put(replace(current(), step=min(int(step), LAST_STEP)))


def address() -> dict[str, str]:
    """Return the page's address, with what the browser wrote into it."""
    return {name: st.query_params[name] for name in st.query_params}


def _is_back_or_forward() -> bool:
    """Return whether the browser's Back or Forward led to this run: then the address is an older one."""
    return bool((context := get_script_run_ctx()) and context.is_history_navigation)


def session_id() -> str:
    """Return Streamlit's name of this session."""
    return context.session_id if (context := get_script_run_ctx()) else ""


def ticket() -> str:
    """Return the name of this session that nobody can guess."""
    return str(st.session_state[TICKET])


def take_move(view: str) -> bool:
    """Return whether a view is to leave the step that it shows; true once."""
    is_waiting = is_moving(view)
    st.session_state[MOVED] = st.session_state.get(MOVED, frozenset()) - {view}
    return is_waiting


def is_moving(view: str) -> bool:
    """Return whether a view is yet to leave the step that it shows."""
    return view in st.session_state.get(MOVED, ())


def component(key: str) -> Mapping[str, Any]:
    """Return what a component in the browser sent last; it may contain anything."""
    value = st.session_state.get(key)
    return value if isinstance(value, Mapping) else {}
