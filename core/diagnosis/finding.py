"""A finding: what is the matter with a run, the numbers that show it, and what to try."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.diagnosis.wording import percent
from core.run.experiment import Experiment


class Diagnosis(StrEnum):
    """Name what can be the matter with a run; the value is the name on the screen."""

    DIVERGED = "diverged"
    SYMMETRY = "all units alike"
    OVERSHOOTING = "overshooting"
    UNSCALED = "unscaled inputs"
    SATURATED = "saturated units"
    DEAD = "dead units"
    L2_TOO_STRONG = "penalty too strong"
    VANISHING = "vanishing gradient"
    EXPLODING = "exploding gradient"
    FROZEN = "frozen weights"
    BATCH_NOISE = "noise of the batches"
    RATE_TOO_SMALL = "learning rate too small"
    PLATEAU = "plateau"
    LOCAL_MINIMUM = "local minimum"
    TOO_FEW_UNITS = "too few units"
    LINEAR = "linear network"
    ONE_CLASS = "one class everywhere"
    NO_GRADIENT = "no gradient"
    OVERFITTING = "overfitting"
    NOTHING_WRONG = "nothing wrong"
    LEARNED = "learned"


HEALTHY = frozenset({Diagnosis.NOTHING_WRONG, Diagnosis.LEARNED})
"""The kinds that ask for no cure."""

PLACES = ("loss", "accuracy", "gradients", "network", "regions", "signs")
"""Where a number of the evidence can be seen: the curves (loss, accuracy), the heatmaps of the gradients,
the network, the regions of the plane, and the figure of the vital signs."""


@dataclass(frozen=True)
class Evidence:
    """Hold one number that a finding rests on.

    Attributes
    ----------
    name : str
        What it is, completing "… is 0.693".
    value : float
    text : str
        The value as the sentence prints it.
    place : str
        One of `PLACES`: where it can be seen.
    """

    name: str
    value: float
    text: str
    place: str


@dataclass(frozen=True)
class Outcome:
    """Hold what a run reached at a step.

    Attributes
    ----------
    step : int
        The last step that was computed; the run's last finite one if it diverged.
    train_loss, test_loss, train_accuracy, test_accuracy : float
    is_finite : bool
        Whether the run went as far as it was asked to.
    overtakes : int or None
        The first step of its history with a training loss no larger than that of the run under diagnosis.
    """

    step: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    is_finite: bool
    overtakes: int | None


@dataclass(frozen=True)
class Advice:
    """Say what to try, and what the trial showed.

    Attributes
    ----------
    words : str
        The change: "learning rate 1 instead of 10".
    experiment : Experiment
        The run with the change.
    step : int
        The step of it to look at.
    outcome : Outcome or None
        What it reaches there; None if it was not tried.
    seeds : (int, int) or None
        How many seeds succeed, of how many; None if only its own was tried.
    mean : float or None
        The mean of their training accuracies.
    by_test : bool
        Whether it is judged by the test set.
    """

    words: str
    experiment: Experiment
    step: int
    outcome: Outcome | None = None
    seeds: tuple[int, int] | None = None
    mean: float | None = None
    by_test: bool = False

    @property
    def result(self) -> str:
        """What the trial showed, in words.

        >>> from core.run.experiment import Experiment
        >>> Advice("learning rate 1 instead of 10", Experiment(), 500).result
        'not tried: no computing time left'
        """
        if self.outcome is None:
            return "not tried: no computing time left"
        right = self.outcome.test_accuracy if self.by_test else self.outcome.train_accuracy
        where = "test" if self.by_test else "training"
        reached = f"{where} accuracy {percent(right)} at step {self.outcome.step:,}"
        return reached + (f"; {self.seeds[0]} of {self.seeds[1]} seeds succeed" if self.seeds else "")


@dataclass(frozen=True)
class Finding:
    """Say one thing about a run.

    Attributes
    ----------
    kind : Diagnosis
    sentence : str
        The finding in words, with the numbers of this run.
    layer : int or None
        Counted from 1; None if it concerns the whole run.
    evidence : tuple of Evidence
    advice : tuple of Advice
        The best first.
    """

    kind: Diagnosis
    sentence: str
    layer: int | None = None
    evidence: tuple[Evidence, ...] = ()
    advice: tuple[Advice, ...] = ()
