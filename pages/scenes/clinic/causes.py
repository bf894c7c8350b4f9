"""The causes that a learner chooses from: what each would show, and how it is looked for in a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pages.scenes.clinic import signs
from pages.scenes.clinic.failing_run import FailingRun
from pages.scenes.clinic.signs import Sign


@dataclass(frozen=True)
class Cause:
    """Describe one reason why a run does not learn.

    Attributes
    ----------
    label : str
        As it stands among the answers.
    expected : str
        What would be seen if it were true.
    sign : callable
        Measures on a run whether that is seen.
    trials : callable
        The runs that the measurement needs besides the run itself.
    """

    label: str
    expected: str
    sign: Callable[[FailingRun], Sign]
    trials: Callable[[FailingRun], list[FailingRun]] = lambda run: []


CAUSES = {
    "symmetry": Cause(
        "All hidden units are alike",
        "Units that are alike have equal weights and get equal gradients.",
        signs.alike,
    ),
    "no_hidden_layer": Cause(
        "A hidden layer is missing",
        "Without a hidden layer the boundary between two classes is a straight line.",
        signs.no_hidden_layer,
    ),
    "local_minimum": Cause(
        "It is stuck in a local minimum",
        "If it were stuck in a local minimum, some other initial weights would help.",
        signs.seeds_help,
        signs.other_seeds,
    ),
    "too_few_units": Cause(
        "There are too few hidden units",
        "If units were missing, more of them would help.",
        signs.units_help,
        signs.wider,
    ),
    "nothing_wrong": Cause(
        "Nothing is wrong: it needs more steps",
        "If it only needed more steps, they would help.",
        signs.steps_help,
        signs.longer,
    ),
    "rate_too_small": Cause(
        "The learning rate is too small",
        "If the rate were too small, a larger one would help.",
        signs.rates_help,
        signs.faster,
    ),
    "overshooting": Cause(
        "Each update overshoots the minimum",
        "An update that overshoots makes the loss larger.",
        signs.rising_loss,
    ),
    "saturated": Cause(
        "The hidden units are saturated",
        "A saturated unit has f′ ≈ 0 on almost every sample, so almost no gradient passes through it.",
        signs.saturated_units,
    ),
    "dead": Cause(
        "The hidden units are dead",
        "A dead unit has f′ = 0 on all training samples, so no gradient reaches its weights.",
        signs.dead_units,
    ),
    "vanishing": Cause(
        "The gradient vanishes on the way back",
        "A vanishing gradient is much smaller in layer 1 than in the last layer.",
        signs.shrinking_gradient,
    ),
    "l2_too_strong": Cause(
        "The L2 penalty is too strong",
        "A penalty λ that is too strong pulls all weights to 0.",
        signs.small_weights,
    ),
    "penalty_overshoots": Cause(
        "The learning rate is too large for the L2 penalty",
        "Each update multiplies all weights by 1 − lr · λ. If this factor is below −1, the weights grow.",
        signs.growing_weights,
    ),
    "overfitting": Cause(
        "It overfits the training points",
        "An overfitted network has a much smaller loss on training points than on test points.",
        signs.generalization,
    ),
    "batch_noise": Cause(
        "The mini-batches are too noisy",
        "If the batches are too small, the error of a batch's gradient is larger than the gradient itself.",
        signs.batch_noise,
    ),
}
"""By their names in patients and links."""
