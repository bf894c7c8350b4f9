"""What changes while a run goes on: what is set by hand, what is frozen, and how a change is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from core.arrays import Array, IntArray
from core.run.edits import Edit, place_of
from core.run.experiment import SCHEDULES, Experiment
from core.run.rows import BY_HAND, are_one_hot


def change_steps(experiment: Experiment) -> tuple[int, ...]:
    """Return the steps after the start at which the run changes.

    >>> change_steps(Experiment(schedule=((200, 0.1),), edits=((0, "b1:1", 1.0), (50, "b1:1", 2.0))))
    (50, 200)
    """
    steps = {step for field in SCHEDULES.values() for step, _ in getattr(experiment, field)}
    steps |= {step for step, *_ in experiment.edits}
    steps |= {step for _, first, stop in experiment.frozen for step in (first, stop or 0)}
    return tuple(sorted(steps - {0}))


def edits_at(experiment: Experiment, step: int) -> tuple[Edit, ...]:
    """Return the edits of one step."""
    return tuple(edit for edit in experiment.edits if edit[0] == step)


def edits_by_step(experiment: Experiment) -> Mapping[int, tuple[IntArray, Array]]:
    """Return what is set at each step: places in the vector of `core.run.training.pack`, and values.

    Raises
    ------
    ValueError
        If an edit names a parameter that the network lacks.
    """
    steps = dict.fromkeys(step for step, *_ in experiment.edits)
    return {step: edited for step in steps if (edited := edited_at(experiment, step))}


def edited_at(experiment: Experiment, step: int) -> tuple[IntArray, Array] | None:
    """Return what is set at one step: places in the vector of parameters, and values; None if nothing is.

    >>> edited_at(Experiment(edits=((50, "b1:1", 2.0),)), 50), edited_at(Experiment(), 50)
    ((array([2]), array([2.])), None)
    """
    if not (edits := edits_at(experiment, step)):
        return None
    places = np.concatenate([_indices(experiment, name) for _, name, _ in edits])
    return places, np.array([value for *_, value in edits])


def set_by_hand(experiment: Experiment, theta: Array, step: int) -> None:
    """Set the parameters (p,) that the experiment sets at `step`, in place."""
    if edited := edited_at(experiment, step):
        places, values = edited
        theta[places] = values


def frozen_at(experiment: Experiment, step: int) -> Array:
    """Return which parameters (p,) the update that leaves `step` leaves as they are.

    Raises
    ------
    ValueError
        If something frozen is not in the network.
    """
    mask = np.zeros(sum(h * (d + 1) for d, h in pairwise(experiment.sizes)), dtype=bool)
    for name in frozen_names(experiment, step):
        mask[_indices(experiment, name)] = True
    return mask


def frozen_names(experiment: Experiment, step: int) -> tuple[str, ...]:
    """Return the names of what is frozen at `step`.

    >>> frozen_names(Experiment(frozen=(("W1", 0, 9), ("b2", 9, None))), 9)
    ('b2',)
    """
    return tuple(
        name for name, first, stop in experiment.frozen if first <= step and (stop is None or step < stop)
    )


def _indices(experiment: Experiment, name: str) -> IntArray:
    if not (found := place_of(name).indices(experiment.sizes)).size:
        network = "-".join(map(str, experiment.sizes))
        raise ValueError(f"edits and frozen must name parameters of a {network} network; got {name}")
    return found


def misfits(experiment: Experiment) -> tuple[str, ...]:
    """Return the names of edited and frozen parameters that the network lacks.

    >>> misfits(Experiment(edits=((0, "W1:2,5", 1.0), (0, "b2:1", 1.0)), frozen=(("W3", 0, None),)))
    ('W1:2,5', 'W3')
    """
    named = (*(name for _, name, _ in experiment.edits), *(name for name, *_ in experiment.frozen))
    names = dict.fromkeys(named)
    return tuple(name for name in names if not place_of(name).indices(experiment.sizes).size)


def has_one_hot_targets(experiment: Experiment) -> bool:
    """Return whether the targets tell classes; samples entered by hand may have any numbers."""
    return experiment.dataset != BY_HAND or are_one_hot(experiment.given_rows)


def needs_squared_error(experiment: Experiment) -> bool:
    """Return whether targets entered by hand do not suit the loss of the experiment."""
    return experiment.loss == "cross_entropy" and not has_one_hot_targets(experiment)


def fitting(experiment: Experiment) -> Experiment:
    """Return the experiment without edits and freezes of parameters that its network lacks.

    Its loss is the squared error if cross-entropy cannot take its targets.
    """
    if needs_squared_error(experiment):
        experiment = replace(experiment, loss="squared_error")
    if not (absent := misfits(experiment)):
        return experiment
    return replace(
        experiment,
        edits=tuple(edit for edit in experiment.edits if edit[1] not in absent),
        frozen=tuple(freeze for freeze in experiment.frozen if freeze[0] not in absent),
    )


def from_start(experiment: Experiment, step: int) -> Experiment:
    """Return the experiment as it is at `step`, from the start on.

    The rate, penalties and batch size in use, what is frozen, and the initial weights with their edits;
    later edits are dropped.

    >>> from_start(Experiment(schedule=((200, 0.1),), edits=((5, "b1:1", 1.0),)), 200)
    Experiment(...learning_rate=0.1, schedule=(), edits=(), ...)
    """
    values: dict[str, Any] = {name: experiment.value_at(name, step) for name in SCHEDULES}
    return replace(
        experiment,
        **values | dict.fromkeys(SCHEDULES.values(), ()),
        edits=edits_at(experiment, 0),
        frozen=tuple((name, 0, None) for name in frozen_names(experiment, step)),
    )


def has_same_start(one: Experiment, other: Experiment) -> bool:
    """Return whether two experiments draw the same initial weights."""
    return (one.sizes, one.init, one.seed) == (other.sizes, other.init, other.seed)


def restarted(now: Experiment, new: Experiment) -> Experiment:
    """Return `new`, begun from the start in place of `now`; weights that are drawn anew lose their edits.

    >>> now = Experiment(edits=((0, "b1:1", 1.0),))
    >>> restarted(now, replace(now, seed=1)).edits, restarted(now, replace(now, l2=0.1)).edits
    ((), ((0, 'b1:1', 1.0),))
    """
    return fitting(new if has_same_start(now, new) else replace(new, edits=()))


def with_edit(experiment: Experiment, step: int, name: str, value: float | None) -> Experiment:
    """Return the experiment that sets a parameter at `step`, or no longer does so with None.

    The run before `step` is untouched; later changes are dropped.

    Raises
    ------
    TypeError, ValueError
        If the edit is not allowed, or there are too many.

    >>> with_edit(Experiment(), 240, "W1:2,1", 0.35).edits
    ((240, 'W1:2,1', 0.35),)
    """
    run = experiment.until(step + 1)
    kept = tuple(edit for edit in run.edits if edit[:2] != (step, name))
    changed = replace(run, edits=kept if value is None else (*kept, (step, name, value)))
    _indices(changed, name)
    return changed


def with_freeze(experiment: Experiment, step: int, name: str, *, is_frozen: bool) -> Experiment:
    """Return the experiment that freezes `name` from `step` on, or goes on updating it.

    The run before `step` is untouched; later changes are dropped.

    Raises
    ------
    TypeError, ValueError
        If there are too many freezes, or the network lacks the parameters.
    """
    run = experiment.until(step + 1)
    others = tuple(each for each in run.frozen if each[0] != name or each[2] is not None)
    begun = next((first for each, first, stop in run.frozen if each == name and stop is None), None)
    own: tuple[tuple[str, int, int | None], ...] = ()
    if is_frozen:
        own = ((name, step if begun is None else begun, None),)
    elif begun is not None and begun < step:
        own = ((name, begun, step),)
    changed = replace(run, frozen=(*others, *own))
    _indices(changed, name)
    return changed
