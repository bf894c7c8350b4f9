"""Runs whose units cannot learn: alike by symmetry, dead, or saturated; and gradients that are 0."""

from __future__ import annotations

from core.diagnosis import changes
from core.diagnosis.evidence import accuracy_now, gradient_of, loss_now, number_shown, share_shown
from core.diagnosis.finding import Diagnosis, Evidence, Finding
from core.diagnosis.suspicion import Suspicion
from core.diagnosis.symptoms import Symptoms
from core.diagnosis.trials import Trials
from core.diagnosis.units import dead_since, layers_alike
from core.diagnosis.wording import number, percent
from core.vital_signs.slices import Slices

_MOST_SATURATED = 0.9
_MUCH_SATURATED, _BLOCKED = 0.6, 0.1
_MANY_DEAD = 0.25


def symmetry(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find a hidden layer whose units are alike since step 0."""
    alike = set(layers_alike(symptoms.first.network)) & set(layers_alike(symptoms.now.network))
    if not alike:
        return None
    layer = min(alike)
    units = symptoms.experiment.hidden[layer - 1]
    if units == 1:
        same = "all weights into and out of its unit are 0, so no gradient passes back through it"
    else:
        same = (
            f"all {units} units have the same incoming and the same outgoing weights. Each update changes "
            "them in the same way, so they stay alike"
        )
    finding = Finding(
        Diagnosis.SYMMETRY,
        f"Symmetry in layer {layer}: {same}. Random initial weights break the symmetry.",
        layer,
        (gradient_of(symptoms, layer), loss_now(symptoms)),
    )
    return Suspicion(finding, changes.random_weights(trials), is_certain=True)


def dead(symptoms: Symptoms, trials: Trials) -> Slices[Suspicion | None]:
    """Find the layer with the largest share of dead units; of several the one where they died first."""
    shares = [sign.dead or 0.0 for sign in symptoms.signs[:-1]] if symptoms.can_die else []
    if not shares or max(shares) < _MANY_DEAD:
        return None
    most = [layer for layer, share in enumerate(shares, start=1) if share == max(shares)]
    deaths = []
    for layer in most:
        deaths.append(((yield from dead_since(symptoms.timeline, symptoms.step, layer)), layer))
    since, layer = min(deaths)
    units = symptoms.experiment.hidden[layer - 1]
    count = round(max(shares) * units)
    if is_whole := count == units:
        cause = "No gradient passes through this layer."
    else:
        cause = f"Only {units - count} of its units can learn: too few for this dataset."
    finding = Finding(
        Diagnosis.DEAD,
        f"From step {since:,} on, {count} of {units} units of layer {layer} output 0 for every training "
        f"sample, so their weights get no gradient. {cause}",
        layer,
        (
            *(
                share_shown(f"dead units in layer {other}", share, "signs")
                for other, share in enumerate(shares, start=1)
            ),
            number_shown("dead since step", since, "network"),
        ),
    )
    if is_whole and since:
        return Suspicion(finding, changes.lower_rates(trials), is_certain=True)
    if is_whole:
        return Suspicion(finding, changes.more_units(trials), is_certain=True, asks_seeds=True)
    cures, helps = changes.more_units(trials), trials.helps_clearly
    return Suspicion(finding, cures, needs_trial=True, asks_seeds=True, helps=helps)


def saturated(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find the layer with the largest share of saturated units, if the gradient stops there."""
    shares = [sign.saturated or 0.0 for sign in symptoms.signs[:-1]]
    if symptoms.can_die or not shares or max(shares) < _MUCH_SATURATED:
        return None
    layer = shares.index(max(shares)) + 1
    share, out = shares[layer - 1], symptoms.signs[-1].gradient_norm
    if share < _MOST_SATURATED and symptoms.signs[layer - 1].gradient_norm > _BLOCKED * out:
        return None
    mean = symptoms.signs[layer - 1].mean_slope or 0.0
    finding = Finding(
        Diagnosis.SATURATED,
        f"{percent(share)} of the units of layer {layer} are saturated. The mean of f′ in this layer is "
        f"{number(mean)}, so hardly any gradient passes through it.",
        layer,
        (
            share_shown(f"saturated units of layer {layer}", share, "signs"),
            number_shown("mean of f′", mean, "signs"),
            gradient_of(symptoms, layer),
        ),
    )
    return Suspicion(finding, changes.lower_rates(trials))


def no_gradient(symptoms: Symptoms, reason: str) -> Finding:
    """Say that the gradient is 0, and why."""
    norm = symptoms.gradient_norm
    return Finding(
        Diagnosis.NO_GRADIENT,
        f"The gradient of all training samples is 0 up to round-off (norm {number(norm)}): {reason}",
        None,
        (number_shown("gradient norm", norm, "gradients"), loss_now(symptoms)),
    )


def one_class(symptoms: Symptoms) -> Finding | None:
    """Find that every training sample gets the same class."""
    label = int(symptoms.answers[0])
    if (symptoms.answers != label).any():
        return None
    given = symptoms.experiment.given
    name = f" ({given.called[label]})" if given and given.called else ""
    return Finding(
        Diagnosis.ONE_CLASS,
        f"Every training sample is classified as class {label}{name}. A network that always predicts the "
        f"same class is right for {percent(symptoms.guess_accuracy)} of the samples at most.",
        None,
        (accuracy_now(symptoms), Evidence("predicted class", label, str(label), "regions")),
    )
