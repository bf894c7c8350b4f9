"""How far a program can agree with a run: until rounding decides.

Two ways of adding up the same numbers differ in the last bit.  Most runs damp this difference.  A run at
the edge of stability amplifies it until the printed digits differ, and so does an adaptive optimizer whose
gradients are only round-off.  No program can avoid that, but it can be predicted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.network.layers import Network, forward
from core.network.losses import accuracy
from core.program.printing import PrintedNumbers, line, numbers_of, steps_shown
from core.run.datasets import Dataset
from core.run.experiment import LAST_STEP
from core.run.optimizers import initial_state
from core.run.timeline import Timeline
from core.run.training import pack, reference_step, start


@dataclass(frozen=True)
class Agreement:
    """Say how far two ways of computing a run print the same.

    Attributes
    ----------
    reached : int
        The last step shown at which they were compared.
    diverged : int or None
        The first step shown at which a printed digit differs; None if there is none.
    """

    reached: int
    diverged: int | None


def agreement(run: Timeline, step: int, *, most: int = LAST_STEP) -> Agreement:
    """Compare a run with the readable `reference_step` at the steps that its program shows.

    Parameters
    ----------
    run : Timeline
    step : int
        How far the program goes.
    most : int
        How many updates may be made for it.

    >>> from core.run.experiment import Experiment
    >>> agreement(Timeline(Experiment()), 100)
    Agreement(reached=100, diverged=None)
    """
    network = start(run.experiment)
    memory = initial_state(run.experiment.optimizer, pack(network))
    reached = at = 0
    with np.errstate(all="ignore"):
        for shown in steps_shown(run.at(step).step):
            if shown > most:
                break
            while at < shown:
                network, memory = reference_step(run.experiment, network, memory, run.train, at)
                at += 1
            if line(shown, _measured(network, run)) != line(shown, numbers_of(run.at(shown))):
                return Agreement(shown, shown)
            reached = shown
    return Agreement(reached, None)


def _measured(network: Network, run: Timeline) -> PrintedNumbers:
    def of(points: Dataset) -> tuple[float, float]:
        trace = forward(network, points.X)
        return float(network.loss.mean(trace.Z[-1], points.Y)), accuracy(trace.probabilities, points.y)

    (loss, right), (test_loss, test_right) = of(run.train), of(run.test)
    return PrintedNumbers(loss, test_loss, right, test_right)
