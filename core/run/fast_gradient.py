"""The calls of a fast step that compute the mean gradient of a batch; see `core.run.fast_step`.

A call is a function with its arguments.  All arrays are made here, once for a batch of a given size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

from core.arrays import Array
from core.network.activations import ACTIVATIONS
from core.network.in_place import ONE, Call, sigmoid, sigmoid_slope
from core.run.experiment import Experiment
from core.run.training import blocks

_CALL_BYTES = 400  # a call's tuples, its bound method and the views among its arguments


def gradient_calls(experiment: Experiment, theta: Array, gradient: Array, samples: Array) -> list[Call]:
    """Return the calls that write the mean gradient of a batch to `gradient`.

    Parameters
    ----------
    theta, gradient : (p,) arrays
        In the order of `core.run.training.pack`.
    samples : (d + 1 + k, n) array
        The batch, one column a sample: its inputs, a row of ones, and its targets over n.
    """
    sizes, n = experiment.sizes, samples.shape[1]
    weights, gradients = blocks(theta, sizes), blocks(gradient, sizes)
    inputs, targets = samples[: sizes[0] + 1], samples[sizes[0] + 1 :]
    prepare, forward = _hidden_calls(experiment.activation, theta, sizes)
    chain = ACTIVATIONS[experiment.activation].slope_calls
    # Every hidden layer uses the same two scratch arrays: they stay in the processor's cache.
    scratch, zeros = np.empty((max(sizes), n)), np.zeros((max(sizes), n))
    activations: list[Array] = [inputs]  # (d + 1, n), then (h + 1, n) a layer
    calls = prepare
    for index, h in enumerate(sizes[1:-1]):
        activations.append(np.ones((h + 1, n)))
        calls += forward(index, activations[index], activations[-1][:-1], zeros[:h])
    output = _OUTPUTS[experiment.activations[-1]]
    dA = np.empty((len(activations[-1]) - 1, n)) if len(weights) > 1 else None
    calls += output(weights[-1], activations[-1], targets, np.full(n, 1.0 / n), gradients[-1], dA)
    for index in range(len(weights) - 2, -1, -1):
        assert dA is not None
        A, slope = activations[index + 1][:-1], scratch[: len(dA)]
        calls += [*chain(A, slope), (np.multiply, (dA, slope, dA))] if chain else []
        calls.append((dA.dot, (activations[index].T, gradients[index])))
        if index:
            dZ, dA = dA, np.empty((len(activations[index]) - 1, n))
            calls.append((weights[index][:, :-1].T.dot, (dZ, dA)))
    return calls


def nbytes_of(calls: Iterable[Call]) -> int:
    """Return about how many bytes calls hold: each array once, and what Python needs for a call."""
    owners: dict[int, int] = {}
    total = 0
    for function, arguments in calls:
        total += _CALL_BYTES
        keywords = function.keywords.values() if isinstance(function, partial) else ()
        for value in (*arguments, *keywords, getattr(function, "__self__", None)):
            if isinstance(value, np.ndarray):
                owner = value if value.base is None else value.base
                owners[id(owner)] = owner.nbytes
    return total + sum(owners.values())


# --- hidden layers -----------------------------------------------------------------------------------

Forward = Callable[[int, Array, Array, Array], list[Call]]


def _hidden_calls(activation: str, theta: Array, sizes: tuple[int, ...]) -> tuple[list[Call], Forward]:
    """Return the calls of a hidden layer.

    The calls before all layers; and those of A = f(V A_prev) of a layer, given its index, A_prev, A and
    zeros like A.
    """
    f = ACTIVATIONS[activation]
    if f.negates:  # 1 / (1 + e^−Z): the sign goes on the few weights
        negated = np.zeros_like(theta)
        prepare: list[Call] = [(np.negative, (theta, negated))]
        weights = blocks(negated, sizes)
    else:
        prepare, weights = [], blocks(theta, sizes)

    def forward(index: int, A_prev: Array, A: Array, zeros: Array) -> list[Call]:
        return [(weights[index].dot, (A_prev, A)), *f.calls(A, zeros)]

    return prepare, forward


# --- the output --------------------------------------------------------------------------------------


def _softmax(V: Array, A: Array, targets: Array, share: Array, G: Array, dA: Array | None) -> list[Call]:
    """Return the calls of the softmax output, forward and back; see `_two_classes`."""
    calls = _two_classes if len(targets) == 2 else _many_classes
    return calls(V, A, targets, share, G, dA)


def _two_classes(
    V: Array, A: Array, targets: Array, share: Array, G: Array, dA: Array | None
) -> list[Call]:
    """Return the calls of the softmax output of two classes, forward and back.

    Only the difference of the two units matters: softmax is the sigmoid of it, one gradient is the
    negative of the other, and dA is one row times the difference of their weights.
    `targets` is Y/n and `share` 1/n per sample, so that dividing by n costs no call.
    """
    difference, dZ0 = np.empty_like(V[0]), np.empty_like(share)
    calls: list[Call] = [
        (np.subtract, (V[0], V[1], difference)),
        (difference.dot, (A, dZ0)),
        (np.exp, (dZ0, dZ0)),
        (np.add, (dZ0, ONE, dZ0)),
        (np.divide, (share, dZ0, dZ0)),  # A of class 1, over n
        (np.subtract, (targets[1], dZ0, dZ0)),
        (A.dot, (dZ0, G[0])),
        (np.negative, (G[0], G[1])),
    ]
    # An outer product; a matrix product takes a third of the time of broadcasting.
    back: Call = (difference[:-1, None].dot, (dZ0[None], dA))
    return calls if dA is None else [*calls, back]


def _many_classes(
    V: Array, A: Array, targets: Array, share: Array, G: Array, dA: Array | None
) -> list[Call]:
    """Return the calls of the softmax output of three or more classes; see `_two_classes`."""
    Z, top = np.empty_like(targets, order="C"), np.empty_like(share)
    calls: list[Call] = [
        (V.dot, (A, Z)),
        (np.copyto, (top, Z[0])),
        *[(partial(np.maximum, out=top), (top, row)) for row in Z[1:]],
        (np.subtract, (Z, top, Z)),
        (np.exp, (Z, Z)),
        (np.ones(len(Z)).dot, (Z, top)),
        (np.divide, (share, top, top)),
        (np.multiply, (Z, top, Z)),
        (np.subtract, (Z, targets, Z)),
        (Z.dot, (A.T, G)),
    ]
    return calls if dA is None else [*calls, (V[:, :-1].T.dot, (Z, dA))]


def _sigmoids(V: Array, A: Array, targets: Array, share: Array, G: Array, dA: Array | None) -> list[Call]:
    """Return the calls of sigmoid outputs with the squared error; see `_two_classes`."""
    out, error, slope = (np.empty_like(targets, order="C") for _ in range(3))
    negated, shares = np.empty_like(V), np.ones_like(out) * share
    calls: list[Call] = [
        (np.negative, (V, negated)),
        (negated.dot, (A, out)),
        *sigmoid(out, shares),
        (np.multiply, (out, shares, error)),
        (np.subtract, (error, targets, error)),  # (A − Y)/n
        *sigmoid_slope(out, slope),
        (np.multiply, (error, slope, error)),
        (error.dot, (A.T, G)),
    ]
    return calls if dA is None else [*calls, (V[:, :-1].T.dot, (error, dA))]


_OUTPUTS = {"softmax": _softmax, "sigmoid": _sigmoids}
