"""Which samples are inspected: those that the user picked, then others up to the chosen number."""

from dataclasses import replace

import numpy as np

from core import Dataset
from core.arrays import IntArray
from pages.scenes.one_step.choices import OneStepChoices


def chosen_samples(train: Dataset, choices: OneStepChoices) -> IntArray:
    """Return the indices (count,) of the samples in the training set, picked ones first; all, if fewer."""
    picked = [point - 1 for point in dict.fromkeys(choices.picked) if point <= len(train.y)]
    others = [at for at in _taking_turns(train.y) if at not in picked]
    return np.array([*picked, *others][: choices.count])


def picked_with(choices: OneStepChoices, point: int) -> OneStepChoices:
    """Return the choices after a click on a training point, which picks it or unpicks it.

    The last pick comes first. Beyond the number of samples, the oldest pick is dropped.
    """
    others = tuple(each for each in choices.picked if each != point)
    picked = others if point in choices.picked else (point, *others)[: choices.count]
    return replace(choices, picked=picked)


def _taking_turns(y: IntArray) -> list[int]:
    """Return all samples, alternating between the classes."""
    turn = np.empty(len(y), dtype=int)
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        turn[members] = np.arange(len(members))
    return [int(at) for at in np.lexsort((y, turn))]
