"""The verdict: whether an analytic gradient agrees with the measured one, and if not, why.

A measurement has errors, too.  If ε is too large, the secant differs from the tangent.  If ε is too small,
round-off hides the difference of the two losses.  And a ReLU has no derivative at its kink.  Only a
difference that none of these explains is a bug of the backward pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, norm
from core.gradient_check.differences import best_epsilon, tolerance
from core.gradient_check.sweep import Sweep, nearest
from core.network.activations import has_kink
from core.network.layers import Network, Trace

AGREES = ("agrees", "silent")
REASONS = (*AGREES, "truncation", "round-off", "kink", "drowned", "overflow", "wrong")

_USUAL = 0.25
"""The part of its bound that round-off stays below: of 2016 correct gradients, none came above 0.16."""

_FAINT = 1e-3
"""A gradient with a larger norm is never called 0, however large the round-off."""


@dataclass(frozen=True)
class Verdict:
    """Say whether one layer's gradient agrees with its measurement at one ε.

    Attributes
    ----------
    error : float
        ‖analytic − numeric‖ / (‖analytic‖ + ‖numeric‖) over the layer's checked entries.
    tolerance : float
        The largest error that passes.
    best_error, best_epsilon : float
        The smallest error over all ε, and where.
    reason : str
        One of `REASONS`: ``"agrees"``; ``"silent"``, the gradient is about 0;
        ``"truncation"`` and ``"round-off"``, this ε is too large or too small, another one agrees;
        ``"kink"``, ReLU; ``"drowned"``, the loss is so large that its round-off hides the gradient;
        ``"overflow"``, the loss is not finite; or ``"wrong"``.
    """

    error: float
    tolerance: float
    best_error: float
    best_epsilon: float
    reason: str

    @property
    def holds(self) -> bool:
        """Whether the gradient passes at this ε."""
        return self.reason in AGREES


def judge(
    analytic: Sequence[Array], sweep: Sweep, *, scheme: str, precision: str
) -> list[tuple[Verdict, ...]]:
    """Judge each layer at each ε of a sweep.

    Parameters
    ----------
    analytic : sequence of (r, c) arrays
        The derivatives of the checked entries, as `Selection.of` returns them.
    sweep : Sweep
        The measured losses.
    scheme, precision : str
        Which difference is taken, and in which precision the losses are: they set the tolerance.

    Returns
    -------
    list of tuples of Verdict
        For each ε one verdict per layer.
    """
    errors, least = sweep.errors(analytic, scheme), tolerance(scheme, precision)
    near = nearest(sweep.epsilons, best_epsilon(scheme, precision))
    excuses = [_excuse(ours, sweep, layer, near, scheme) for layer, ours in enumerate(analytic)]
    allowed = [max(least, _round_off(ours, sweep, near)) for ours in analytic]
    layers = range(len(analytic))
    return [
        tuple(
            _verdict(errors[:, layer], sweep.epsilons, allowed[layer], at, excuses[layer])
            for layer in layers
        )
        for at in range(len(sweep.epsilons))
    ]


def _floor(ours: Array, sweep: Sweep, near: int) -> float:
    """Return a bound on what round-off makes of the measured gradient of a layer, at one ε."""
    return float(np.sqrt(ours.size) * sweep.noise / sweep.epsilons[near])


def _round_off(ours: Array, sweep: Sweep, near: int) -> float:
    """Return the relative error that round-off makes of a gradient that is small beside the loss.

    It is 0 where round-off may hide the gradient: nothing can be said there.
    """
    floor, size = _floor(ours, sweep, near), norm(ours)
    return _USUAL * floor / (2 * size) if floor < size else 0.0


def kinks_within(network: Network, trace: Trace, epsilon: float) -> int:
    """Return how many ReLU pre-activations a perturbation of ε can move across 0.

    A perturbation of W moves Z by ε times the layer input, one of b by ε. Counted are those with
    |Z| ≤ ε · max(1, |A_prev|).
    """
    reach = (
        epsilon * max(1.0, float(np.abs(trace.layer_input(i)).max())) for i in range(len(network.layers))
    )
    return sum(
        int((np.abs(Z) <= far).sum())
        for Z, far, layer in zip(trace.Z, reach, network.layers, strict=True)
        if has_kink(layer.activation)
    )


def _verdict(errors: Array, epsilons: Array, allowed: float, at: int, excuse: str) -> Verdict:
    """Return the verdict on a layer with these errors (e,) at one ε; `excuse` holds where none agrees."""
    best = int(errors.argmin())
    reason = excuse
    if errors[at] <= allowed:
        reason = "agrees"
    elif errors[best] <= allowed:
        reason = "truncation" if at > best else "round-off"
    return Verdict(float(errors[at]), allowed, float(errors[best]), float(epsilons[best]), reason)


def _excuse(ours: Array, sweep: Sweep, layer: int, near: int, scheme: str) -> str:
    """Return why no ε agrees, seen at the one that should."""
    theirs = sweep.slopes(scheme)[layer][near]
    if not np.isfinite(theirs).all():
        return "overflow"
    floor = _floor(ours, sweep, near)
    if max(norm(ours), norm(theirs)) <= floor:
        return "silent" if norm(ours) <= _FAINT else "drowned"
    # At a kink the slopes on the two sides differ, and the analytic one is that of one side.
    if sweep.bends and norm(ours - theirs) <= norm(sweep.bends[scheme][layer]) + floor:
        return "kink"
    return "wrong"
