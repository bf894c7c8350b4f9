"""The cost of an update: one estimate for every decision on how much to compute.

It is a function of the experiment, not a measurement: equal requests get equal responses on every server.
A current machine takes between a third of the estimate and all of it.
"""

from __future__ import annotations

from itertools import pairwise

from core.run.experiment import Experiment

MULTIPLY_ADDS_PER_SECOND = 5e9
"""The speed of matrix products of this size without allocation."""

_FAST_CALLS = 2e-5  # seconds for the NumPy calls of a fast step
_READABLE_CALLS = 6e-5  # seconds for those of a readable step, for each layer
_READABLE_SHARE = 0.6  # of the speed, because every array is new


def seconds_per_step(experiment: Experiment) -> float:
    """Return about how many seconds `core.run.fast_step` takes for one update.

    >>> f"{seconds_per_step(Experiment()):.6f}"
    '0.000021'
    """
    return _FAST_CALLS + _multiply_adds(experiment) / MULTIPLY_ADDS_PER_SECOND


def seconds_per_readable_step(experiment: Experiment) -> float:
    """Return about how many seconds `core.run.training.reference_step` takes for one update.

    >>> f"{seconds_per_readable_step(Experiment()):.6f}"
    '0.000122'
    """
    layers = len(experiment.sizes) - 1
    speed = _READABLE_SHARE * MULTIPLY_ADDS_PER_SECOND
    return _READABLE_CALLS * layers + _multiply_adds(experiment) / speed


def _multiply_adds(experiment: Experiment) -> float:
    """Return those of one update: a product forward and two backward, in each layer."""
    train = round(experiment.n_points * (1 - experiment.test_fraction))
    rows = max(min(size or train, train) for size in experiment.values_of("batch_size"))
    return 3 * rows * sum(d * h for d, h in pairwise(experiment.sizes))
