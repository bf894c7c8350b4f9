"""Runs whose gradient changes its size through the depth, or is outweighed by the penalty."""

from __future__ import annotations

import math

from core.arrays import norm
from core.diagnosis import changes
from core.diagnosis.evidence import accuracy_now, loss_now, number_shown
from core.diagnosis.finding import Diagnosis, Evidence, Finding
from core.diagnosis.suspicion import Suspicion
from core.diagnosis.symptoms import Symptoms
from core.diagnosis.trials import Trials
from core.diagnosis.wording import number
from core.network.penalties import penalty
from core.run.snapshot import Snapshot

_VANISHES, _EXPLODES = 0.4, 2.5  # factors per layer
_SHRUNK = 0.5  # ‖W‖ as a fraction of its start: the penalty has won
_IN_ALL = 0.1  # from the last layer to the first


def factor_per_layer(snapshot: Snapshot) -> float | None:
    """Return by which factor ‖dZ‖ changes from a layer to the one before it, as a geometric mean.

    None for fewer than three layers, and where a norm is 0.
    """
    norms = [norm(layer.dZ) for layer in snapshot.gradients.layers]
    if len(norms) < 3 or not all(math.isfinite(each) and each > 0 for each in norms):
        return None
    return float((norms[0] / norms[-1]) ** (1 / (len(norms) - 1)))


def depth(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find that the gradient vanishes or explodes on its way to the first layer."""
    factors = [factor_per_layer(each) for each in (symptoms.first, symptoms.now)]
    layers = len(symptoms.signs)
    known = [each for each in factors if each is not None]
    if not known:
        return None
    factor = min(known)
    if factor <= _VANISHES and factor ** (layers - 1) <= _IN_ALL and symptoms.is_guessing:
        kind, verb, cures = Diagnosis.VANISHING, "vanishes", changes.open_slopes(trials)
    elif max(known) >= _EXPLODES and max(known) ** (layers - 1) >= 1 / _IN_ALL:
        factor, kind, verb = max(known), Diagnosis.EXPLODING, "explodes"
        cures = changes.lower_rates(trials)
    else:
        return None
    then = symptoms.first if factor == factors[0] else symptoms.now
    finding = Finding(
        kind,
        f"The gradient {verb} on its way back. At step {then.step:,}, from layer {layers} to layer 1, it "
        f"changes by a factor of {number(factor)} per layer, {number(factor ** (layers - 1))} in all.",
        1,
        (
            number_shown("factor per layer", factor, "gradients"),
            *(_gradient_then(then, layer) for layer in (1, layers)),
            loss_now(symptoms),
        ),
    )
    return Suspicion(finding, (*cures, *changes.shallower(trials)))


def _gradient_then(then: Snapshot, layer: int) -> Evidence:
    length = then.gradients.layers[layer - 1].norm
    return number_shown(f"gradient norm of layer {layer} at step {then.step:,}", length, "signs")


def penalty_too_strong(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find that a penalty, the one that costs more, holds the weights down."""
    network, strengths = symptoms.now.network, symptoms.penalties
    costs = {name: penalty(network, **{name: value}) for name, value in strengths.items() if value}  # type: ignore[arg-type]
    if not costs:
        return None
    name = max(costs, key=costs.__getitem__)
    strength = strengths[name]  # type: ignore[literal-required]
    kind, letter, formula = _PENALTIES[name]
    size = [norm(layer.W) for layer in network.layers]
    before = [norm(layer.W) for layer in symptoms.first.network.layers]
    least = min(range(len(size)), key=lambda i: size[i] / before[i] if before[i] else 1.0)
    finding = Finding(
        Diagnosis.L2_TOO_STRONG,
        f"The {kind} {letter} = {number(strength)} outweighs the data: ‖W‖ of layer {least + 1} went from "
        f"{number(before[least])} to {number(size[least])}. The training loss is "
        f"{number(symptoms.now.train_loss)}.",
        least + 1,
        (
            number_shown(kind, strength, "loss"),
            number_shown(f"‖W‖ of layer {least + 1}", size[least], "gradients"),
            number_shown(formula, costs[name], "loss"),
            loss_now(symptoms),
            accuracy_now(symptoms),
        ),
    )
    is_held_down, cures = size[least] < _SHRUNK * before[least], changes.smaller_penalties(trials, name)
    return Suspicion(finding, cures, needs_trial=not is_held_down, helps=trials.helps_clearly)


_PENALTIES = {"l2": ("L2 penalty", "λ", "(λ/2) Σ W²"), "l1": ("L1 penalty", "μ", "μ Σ |W|")}
"""What each penalty is called, the letter of its strength, and its formula."""
