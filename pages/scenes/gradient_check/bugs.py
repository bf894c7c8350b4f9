"""Seven bugs in a backward pass that leave every shape right.

Each replaces one line of the backward pass in `backward_pass`. `core` has none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from core import ACTIVATIONS, LOSSES, Experiment
from core.arrays import Array
from pages.scenes.gradient_check.backward_pass import CORRECT, BackwardPass


@dataclass(frozen=True)
class Bug:
    """Describe one bug: a wrong line.

    Attributes
    ----------
    key, title : str
        Its name in a link and on the page.
    right, wrong : str
        The correct line of code, and the line with the bug, for the softmax output; see `lines`.
    backward_pass : BackwardPass
        The backward pass with that line.
    why : str
        What the wrong line computes, in a sentence or two.
    obstacle : callable
        (experiment, batch size) → why the bug is not possible in that network, or None.
    remedy : mapping
        Fields of a link to a network where it is possible.
    """

    key: str
    title: str
    right: str
    wrong: str
    backward_pass: BackwardPass
    why: str
    obstacle: Callable[[Experiment, int], str | None] = lambda experiment, n: None
    remedy: Mapping[str, str] = field(default_factory=dict)

    def lines(self, loss: str) -> tuple[str, str]:
        """Return the correct line and the one with the bug for a loss, one of `LOSSES`."""
        pair = self.right, self.wrong
        if LOSSES[loss].error_of == "Z":
            return pair
        right, wrong = (line.replace("dZ = (", "dA = (").replace("dZ = P", "dA = P") for line in pair)
        return right.replace("P", "A"), wrong.replace("P", "A")


def backward_pass_of(name: str) -> BackwardPass:
    """Return the backward pass with a bug, or the correct one if there is no bug of this name."""
    return BUGS[name].backward_pass if name in BUGS else CORRECT


def possible(experiment: Experiment, n: int) -> list[Bug]:
    """Return the bugs that are possible in a network with a batch of `n` samples."""
    return [mistake for mistake in BUGS.values() if mistake.obstacle(experiment, n) is None]


# --- the wrong lines -----------------------------------------------------------------------------


def _untransposed(dZ: Array, W: Array, step: Array) -> Array:
    square = W.shape[0] == W.shape[1]
    return dZ @ W if square else dZ @ W.T


def _slope_of_Z(name: str, Z: Array, A: Array) -> Array:
    return ACTIVATIONS[name].derivative(Z, Z)


def _softmax_again(P: Array, Y: Array) -> Array:
    dZ = CORRECT.error(P, Y)
    return np.asarray(P * (dZ - (P * dZ).sum(axis=1, keepdims=True)))


# --- where they are not possible -------------------------------------------------------------------


def _no_hidden(experiment: Experiment, n: int) -> str | None:
    return None if experiment.hidden else "without a hidden layer, no dA is computed"


def _no_square(experiment: Experiment, n: int) -> str | None:
    if problem := _no_hidden(experiment, n):
        return problem
    fits = any(d == h for d, h in pairwise(experiment.sizes[1:]))
    return None if fits else "no W after the first is square, so W in place of Wᵀ would not fit"


def _no_curve(experiment: Experiment, n: int) -> str | None:
    if experiment.activations[-1] in ACTIVATIONS:  # the slope of the output
        return None
    f = ACTIVATIONS[experiment.activation]
    if experiment.hidden and f.kink is not None:
        return f"the derivative of {f.label} is 1 where Z > 0, which is where A > 0"
    if experiment.hidden and f.is_linear:
        return "the derivative of a linear unit is 1 everywhere"
    return _no_hidden(experiment, n)


def _no_softmax(experiment: Experiment, n: int) -> str | None:
    return None if experiment.activations[-1] == "softmax" else "the outputs are sigmoids, not a softmax"


def _one_row(experiment: Experiment, n: int) -> str | None:
    return "a batch of one sample has nothing to sum or to average" if n == 1 else None


_TABLE = (
    Bug(
        key="transpose",
        title="Missing transpose",
        right="dA_prev = dZ @ W.T",
        wrong="dA_prev = dZ @ W",
        backward_pass=replace(CORRECT, back=_untransposed),
        why="If W is square, W fits as well as Wᵀ, and the gradient goes back through the wrong weights.",
        obstacle=_no_square,
        remedy={"hidden": "4,4"},
    ),
    Bug(
        key="mean",
        title="Missing 1/n",
        right="dZ = (P − Y) / n",
        wrong="dZ = P − Y",
        backward_pass=replace(CORRECT, error=lambda P, Y: P - Y),
        why="The loss is a mean, but this is the gradient of a sum: right direction, n times too large.",
        obstacle=_one_row,
        remedy={"batch": "10"},
    ),
    Bug(
        key="slope",
        title="Derivative computed from Z instead of A",
        right="dZ = dA * A * (1 − A)",
        wrong="dZ = dA * Z * (1 − Z)",
        backward_pass=replace(CORRECT, slope=_slope_of_Z),
        why="Eq. (11) writes the derivative of the activation with A; with Z it is a different function.",
        obstacle=_no_curve,
        remedy={"hidden": "4", "activation": "sigmoid"},
    ),
    Bug(
        key="early",
        title="W updated before dA is computed",
        right="dA_prev = dZ @ W.T; W = W − lr * dW",
        wrong="W = W − lr * dW; dA_prev = dZ @ W.T",
        backward_pass=replace(CORRECT, back=lambda dZ, W, step: dZ @ (W - step).T),
        why="The gradient goes back through W after its update. With a small lr, the error is small.",
        obstacle=_no_hidden,
        remedy={"hidden": "4"},
    ),
    Bug(
        key="bias",
        title="db not summed over the samples",
        right="db = dZ.sum(axis=0)",
        wrong="db = dZ[0]",
        backward_pass=replace(CORRECT, bias=lambda dZ: dZ[0].copy()),
        why="The bias gets the gradient of the first sample only.",
        obstacle=_one_row,
        remedy={"batch": "10"},
    ),
    Bug(
        key="sign",
        title="Wrong sign",
        right="dZ = (P − Y) / n",
        wrong="dZ = (Y − P) / n",
        backward_pass=replace(CORRECT, error=lambda P, Y: (Y - P) / len(P)),
        why="Every derivative of the loss has the wrong sign: training increases the loss.",
    ),
    Bug(
        key="softmax",
        title="Softmax derivative applied twice",
        right="dZ = (P − Y) / n",
        wrong="dZ = J_softmax @ ((P − Y) / n)",
        backward_pass=replace(CORRECT, error=_softmax_again),
        why="P − Y already contains the derivative of softmax, Eq. (8). It must not be applied again.",
        obstacle=_no_softmax,
        remedy={"objective": "cross_entropy"},
    ),
)

BUGS = {mistake.key: mistake for mistake in _TABLE}
"""The bugs by their name in a link."""
