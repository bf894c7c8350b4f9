"""The gradients that the known mistakes give, to recognize a learner's own numbers.

Each is a backward pass with one wrong line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.gradient_check import wrong_lines
from core.gradient_check.backward_pass import CORRECT, BackwardPass, Slope
from core.network.layers import Network, Trace
from core.network.losses import softmax
from core.network.penalties import Penalties

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


def gradients(case: GradientCase, lines: BackwardPass = CORRECT) -> Named:  # frozen
    """Return the gradients that these lines give; by default the right ones."""
    found = lines.gradients(case.network, case.trace, case.Y, **case.penalties, rate=case.rate)
    named: Named = {}
    for at, layer in enumerate(found.layers, start=1):
        named |= {f"dW{at}": layer.dW, f"db{at}": layer.db}
    return named


def wrong_gradients(case: GradientCase) -> Iterator[tuple[str, Named]]:
    """Yield what each mistake is, and the gradients that it gives; none that changes nothing here."""
    right = gradients(case)
    for what, lines in _mistakes(case):
        with np.errstate(all="ignore"):
            found = gradients(case, lines)
        if not all(np.array_equal(found[name], right[name]) for name in right):
            yield what, found


Mistakes = Iterator[tuple[str, BackwardPass]]


def _mistakes(case: GradientCase) -> Mistakes:
    yield from _at_the_output(case)
    yield from _at_the_bias(case)
    yield from _at_the_penalty(case)
    yield from _at_the_hidden_layers(case)
    if case.network.layers[-1].activation == "softmax":
        what = "softmax is taken over the whole batch, not over each sample"
        yield what, replace(CORRECT, output=_softmax_of_batch)


def _softmax_of_batch(trace: Trace) -> Array:
    Z = trace.Z[-1]
    return np.asarray(softmax(Z.reshape(1, -1)).reshape(Z.shape))


def _at_the_output(case: GradientCase) -> Mistakes:
    n = case.n
    if n > 1:
        yield f"1/n is missing, with n = {n}", replace(CORRECT, error=lambda A, Y: A - Y)
        yield f"1/n enters twice, with n = {n}", replace(CORRECT, error=lambda A, Y: (A - Y) / n**2)
    yield "the sign of A − Y is wrong", replace(CORRECT, error=lambda A, Y: (Y - A) / len(A))
    if case.network.layers[-1].activation == "softmax":
        yield (
            "the derivative of softmax is applied again: A − Y already contains it",
            replace(CORRECT, error=wrong_lines.softmax_again),
        )
        yield (
            "A(1 − A) is applied after A − Y, which already contains the derivative of softmax",
            replace(CORRECT, error=lambda A, Y: (A - Y) * A * (1 - A) / len(A)),
        )
    else:
        last = len(case.network.layers) - 1
        yield (
            "the derivative of the output's sigmoid, A(1 − A), is missing",
            _with_slope(_no_slope, {last}),
        )


def _at_the_bias(case: GradientCase) -> Mistakes:
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


def _at_the_penalty(case: GradientCase) -> Mistakes:
    l2, l1, n = case.penalties["l2"], case.penalties["l1"], case.n
    yield "the penalty's part is missing", _penalized(0.0, 0.0)
    yield "the penalty's part has the wrong sign", _penalized(-l2, -l1)
    if l2:
        yield (
            "the penalty's part is twice too large: the derivative of (λ/2) W² is λW",
            _penalized(2 * l2, l1),
        )
        yield "the penalty's part lacks its factor λ", _penalized(1.0, l1)
    yield "the penalty's part is divided by n, too", _penalized(l2 / n, l1 / n)


def _penalized(l2: float, l1: float) -> BackwardPass:
    """Return the backward pass with other strengths of the penalties."""
    strengths: Penalties = {"l2": l2, "l1": l1}
    return replace(CORRECT, weights=lambda A_prev, dZ, W, _: CORRECT.weights(A_prev, dZ, W, strengths))


def _at_the_hidden_layers(case: GradientCase) -> Mistakes:
    hidden = len(case.network.layers) - 1
    if not hidden:
        return
    early = replace(CORRECT, back=lambda dZ, W, step: dZ @ (W - step).T)
    yield "dA is computed with W after its update", early
    for place in [None, *range(hidden)] if hidden > 1 else [None]:
        yield from _slopes(case, place)
    for at in range(1, hidden + 1):
        W = case.network.layers[at].W
        if np.equal(*W.shape):
            yield f"W{at + 1} is not transposed in dA{at} = dZ{at + 1} W{at + 1}ᵀ", _untransposed(W)


def _untransposed(square: Array) -> BackwardPass:
    """Return the backward pass in which one W is not transposed."""

    def back(dZ: Array, W: Array, step: Array) -> Array:
        return (wrong_lines.untransposed if W is square else CORRECT.back)(dZ, W, step)

    return replace(CORRECT, back=back)


def _slopes(case: GradientCase, place: int | None) -> Mistakes:
    """Yield wrong derivatives of the activation in one hidden layer, or in all (None)."""
    layers = case.network.layers
    places = range(len(layers) - 1) if place is None else (place,)
    where = "" if place is None else f" in dZ{place + 1}"
    yield f"the derivative of the activation is missing{where}: dZ is dA", _with_slope(_no_slope, places)
    yield (
        f"the derivative of the activation is taken of Z, not of A{where}",
        _with_slope(wrong_lines.slope_of_Z, places),
    )
    yield (
        f"the activation itself is multiplied, not its derivative{where}",
        _with_slope(lambda name, trace, index: trace.A[index], places),
    )
    others = [at for at, layer in enumerate(layers) if layer.activation != "softmax"]
    for other in others[:1] if place is None else others:
        slope = _slope_of(layers[other].activation, other)
        yield f"the derivative is that of layer {other + 1}{where}", _with_slope(slope, places)


def _with_slope(wrong: Slope, places: Collection[int]) -> BackwardPass:
    """Return the backward pass with another f′ in some layers, where its shape fits."""

    def slope(name: str, trace: Trace, index: int) -> Array:
        right = CORRECT.slope(name, trace, index)
        found = wrong(name, trace, index) if index in places else right
        return found if found.shape == right.shape else right

    return replace(CORRECT, slope=slope)


def _no_slope(name: str, trace: Trace, index: int) -> Array:
    return np.ones_like(trace.Z[index])


def _slope_of(activation: str, layer: int) -> Slope:
    """Return f′ of one layer, in the place of that of any."""
    return lambda name, trace, index: CORRECT.slope(activation, trace, layer)
