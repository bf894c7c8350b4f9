"""Seven ways to get a backward pass wrong with every shape right.

Each replaces one line of the recipe.  They live here, beside the scene that shows them; `core` knows
none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from core import ACTIVATIONS, Experiment
from core.arrays import Array
from pages.scenes.gradient_check.recipe import RIGHT, Recipe


@dataclass(frozen=True)
class Mistake:
    """Describe one wrong line.

    Attributes
    ----------
    key, title : str
        Its name in a link, and in words.
    right, wrong : str
        The line of code as it should be, and as it is.
    recipe : Recipe
        The backward pass with that line.
    why : str
        What the line then computes, in a sentence or two.
    obstacle : callable
        (experiment, rows of the batch) → why the mistake cannot be made in that network, or None.
    remedy : mapping
        Fields of a link to a network where it can be made.
    """

    key: str
    title: str
    right: str
    wrong: str
    recipe: Recipe
    why: str
    obstacle: Callable[[Experiment, int], str | None] = lambda experiment, n: None
    remedy: Mapping[str, str] = field(default_factory=dict)


def possible(experiment: Experiment, n: int) -> list[Mistake]:
    """Return the mistakes that can be made in a network with a batch of `n` rows."""
    return [mistake for mistake in MISTAKES.values() if mistake.obstacle(experiment, n) is None]


# --- the wrong lines -----------------------------------------------------------------------------


def _untransposed(dZ: Array, W: Array, step: Array) -> Array:
    square = W.shape[0] == W.shape[1]
    return dZ @ W if square else dZ @ W.T


def _slope_of_Z(name: str, Z: Array, A: Array) -> Array:
    return ACTIVATIONS[name].derivative(Z, Z)


def _softmax_again(P: Array, Y: Array) -> Array:
    dZ = RIGHT.error(P, Y)
    return np.asarray(P * (dZ - (P * dZ).sum(axis=1, keepdims=True)))


# --- where they cannot be made -------------------------------------------------------------------


def _no_hidden(experiment: Experiment, n: int) -> str | None:
    return None if experiment.hidden else "without a hidden layer no dA is computed"


def _no_square(experiment: Experiment, n: int) -> str | None:
    if problem := _no_hidden(experiment, n):
        return problem
    fits = any(d == h for d, h in pairwise(experiment.sizes[1:]))
    return None if fits else "no W after the first is square, so that W in place of Wᵀ would not fit"


def _no_curve(experiment: Experiment, n: int) -> str | None:
    if experiment.hidden and ACTIVATIONS[experiment.activation].needs_Z:
        return "ReLU's slope is 1 where Z > 0, and that is where A > 0"
    return _no_hidden(experiment, n)


def _one_row(experiment: Experiment, n: int) -> str | None:
    return "a batch of one row has nothing to sum or to average" if n == 1 else None


_TABLE = (
    Mistake(
        key="transpose",
        title="A forgotten transpose",
        right="dA_prev = dZ @ W.T",
        wrong="dA_prev = dZ @ W",
        recipe=replace(RIGHT, back=_untransposed),
        why="Where W is square W fits as well as Wᵀ, and the error goes back along the wrong weights.",
        obstacle=_no_square,
        remedy={"hidden": "4,4"},
    ),
    Mistake(
        key="mean",
        title="A forgotten 1/n",
        right="dZ = (P − Y) / n",
        wrong="dZ = P − Y",
        recipe=replace(RIGHT, error=lambda P, Y: P - Y),
        why="The loss is a mean and this the gradient of a sum: the right direction, n times too long.",
        obstacle=_one_row,
        remedy={"batch": "10"},
    ),
    Mistake(
        key="slope",
        title="The slope taken of Z, not of A",
        right="dZ = dA * A * (1 − A)",
        wrong="dZ = dA * Z * (1 − Z)",
        recipe=replace(RIGHT, slope=_slope_of_Z),
        why="The slope of the activation is written with A, Eq. (11); with Z it is another function.",
        obstacle=_no_curve,
        remedy={"hidden": "4", "activation": "sigmoid"},
    ),
    Mistake(
        key="early",
        title="W updated before dA is computed",
        right="dA_prev = dZ @ W.T; W = W − lr * dW",
        wrong="W = W − lr * dW; dA_prev = dZ @ W.T",
        recipe=replace(RIGHT, back=lambda dZ, W, step: dZ @ (W - step).T),
        why="The error goes back through weights that did not make it. A small lr does little harm.",
        obstacle=_no_hidden,
        remedy={"hidden": "4"},
    ),
    Mistake(
        key="bias",
        title="db not summed over the samples",
        right="db = dZ.sum(axis=0)",
        wrong="db = dZ[0]",
        recipe=replace(RIGHT, bias=lambda dZ: dZ[0].copy()),
        why="The bias listens to the first row of the batch alone.",
        obstacle=_one_row,
        remedy={"batch": "10"},
    ),
    Mistake(
        key="sign",
        title="A flipped sign",
        right="dZ = (P − Y) / n",
        wrong="dZ = (Y − P) / n",
        recipe=replace(RIGHT, error=lambda P, Y: (Y - P) / len(P)),
        why="Every derivative of the cross-entropy has the other sign: training goes uphill.",
    ),
    Mistake(
        key="softmax",
        title="The softmax derivative applied twice",
        right="dZ = (P − Y) / n",
        wrong="dZ = J_softmax @ ((P − Y) / n)",
        recipe=replace(RIGHT, error=_softmax_again),
        why="P − Y has the derivative of softmax in it already, Eq. (8); once more makes sure rows faint.",
    ),
)

MISTAKES = {mistake.key: mistake for mistake in _TABLE}
"""The mistakes by their name in a link."""
