"""Runs whose updates are too large or too noisy: diverged, overshooting, noise of the batches."""

from __future__ import annotations

import math

from core.diagnosis import changes
from core.diagnosis.evidence import accuracy_now, loss_now, number_shown, rate_now, share_shown
from core.diagnosis.finding import Diagnosis, Evidence, Finding
from core.diagnosis.suspicion import Suspicion
from core.diagnosis.symptoms import Symptoms
from core.diagnosis.trials import Trials, merit
from core.diagnosis.wording import number, percent
from core.network.backprop import objective
from core.network.layers import Layer, Network
from core.run.cost import seconds_per_step
from core.run.optimizers import MOMENTUM
from core.vital_signs.slices import Slices

_SLOW = 1e-3  # seconds per step: the sharpness takes some hundred passes
_OFTEN = 0.2  # of the recent updates raise the loss
_WIDE = 0.3  # of the loss is what one update changes
_NEAR_GUESS = 0.5  # of the loss of a constant answer: a few samples are wrong by far
_HIGH = 1.5  # times the loss of a constant answer, or of the start


def diverged(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find that the run has ended because a number overflowed."""
    end = symptoms.now.divergence
    if end is None:
        return None
    evidence = (
        number_shown("last finite step", end.step, "loss"),
        number_shown("largest weight there", end.largest, "gradients"),
        number_shown("learning rate", end.rate, "loss"),
    )
    finding = Finding(Diagnosis.DIVERGED, end.message, end.layer, evidence)
    return Suspicion(finding, changes.lower_rates(trials), is_certain=True)


def penalty_overshoots(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find that the penalty alone makes the weights swing: lr · λ > 2 for gradient descent."""
    l2, rate = symptoms.penalties["l2"], symptoms.now.learning_rate
    most = {"sgd": 2.0, "momentum": 2.0 * (1.0 + MOMENTUM)}.get(symptoms.experiment.optimizer)
    if most is None or rate * l2 <= most:
        return None
    times = f"It multiplies every weight by 1 − lr · λ = {number(1 - rate * l2)} in each update"
    how = times if symptoms.experiment.optimizer == "sgd" else "With each update it overshoots 0 by more"
    finding = Finding(
        Diagnosis.OVERSHOOTING,
        f"The L2 penalty pulls the weights beyond 0: lr · λ = {number(rate * l2)} is more than "
        f"{number(most)}. {how}, whatever the data.",
        None,
        (
            number_shown("lr · λ", rate * l2, "loss"),
            number_shown("threshold", most, "signs"),
            loss_now(symptoms),
        ),
    )
    return Suspicion(
        finding, (*changes.smaller_penalties(trials), *changes.lower_rates(trials)), is_certain=True
    )


def overshooting(symptoms: Symptoms, trials: Trials) -> Slices[Suspicion | None]:
    """Find that steps jump over the minimum: now, from step to step, or at the start."""
    if swings(symptoms) and not is_noise(symptoms):
        sentence = (
            f"The updates overshoot: {percent(symptoms.rises)} of the last "
            f"{len(symptoms.recent) - 1} raised the training loss. It changes by up "
            f"to {number(symptoms.swing)} per step; its median is {number(symptoms.level)}."
        )
        evidence = (
            share_shown("updates that raised the loss", symptoms.rises, "loss"),
            number_shown("largest change of the loss", symptoms.swing, "loss"),
        )
    elif jumped(symptoms):
        before, after = float(symptoms.early[0]), symptoms.peak
        sentence = (
            f"The first updates overshot: the training loss rose from {number(before)} to {number(after)}, "
            f"and is {number(symptoms.now.train_loss)} now."
        )
        evidence = (
            number_shown("training loss at step 0", before, "loss"),
            number_shown("largest training loss", after, "loss"),
        )
    else:
        return None
    told, more = yield from _curvature(symptoms)
    finding = Finding(Diagnosis.OVERSHOOTING, sentence + told, None, (*evidence, *more, loss_now(symptoms)))
    return Suspicion(finding, changes.lower_rates(trials))


def swings(symptoms: Symptoms) -> bool:
    """Return whether the loss goes up and down from step to step, or only up."""
    if len(symptoms.recent) < 9 or symptoms.rises < _OFTEN:
        return False
    is_small = symptoms.is_learned and symptoms.level < _NEAR_GUESS * symptoms.guess_loss
    if is_small:  # swings about a small loss are harmless, unless the run was far away before
        return symptoms.swing >= symptoms.level and symptoms.peak >= 3 * _HIGH * symptoms.guess_loss
    return symptoms.swing >= _WIDE * symptoms.level


def jumped(symptoms: Symptoms) -> bool:
    """Return whether the first updates raised the loss far above its start."""
    start = max(float(symptoms.early[0]), symptoms.guess_loss)
    # With small batches a single bad one may do it, and the run gets over it.
    stays = symptoms.is_full_batch or symptoms.is_worse
    return stays and symptoms.peak >= _HIGH * start


def is_noise(symptoms: Symptoms) -> bool:
    """Return whether it is the batches that make the loss swing: one step with all samples would not."""
    if symptoms.is_full_batch or symptoms.noise < 1:
        return False
    now, train = symptoms.now, symptoms.timeline.train
    rate = now.learning_rate
    layers = zip(now.network.layers, symptoms.gradients.layers, strict=True)
    moved = Network(
        tuple(Layer(own.W - rate * g.dW, own.b - rate * g.db, own.activation) for own, g in layers)
    )
    before, after = (
        objective(each, train.X, train.Y, **symptoms.penalties) for each in (now.network, moved)
    )
    return symptoms.experiment.optimizer in ("rmsprop", "adam") or bool(after <= 1.1 * before)


def batch_noise(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find a loss that swings because the gradients of the batches differ too much from one another."""
    if not swings(symptoms) or not is_noise(symptoms):
        return None
    size = symptoms.experiment.value_at("batch_size", symptoms.step)
    finding = Finding(
        Diagnosis.BATCH_NOISE,
        f"The noise of the batches is {number(symptoms.noise)} times as large as the gradient. With a "
        f"batch size of {size}, an update follows its own samples more than the whole training set.",
        None,
        (
            number_shown("noise of the batches / gradient norm", symptoms.noise, "gradients"),
            number_shown("largest change of the loss", symptoms.swing, "loss"),
            loss_now(symptoms),
            accuracy_now(symptoms),
        ),
    )
    cures = (*changes.lower_rates(trials)[:2], *changes.larger_batches(trials))
    helps = None if symptoms.is_learned else trials.helps_clearly  # what is learned gains loss only
    return Suspicion(finding, cures, needs_trial=True, helps=helps)


def cause_first(findings: list[Finding]) -> list[Finding]:
    """Put the noise of the batches first if a cure of it does better than those of all other findings."""
    if not findings:
        return findings
    cures = [
        advice for each in findings if each.kind is not Diagnosis.BATCH_NOISE for advice in each.advice
    ]
    best = max(map(merit, cures), default=(0.0, 0.0))

    def is_cause(finding: Finding) -> bool:
        return finding.kind is Diagnosis.BATCH_NOISE and any(merit(own) > best for own in finding.advice)

    return sorted(findings, key=lambda each: not is_cause(each))


def _curvature(symptoms: Symptoms) -> Slices[tuple[str, tuple[Evidence, ...]]]:
    """Compare the sharpness with its threshold, now or at step 0, where theory has one."""
    if seconds_per_step(symptoms.experiment) > _SLOW:
        return "", (rate_now(symptoms),)
    for step, snapshot in ((symptoms.step, symptoms.now), (0, symptoms.first)):
        limit = symptoms.threshold(step)
        if limit is None:
            continue
        value = yield from symptoms.sharpness(snapshot)
        if not math.isfinite(value) or value <= limit:
            continue
        when = f" at step {step:,}"
        told = f" The sharpness{when} is {number(value)}; an update overshoots beyond {number(limit)}."
        return told, (
            number_shown(f"sharpness{when}", value, "signs"),
            number_shown("threshold", limit, "signs"),
        )
    return "", (rate_now(symptoms),)
