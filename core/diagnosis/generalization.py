"""Runs that fit the training samples and not the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.diagnosis import changes
from core.diagnosis.evidence import number_shown, share_shown
from core.diagnosis.finding import Diagnosis, Finding, Outcome
from core.diagnosis.replays import visit
from core.diagnosis.symptoms import Symptoms
from core.diagnosis.trials import Trials
from core.diagnosis.wording import number, percent
from core.vital_signs.slices import Slices

_GAP = 0.12
_ERRORS = 2.5  # standard errors of the test accuracy
_NEAR = 65  # steps between two rows
_RISEN = 2.5  # times its least value


def overfitting(symptoms: Symptoms, trials: Trials) -> Slices[Finding | None]:
    """Find that the test loss has risen while the training loss fell, and since when."""
    now = symptoms.now
    since, least = yield from _turn(symptoms)
    right = now.test_accuracy
    error = np.sqrt(max(right * (1 - right), 0.05) / len(symptoms.timeline.test.y))
    gap = now.train_accuracy - right
    if gap < max(_GAP, _ERRORS * error) or now.test_loss < _RISEN * least:
        return None
    finding = Finding(
        Diagnosis.OVERFITTING,
        f"Since step {since:,} the test loss has risen from {number(least)} to {number(now.test_loss)}, "
        f"while the training loss is down to {number(now.train_loss)}. Accuracy: "
        f"{percent(now.train_accuracy)} training, {percent(right)} test.",
        None,
        (
            number_shown("test loss", now.test_loss, "loss"),
            number_shown(f"test loss at step {since:,}", least, "loss"),
            number_shown("training loss", now.train_loss, "loss"),
            share_shown("test accuracy", right, "accuracy"),
        ),
    )

    def helps(outcome: Outcome | None) -> bool:
        return (
            outcome is not None
            and outcome.is_finite
            and outcome.test_loss <= 0.7 * now.test_loss
            and outcome.test_accuracy >= right
        )

    advice = yield from trials.advise(changes.against_overfitting(trials, since), helps)
    return replace(finding, advice=advice) if advice else None


def _turn(symptoms: Symptoms) -> Slices[tuple[int, float]]:
    """Return the step with the least test loss, near the least row of the history, and that loss."""
    rows, losses = symptoms.history[:, 0], symptoms.history[:, 2]
    best = int(losses.argmin())
    low, high = rows[max(best - 1, 0)], rows[min(best + 1, len(rows) - 1)]
    steps = np.unique(np.linspace(low, high, _NEAR).astype(int)).tolist()
    near = yield from visit(symptoms.timeline, steps)
    turn = min(near, key=lambda snapshot: snapshot.test_loss)
    return turn.step, turn.test_loss
