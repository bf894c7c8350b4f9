"""The diagnosis: what is the matter with a run at a step.

The order is that of a physician: what proves itself; a run that does well; one that only needs time; then
each cause that the symptoms suggest, confirmed by the change that cures it; at last what other runs reach.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

import numpy as np

from core.diagnosis import degenerate, frozen, inputs, landscape, scale, steps
from core.diagnosis.evidence import accuracy_now, loss_now
from core.diagnosis.finding import Diagnosis, Finding
from core.diagnosis.generalization import overfitting
from core.diagnosis.suspicion import Suspicion, confirm
from core.diagnosis.symptoms import Symptoms, symptoms_at
from core.diagnosis.trials import Trials
from core.diagnosis.wording import number, percent
from core.run.experiment import LAST_STEP, Experiment, checked_step
from core.run.timeline import Timeline
from core.vital_signs.slices import Slices, finish

BUDGET = 5.0
"""Estimated seconds of trials that one diagnosis may take."""

_EARLY = 50
"""Before this step only what proves itself is said: every run is slow to begin."""

_FALLS = 0.3
"""A loss that falls this fast, as −d ln(loss)/d ln(step), is on its way."""

_CAUSES: tuple[Callable[[Symptoms, Trials], Suspicion | Slices[Suspicion | None] | None], ...] = (
    steps.overshooting,
    degenerate.saturated,
    degenerate.dead,
    landscape.linear,
    scale.penalty_too_strong,
    scale.depth,
    steps.batch_noise,
)


def diagnose(
    timeline: Timeline,
    step: int,
    *,
    budget: float = BUDGET,
    run: Callable[[Experiment], Timeline] = Timeline,
    last: int = LAST_STEP,
) -> tuple[Finding, ...]:
    """Say what is the matter with a run at a step, and what helps.

    A pure function of the run, the step and the budget.

    Parameters
    ----------
    timeline : Timeline
        The run.
    step : int
        Where to look at it.
    budget : float
        How long the trials of changes may take, in the seconds that `core.run.cost` estimates; with 0
        nothing is tried.
    run : callable
        Makes the timelines that are tried; a server passes its cache.
    last : int
        No run is tried beyond this step.

    Returns
    -------
    tuple of Finding
        At least one, the most important first.

    Raises
    ------
    TypeError, ValueError
        As `Timeline.at` does.

    >>> from core.run.experiment import Experiment
    >>> print(diagnose(Timeline(Experiment(init="zeros")), 100, budget=0)[0].kind)
    all units alike
    """
    return finish(diagnosis_in_slices(timeline, step, budget=budget, run=run, last=last))


def diagnosis_in_slices(
    timeline: Timeline,
    step: int,
    *,
    budget: float = BUDGET,
    run: Callable[[Experiment], Timeline] = Timeline,
    last: int = LAST_STEP,
) -> Slices[tuple[Finding, ...]]:
    """Do the same in slices: a generator that yields between them and returns the findings."""
    checked_step(step)
    work = _diagnose(timeline, step, budget, run, last)
    while True:
        with np.errstate(all="ignore"):  # not across a yield: it would hold for the caller, too
            try:
                next(work)
            except StopIteration as done:
                found: tuple[Finding, ...] = done.value
                return found
        yield


def _diagnose(
    timeline: Timeline, step: int, budget: float, run: Callable[[Experiment], Timeline], last: int
) -> Slices[tuple[Finding, ...]]:
    symptoms = yield from symptoms_at(timeline, step)
    return (yield from _examine(symptoms, Trials(symptoms, budget=budget, run=run, last=last)))


def _examine(symptoms: Symptoms, trials: Trials) -> Slices[tuple[Finding, ...]]:
    stopped = frozen.wholly(symptoms, trials)
    if stopped and (found := (yield from confirm(stopped, trials))):
        return (found,)
    if proven := (yield from _proven(symptoms, trials)):
        return proven
    if symptoms.is_learned and not steps.swings(symptoms):
        fitted = yield from overfitting(symptoms, trials)
        return (fitted or _learned(symptoms),)
    if (symptoms.step < _EARLY and not symptoms.is_worse) or _is_on_its_way(symptoms):
        return (landscape.nothing_wrong(symptoms),)
    for cause in (inputs.unscaled, frozen.partly):
        suspicion = cause(symptoms, trials)
        if suspicion and (found := (yield from confirm(suspicion, trials))):
            return (found,)  # the other signs follow from it
    return (yield from _stuck(symptoms, trials))


def _proven(symptoms: Symptoms, trials: Trials) -> Slices[tuple[Finding, ...]]:
    """Return what the symptoms alone prove."""
    found = []
    diverging = (inputs.unscaled,) if symptoms.now.divergence else ()
    for cause in (*diverging, steps.diverged, degenerate.symmetry, steps.penalty_overshoots):
        if (suspicion := cause(symptoms, trials)) is not None:
            found.append((yield from confirm(suspicion, trials)))
    kinds = {finding.kind for finding in found if finding}
    if Diagnosis.SYMMETRY in kinds and (also := (yield from degenerate.dead(symptoms, trials))) is not None:
        found.append(also.finding)
    if Diagnosis.SYMMETRY in kinds and symptoms.is_stationary:
        found.append(degenerate.no_gradient(symptoms, "a stationary point by symmetry, not a minimum."))
    return tuple(finding for finding in found if finding is not None)


def _is_on_its_way(symptoms: Symptoms) -> bool:
    """Return whether the loss falls, noise of batches aside, and is below that of a constant answer."""
    return (
        symptoms.fall >= _FALLS
        and (not steps.swings(symptoms) or steps.is_noise(symptoms))
        and symptoms.now.train_loss < symptoms.guess_loss
    )


def _stuck(symptoms: Symptoms, trials: Trials) -> Slices[tuple[Finding, ...]]:
    """Say why a run that has not learned does not move, or moves to and fro."""
    is_moving = not (symptoms.is_stationary or symptoms.is_worse or steps.swings(symptoms))
    if is_moving:
        vanishing = scale.depth(symptoms, trials)
        first = (yield from confirm(vanishing, trials)) if vanishing else None
        if first is None and (slow := (yield from landscape.creeping(symptoms, trials))) is not None:
            return (slow,)
        if (found := (yield from landscape.plateau(symptoms, trials))) is not None:
            return (first, found) if first else (found,)
    suspicions = []
    for cause in _CAUSES:
        suspicion = cause(symptoms, trials)
        if isinstance(suspicion, Generator):
            suspicion = yield from suspicion
        if suspicion is not None:
            suspicions.append(suspicion)
        yield
    confirmed = []
    for suspicion in sorted(suspicions, key=lambda each: not each.is_certain):
        confirmed.append((yield from confirm(suspicion, trials)))
    findings = steps.cause_first([finding for finding in confirmed if finding is not None])
    if not findings and not symptoms.is_learned:
        findings += [found for found in [(yield from landscape.stuck(symptoms, trials))] if found]
    if symptoms.is_guessing and (same := degenerate.one_class(symptoms)) is not None:
        findings.append(same)
    if symptoms.is_stationary and (findings or symptoms.is_guessing):
        findings.append(degenerate.no_gradient(symptoms, _why_stationary(symptoms, findings)))
    if not findings:
        findings.append(_learned(symptoms) if symptoms.is_learned else landscape.settled(symptoms, trials))
    return tuple(findings)


def _why_stationary(symptoms: Symptoms, findings: list[Finding]) -> str:
    kinds = {finding.kind for finding in findings}
    if Diagnosis.DEAD in kinds:
        return "dead units block it."
    if Diagnosis.SATURATED in kinds:
        return "saturated units block it."
    if symptoms.has_saturated_outputs:
        return "all outputs are saturated, the wrong ones too, and the slope of the sigmoid blocks it."
    if not symptoms.experiment.hidden and symptoms.now.network.loss.is_convex:
        return "the loss of a linear classifier is convex, so this is its minimum."
    return "a minimum, or a saddle point."


def _learned(symptoms: Symptoms) -> Finding:
    right = symptoms.now.train_accuracy
    return Finding(
        Diagnosis.LEARNED,
        f"Learned: {percent(right)} of the training samples are classified correctly, at a loss of "
        f"{number(symptoms.now.train_loss)}.",
        None,
        (accuracy_now(symptoms), loss_now(symptoms)),
    )
