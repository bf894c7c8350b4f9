"""Why a bug is not possible in a network: a sentence, or None where it is possible."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from core import ACTIVATIONS, Experiment

Obstacle = Callable[[Experiment, int], str | None]
"""(experiment, samples that are checked) → why a bug is not possible there."""

_LINEAR = "the derivative of a linear unit is 1 everywhere"


def nothing(experiment: Experiment, n: int) -> str | None:
    """Return None: the bug is always possible."""
    return None


def no_hidden(experiment: Experiment, n: int) -> str | None:
    """Say that there is no hidden layer."""
    return None if experiment.hidden else "without a hidden layer, no dA is computed"


def no_square(experiment: Experiment, n: int) -> str | None:
    """Say that W does not fit in the place of Wᵀ."""
    if problem := no_hidden(experiment, n):
        return problem
    fits = _has_equal_layers(experiment)
    return None if fits else "no W after the first is square, so W in place of Wᵀ would not fit"


def _has_equal_layers(experiment: Experiment) -> bool:
    """Return whether two layers in a row have as many units, so that the W between them is square."""
    return any(d == h for d, h in pairwise(experiment.sizes[1:]))


def no_other_slope(experiment: Experiment, n: int) -> str | None:
    """Say that the derivative of the next layer does not fit, or is the same."""
    if problem := no_hidden(experiment, n):
        return problem
    if ACTIVATIONS[experiment.activation].is_linear:
        return _LINEAR
    return None if _has_equal_layers(experiment) else "no two layers in a row have the same number of units"


def no_curve(experiment: Experiment, n: int) -> str | None:
    """Say that Z in the place of A changes no derivative."""
    if experiment.activations[-1] in ACTIVATIONS:  # the slope of the output
        return None
    f = ACTIVATIONS[experiment.activation]
    if experiment.hidden and f.kink is not None:
        return f"the derivative of {f.label} is 1 where Z > 0, which is where A > 0"
    if experiment.hidden and f.is_linear:
        return _LINEAR
    return no_hidden(experiment, n)


def no_softmax(experiment: Experiment, n: int) -> str | None:
    """Say that the output is no softmax."""
    return None if experiment.activations[-1] == "softmax" else "the outputs are sigmoids, not a softmax"


def one_row(experiment: Experiment, n: int) -> str | None:
    """Say that there is one sample only."""
    return "a batch of one sample has nothing to sum or to average" if n == 1 else None


def no_softmax_or_one_row(experiment: Experiment, n: int) -> str | None:
    """Say that there is no softmax, or one sample only."""
    return no_softmax(experiment, n) or one_row(experiment, n)


def no_chance_product(experiment: Experiment, n: int) -> str | None:
    """Say that A does not fit in the place of Aᵀ."""
    if n in experiment.sizes[:-1]:
        return one_row(experiment, n)
    return f"no layer has as many inputs as there are samples, {n}, so A in place of Aᵀ would not fit"


def no_square_dZ(experiment: Experiment, n: int) -> str | None:
    """Say that db would not have the shape of b."""
    if n in experiment.sizes[1:]:
        return one_row(experiment, n)
    return f"no layer has as many units as there are samples, {n}, so db would not have the shape of b"


def no_penalty(experiment: Experiment, n: int) -> str | None:
    """Say that the run has no penalty."""
    return None if any(experiment.penalties_at(0).values()) else "the run has no penalty"


def no_factor(experiment: Experiment, n: int) -> str | None:
    """Say that there is no penalty, or that its factor is 1."""
    if problem := no_penalty(experiment, n):
        return problem
    is_one = all(value in (0.0, 1.0) for value in experiment.penalties_at(0).values())
    return "the factor of the penalty is 1, so nothing changes without it" if is_one else None


def not_adam(experiment: Experiment, n: int) -> str | None:
    """Say that the optimizer is not Adam."""
    is_adam = experiment.optimizer == "adam"
    return None if is_adam else "the optimizer is not Adam, which alone corrects a running mean"
