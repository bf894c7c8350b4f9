"""The state of a session: what the user chose, and where they stand.

It is read from the link once, when the session starts; after that the widgets hold it, and the link is
written from it.  Nothing else in the app touches ``st.session_state``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from secrets import token_hex
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core import Experiment, from_link, kind_of, read_record, to_link, write_record
from pages.frontend import read_request
from pages.server.limits import LIMITS
from pages.server.metrics import refuse
from pages.stage.look import Look, Pace
from pages.stage.runs import run_id

Record = TypeVar("Record")

STAGE = "stage"
"""The key of the live stage; one run is looked at in one place at a time."""

_SEPARATE = ("hidden", "learning_rate", "schedule")
"""Fields that no single widget holds."""

LAYERS = "layers"
RATE = "learning_rate"
STEP = "step"


@dataclass(frozen=True)
class State:
    """Hold one session's choices, as they are during one run of a script."""

    experiment: Experiment
    look: Look
    pace: Pace
    step: int


def key(name: str) -> str:
    """Return the session's key of the widget for the field called `name`."""
    return f"chosen_{name}"


def units_key(layer: int) -> str:
    """Return the session's key of the widget for the units of hidden layer `layer`, from 0."""
    return key(f"units_{layer + 1}")


def begin(scene: str) -> tuple[str, ...]:
    """Fill a new session from the link; return what the link said that had to be ignored.

    `scene` names the page: one just turned to has no address of its own yet.
    """
    turned, st.session_state.scene = st.session_state.get("scene") != scene, scene
    if "experiment" in st.session_state:
        if turned:
            _hand_over()
        else:
            _follow_address()
        return tuple(st.session_state.pop("notices", ()))
    link = st.session_state.opening = _address()
    st.session_state.token = token_hex(4)
    # From here on the browser writes the address: see `link`. Streamlit's page would go on telling us
    # the one it was opened with; emptied once, it tells the true one.
    st.query_params.clear()
    experiment, step, ignored = from_link(link)
    for name, most in LIMITS.beyond(experiment).items():
        refuse(name, most)
    experiment, beyond = LIMITS.within(experiment)
    (look, odd_look), (pace, odd_pace) = read_record(Look, link), read_record(Pace, link)
    beyond += LIMITS.slower(pace.rate if "rate" in link else None)
    st.session_state.step = step
    st.session_state.experiment = experiment
    _fill(experiment, look, pace)
    return (*ignored, *odd_look, *odd_pace, *beyond)


def _hand_over() -> None:
    """Give the choices to the widgets of the page just turned to.

    To Streamlit they are other widgets. They would get the values only when the page's first run has ended,
    and hold their defaults if a touch of the reader cut it short.
    """
    for name in list(st.session_state):
        if isinstance(name, str) and name.startswith(key("")):
            st.session_state[name] = st.session_state[name]


def begin_own(record: type[Any]) -> tuple[str, ...]:
    """Fill what a scene adds from the link, when the session first comes to it; return what was ignored.

    A choice that two scenes share, such as the convention, stays as it was made on the other.
    """
    missing = [item.name for item in fields(record) if key(item.name) not in st.session_state]
    if not missing:
        return ()
    read, ignored = read_record(record, st.session_state.opening)
    for name in missing:
        choose(name, getattr(read, name))
    return ignored


def session() -> str:
    """Return the name of this session, which says nothing of who it is."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def choose(name: str, value: Any) -> None:
    """Set the field called `name`, which no widget on the page holds."""
    st.session_state[key(name)] = value


def value(name: str) -> Any:
    """Return what the widget for the field called `name` says."""
    return st.session_state[key(name)]


def _fill(experiment: Experiment, look: Look, pace: Pace) -> None:
    for record in (experiment, look, pace):
        for item in fields(record):
            if item.name not in _SEPARATE:
                st.session_state[key(item.name)] = getattr(record, item.name)
    st.session_state[key(LAYERS)] = len(experiment.hidden)
    st.session_state[key(RATE)] = experiment.rate_at(kind_of(Experiment, "schedule").step.high)
    for layer in range(kind_of(Experiment, "hidden").most):
        widths = experiment.hidden
        st.session_state[units_key(layer)] = widths[layer] if layer < len(widths) else 4


def current() -> State:
    """Return the session's state, rebuilt from its widgets.

    A changed field makes another run: it begins at step 0, with the learning rate in use.
    """
    kept: Experiment = st.session_state.experiment
    chosen: dict[str, Any] = {
        item.name: st.session_state[key(item.name)]
        for item in fields(Experiment)
        if item.name not in _SEPARATE
    }
    chosen["hidden"] = tuple(
        st.session_state[units_key(layer)] for layer in range(st.session_state[key(LAYERS)])
    )
    experiment, _ = LIMITS.within(replace(kept, **chosen))
    if experiment != kept:
        experiment = replace(experiment, learning_rate=st.session_state[key(RATE)], schedule=())
        st.session_state.step = 0
        st.session_state[key("scale")] = None
    st.session_state.experiment = experiment
    return State(experiment, held(Look), held(Pace), st.session_state.step)


def held(record: type[Record]) -> Record:
    """Return a record of the session's values for its fields."""
    names = [item.name for item in fields(record)]  # type: ignore[arg-type]  # a dataclass, by contract
    return record(**{name: st.session_state[key(name)] for name in names})


def note_ask() -> None:
    """Take over what the browser tells with an ask: where it stands, and at what pace it plays."""
    ask = read_request(STAGE)
    if ask.run == run_id(st.session_state.experiment):
        st.session_state.step = ask.at
    told = {"speed": ask.speed}
    # A wish beyond what this server allows stays in the link: the browser plays as near as it may.
    if ask.rate != min(held(Pace).rate, LIMITS.rate):
        told["rate"] = ask.rate
    for name, value in told.items():
        if value in kind_of(Pace, name).numbers:
            st.session_state[key(name)] = value


def ticket() -> str:
    """Return a name of this session that nobody can guess: its jobs are kept under it."""
    name: str = st.session_state.setdefault("ticket", token_hex(16))
    return name


def told(component: str) -> Mapping[str, Any]:
    """Return what the browser's part of a component told last; anything may stand there."""
    told = st.session_state.get(component)
    return told if isinstance(told, Mapping) else {}


def follow(run: str, step: int) -> None:
    """Stand on the step that a scene without the stage has turned to, if it is of the run that is shown."""
    if run == run_id(st.session_state.experiment):
        st.session_state.step = min(step, kind_of(Experiment, "schedule").step.high)
        st.session_state.must_move = True


def _follow_address() -> None:
    """Take over the step of the page's address, which the browser keeps true at every touch of a control.

    Only if it is the address of what was last shown.
    """
    link = _address()
    step = link.pop("step", "0")
    if link == st.session_state.get("link") and step.isascii() and step.isdigit():
        st.session_state.step = min(int(step), kind_of(Experiment, "schedule").step.high)


def _address() -> dict[str, str]:
    return {name: st.query_params[name] for name in st.query_params}


def change_rate() -> None:
    """Let the learning rate just chosen hold from the step stood on."""
    _follow_address()
    experiment, step = st.session_state.experiment, st.session_state.step
    try:
        st.session_state.experiment = experiment.with_rate_from(step, st.session_state[key(RATE)])
    except ValueError as problem:
        st.session_state[key(RATE)] = experiment.rate_at(step)
        st.session_state.notices = (f"The rate was not changed: {problem}. Reset to begin anew.",)


def reset() -> None:
    """Go back to step 0 and the same first weights, keeping the learning rate in use."""
    st.session_state.experiment = replace(
        st.session_state.experiment, learning_rate=st.session_state[key(RATE)], schedule=()
    )
    st.session_state.step = 0
    st.session_state.link = None  # the address still tells the step that was left
    st.session_state.must_move = st.session_state.must_turn = True


def stand() -> None:
    """Stand on the step chosen in the field of a scene without a stage."""
    st.session_state.step = st.session_state[key(STEP)]
    st.session_state.link = None  # the address still tells the step that was left
    st.session_state.must_move = st.session_state.must_turn = True


def renew(name: str) -> None:
    """Choose the next seed for the field called `name`."""
    kind = kind_of(Experiment, name)
    seed = st.session_state[key(name)] + 1
    st.session_state[key(name)] = kind.low if seed > kind.high else seed


def rescale() -> None:
    """Scale the colours to the step stood on."""
    _follow_address()
    st.session_state[key("scale")] = st.session_state.step


def link(state: State, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the link of `state` without the step; `extra` is what a scene adds.

    The browser writes it into the address and adds the step, which it alone knows while it plays.
    """
    wanted = to_link(state.experiment) | write_record(state.look) | write_record(state.pace)
    wanted |= extra or {}
    st.session_state.link = wanted
    return wanted


def token() -> str:
    """Return what tells the browser one session from another: a tab whose server was lost is in a new one.

    Not the session's own name, with which one may take it over.
    """
    told: str = st.session_state.token
    return told


def expect_scene() -> None:
    """Note that this run of the script is a full one: the stage gets its scene again."""
    st.session_state.scene_is_due = True


def scene_is_due() -> bool:
    """Return whether the stage is to get its scene, once per full run."""
    return bool(st.session_state.pop("scene_is_due", False))


def must_move() -> bool:
    """Return whether the browser must leave the step it stands on, once after a reset."""
    return bool(st.session_state.pop("must_move", False))


def must_turn() -> bool:
    """Return whether the board must leave the step that it shows, once after a reset."""
    return bool(st.session_state.pop("must_turn", False))
