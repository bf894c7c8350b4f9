"""Trials: advice is tried before it is given, within a budget.

The budget is in seconds as `core.run.cost` estimates them, not as a clock measures them: so the same
question has the same answer on every machine.  A trial yields after each slice of its work, and whoever
drives it may stop there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from core.diagnosis.finding import Advice, Outcome
from core.diagnosis.replays import forked_at
from core.diagnosis.symptoms import LEARNED, Symptoms
from core.run.changes import restarted
from core.run.cost import seconds_per_step
from core.run.experiment import Experiment
from core.run.snapshot import Snapshot
from core.run.timeline import Timeline
from core.vital_signs.slices import Slices

SEEDS = 8
LONGEST = 3000
"""A trial is no longer than this, or than the run under diagnosis."""

_GAIN = 0.05  # of accuracy

AS_GOOD = 0.95
"""A run does as well as another if it has this fraction of its accuracy."""

_FIXED = 0.02  # of a trial, for its history
_SHORTEST = 100
_ASTRAY = 300


class Trials:
    """Try runs while the budget lasts.

    Parameters
    ----------
    symptoms : Symptoms
        The run under diagnosis at its step.
    budget : float
        Estimated seconds for all trials together.
    run : callable
        Makes, or finds, the timeline of an experiment.
    last : int
        No run is tried beyond this step.

    Attributes
    ----------
    left : float
        What remains of the budget.
    tried : dict of (Experiment, int) to Outcome
        What each run tried reached at a step.
    """

    def __init__(
        self, symptoms: Symptoms, *, budget: float, run: Callable[[Experiment], Timeline], last: int
    ) -> None:
        self.symptoms, self.left, self.last = symptoms, budget, last
        self._run = run
        self.tried: dict[tuple[Experiment, int], Outcome] = {}

    @property
    def experiment(self) -> Experiment:
        """The run under diagnosis."""
        return self.symptoms.experiment

    @property
    def now(self) -> Snapshot:
        """That run at its step."""
        return self.symptoms.now

    @property
    def horizon(self) -> int:
        """The step to which a change is tried: the one of the diagnosis, at most `LONGEST`.

        A run that stands still gets no better by more steps: then it is `LONGEST`.  A run that went astray
        in its first steps is compared with what others learn in some more.
        """
        if self.symptoms.is_stationary:
            return LONGEST
        least = _ASTRAY if self.symptoms.is_worse else 0
        return min(max(self.now.step, least), LONGEST)

    def measure(self, experiment: Experiment, step: int) -> Slices[Outcome | None]:
        """Run an experiment to a step, or as far as half of the budget goes; None if that is not far."""
        seconds = seconds_per_step(experiment)
        most = int((self.left / 2 - _FIXED) / seconds)
        if most < min(step, _SHORTEST):
            return None
        step = min(step, most, self.last)
        if (experiment, step) not in self.tried:
            self.left -= step * seconds + _FIXED
            self.tried[experiment, step] = yield from self._measure(experiment, step)
        return self.tried[experiment, step]

    def _measure(self, experiment: Experiment, step: int) -> Slices[Outcome]:
        run = yield from forked_at(self._run(experiment), step)
        last, history = run.at(step), run.history(step)
        below = np.flatnonzero(history[:, 1] <= self.now.train_loss)
        return Outcome(
            step=last.step,
            train_loss=last.train_loss,
            test_loss=last.test_loss,
            train_accuracy=last.train_accuracy,
            test_accuracy=last.test_accuracy,
            is_finite=last.divergence is None,
            overtakes=int(history[below[0], 0]) if below.size else None,
        )

    def helps(self, outcome: Outcome | None) -> bool:
        """Return whether a training run is clearly better than the one under diagnosis."""
        if outcome is None or not outcome.is_finite:
            return False
        now, right = self.now, outcome.train_accuracy
        if right < self.symptoms.guess_accuracy + 0.1:  # no better than a constant answer
            return False
        better = right >= now.train_accuracy + _GAIN or outcome.train_loss <= 0.7 * now.train_loss
        return better and right >= now.train_accuracy - 0.01 and outcome.train_loss <= now.train_loss

    def helps_clearly(self, outcome: Outcome | None) -> bool:
        """Return whether it also has a clearly higher training accuracy, and no lower test accuracy."""
        return (
            outcome is not None
            and self.helps(outcome)
            and outcome.train_accuracy >= self.now.train_accuracy + _GAIN
            and outcome.test_accuracy >= self.now.test_accuracy
        )

    def holds(self, advice: Advice, *, gain: float = _GAIN) -> bool:
        """Return whether the seeds that were tried are clearly better on average, too."""
        return advice.mean is None or advice.mean >= self.now.train_accuracy + gain

    def advise(
        self, changes: tuple[Advice, ...], helps: Callable[[Outcome | None], bool] | None = None
    ) -> Slices[tuple[Advice, ...]]:
        """Try changes in turn until one makes the run learn with most seeds.

        Returns
        -------
        tuple of Advice
            Those that help, the best first; or, if time ran out before any did, those that were not tried.
        """
        helps = helps or self.helps
        good: list[Advice] = []
        untried: list[Advice] = []
        for change in changes:
            outcome = yield from self.measure(change.experiment, change.step)
            if outcome is None:
                untried.append(change)
            elif helps(outcome):
                good.append(
                    (yield from self._with_seeds(replace(change, outcome=outcome, step=outcome.step)))
                )
                if _is_sure(good[-1]):
                    break
        return tuple(sorted(good, key=merit, reverse=True)[:2]) or tuple(untried[:2])

    def other_weights(self) -> Slices[tuple[Advice, ...]]:
        """Return the run with each of the other seeds, as far as the budget goes."""
        found = []
        for experiment in with_other_seeds(self.experiment):
            if (outcome := (yield from self.measure(experiment, self.horizon))) is not None:
                words = f"weight seed {experiment.seed} instead of {self.experiment.seed}"
                found.append(Advice(words, experiment, outcome.step, outcome))
        return tuple(found)

    def better_weights(self, others: tuple[Advice, ...]) -> tuple[Advice, ...]:
        """Return the best of the other seeds, with the count of those that are better than the run."""
        better = [each for each in others if each.outcome and self._is_better(each.outcome)]
        best = max(better, key=merit, default=None)
        return (replace(best, seeds=(len(better), len(others) + 1)),) if best else ()

    def _is_better(self, outcome: Outcome) -> bool:
        return self.helps(outcome) and self.now.train_accuracy < AS_GOOD * outcome.train_accuracy

    def _with_seeds(self, advice: Advice) -> Slices[Advice]:
        """Try an advice with other seeds as well, unless it leaves the run as it is."""
        own = advice.outcome
        if own is None or advice.by_test or advice.experiment == self.experiment:
            return advice
        good, reached = 1, [own.train_accuracy]
        for experiment in with_other_seeds(advice.experiment):
            outcome = yield from self.measure(experiment, own.step)
            if outcome is None or (outcome.is_finite and outcome.step < own.step):
                return advice
            reached.append(outcome.train_accuracy if outcome.is_finite else 0.0)
            good += reached[-1] >= AS_GOOD * own.train_accuracy
        return replace(advice, seeds=(good, len(reached)), mean=sum(reached) / len(reached))


def with_other_seeds(experiment: Experiment) -> tuple[Experiment, ...]:
    """Return the run with the other of the first `SEEDS` seeds, or with those after its own."""
    seed = experiment.seed
    block = range(SEEDS) if seed < SEEDS else range(seed, seed + SEEDS)
    others = (replace(experiment, seed=other % 1_000_000) for other in block if other != seed)
    return tuple(restarted(experiment, other) for other in others)


def _is_sure(advice: Advice) -> bool:
    outcome, seeds = advice.outcome, advice.seeds or (SEEDS, SEEDS)
    return outcome is not None and outcome.train_accuracy >= LEARNED and seeds[0] >= seeds[1] - 1


def merit(advice: Advice) -> tuple[float, float]:
    """Return how well a change does, for comparison: the accuracy, then the loss; 0 if it was not tried."""
    if (outcome := advice.outcome) is None:
        return 0.0, 0.0
    right = outcome.test_accuracy if advice.by_test else outcome.train_accuracy
    return advice.mean or right, -outcome.train_loss
