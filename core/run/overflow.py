"""Overflow: where a run ends because a number exceeds the range of floats, and which number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.network.layers import Network, forward
from core.run.optimizers import State
from core.run.training import unpack_pairs

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Divergence:
    """Say where a run overflowed.

    Attributes
    ----------
    step : int
        The last step at which every number was finite.
    layer : int
        Counted from 1.
    quantity : str
        The first one not finite: ``"W"``, ``"Z"``, ``"loss"`` or ``"memory"`` (the optimizer's).
    before, largest : float
        The largest absolute weight of that layer at the start of the run and at `step`.
    rate : float
        The learning rate of the update that failed.
    """

    step: int
    layer: int
    quantity: str
    before: float
    largest: float
    rate: float

    @property
    def message(self) -> str:
        """The same in one sentence."""
        index = str(self.layer).translate(_SUBSCRIPT)
        what = {
            "W": f"the next update of W{index} overflowed",
            "Z": f"the next Z{index} overflowed",
            "loss": "the next loss overflowed",
            "memory": f"the optimizer's memory of layer {self.layer} overflowed next",
        }[self.quantity]
        return (
            f"The run stopped at step {self.step:,}, its last finite one: {what}. The largest weight of "
            f"layer {self.layer} had grown from {_written(self.before)} to "
            f"{_written(self.largest)} at learning rate {self.rate:g}."
        )


def _written(value: float) -> str:
    """Return a number to three significant digits.

    >>> _written(0.5), _written(1.634e77)
    ('0.5', '1.63×10⁷⁷')
    """
    mantissa, _, power = f"{value:.3g}".partition("e")
    return f"{mantissa}×10{str(int(power)).translate(_SUPERSCRIPT)}" if power else mantissa


def explain(
    start: Network,
    last: Network,
    failed: Network,
    memory: State,
    *,
    X: Array,
    step: int,
    rate: float,
) -> Divergence:
    """Say which layer failed first in the update after `step`.

    Parameters
    ----------
    start, last, failed : Network
        At step 0, at `step`, and one update later.
    memory : State
        What the optimizer remembers then.
    X : (n, d) array
        The training points.
    """
    layer, quantity = _first_failure(failed, memory, X)
    return Divergence(
        step=step,
        layer=layer + 1,
        quantity=quantity,
        before=float(np.abs(start.layers[layer].W).max()),
        largest=float(np.abs(last.layers[layer].W).max()),
        rate=rate,
    )


def _first_failure(network: Network, memory: State, X: Array) -> tuple[int, str]:
    for index, (layer, Z) in enumerate(zip(network.layers, forward(network, X).Z, strict=True)):
        if not (np.isfinite(layer.W).all() and np.isfinite(layer.b).all()):
            return index, "W"
        if not np.isfinite(Z).all():
            return index, "Z"
    for vector in memory:
        for index, pair in enumerate(unpack_pairs(vector, network.sizes)):
            if not all(np.isfinite(array).all() for array in pair):
                return index, "memory"
    return len(network.layers) - 1, "loss"
