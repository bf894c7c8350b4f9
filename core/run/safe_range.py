"""The safe range: parameters so small that nothing computed from them can overflow.

A run ends at its last finite step.  To measure every step would double its cost, so most are proved finite
by the size of their parameters, and only the others are measured.
"""

from __future__ import annotations

from core.network.activations import ACTIVATIONS
from core.run.experiment import Experiment

_SAFE = 290  # a power of ten that leaves room for the number of samples and units


def largest_safe_squares(experiment: Experiment) -> float | None:
    """Return the largest Σ θ² at which every number of a step is finite; None if all steps are safe.

    With L layers and B = ‖θ‖ ≥ 1, each layer gives ‖A‖ ≤ B (‖A_prev‖ + 1), so that neither a Z nor a loss
    exceeds B^L (‖x‖ + L) by more than a factor of n, and going back ‖dW‖ ≤ 2 B^(L−1) (‖x‖ + L) + B.

    All steps of `LAST_STEP` are safe, however large the parameters get,

    - with RMSProp and Adam: no update exceeds 8 lr (Kingma & Ba 2015, Section 2.1);
    - where no activation exceeds 1 and the penalty cannot grow the weights (lr · l2 ≤ 1; with momentum no
      penalty): an update of the last layer is bounded by 20 lr ‖x‖, and one of the layer before it by that
      times the last layer's weights, and so on, which gives 10¹⁹⁰ for five layers of 64 units.  The L1
      penalty adds at most 10 lr to an update.
    """
    run = experiment
    rates, penalties = run.values_of("learning_rate"), run.values_of("l2")
    most = {"sgd": 1.0, "momentum": 0.0}.get(run.optimizer)
    if most is None:
        return None
    if (ACTIVATIONS[run.activation].bounds or not run.hidden) and max(rates) * max(penalties) <= most:
        return None
    return float(10 ** min(_SAFE, 2 * _SAFE / (len(run.sizes) - 1)))
