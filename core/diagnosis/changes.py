"""Changes that may help: each another run, which differs from the one under diagnosis in one respect."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from core.diagnosis.finding import Advice
from core.diagnosis.symptoms import Symptoms
from core.diagnosis.trials import Trials
from core.diagnosis.wording import number
from core.network.activations import ACTIVATIONS
from core.run.changes import from_start, restarted
from core.run.experiment import LAST_STEP, Experiment
from core.run.fields import kind_of

_FRACTIONS = (1 / 3, 1 / 10, 1 / 30, 1 / 100, 1 / 1000)
_MULTIPLES = (10, 100, 1000, 10_000, 100_000)
_MOST_UNITS = 16


def changed(trials: Trials, words: str, **fields: Any) -> Advice:
    """Return the run from the start, at the learning rate in use, with some fields changed."""
    constant = from_start(trials.experiment, trials.now.step)
    return Advice(words, restarted(constant, replace(constant, **fields)), trials.horizon)


def rates(trials: Trials, factors: tuple[float, ...]) -> tuple[Advice, ...]:
    """Return the run with the learning rate times some factors, each rounded to 1 or 3 × 10ⁿ."""
    old, bounds = trials.now.learning_rate, kind_of(Experiment, "learning_rate")
    new = dict.fromkeys(_rounded(old * factor) for factor in factors)
    return tuple(
        changed(trials, f"learning rate {number(rate)} instead of {number(old)}", learning_rate=rate)
        for rate in new
        if rate != old and bounds.low <= rate <= bounds.high
    )


def lower_rates(trials: Trials) -> tuple[Advice, ...]:
    """Return the run with smaller learning rates, the largest first."""
    return rates(trials, _FRACTIONS)


def higher_rates(trials: Trials) -> tuple[Advice, ...]:
    """Return the run with learning rates at least ten times larger, the smallest first."""
    return rates(trials, _MULTIPLES)


def _rounded(rate: float) -> float:
    """Return the nearest of 1 and 3 × 10ⁿ, on a log scale.

    >>> _rounded(3.3), _rounded(0.09)
    (3.0, 0.1)
    """
    power = math.floor(math.log10(rate))
    near = min((1, 3, 10), key=lambda m: abs(math.log(rate / (m * 10.0**power))))
    return float(f"{near}e{power}")


def random_weights(trials: Trials) -> tuple[Advice, ...]:
    """Return the run with random initial weights of the size that suits its activation."""
    suits = ACTIVATIONS[trials.experiment.activation].init
    names = dict.fromkeys((suits, "xavier", "he"))
    old = trials.experiment.init
    return tuple(
        changed(trials, f"{_NAMES[name]} initialization instead of {_NAMES[old]}", init=name)
        for name in names
        if name != old
    )


_NAMES = {"zeros": "zeros", "xavier": "Xavier", "he": "He", "normal": "small normal"}


def more_units(trials: Trials) -> tuple[Advice, ...]:
    """Return the run with a hidden layer if it has none, with twice and four times the units otherwise."""
    hidden = trials.experiment.hidden
    if not hidden:
        wider: list[tuple[int, ...]] = [(4,), (8,), (16,)]
    else:
        wider = [tuple(max(h, min(factor * h, _MOST_UNITS)) for h in hidden) for factor in (2, 4, 8)]
    own = trials.experiment.init
    init = "xavier" if own == "zeros" else own  # without a hidden layer zeros do; with one they do not
    return tuple(
        changed(trials, f"{_layers(widths)} instead of {_layers(hidden)}", hidden=widths, init=init)
        for widths in dict.fromkeys(wider)
        if widths != hidden
    )


def shallower(trials: Trials) -> tuple[Advice, ...]:
    """Return the run with fewer hidden layers."""
    hidden = trials.experiment.hidden
    return tuple(
        changed(trials, f"{_layers(hidden[:n])} instead of {_layers(hidden)}", hidden=hidden[:n])
        for n in (2, 1)
        if n < len(hidden)
    )


def _layers(widths: tuple[int, ...]) -> str:
    """Say how wide the hidden layers are.

    >>> _layers(()), _layers((4,)), _layers((8, 8))
    ('no hidden layer', 'a hidden layer of 4 units', 'hidden layers of 8-8 units')
    """
    if not widths:
        return "no hidden layer"
    if len(widths) == 1:
        return f"a hidden layer of {widths[0]} unit{'s' * (widths[0] > 1)}"
    return f"hidden layers of {'-'.join(map(str, widths))} units"


def open_slopes(trials: Trials) -> tuple[Advice, ...]:
    """Return the run with activations that pass more of the gradient, at rates that suit them."""
    old, rate = trials.experiment.activation, trials.now.learning_rate
    choices = [(name, ACTIVATIONS[name].init) for name in ("tanh", "relu")]
    return tuple(
        changed(trials, words, activation=name, init=init, learning_rate=own)
        for name, init in choices
        if name != old
        for own in dict.fromkeys((min(rate, 0.3), min(rate, 0.1)))
        for words in [
            f"{ACTIVATIONS[name].label} with {_NAMES[init]} initialization "
            f"instead of {ACTIVATIONS[old].label}"
            + (f", learning rate {number(own)}" if own != rate else "")
        ]
    )


def smaller_penalties(trials: Trials, name: str = "l2") -> tuple[Advice, ...]:
    """Return the run with a tenth, a hundredth and none of a penalty."""
    old = trials.experiment.value_at(name, trials.now.step)
    return tuple(
        changed(trials, f"{name.upper()} penalty {number(new)} instead of {number(old)}", **{name: new})
        for new in (float(f"{old / 10:.2g}"), float(f"{old / 100:.2g}"), 0.0)
        if new != old
    )


def larger_batches(trials: Trials) -> tuple[Advice, ...]:
    """Return the run with ten times larger batches, and with all samples in one."""
    old = trials.experiment.value_at("batch_size", trials.now.step)
    if old is None:
        return ()
    sizes = [size for size in (10 * old,) if size < trials.experiment.n_points / 2]
    return (
        *(changed(trials, f"batch size {size} instead of {old}", batch_size=size) for size in sizes),
        changed(trials, f"the full batch instead of batch size {old}", batch_size=None),
    )


def keep_going(symptoms: Symptoms, *, times: int = 4, least: int = 3000) -> Advice:
    """Return the same run at a later step."""
    step = min(max(times * symptoms.step, symptoms.step + least), LAST_STEP)
    return Advice("more steps", symptoms.experiment, step)


def against_overfitting(trials: Trials, best: int) -> tuple[Advice, ...]:
    """Return the run stopped where its test loss was least, with more samples, and with a penalty."""
    own, most = trials.experiment, kind_of(Experiment, "samples").high
    more = min(10 * own.samples, most // 2)
    found = [Advice(f"stopping at step {best:,}", own, best)] if best else []
    if more > own.samples and own.given is None:
        found.append(changed(trials, f"{more} samples instead of {own.samples}", samples=more))
    old = own.value_at("l2", trials.now.step)
    found += [
        changed(trials, f"L2 penalty {number(l2)} instead of {number(old)}", l2=l2)
        for l2 in (0.003, 0.01, 0.03)
        if l2 > old
    ]
    return tuple(replace(advice, by_test=True) for advice in found)
