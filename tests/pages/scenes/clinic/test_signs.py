"""The signs: none is seen in a healthy run, and what they print is what core computes."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from core import Experiment, Timeline, backward, forward
from pages.figures.words import fmt
from pages.scenes.clinic import failing_run, signs
from pages.scenes.clinic.causes import CAUSES
from pages.scenes.clinic.failing_run import FailingRun, allowed_run
from pages.server.limits import Limits


def run(step: int = 2000, cured_below: float = 0.3, **fields: Any) -> FailingRun:
    return FailingRun(Timeline(Experiment(**fields)), step, cured_below)


@pytest.mark.parametrize("cause", [name for name in CAUSES if not CAUSES[name].trials(run(step=0))])
def test_nothing_is_seen_in_a_healthy_run(cause: str) -> None:
    """Those that try variants are left out: in a healthy run the variants succeed, too."""
    assert not CAUSES[cause].sign(run()).is_seen


def test_the_error_of_a_batch_is_measured_against_all_samples() -> None:
    sample = run(step=1500, dataset="moons", noise=0.3, batch_size=1, learning_rate=3)
    now, train = sample.snapshot, sample.timeline.train
    # The gradient of all samples is the mean of those of single samples.
    singles = []
    for i in range(len(train.y)):
        G = backward(now.network, forward(now.network, train.X[i : i + 1]), train.Y[i : i + 1])
        singles.append(np.concatenate([a.ravel() for g in G.layers for a in (g.dW, g.db)]))
    whole = np.mean(singles, axis=0)
    error = np.linalg.norm(singles[now.batch[0]] - whole)
    fact = signs.batch_noise(sample).fact
    assert f"norm {fmt(float(np.linalg.norm(whole)))}," in fact
    assert fact.endswith(f" {fmt(float(error))}")


def test_the_last_updates_are_counted_one_by_one() -> None:
    jumpy = run(step=300, activation="relu", init="he", learning_rate=30)
    losses = [jumpy.timeline.at(step).train_loss for step in range(250, 301)]
    rose = sum(after > before for before, after in pairwise(losses))
    assert f"in {rose} of the last 50" in signs.rising_loss(jumpy).fact


def test_variants_are_what_they_say() -> None:
    base = run(step=100, hidden=(3, 12), learning_rate=0.5)
    assert signs.wider(base)[0].experiment.hidden == (12, 32)
    assert [each.experiment.learning_rate for each in signs.faster(base)] == [5, 50]
    assert signs.longer(base)[0].step == 400
    assert [each.experiment.seed for each in signs.other_seeds(base)] == list(range(8))


def test_a_variant_that_overflows_is_said_to_be_not_finite() -> None:
    fact = signs.rates_help(run(step=2000, l2=0.1)).fact
    assert fact.endswith("and not finite at 100")


SLOW = Experiment(hidden=(32,) * 4, samples=500)


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Limits:
    """The limits of a small server that many share."""
    small = Limits(seconds=1, units=32)
    monkeypatch.setattr(failing_run, "LIMITS", small)
    return small


def test_no_run_is_compared_beyond_what_the_server_allows(limits: Limits) -> None:
    last = limits.last_step(SLOW)
    assert last < 2000
    slow = allowed_run(SLOW, 2000, 0.3)
    assert slow.step == last
    (wide,) = signs.wider(allowed_run(Experiment(hidden=(8,) * 4, samples=500), 2000, 0.3))
    assert (wide.experiment, wide.step) == (SLOW, last)
    assert [each.step for each in signs.longer(slow)] == [last]
    assert allowed_run(Experiment(hidden=(64,)), 10, 0.3).experiment.hidden == (32,)


def test_a_comparison_at_an_earlier_step_says_so(limits: Limits) -> None:
    narrow = allowed_run(Experiment(hidden=(8,) * 4, samples=500), 2000, 0.3)
    assert signs.units_help(narrow).fact.endswith(f" at step {limits.last_step(SLOW):,}")
    late = signs.steps_help(allowed_run(SLOW, 2000, 0.3))
    assert not late.is_seen
    assert late.fact.endswith(f"at step {limits.last_step(SLOW):,}, the last one that this server computes")
