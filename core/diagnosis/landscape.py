"""Runs that stand still or hardly move, with units that can learn: what other runs reach tells why."""

from __future__ import annotations

from dataclasses import replace

from core.diagnosis import changes
from core.diagnosis.evidence import accuracy_now, gradient_now, loss_now, number_shown, rate_now
from core.diagnosis.finding import Advice, Diagnosis, Evidence, Finding, Outcome
from core.diagnosis.suspicion import Suspicion
from core.diagnosis.symptoms import LEARNED, Symptoms
from core.diagnosis.trials import Trials
from core.diagnosis.wording import number, percent
from core.network.activations import ACTIVATIONS
from core.vital_signs.slices import Slices

_FEW = 3
_WARMUP = 200  # steps; until then a slow beginning is no plateau
_TIMES_LONGER = 10
_MUCH, _MORE = 0.1, 0.15  # of accuracy
_USUAL_UPDATE = 1e-3  # ‖ΔW‖/‖W‖
_FLAT = 0.2  # −d ln(loss)/d ln(step)


def plateau(symptoms: Symptoms, trials: Trials) -> Slices[Finding | None]:
    """Find that the loss hardly moves now, and falls if the run goes on."""
    advice = yield from trials.advise((changes.keep_going(symptoms),))
    if not advice or advice[0].outcome is None:
        return None
    is_flat = symptoms.fall <= _FLAT and symptoms.is_guessing
    if not is_flat or symptoms.step < _WARMUP:
        return nothing_wrong(symptoms, advice)
    return Finding(
        Diagnosis.PLATEAU,
        f"The loss stays near {number(symptoms.now.train_loss)}, but the gradient is not 0. With more "
        "steps the loss falls again.",
        None,
        (loss_now(symptoms), gradient_now(symptoms)),
        advice,
    )


def creeping(symptoms: Symptoms, trials: Trials) -> Slices[Finding | None]:
    """Find that the loss falls, by updates so small that a larger rate is there ten times sooner."""
    moved = max(sign.update_ratio for sign in symptoms.signs)
    if symptoms.step < _WARMUP or moved > _USUAL_UPDATE:
        return None
    return (yield from _rate_too_small(symptoms, trials))


def stuck(symptoms: Symptoms, trials: Trials) -> Slices[Finding | None]:
    """Compare a run that stands still with other seeds, larger learning rates and more units."""
    others = yield from trials.other_weights()
    if better := trials.better_weights(others):
        more = yield from trials.advise(changes.more_units(trials)[:2])
        return _local_minimum(symptoms, (*better, *more))
    if (found := (yield from _rate_too_small(symptoms, trials))) is not None:
        return found
    reached = [each.outcome for each in others if each.outcome]
    return (yield from _too_few_units(symptoms, trials, reached))


def _local_minimum(symptoms: Symptoms, advice: tuple[Advice, ...]) -> Finding:
    right, (count, tried) = symptoms.now.train_accuracy, advice[0].seeds or (0, 0)
    best = advice[0].outcome.train_accuracy if advice[0].outcome else right
    where = (
        "a local minimum"
        if symptoms.is_stationary or symptoms.fall < _FLAT
        else "a local minimum or plateau"
    )
    is_narrow = any(h <= _FEW for h in symptoms.experiment.hidden)
    spare = " The network has hardly enough units." if is_narrow else ""
    return Finding(
        Diagnosis.LOCAL_MINIMUM,
        f"Stuck in {where} at a training accuracy of {percent(right)}. {count} of {tried} weight seeds do "
        f"better, up to {percent(best)}.{spare}",
        None,
        (accuracy_now(symptoms), loss_now(symptoms), gradient_now(symptoms), _seeds(count, tried)),
        advice,
    )


def _rate_too_small(symptoms: Symptoms, trials: Trials) -> Slices[Finding | None]:
    if symptoms.is_stationary:
        return None
    good: list[Advice] = []

    def is_sooner(outcome: Outcome | None) -> bool:
        return (
            outcome is not None
            and trials.helps_clearly(outcome)
            and outcome.train_accuracy >= symptoms.now.train_accuracy + _MORE
            and outcome.overtakes is not None
            and outcome.overtakes * _TIMES_LONGER <= symptoms.step
        )

    for change in changes.higher_rates(trials):
        advice = yield from trials.advise((change,), is_sooner)
        good += [each for each in advice if each.outcome and trials.holds(each, gain=_MORE)]
        if good and good[-1].outcome and good[-1].outcome.train_accuracy >= LEARNED:
            break
    if not good:
        return None
    best = max(good, key=lambda each: each.outcome.train_accuracy if each.outcome else 0.0)
    rate = symptoms.now.learning_rate
    moved = max(sign.update_ratio for sign in symptoms.signs)
    sooner = best.outcome.overtakes if best.outcome else None
    return Finding(
        Diagnosis.RATE_TOO_SMALL,
        f"With a learning rate of {number(rate)}, ‖ΔW‖/‖W‖ of the next update is at most {number(moved)} "
        f"in every layer. This run took {symptoms.step:,} steps to reach this loss; with a rate of "
        f"{number(best.experiment.learning_rate)} it takes {sooner}.",
        None,
        (
            rate_now(symptoms),
            number_shown("largest ‖ΔW‖/‖W‖", moved, "signs"),
            loss_now(symptoms),
        ),
        (best,),
    )


def _too_few_units(symptoms: Symptoms, trials: Trials, others: list[Outcome]) -> Slices[Finding | None]:
    now = symptoms.now
    tested = max(now.test_accuracy, *(seen.test_accuracy for seen in others), 0.0)

    is_linear = not symptoms.experiment.hidden
    # Units added to a hidden layer may fit the noise; a first hidden layer changes what can be fitted.
    share = 0.5 if is_linear else 1.0

    def helps(outcome: Outcome | None) -> bool:
        return (
            outcome is not None
            and trials.helps(outcome)
            and outcome.train_accuracy >= now.train_accuracy + share * _MUCH
            and outcome.test_accuracy >= tested + share * _MUCH
        )

    advice = yield from trials.advise(changes.more_units(trials), helps)
    advice = tuple(each for each in advice if trials.holds(each, gain=share * _MUCH))
    if not advice or (advice[0].outcome is None and not (is_linear and symptoms.is_stationary)):
        return None
    reached = [now.train_accuracy, *(seen.train_accuracy for seen in others)]
    if is_linear:
        line = "plane in its features" if symptoms.experiment.features else "straight line"
        told = (
            f"This is the minimum of a linear classifier: no {line} does better."
            if symptoms.is_stationary and now.network.loss.is_convex
            else f"A linear classifier separates two classes by a {line}."
        ) + " A hidden layer is missing."
    else:
        told = (
            f"With {len(reached)} weight seeds the training accuracy is between {percent(min(reached))} "
            f"and {percent(max(reached))}. More units do better."
        )
    return Finding(
        Diagnosis.TOO_FEW_UNITS,
        told,
        None,
        (accuracy_now(symptoms), loss_now(symptoms), gradient_now(symptoms)),
        advice,
    )


def linear(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find that no hidden layer bends, if an activation that does is better."""
    hidden, f = symptoms.experiment.hidden, ACTIVATIONS[symptoms.experiment.activation]
    if not (hidden and f.is_linear):
        return None
    finding = Finding(
        Diagnosis.LINEAR,
        f"The hidden layers are linear. {len(hidden) + 1} linear layers in a row are one linear function, "
        "so this network is a linear classifier, however many units it has.",
        None,
        (accuracy_now(symptoms), loss_now(symptoms), gradient_now(symptoms)),
    )
    cures = changes.open_slopes(trials)
    return Suspicion(finding, cures, needs_trial=True, asks_seeds=True, helps=trials.helps_clearly)


def nothing_wrong(symptoms: Symptoms, advice: tuple[Advice, ...] = ()) -> Finding:
    """Say that the run is on its way."""
    return Finding(
        Diagnosis.NOTHING_WRONG,
        f"Nothing wrong: keep going. Training accuracy {percent(symptoms.now.train_accuracy)}, loss "
        f"{number(symptoms.now.train_loss)}.",
        None,
        (loss_now(symptoms), accuracy_now(symptoms)),
        advice,
    )


def settled(symptoms: Symptoms, trials: Trials) -> Finding:
    """Say that no run that was tried does better."""
    tried = len(trials.tried)
    told = (
        f"{tried} runs with other seeds, learning rates or units were tried. None does much better."
        if tried
        else "No other run was tried: no computing time left."
    )
    return replace(nothing_wrong(symptoms), sentence=f"Nothing wrong was found. {told}")


def _seeds(count: int, tried: int) -> Evidence:
    return Evidence("weight seeds that do better", count, f"{count} of {tried}", "accuracy")
