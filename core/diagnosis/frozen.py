"""Runs whose weights are frozen: no update changes them."""

from __future__ import annotations

from dataclasses import replace

from core.diagnosis.evidence import accuracy_now, gradient_now, loss_now, share_shown
from core.diagnosis.finding import Advice, Diagnosis, Finding
from core.diagnosis.suspicion import Suspicion
from core.diagnosis.symptoms import Symptoms
from core.diagnosis.trials import Trials
from core.run.changes import change_steps, frozen_at, frozen_names, with_freeze
from core.run.experiment import LAST_STEP, Experiment

_LATER = 1000  # steps in which a run that is updated again may learn


def wholly(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find that every parameter is frozen."""
    run, step = symptoms.experiment, symptoms.step
    if symptoms.is_learned or not frozen_at(run, step).all():
        return None
    begun = min(at for at in (0, *change_steps(run)) if _stays_frozen(run, at, step))
    finding = Finding(
        Diagnosis.FROZEN,
        f"Everything is frozen: since step {begun:,} no update changes a weight or a bias.",
        None,
        (gradient_now(symptoms), loss_now(symptoms), accuracy_now(symptoms)),
    )
    return Suspicion(finding, (_updated_again(trials),), is_certain=True)


def partly(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find that some parameters are frozen, if the run does better without."""
    names = frozen_names(symptoms.experiment, symptoms.step)
    if not names:
        return None
    share = float(frozen_at(symptoms.experiment, symptoms.step).mean())
    finding = Finding(
        Diagnosis.FROZEN,
        f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} frozen: the run learns with the other "
        "parameters alone.",
        None,
        (share_shown("frozen parameters", share, "gradients"), loss_now(symptoms), accuracy_now(symptoms)),
    )
    cure = Advice("no frozen weights", replace(symptoms.experiment, frozen=()), trials.horizon)
    return Suspicion(finding, (cure,), needs_trial=True, helps=trials.helps_clearly)


def _stays_frozen(run: Experiment, begin: int, step: int) -> bool:
    """Return whether every parameter is frozen from `begin` to `step`."""
    between = (at for at in change_steps(run) if begin < at <= step)
    return begin <= step and all(frozen_at(run, at).all() for at in (begin, *between))


def _updated_again(trials: Trials) -> Advice:
    """Return the run that goes on with no frozen parameter."""
    run, step = trials.experiment, trials.now.step
    for name in frozen_names(run, step):
        run = with_freeze(run, step, name, is_frozen=False)
    return Advice(f"updating every weight from step {step:,} on", run, min(step + _LATER, LAST_STEP))
