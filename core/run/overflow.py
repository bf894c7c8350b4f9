"""Overflow: where a run ends because a number exceeds the range of floats, and which number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.network.layers import Network, forward
from core.run.datasets import Dataset
from core.run.experiment import Experiment
from core.run.optimizers import State
from core.run.training import batch_gradients, start, unpack, unpack_pairs

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Divergence:
    """Say where a run overflowed.

    Attributes
    ----------
    step : int
        The last step at which every parameter, loss and gradient is finite.
    layer : int
        Counted from 1.
    quantity : str
        The first one not finite, in the order of computing: ``"memory"`` (the optimizer's), ``"W"``,
        ``"b"``, ``"Z"``, ``"loss"``, ``"test loss"`` or ``"gradient"``.
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
            "memory": f"the optimizer's memory of layer {self.layer} overflowed next",
            "W": f"the next update of W{index} overflowed",
            "b": f"the next update of b{index} overflowed",
            "Z": f"the next Z{index} overflowed",
            "loss": "the next training loss overflowed",
            "test loss": "the next test loss overflowed",
            "gradient": f"the next gradient of layer {self.layer} overflowed",
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
    experiment: Experiment,
    step: int,
    last: Array,
    failed: tuple[Array, State],
    *,
    train: Dataset,
    test: Dataset,
) -> Divergence:
    """Say what failed first in the update that leaves `step`.

    Parameters
    ----------
    last : (p,) array
        The parameters at `step`, in the order of `core.run.training.pack`.
    failed : ((p,) array, tuple of (p,) arrays)
        The parameters one update later, and what the optimizer remembers then.
    """
    theta, memory = failed
    network = unpack(theta, experiment)
    layer, quantity = _failed_update(network, memory) or _failed_measure(
        experiment, network, step + 1, train, test
    )
    return Divergence(
        step=step,
        layer=layer + 1,
        quantity=quantity,
        before=float(np.abs(start(experiment).layers[layer].W).max()),
        largest=float(np.abs(unpack(last, experiment).layers[layer].W).max()),
        rate=experiment.rate_at(step),
    )


def _failed_update(network: Network, memory: State) -> tuple[int, str] | None:
    """Return the layer and the quantity that the update itself made infinite."""
    for vector in memory:
        for index, pair in enumerate(unpack_pairs(vector, network.sizes)):
            if not all(np.isfinite(array).all() for array in pair):
                return index, "memory"
    for index, layer in enumerate(network.layers):
        for name in ("W", "b"):
            if not np.isfinite(getattr(layer, name)).all():
                return index, name
    return None


def _failed_measure(
    experiment: Experiment, network: Network, step: int, train: Dataset, test: Dataset
) -> tuple[int, str]:
    """Return the layer and the quantity that finite parameters make infinite."""
    traces = [forward(network, points.X) for points in (train, test)]
    for trace in traces:
        for index, A in enumerate(trace.A):
            if not np.isfinite(A).all():  # a sigmoid of infinity is 1, and the run goes on
                return index, "Z"
    last = len(network.layers) - 1
    for name, trace, points in zip(("loss", "test loss"), traces, (train, test), strict=True):
        if not np.isfinite(network.loss.mean(trace.Z[-1], points.Y)):
            return last, name
    norms = [layer.norm for layer in batch_gradients(experiment, network, train, step).layers]
    return max(index for index, norm in enumerate(norms) if not np.isfinite(norm)), "gradient"
