"""The gradients that the known mistakes give, to recognize a learner's own numbers.

Each is a backward pass with one wrong line.  `core.network.backward` has none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.network.activations import ACTIVATIONS
from core.network.layers import Network, Trace
from core.network.losses import softmax
from core.network.penalties import Penalties, penalty_gradient

Named = dict[str, Array]
"""Gradients by name: dW1, db1, dW2, …"""


@dataclass(frozen=True)
class GradientCase:
    """Hold at what gradients are computed: a network, the forward pass of a batch, its targets.

    Attributes
    ----------
    network : Network
    trace : Trace
    Y : (n, k) array
    penalties : Penalties
        ``l2`` and ``l1``, as `core.backward` takes them.
    rate : float
        The learning rate, for an update that comes too early.
    """

    network: Network
    trace: Trace
    Y: Array
    penalties: Penalties
    rate: float

    @property
    def n(self) -> int:
        """Rows of the batch."""
        return len(self.Y)


@dataclass(frozen=True)
class Lines:
    """Hold the lines of a backward pass.

    Attributes
    ----------
    error : callable
        (A, Y) → dZ of the softmax output, or dA of sigmoid outputs.
    slope : callable
        (layer from 0, f'(Z)) → what dA is multiplied by.
    back : callable
        (layer from 0, dZ, W, rate · dW) → dA of the layer before.
    weights : callable
        (input^T dZ, the penalty's part, W) → dW.
    bias : callable
        dZ → db.
    """

    error: Callable[[Array, Array], Array]
    slope: Callable[[int, Array], Array]
    back: Callable[[int, Array, Array, Array], Array]
    weights: Callable[[Array, Array, Array], Array]
    bias: Callable[[Array], Array]


CORRECT = Lines(
    error=lambda A, Y: (A - Y) / len(A),
    slope=lambda at, slope: slope,
    back=lambda at, dZ, W, step: dZ @ W.T,
    weights=lambda product, penalty, W: product + penalty,
    bias=lambda dZ: dZ.sum(axis=0),
)
"""The lines of `core.network.backward`."""


def gradients(case: GradientCase, lines: Lines = CORRECT) -> Named:  # frozen
    """Return the gradients that these lines give; by default the right ones."""
    found: Named = {}
    trace, layers = case.trace, case.network.layers
    dA = dZ = lines.error(trace.A[-1], case.Y)
    for at in reversed(range(len(layers))):
        layer = layers[at]
        if layer.activation != "softmax":
            slope = ACTIVATIONS[layer.activation].derivative(trace.Z[at], trace.A[at])
            dZ = dA * (lines.slope(at, slope) if at < len(layers) - 1 else slope)
        penalty = penalty_gradient(layer.W, **case.penalties)
        dW = lines.weights(trace.layer_input(at).T @ dZ, np.asarray(penalty), layer.W)
        found |= {f"dW{at + 1}": dW, f"db{at + 1}": lines.bias(dZ)}
        dA = lines.back(at, dZ, layer.W, case.rate * dW)
    return found


def wrong_gradients(case: GradientCase) -> Iterator[tuple[str, Named]]:
    """Yield what each mistake is, and the gradients that it gives; none that changes nothing here."""
    right = gradients(case)
    for what, lines in _mistakes(case):
        with np.errstate(all="ignore"):
            found = gradients(case, lines)
        if not all(np.array_equal(found[name], right[name]) for name in right):
            yield what, found
    if case.network.layers[-1].activation == "softmax":
        A = softmax(case.trace.Z[-1].reshape(1, -1)).reshape(case.Y.shape)
        whole = replace(case.trace, A=(*case.trace.A[:-1], A))
        what = "softmax is taken over the whole batch, not over each sample"
        yield what, gradients(replace(case, trace=whole))


def _mistakes(case: GradientCase) -> Iterator[tuple[str, Lines]]:
    yield from _at_the_output(case)
    yield from _at_the_bias(case)
    yield from _at_the_penalty(case)
    yield from _at_the_hidden_layers(case)


def _at_the_output(case: GradientCase) -> Iterator[tuple[str, Lines]]:
    n = case.n
    if n > 1:
        yield f"1/n is missing, with n = {n}", replace(CORRECT, error=lambda A, Y: A - Y)
        yield f"1/n enters twice, with n = {n}", replace(CORRECT, error=lambda A, Y: (A - Y) / n**2)
    yield "the sign of A − Y is wrong", replace(CORRECT, error=lambda A, Y: (Y - A) / len(A))
    if case.network.layers[-1].activation == "softmax":
        yield (
            "the derivative of softmax is applied again: A − Y already contains it",
            replace(CORRECT, error=lambda A, Y: _through_softmax(A, (A - Y) / len(A))),
        )
        yield (
            "A(1 − A) is applied after A − Y, which already contains the derivative of softmax",
            replace(CORRECT, error=lambda A, Y: (A - Y) * A * (1 - A) / len(A)),
        )
    else:
        yield (
            "the derivative of the output's sigmoid, A(1 − A), is missing",
            replace(CORRECT, error=lambda A, Y: (A - Y) / len(A) / np.maximum(A * (1 - A), 1e-300)),
        )


def _through_softmax(A: Array, dA: Array) -> Array:
    return np.asarray(A * (dA - (A * dA).sum(axis=1, keepdims=True)))


def _at_the_bias(case: GradientCase) -> Iterator[tuple[str, Lines]]:
    if case.n > 1:
        yield (
            "db is dZ of one sample: it is not summed over the samples",
            replace(CORRECT, bias=lambda dZ: dZ[0]),
        )
        yield (
            "db is a mean over the samples, not a sum",
            replace(CORRECT, bias=lambda dZ: dZ.mean(axis=0)),
        )
        yield "db is not summed over the samples", replace(CORRECT, bias=lambda dZ: dZ)
    yield (
        "db is summed over the wrong axis: over the units of each sample",
        replace(CORRECT, bias=lambda dZ: dZ.sum(axis=1)),
    )
    yield "db is one sum over samples and units", replace(CORRECT, bias=lambda dZ: np.asarray([dZ.sum()]))


def _at_the_penalty(case: GradientCase) -> Iterator[tuple[str, Lines]]:
    l2 = case.penalties["l2"]
    if not any(case.penalties.values()):
        return
    yield "the penalty's part is missing", replace(CORRECT, weights=lambda product, penalty, W: product)
    yield (
        "the penalty's part has the wrong sign",
        replace(CORRECT, weights=lambda product, penalty, W: product - penalty),
    )
    if l2:
        yield (
            "the penalty's part is twice too large: the derivative of (λ/2) W² is λW",
            replace(CORRECT, weights=lambda product, penalty, W: product + penalty + l2 * W),
        )
        yield (
            "the penalty's part lacks its factor λ",
            replace(CORRECT, weights=lambda product, penalty, W: product + penalty + (1 - l2) * W),
        )
    if case.n > 1:
        yield (
            "the penalty's part is divided by n, too",
            replace(CORRECT, weights=lambda product, penalty, W: product + penalty / case.n),
        )


def _at_the_hidden_layers(case: GradientCase) -> Iterator[tuple[str, Lines]]:
    hidden = len(case.network.layers) - 1
    if not hidden:
        return
    early = replace(CORRECT, back=lambda at, dZ, W, step: dZ @ (W - step).T)
    yield "dA is computed with W after its update", early
    places = [None, *range(hidden)] if hidden > 1 else [None]
    for place in places:
        yield from _slopes(case, place)
    for at in range(1, hidden + 1):
        if np.equal(*case.network.layers[at].W.shape):
            yield (
                f"W{at + 1} is not transposed in dA{at} = dZ{at + 1} W{at + 1}ᵀ",
                replace(
                    CORRECT,
                    back=lambda here, dZ, W, step, at=at: dZ @ (W if here == at else W.T),  # type: ignore[misc]
                ),
            )


def _slopes(case: GradientCase, place: int | None) -> Iterator[tuple[str, Lines]]:
    """Yield wrong derivatives of the activation in one hidden layer, or in all (None)."""
    trace, name = case.trace, case.network.layers[0].activation
    where = f" in dZ{place + 1}" if place is not None else ""

    def only(at: int, right: Array, wrong: Array) -> Array:
        return wrong if place in (None, at) and wrong.shape == right.shape else right

    yield (
        f"the derivative of the activation is missing{where}: dZ is dA",
        replace(CORRECT, slope=lambda at, slope: only(at, slope, np.ones_like(slope))),
    )
    yield (
        f"the derivative of the activation is taken of Z, not of A{where}",
        replace(
            CORRECT,
            slope=lambda at, slope: only(at, slope, ACTIVATIONS[name].derivative(trace.Z[at], trace.Z[at])),
        ),
    )
    yield (
        f"the activation itself is multiplied, not its derivative{where}",
        replace(CORRECT, slope=lambda at, slope: only(at, slope, trace.A[at])),
    )
    for other in range(len(case.network.layers)):
        layer = case.network.layers[other]
        if layer.activation == "softmax" or place == other or (place is None and other):
            continue
        slope_there = ACTIVATIONS[layer.activation].derivative(trace.Z[other], trace.A[other])
        yield (
            f"the derivative is that of layer {other + 1}{where}",
            replace(
                CORRECT,
                slope=lambda at, slope, there=slope_there: only(at, slope, there),  # type: ignore[misc]
            ),
        )
