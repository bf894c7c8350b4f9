"""Actions of the reader on the run and the step, from a control or in a picture."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from core import LAST_STEP, OWN, Experiment, from_link, kind_of, short_points
from core.run.changes import from_start, with_edit, with_freeze
from core.run.experiment import SCHEDULES
from pages.frontend import WeightEdit, read_drawing, read_edit, read_offer, read_request
from pages.server.limits import LIMITS
from pages.session import store
from pages.stage.look import Look, Pace
from pages.stage.runs import run_id


def change_from_here(name: str, label: str, value: float | None) -> None:
    """Set the learning rate, a penalty or the batch size from the current step on."""
    state = store.current()
    try:
        store.put(replace(state, experiment=state.experiment.with_value_from(name, state.step, value)))
    except ValueError as problem:
        store.notify(f"{label} was not changed: {problem}. Press Reset to start again.")


def choose_dataset(name: str) -> None:
    """Choose a dataset by its name; the reader's own points are the last ones of this session."""
    now = store.current().experiment
    if now.dataset == OWN:
        store.remember("own_points", now.points)
    store.change(Experiment, dataset=name, points=store.remembered("own_points", now.points))


def is_control_stale() -> bool:
    """Return whether a control shows a value that the run does not have at the current step."""
    state = store.current()
    values = {name: state.experiment.value_at(name, state.step) for name in SCHEDULES}
    return any(store.remembered(name, value) != value for name, value in values.items())


def reset() -> None:
    """Go back to step 0 and the same initial weights, with rate, penalties and batch size in use."""
    store.follow_address()
    state = store.current()
    store.put(replace(state, experiment=from_start(state.experiment, state.step)))
    go_to(0)


def open_run(experiment: Experiment, step: int, *, opens: bool = False) -> None:
    """Show a run at a step, with all its changes; a page `opens` one whose values no link locks yet."""
    store.put(store.current().at(experiment, step), opens=opens)
    store.leave_step(store.LIVE, store.STILL)


def go_to(step: int) -> None:
    """Show a step that was chosen outside of the picture; the browser leaves its own."""
    store.put(replace(store.current(), step=step))
    store.leave_step(store.LIVE, store.STILL)


def renew(name: str) -> None:
    """Choose the next seed for the field called `name`."""
    kind = kind_of(Experiment, name)
    seed = getattr(store.current().experiment, name) + 1
    store.change(Experiment, **{name: kind.low if seed > kind.high else seed})


def follow(run: str, step: int) -> None:
    """Take over the step that the browser shows, if it is of the session's run."""
    state = store.current()
    if run == run_id(state.experiment):
        store.put(replace(state, step=min(step, LAST_STEP)))


def follow_request() -> None:
    """Take over the step, the pace and the unit picked in a request of the stage."""
    request = read_request(store.component(store.STAGE))
    follow(request.run, request.at)
    pace = {"speed": request.speed}
    # A rate above the limit of this server stays in the link; the browser plays at the limit.
    if request.rate != min(store.current().pace.rate, LIMITS.rate):
        pace["rate"] = request.rate
    allowed: dict[str, Any] = {n: value for n, value in pace.items() if value in kind_of(Pace, n).numbers}
    with suppress(ValueError):
        allowed["stop"] = kind_of(Pace, "stop").read(request.stop)
    store.change(Pace, **allowed)
    if request.unit is not None and 0 not in request.unit:
        store.change(Look, opened=request.unit)


def follow_offer() -> None:
    """Take up what a remark of the stage offers: another run, or another step of this one."""
    if link := read_offer(store.component(store.STAGE)).link:
        experiment, step, _ = from_link(dict(parse_qsl(link)))
        open_run(experiment, step)


def follow_drawing() -> None:
    """Start a run with the points that the reader drew; they keep the names that the plane has."""
    drawn, now = read_drawing(store.component(store.STAGE)), store.current().experiment
    given = now.given
    count = len(set(drawn.labels))
    names = given.names if given and given.n_classes == count else ()
    axes = given.axes if given else ()
    try:
        points = short_points(
            [*zip(drawn.x, drawn.y, strict=False)], drawn.labels, names=names, axes=axes, plane=drawn.plane
        )
    except ValueError as problem:
        store.notify(f"The drawing cannot be used: {problem}.")
        return
    changed = store.current().changed(Experiment, dataset=OWN, points=points.text, jitter=0.0)
    open_run(changed.experiment, 0)


def follow_edit() -> None:
    """Take over what the reader did with a weight on the stage."""
    take_edit(read_edit(store.component(store.STAGE)))


def take_edit(edit: WeightEdit) -> None:
    """Set, take back, freeze or unfreeze a weight from the step on that the reader sees."""
    state = store.current()
    if edit.run != run_id(state.experiment):
        return
    step = min(edit.at, LAST_STEP)
    try:
        run = _edited(state.experiment, step, edit)
    except (TypeError, ValueError) as problem:
        store.notify(f"Nothing was changed: {problem}.")
        run = state.experiment
    store.put(replace(state, experiment=run, step=step))
    store.leave_step(store.LIVE, store.STILL)


def _edited(run: Experiment, step: int, edit: WeightEdit) -> Experiment:
    if edit.action in ("freeze", "unfreeze"):
        return with_freeze(run, step, edit.name, is_frozen=edit.action == "freeze")
    return with_edit(run, step, edit.name, edit.value if edit.action == "set" else None)
