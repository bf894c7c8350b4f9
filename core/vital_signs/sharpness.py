"""Sharpness: the largest curvature of the loss in any direction, and how much of it an update tolerates."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np

from core.arrays import Array
from core.network.backprop import backward
from core.network.layers import Network, forward
from core.run.experiment import Experiment
from core.run.optimizers import MOMENTUM
from core.run.training import data
from core.vital_signs.curvature import gradient_along
from core.vital_signs.lanczos import eigenvalue_in_slices
from core.vital_signs.slices import Slices, finish

MOST_EXACT = 64
"""Up to so many parameters the whole Hessian is computed, all columns at once."""


def sharpness(
    network: Network, X: Array, Y: Array, *, l2: float = 0.0, tolerance: float = 1e-6, most: int = 100
) -> float:
    """Return λ_max, the largest eigenvalue of the Hessian of what training minimizes.

    That is the mean loss over all of X plus the penalty (l2/2) Σ W², so λ_max includes the penalty.  At a
    distance s along its eigenvector the gradient changes by λ_max s.  With cross-entropy λ_max is never
    negative: adding the same number to all biases of the output changes nothing.  Round-off below 0 is
    cut off there.

    Parameters
    ----------
    X : (n, d) array
    Y : (n, k) array
        Targets.
    l2 : float
        Strength of the penalty.
    tolerance, most : float, int
        For networks with more than `MOST_EXACT` parameters; see `lanczos.largest_eigenvalue`.

    Returns
    -------
    float
        In units of the loss per unit of the parameters squared.  NaN if the Hessian overflows.

    Raises
    ------
    TypeError, ValueError
        As `core.forward` and `core.backward` do.

    References
    ----------
    Cohen, Kaur, Li, Kolter & Talwalkar 2021, "Gradient descent on neural networks typically occurs at the
    edge of stability", where λ_max is called the sharpness.
    """
    with np.errstate(all="ignore"):
        return finish(sharpness_in_slices(network, X, Y, l2=l2, tolerance=tolerance, most=most))


def sharpness_in_slices(
    network: Network, X: Array, Y: Array, *, l2: float, tolerance: float, most: int = 100
) -> Slices[float]:
    """Do the same with a slice for each product with the Hessian; NumPy may warn that one overflows."""
    trace = forward(network, X)
    product = partial(gradient_along, network, trace, backward(network, trace, Y), l2=l2)
    size = sum(layer.W.size + layer.b.size for layer in network.layers)
    if size > MOST_EXACT:
        largest = yield from eigenvalue_in_slices(product, size, tolerance=tolerance, most=most)
    else:
        H = product(np.eye(size))
        largest = float(np.linalg.eigvalsh(H)[-1]) if np.isfinite(H).all() else float("nan")
    return 0.0 if largest < 0 and network.loss.is_convex else largest


def sharpness_threshold(experiment: Experiment, step: int) -> float | None:
    """Return the sharpness beyond which the update that leaves `step` overshoots, where theory has one.

    On a quadratic of curvature λ_max, gradient descent multiplies the distance from the minimum by
    1 − lr · λ_max: it diverges if λ_max > 2/lr.  With momentum, v ← βv + g and θ ← θ − lr · v, it diverges
    if λ_max > 2(1 + β)/lr.

    Returns
    -------
    float or None
        None, not known, for the other optimizers, which scale each parameter, and for mini-batches, whose
        noise adds to the overshooting.

    References
    ----------
    Cohen et al. 2021, Section 2 and Appendix B; Polyak 1964 (momentum).

    >>> sharpness_threshold(Experiment(learning_rate=10), 0)
    0.2
    """
    factors = {"sgd": 2.0, "momentum": 2.0 * (1.0 + MOMENTUM)}
    if experiment.optimizer not in factors or not _uses_all_samples(experiment, step):
        return None
    return factors[experiment.optimizer] / experiment.rate_at(step)


def _uses_all_samples(experiment: Experiment, step: int) -> bool:
    """Return whether the update that leaves `step` uses the whole training set."""
    size = experiment.value_at("batch_size", step)
    return size is None or size >= _training_points(experiment)


@lru_cache(maxsize=64)
def _training_points(experiment: Experiment) -> int:
    return len(data(experiment)[0].y)
