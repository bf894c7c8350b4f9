"""What quantities are at a step of a run: computed by `core`, never written down."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl

import numpy as np

from core import ACTIVATIONS, Axis, Matrix, TrainingStep, forward, from_link, open_step
from core.arrays import Array
from pages.scenes.lessons.quantity import (
    RunTerm,
)
from pages.stage.run_at_step import RunAtStep
from pages.stage.runs import timeline

MOST_STEPS = 20_000
"""No lesson looks further: whoever opens it waits for these steps."""

_KINDS = {"samples": "sample", "features": "x", "classes": "class"}


@dataclass(frozen=True)
class MeasuredRun(RunAtStep):
    """Look up quantities at one step of a run."""

    @cached_property
    def opened(self) -> TrainingStep:
        """The step that is next, as matrices, on the samples of its update."""
        now, train = self.snapshot, self.timeline.train
        return open_step(
            now.network, train.X[now.batch], train.Y[now.batch], **self.experiment.penalties_at(now.step)
        )

    @cached_property
    def numbers(self) -> dict[str, float]:
        """The single numbers of the run, by their names in lessons."""
        now, sizes = self.snapshot, self.experiment.sizes
        widths = {f"h{at}": float(width) for at, width in enumerate(sizes[1:-1], start=1)}
        norms = {f"norm{at}": value for at, value in enumerate(now.norms, start=1)}
        named = ("step", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
        return {
            "n": float(len(now.batch)),
            "d": float(sizes[0]),
            "h": float(sizes[1]),
            "k": float(sizes[-1]),
            "lr": now.learning_rate,
            "l2": self.experiment.penalties_at(now.step)["l2"],
            "parameters": float(now.parameters.size),
            **{name: float(getattr(now, name)) for name in named},
            **widths,
            **norms,
        }

    @cached_property
    def slopes(self) -> dict[str, Matrix]:
        """The derivative f′(Z) of each hidden layer, ``slope1`` that of the first."""
        now = self.snapshot
        trace = forward(now.network, self.timeline.train.X[now.batch])
        return {
            f"slope{at}": Matrix(
                f"slope{at}",
                ACTIVATIONS[layer.activation].derivative(trace.Z[at - 1], trace.A[at - 1]),
                *(getattr(self.opened.matrices[f"Z{at}"], side) for side in ("rows", "columns")),
            )
            for at, layer in enumerate(now.network.layers[:-1], start=1)
        }

    @cached_property
    def lengths(self) -> dict[str, int]:
        """How many samples, features, units and classes there are, by the letters of shapes."""
        found: dict[str, int] = {}
        for matrix in self.opened.matrices.values():
            found |= zip(matrix.letters, matrix.values.shape, strict=True)
        return found

    def matrix(self, name: str) -> Matrix:
        """Return a matrix by its name.

        Raises
        ------
        ValueError
            If the run has none of that name; names those that it has.
        """
        if found := (self.slopes | dict(self.opened.matrices)).get(name):
            return found
        known = ", ".join([*self.numbers, *self.opened.matrices, *self.slopes])
        raise ValueError(f"this run has no {name}; it has {known}")

    def look_up(self, term: RunTerm) -> Array | float:
        """Return the value of a name, as an array (rows, columns) unless it is a single number."""
        if term.name in self.numbers and not term.places:
            return self.numbers[term.name]
        matrix = self.matrix(term.name)
        chosen: dict[int, int] = {}
        axes = (matrix.rows, matrix.columns)
        for kind, number in term.places:
            side = next((s for s in (0, 1) if s not in chosen and kind_of_axis(axes[s]) == kind), None)
            if side is None:
                raise ValueError(f"{term.name} has no {kind} of its own: it is {_described(matrix)}")
            chosen[side] = self._position(kind, number, matrix.values.shape[side], term.name)
        values = matrix.values
        for side, at in chosen.items():
            values = np.take(values, [at], axis=side)
        return values

    def _position(self, kind: str, number: int, count: int, name: str) -> int:
        """Return where a place is in the array: classes count from 0, samples in the training set."""
        at = number - (kind != "class")
        if kind == "sample":
            found = np.flatnonzero(self.snapshot.batch == at)
            at = int(found[0]) if found.size else -1
        if not 0 <= at < count:
            raise ValueError(f"{name} has no {kind} {number}")
        return at


def kind_of_axis(axis: Axis) -> str:
    """Return what a place on an axis is called in a lesson; empty on an axis of one."""
    return _KINDS.get(axis.words) or ("unit" if axis.words else "")


def measured(link: str) -> MeasuredRun:
    """Return the run of a link at its step.

    Raises
    ------
    ValueError
        If something in the link would be ignored, or its step is too far; says what.
    """
    experiment, step, ignored = from_link(dict(parse_qsl(link)))
    if ignored:
        raise ValueError(ignored[0])
    if step > MOST_STEPS:
        raise ValueError(f"a lesson looks at steps up to {MOST_STEPS}; got {step}")
    return MeasuredRun(timeline(experiment), step)


def changed_link(link: str, change: str) -> str:
    """Return a link with some of its keys changed; what is set by hand is added to what is.

    >>> changed_link("lr=1&edit=b1:1=2@0", "step=300&edit=b1:2=3@0")
    'lr=1&edit=b1:1=2@0;b1:2=3@0&step=300'
    """
    before, new = dict(parse_qsl(link)), dict(parse_qsl(change))
    both = before | new
    if "edit" in before and "edit" in new:
        both["edit"] = _merged(before["edit"], new["edit"])
    return "&".join(f"{key}={value}" for key, value in both.items())


def _merged(edits: str, more: str) -> str:
    """Return edits with others: a later one replaces an earlier one of its parameter and step."""
    held = {(each.partition("=")[0], each.partition("@")[2]): each for each in f"{edits};{more}".split(";")}
    return ";".join(held.values())


def _described(matrix: Matrix) -> str:
    return " by ".join(axis.words or "one" for axis in (matrix.rows, matrix.columns))
