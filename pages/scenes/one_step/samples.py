"""Which samples are opened up: those that the reader picked, and others to make up the number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core import Dataset
from core.arrays import IntArray
from pages.scenes.one_step.choices import OneStepChoices


def chosen_samples(train: Dataset, opened: OneStepChoices) -> IntArray:
    """Return the places (count,) in the training set of the batch: picked ones first; all, if fewer."""
    picked = [point - 1 for point in dict.fromkeys(opened.picked) if point <= len(train.y)]
    others = [at for at in _taking_turns(train.y) if at not in picked]
    return np.array([*picked, *others][: opened.count])


def picked_with(opened: OneStepChoices, point: int) -> OneStepChoices:
    """Return the choices after a click on a training point: it is picked, or let go if it was.

    The point just picked comes first; beyond the number of samples the one picked longest ago goes.
    """
    others = tuple(each for each in opened.picked if each != point)
    picked = others if point in opened.picked else (point, *others)[: opened.count]
    return replace(opened, picked=picked)


def _taking_turns(y: IntArray) -> list[int]:
    """Return all points in an order in which the classes take turns."""
    turn = np.empty(len(y), dtype=int)
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        turn[members] = np.arange(len(members))
    return [int(at) for at in np.lexsort((y, turn))]
