"""The gradient check: compare a backward pass with measured derivatives.

Perturb one parameter by ±ε and divide the change of the loss by the change of the parameter.  No formula
of the backward pass is used, so an agreement is evidence that both are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Array, norm, require_choice
from core.network.backprop import Gradients, backward, objective
from core.network.layers import Layer, Network, forward

SCHEMES = ("central", "forward")
"""Perturb θ to both sides, or to one side: the error falls with ε², or only with ε."""

PRECISIONS: dict[str, type[np.floating[Any]]] = {"float64": np.float64, "float32": np.float32}
"""The number formats in which the loss may be computed."""

_MARGIN = 300.0
_ORDER = {"central": 2 / 3, "forward": 1 / 2}


@dataclass(frozen=True)
class NumericGradients:
    """Hold the measured derivatives of one layer: dW (d, h) and db (h,)."""

    dW: Array
    db: Array


def numeric_gradients(
    network: Network,
    X: Array,
    Y: Array,
    *,
    l2: float = 0.0,
    l1: float = 0.0,
    epsilon: float = 1e-5,
    scheme: str = "central",
    precision: str = "float64",
) -> tuple[NumericGradients, ...]:
    """Measure the gradient of every parameter by differences of the loss, one parameter θ at a time.

    Central: (L(θ + ε) − L(θ − ε)) / 2ε; the error falls with ε².  Forward: (L(θ + ε) − L(θ)) / ε; it
    falls with ε.  Both until the round-off of the loss, u·L/ε, takes over: u is 1e-16 in float64 and
    6e-8 in float32.

    Parameters
    ----------
    network : Network
    X : (n, d) array
    Y : (n, k) array
        Targets.
    l2, l1 : float
        Strengths of the penalties in the loss.
    epsilon : float
        The perturbation, > 0.
    scheme : {"central", "forward"}
        Which difference.
    precision : {"float64", "float32"}
        The number format of the network, the data and the whole forward pass; only the difference of
        the two losses is computed and divided in float64.

    Returns
    -------
    tuple of NumericGradients
        One per layer, in float64.

    Raises
    ------
    ValueError
        If `epsilon` is not positive, or `scheme` or `precision` is unknown.
    """
    if not epsilon > 0:
        raise ValueError(f"epsilon must be > 0; got {epsilon}")
    require_choice("scheme", scheme, SCHEMES)
    require_choice("precision", precision, PRECISIONS)
    # A private copy: the perturbations are made in place and must not change the caller's arrays.
    perturbed, X, Y = in_precision(network, X, Y, precision)
    perturbations = (epsilon, -epsilon) if scheme == "central" else (epsilon, 0.0)

    def measure(parameter: Array) -> Array:
        slope = np.empty(parameter.shape)
        for place in np.ndindex(parameter.shape):
            kept = parameter[place]
            losses = []
            for perturbation in perturbations:
                parameter[place] = kept + parameter.dtype.type(perturbation)
                losses.append(objective(perturbed, X, Y, l2=l2, l1=l1))
            parameter[place] = kept
            slope[place] = (losses[0] - losses[1]) / (perturbations[0] - perturbations[1])
        return slope

    return tuple(NumericGradients(measure(layer.W), measure(layer.b)) for layer in perturbed.layers)


def in_precision(network: Network, X: Array, Y: Array, precision: str) -> tuple[Network, Array, Array]:
    """Return copies of a network and a batch in ``"float64"`` or ``"float32"``."""
    kind = PRECISIONS[precision]
    layers = tuple(
        Layer(layer.W.astype(kind), layer.b.astype(kind), layer.activation) for layer in network.layers
    )
    return Network(layers), X.astype(kind), Y.astype(kind)


def round_off(precision: str) -> float:
    """Return u, the distance from 1 to the next number of ``"float64"`` or ``"float32"``."""
    return float(np.finfo(PRECISIONS[precision]).eps)


def best_epsilon(scheme: str, precision: str) -> float:
    """Return the ε at which truncation and round-off balance, for a loss of order 1.

    Central: ε² = u/ε gives u^⅓.  Forward: ε = u/ε gives u^½.

    >>> f"{best_epsilon('central', 'float64'):.0e}", f"{best_epsilon('forward', 'float64'):.0e}"
    ('6e-06', '1e-08')
    """
    return float(round_off(precision) ** (1 - _ORDER[scheme]))


def tolerance(scheme: str, precision: str) -> float:
    """Return the relative error up to which a layer passes.

    Three hundred times what the scheme can reach at its best ε: u^⅔ for central, u^½ for forward
    differences.  The factor leaves room for gradients smaller than the loss and for many terms.

    >>> f"{tolerance('central', 'float64'):.0e}", f"{tolerance('forward', 'float32'):.0e}"
    ('1e-08', '1e-01')
    """
    return float(_MARGIN * round_off(precision) ** _ORDER[scheme])


def relative_error(a: Array, b: Array) -> float:
    """Return ‖a − b‖ / (‖a‖ + ‖b‖), and 0 where both are zero.

    >>> relative_error(np.array([1.0]), np.array([3.0]))
    0.5
    """
    scale = norm(a) + norm(b)
    return norm(a - b) / scale if scale else 0.0


def check_gradients(
    network: Network,
    X: Array,
    Y: Array,
    *,
    l2: float = 0.0,
    l1: float = 0.0,
    epsilon: float = 1e-5,
    scheme: str = "central",
    precision: str = "float64",
    gradients: Gradients | None = None,
) -> tuple[float, ...]:
    """Compare analytic gradients with measured ones.

    Parameters
    ----------
    epsilon, scheme, precision
        As `numeric_gradients` takes them.
    gradients : Gradients, optional
        What to check; by default what `backward` returns.

    Returns
    -------
    tuple of float
        One relative error per layer, weights and biases together.
    """
    analytic = gradients or backward(network, forward(network, X), Y, l2=l2, l1=l1)
    numeric = numeric_gradients(
        network, X, Y, l2=l2, l1=l1, epsilon=epsilon, scheme=scheme, precision=precision
    )
    return tuple(
        relative_error(_flat(ours.dW, ours.db), _flat(theirs.dW, theirs.db))
        for ours, theirs in zip(analytic.layers, numeric, strict=True)
    )


def _flat(dW: Array, db: Array) -> Array:
    return np.concatenate([dW.ravel(), db])
