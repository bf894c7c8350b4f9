"""The oracle: derivatives measured by central differences, without any formula of the notes.

(f(x + ε) − f(x − ε)) / 2ε, for f the loss, the output, the hidden layer's function or the line
Z = A W + b itself.  Only what the perturbation changes is computed again.  A perturbation of a weight is
so small that no Z changes by more than ε.  Every measurement has a bound on its round-off: a smaller
difference cannot be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial, reduce

import numpy as np

from core.arrays import Array
from core.network.activations import has_kink
from core.network.layers import activate
from core.network.loss_functions import squared_errors
from core.notes.case import Case
from core.notes.measured import EPSILON, ROUND_OFF, Measured, difference, size_of

# --- one sample: the output --------------------------------------------------------------------------


def a2_by_z2(case: Case) -> Measured:
    """Measure ∂A2i/∂Z2j as the Jacobian (k, k): row i, column j."""
    return _measured(partial(activate, case.loss.output), case.z2)


def quotient_by_z2(case: Case) -> Measured:
    """Measure the same of the quotient e^Z2i / Σ e^Z2l as the notes write it."""
    return _measured(lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True), case.z2)


def log_a2_by_z2(case: Case) -> Measured:
    """Measure ∂log(A2j)/∂Z2i as (k, k): row j, column i."""
    if case.loss.output == "softmax":
        return _measured(lambda Z: Z - _log_sum_exp(Z)[:, None], case.z2)
    return _measured(lambda Z: -np.logaddexp(0.0, -Z), case.z2)


def log_by_a2(case: Case) -> Measured:
    """Measure ∂log(A2j)/∂A2j, (k,); each A2j is perturbed by ε times itself."""
    steps = EPSILON * case.a2
    value = (np.log(case.a2 + steps) - np.log(case.a2 - steps)) / (2 * steps)
    return Measured(np.asarray(value), ROUND_OFF / EPSILON)


# --- one sample: the loss ----------------------------------------------------------------------------


def loss_by_a2(case: Case) -> Measured:
    """Measure ∂L/∂A2, (k,), with every A2j taken as free."""
    if case.loss.output != "softmax":
        return _measured(lambda A: 0.5 * np.square(A - case.target).sum(axis=-1), case.a2)
    logs = log_by_a2(case)
    return Measured(-case.target * logs.value, logs.noise)


def loss_by_z2(case: Case) -> Measured:
    """Measure ∂L/∂Z2, (k,)."""
    return _measured(lambda Z: _losses(case, Z, case.target), case.z2)


def loss_by_w2(case: Case) -> Measured:
    """Measure ∂L/∂W2, (h, k): a perturbation of W2[u, i] moves Z2i by A1u times as much."""
    step = EPSILON / max(1.0, size_of(case.a1))
    moved = step * case.a1[:, None, None] * np.eye(case.k)  # (h, k, k)
    return _loss_difference(case, case.z2 + moved, case.z2 - moved, step=step)


def loss_by_a1(case: Case) -> Measured:
    """Measure ∂L/∂A1, (h,)."""
    step, b = EPSILON / max(1.0, size_of(case.W2)), case.layers[-1].b
    return _measured(
        lambda A: _losses(case, A @ case.W2 + b, case.target), case.a1, step=step, reach=size_of(case.z2)
    )


def loss_by_w1(case: Case) -> Measured:
    """Measure ∂L/∂W1, (d, h): a perturbation of W1[p, u] moves Z1u by x_p times as much, and no other."""
    step = _step_through(case, case.x)
    moved = step * case.x[:, None]  # (d, 1)
    up, down = _through_hidden(case, case.z1, case.a1, case.W2, moved)  # (d, h, k)
    measured = _loss_difference(case, case.z2 + up, case.z2 + down, step=step)
    return replace(measured, on_kink=_crosses_kink(case, case.z1, moved))


# --- one sample: the steps between -------------------------------------------------------------------


def z2_by_w2(case: Case) -> Measured:
    """Measure ∂Z2i/∂W2i for the column of weights that makes Z2i, (h,)."""
    return _along_line(case.W2[:, case.i], case.a1, case.layers[-1].b[case.i])


def z2_by_a1(case: Case) -> Measured:
    """Measure ∂Z2i/∂A1, (h,)."""
    return _along_line(case.a1, case.W2[:, case.i], case.layers[-1].b[case.i])


def a1_by_z1(case: Case) -> Measured:
    """Measure ∂A1u/∂Z1u for the unit u, ()."""
    z = case.z1[[case.unit]]
    measured = _measured(case.activate, z).at(0, 0)
    return replace(measured, on_kink=_crosses_kink(case, z, np.asarray(EPSILON)))


def logistic_by_z1(case: Case) -> Measured:
    """Measure the derivative of 1/(1 + e^−Z1u) as the notes write it, ()."""
    return _measured(lambda Z: 1 / (1 + np.exp(-Z)), case.z1[[case.unit]]).at(0, 0)


def z1_by_w1(case: Case) -> Measured:
    """Measure ∂Z1u/∂W1u for the column of weights that makes Z1u, (d,)."""
    return _along_line(case.W1[:, case.unit], case.x, case.layers[0].b[case.unit])


# --- the batch: the mean loss ------------------------------------------------------------------------


def mean_by_z2(case: Case) -> Measured:
    """Measure the derivative of the mean loss with respect to Z2, (n, k), one row's loss at a time."""
    perturbation = EPSILON * np.eye(case.k)
    above, below = (
        _losses(case, case.Z2[:, None] + sign * perturbation, case.Y[:, None]) for sign in (1, -1)
    )
    measured = difference(above, below, EPSILON, reach=size_of(case.Z2))
    return Measured(measured.value / case.n, measured.noise / case.n)


def mean_by_b2(case: Case) -> Measured:
    """Measure the derivative of the mean loss with respect to b2, (k,)."""
    moved = EPSILON * np.eye(case.k)[None]  # every row moves by the same
    return _mean_difference(case, moved, -moved, step=EPSILON)


def mean_by_w2(case: Case) -> Measured:
    """Measure the derivative of the mean loss with respect to column i of W2, (h,)."""
    step = EPSILON / max(1.0, size_of(case.A1))
    moved = step * case.A1[:, :, None] * np.eye(case.k)[case.i]
    return _mean_difference(case, moved, -moved, step=step)


def mean_by_b1(case: Case) -> Measured:
    """Measure the derivative of the mean loss with respect to b1, (h,)."""
    step = _step_through(case, np.ones(1))
    return _mean_through_hidden(case, case.Z1, case.A1, case.W2, np.asarray(step), step=step)


def mean_by_w1(case: Case) -> Measured:
    """Measure the derivative of the mean loss with respect to column u of W1, (d,)."""
    step, own = _step_through(case, case.X), [case.unit]
    Z, A, w = case.Z1[:, own], case.A1[:, own], case.W2[own]  # (n, 1), (n, 1), (1, k)
    return _mean_through_hidden(case, Z, A, w, step * case.X, step=step)


# --- what they share ---------------------------------------------------------------------------------


def _measured(
    f: Callable[[Array], Array], x: Array, *, step: float = EPSILON, reach: float | None = None
) -> Measured:
    """Measure the derivative of f, (m,) or (k, m), with respect to x (m,); f takes and returns rows."""
    above, below = (f(x + sign * step * np.eye(len(x))) for sign in (1, -1))
    return difference(above.T, below.T, step, reach=size_of(x) if reach is None else reach)


def _along_line(x: Array, w: Array, b: float) -> Measured:
    """Measure the derivative of x · w + b with respect to x, (m,).

    It is linear, so the perturbation may grow with x.
    """
    return _measured(lambda rows: rows @ w + b, x, step=EPSILON * max(1.0, size_of(x)))


def _step_through(case: Case, layer_input: Array) -> float:
    """Return the perturbation of layer 1 that moves neither a Z1 nor a Z2 by more than ε."""
    gain = max(1.0, size_of(layer_input))
    return EPSILON / (gain * max(1.0, size_of(case.W2)))


def _through_hidden(case: Case, Z: Array, A: Array, W: Array, moved: Array) -> tuple[Array, Array]:
    """Return how the Z2 (..., k) change where the hidden Z move up, and down; W (h, k) weighs their A."""
    up, down = ((case.activate(Z + sign * moved) - A)[..., None] * W for sign in (1, -1))
    return up, down


def _crosses_kink(case: Case, Z: Array, moved: Array) -> bool:
    return has_kink(case.activation) and bool((np.abs(Z) <= np.abs(moved)).any())


def _log_sum_exp(Z: Array) -> Array:
    """Return log Σ e^Z over the last axis, class by class: NumPy reduces an axis of two or three slowly."""
    columns = np.moveaxis(Z, -1, 0)
    top = reduce(np.maximum, columns)
    return np.asarray(top + np.log(sum(np.exp(column - top) for column in columns)))


def _losses(case: Case, Z: Array, Y: Array) -> Array:
    """Return the loss of each row: Z and Y are (..., k)."""
    if case.loss.output != "softmax":
        return squared_errors(Z, Y)
    return np.asarray(_log_sum_exp(Z) - np.einsum("...k,...k->...", Z, Y))


def _loss_difference(case: Case, above: Array, below: Array, *, step: float) -> Measured:
    """Measure the sample's loss between two Z2, each (..., k)."""
    return difference(
        _losses(case, above, case.target), _losses(case, below, case.target), step, reach=size_of(case.z2)
    )


def _mean_difference(case: Case, up: Array, down: Array, *, step: float) -> Measured:
    """Measure the mean loss between Z2 moved by `up` and by `down`, each (n or 1, m, k)."""
    above, below = (
        _losses(case, case.Z2[:, None] + moved, case.Y[:, None]).mean(axis=0) for moved in (up, down)
    )
    return difference(above, below, step, reach=size_of(case.Z2))  # of (m,)


def _mean_through_hidden(
    case: Case, Z: Array, A: Array, W: Array, moved: Array, *, step: float
) -> Measured:
    """Measure the mean loss between hidden Z (n, h or 1) moved up and down."""
    measured = _mean_difference(case, *_through_hidden(case, Z, A, W, moved), step=step)
    return replace(measured, on_kink=_crosses_kink(case, Z, moved))
