"""Many perturbations at once: the loss at θ ± ε for chosen parameters θ and a whole grid of ε.

`core.gradient_check.differences` says what is measured, one parameter after another; this file
measures the same for a picture.  A perturbation of W_l[i, j] changes nothing before unit j of layer l,
so the forward pass continues from there: that unit is computed again from its input, then every later
layer.  No derivative is used anywhere, and every loss is that of a forward pass in the precision asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.arrays import Array, IntArray, require_choice
from core.gradient_check.differences import (
    PRECISIONS,
    SCHEMES,
    best_epsilon,
    in_precision,
    relative_error,
    round_off,
)
from core.gradient_check.moved_penalties import moved_penalties
from core.gradient_check.selection import Selection, select
from core.network.activations import ACTIVATIONS, has_kink
from core.network.layers import Layer, Network, Trace, forward
from core.network.loss_functions import squared_errors
from core.network.penalties import Penalties

_UNITS = 4  # of round-off in one loss: additions lose little, the mean over rows wins some back
_CHUNK = 1 << 17  # numbers that one array may have: they stay in the cache


@dataclass(frozen=True)
class Sweep:
    """Hold the losses around the checked parameters.

    Attributes
    ----------
    selection : Selection
    epsilons : (e,) array
    base : tuple of (r, c) arrays
        L(θ) per layer, in float64.
    above, below : tuple of (e, r, c) arrays
        L(θ + ε) and L(θ − ε).
    noise : float
        About how far round-off moves one loss: some units of the loss and of the largest Z in it.
    bends : mapping of str to tuple of (r, c) arrays
        By scheme: how much steeper the loss is on one side of θ than on the other, at the scheme's best ε;
        the mean of the samples' own |L(θ + ε) + L(θ − ε) − 2 L(θ)| / ε, in which kinks do not cancel.
        Empty if no hidden layer is ReLU.
    """

    selection: Selection
    epsilons: Array
    base: tuple[Array, ...]
    above: tuple[Array, ...]
    below: tuple[Array, ...]
    noise: float
    bends: Mapping[str, tuple[Array, ...]]

    def slopes(self, scheme: str) -> tuple[Array, ...]:
        """Return the numeric derivatives (e, r, c) of each layer.

        Central (L(θ + ε) − L(θ − ε)) / 2ε, or forward (L(θ + ε) − L(θ)) / ε.

        Raises
        ------
        ValueError
            If the scheme is unknown.
        """
        require_choice("scheme", scheme, SCHEMES)
        epsilon = self.epsilons[:, None, None]
        central = scheme == "central"
        pairs = zip(self.above, self.below if central else self.base, strict=True)
        with np.errstate(over="ignore", invalid="ignore"):  # near the end of a run that overflows
            return tuple((high - low) / ((1 + central) * epsilon) for high, low in pairs)

    def errors(self, analytic: Sequence[Array], scheme: str) -> Array:
        """Return the relative error (e, layers) of each layer's checked entries (r, c) at each ε.

        Where a loss overflowed it is 1, because nothing was measured.
        """
        grid, slopes = range(len(self.epsilons)), self.slopes(scheme)
        with np.errstate(all="ignore"):
            errors = np.transpose(
                [[relative_error(a, b[at]) for at in grid] for a, b in zip(analytic, slopes, strict=True)]
            )
        return np.where(np.isfinite(errors), errors, 1.0)


def nearest(epsilons: Array, epsilon: float) -> int:
    """Return the index of the ε in a grid that is nearest to one, on a logarithmic scale."""
    return int(np.abs(np.log(epsilons / epsilon)).argmin())


def sweep(
    network: Network,
    X: Array,
    Y: Array,
    *,
    epsilons: Sequence[float],
    selection: Selection | None = None,
    l2: float = 0.0,
    l1: float = 0.0,
    precision: str = "float64",
) -> Sweep:
    """Measure the loss at θ ± ε for chosen parameters θ and every ε.

    Parameters
    ----------
    network : Network
    X : (n, d) array
    Y : (n, k) array
        Targets.
    epsilons : sequence of float
        The perturbations, each > 0.
    selection : Selection, optional
        What to check; by default what `select` chooses.  Only its first rows of X and Y are used.
    l2, l1 : float
        Strengths of the penalties in the loss.
    precision : {"float64", "float32"}
        The number format of network, data and every forward pass.

    Raises
    ------
    ValueError
        If an ε is not positive or the precision is unknown.
    """
    require_choice("precision", precision, PRECISIONS)
    grid = np.asarray(epsilons, dtype=float)
    if not (grid > 0).all():
        raise ValueError(f"epsilons must be > 0; got {grid.min()}")
    chosen = selection or select(network.sizes, len(X), perturbations=2 * len(grid) + 1)
    with np.errstate(all="ignore"):  # float32 may overflow where float64 did not: the loss then says so
        network, X, Y = in_precision(network, X[: chosen.rows], Y[: chosen.rows], precision)
        trace = forward(network, X)
        offsets = np.concatenate([[0.0], grid, -grid])
        layers = range(len(network.layers))
        losses = [
            _layer_losses(network, trace, Y, i, chosen, offsets, {"l2": l2, "l1": l1}) for i in layers
        ]
        bends = {}
        if l1 or any(has_kink(layer.activation) for layer in network.layers):
            for scheme in SCHEMES:
                epsilon = grid[nearest(grid, best_epsilon(scheme, precision))]
                bends[scheme] = tuple(
                    _layer_bends(network, trace, Y, i, chosen, epsilon, l1) for i in layers
                )
        loudest = float(losses[0][0, 0, 0] + np.abs(trace.Z[-1]).max())
    e = len(grid)
    return Sweep(
        selection=chosen,
        epsilons=grid,
        base=tuple(each[0] for each in losses),
        above=tuple(each[1 : e + 1] for each in losses),
        below=tuple(each[e + 1 :] for each in losses),
        noise=_UNITS * round_off(precision) * loudest,
        bends=bends,
    )


def _layer_losses(
    network: Network, trace: Trace, Y: Array, index: int, chosen: Selection, offsets: Array, own: Penalties
) -> Array:
    """Return the loss (o, r, c) of one layer's checked entries at each offset."""
    rows, columns = (axis.ravel() for axis in chosen.places(index))
    widest = max(layer.b.size for layer in network.layers[index:])
    most = max(1, _CHUNK // (widest * len(Y) * len(rows)))
    losses = np.empty((len(offsets), len(rows), len(columns)))
    for c, column in enumerate(columns.tolist()):
        for begin in range(0, len(offsets), most):
            part = slice(begin, begin + most)
            moved = _moved(network.layers[index], column, rows, offsets[part])
            mean = _unit_losses(network, trace, Y, (index, column), moved).mean(axis=1)
            total = np.asarray(mean, dtype=float) + moved_penalties(network, (index, column), moved, **own)
            losses[part, :, c] = total.reshape(-1, len(rows))
    return losses


def _layer_bends(
    network: Network, trace: Trace, Y: Array, index: int, chosen: Selection, epsilon: float, l1: float
) -> Array:
    """Return how the slopes (r, c) of one layer's checked entries differ between the two sides of θ.

    The L1 penalty bends where a weight crosses 0: by twice the part of ε that lies beyond.
    """
    rows, columns = (axis.ravel() for axis in chosen.places(index))
    bends = np.empty((len(rows), len(columns)))
    for c, column in enumerate(columns.tolist()):
        moved = _moved(network.layers[index], column, rows, np.array([0.0, epsilon, -epsilon]))
        losses = _unit_losses(network, trace, Y, (index, column), moved).reshape(3, len(rows), -1)
        bends[:, c] = np.abs(losses[1] + losses[2] - 2 * losses[0]).mean(axis=1) / epsilon
        weights = np.append(network.layers[index].W[:, column], np.inf)[rows]
        bends[:, c] += 2 * l1 * np.maximum(1 - np.abs(weights) / epsilon, 0)
    return bends


def _moved(layer: Layer, column: int, rows: IntArray, offsets: Array) -> Array:
    """Return [W; b] of one unit (m, d + 1), with one of `rows` moved by one of `offsets`: m = o·r."""
    own = np.append(layer.W[:, column], layer.b[column])  # (d + 1,)
    moved = np.tile(own, (len(offsets), len(rows), 1))  # (o, r, d + 1)
    moved[:, np.arange(len(rows)), rows] += offsets[:, None].astype(own.dtype)
    return np.asarray(moved.reshape(-1, len(own)))


def _unit_losses(network: Network, trace: Trace, Y: Array, unit: tuple[int, int], moved: Array) -> Array:
    """Return the loss (m, n) of each sample with a unit's weights `moved`, without the penalty.

    The m perturbed networks go forward together; units come first here, (h, m, n), so that sums over
    units or classes run along long rows.
    """
    z = moved[:, :-1] @ trace.layer_input(unit[0]).T + moved[:, -1:]  # (m, d) @ (d, n)
    Z = _last_Z(network, trace, unit, z)
    is_softmax = network.loss.output == "softmax"
    return _cross_entropies(Z, Y) if is_softmax else squared_errors(np.moveaxis(Z, 0, -1), Y)


def _last_Z(network: Network, trace: Trace, unit: tuple[int, int], z: Array) -> Array:
    """Return the output's pre-activations (k, m, n) from those of one unit, (m, n)."""
    index, column = unit
    if index + 1 == len(network.layers):
        return _with_row(trace.Z[index], column, z)
    a = ACTIVATIONS[network.layers[index].activation].function(z)
    above = network.layers[index + 1]
    # The contribution of all other units does not change; the perturbed unit's is added to it.
    others = np.delete(trace.A[index], column, axis=1) @ np.delete(above.W, column, axis=0) + above.b
    Z = others.T[:, None, :] + above.W[column][:, None, None] * a  # (h, m, n)
    for below, layer in pairwise(network.layers[index + 1 :]):
        A = ACTIVATIONS[below.activation].function(Z)
        Z = (layer.W.T @ A.reshape(len(A), -1)).reshape(-1, *z.shape) + layer.b[:, None, None]
    return np.asarray(Z)


def _with_row(Z: Array, column: int, z: Array) -> Array:
    """Return the columns of Z (n, k) as (k, m, n), one of them replaced by z (m, n)."""
    repeated = np.repeat(Z.T[:, None, :], len(z), axis=1)
    repeated[column] = z
    return np.asarray(repeated)


def _cross_entropies(Z: Array, Y: Array) -> Array:
    """Return the cross-entropy (m, n) of pre-activations (k, m, n), by log-sum-exp."""
    shifted = Z - Z.max(axis=0)
    return np.asarray(np.log(np.exp(shifted).sum(axis=0)) - np.einsum("kmn,nk->mn", shifted, Y))
