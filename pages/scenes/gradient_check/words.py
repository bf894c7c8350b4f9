"""What the check says: one sentence for the whole, one line a layer, and what a mistake does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core import Gradients, Verdict
from core.arrays import Array
from pages.figures.words import fmt, listed, order, sub
from pages.scenes.gradient_check.bench import GRID, Bench
from pages.scenes.gradient_check.choices import GradientCheckChoices
from pages.scenes.gradient_check.mistakes import Mistake
from pages.scenes.gradient_check.race import Race

_REASONS = {
    "agrees": "agrees",
    "silent": "agrees: both are 0 to within round-off",
    "truncation": "ε is too large: truncation",
    "round-off": "ε is too small: round-off",
    "kink": "cannot tell: a nudge carries a ReLU over its kink",
    "drowned": "cannot tell: the loss is so large that its round-off hides the gradient",
    "overflow": "cannot tell: the loss overflows",
    "wrong": "wrong at every ε",
}

_HARMLESS = "It changes nothing in this network as it stands."


def line(layer: int, verdict: Verdict) -> str:
    """Return one layer's error, and what it means; a relative error of two zeros means nothing."""
    if verdict.reason == "silent":
        return f"Layer {layer} {_REASONS[verdict.reason]}."
    better = ""
    if verdict.reason in ("truncation", "round-off"):
        better = f"; at ε = {order(verdict.best_epsilon)} it is {fmt(verdict.best_error, 2)}"
    return f"Layer {layer}: relative error {fmt(verdict.error, 3)}, {_REASONS[verdict.reason]}{better}."


def sentence(bench: Bench, inquiry: GradientCheckChoices, verdicts: Sequence[Verdict], at: int) -> str:
    """Return what the check found at one ε."""
    measured = f"With {inquiry.scheme} differences in {inquiry.precision} at ε = {order(GRID[at])}"
    return f"{measured}, {_worst(verdicts)}{_silence(verdicts)}{_kinks(bench, at)}"


def _worst(verdicts: Sequence[Verdict]) -> str:
    """Return the largest error of all layers that have a gradient to speak of, and what it means."""
    errors = {layer: each.error for layer, each in enumerate(verdicts, start=1) if each.reason != "silent"}
    if not errors:
        return "the analytic and numeric derivatives are 0 to within round-off in every layer: they agree."
    layer = max(errors, key=errors.__getitem__)
    return f"the largest relative error is {fmt(errors[layer], 3)}, in layer {layer}: {_finding(verdicts)}"


def _silence(verdicts: Sequence[Verdict]) -> str:
    """Return which layers have no gradient to speak of, if others have one."""
    silent = [str(layer) for layer, each in enumerate(verdicts, start=1) if each.reason == "silent"]
    if len(silent) in (0, len(verdicts)):
        return ""
    return f" In layer{'s' * (len(silent) > 1)} {listed(silent)} both are 0 to within round-off."


def _finding(verdicts: Sequence[Verdict]) -> str:
    reasons = {verdict.reason for verdict in verdicts}
    if all(verdict.holds for verdict in verdicts):
        return "the backward pass is right in every layer."
    if "wrong" in reasons:
        layers = [str(i) for i, v in enumerate(verdicts, start=1) if v.reason == "wrong"]
        if len(layers) == len(verdicts) > 1:
            return "the backward pass is wrong in every layer, whatever ε is."
        return (
            f"the backward pass is wrong in layer{'s' * (len(layers) > 1)} {listed(layers)}, whatever ε is."
        )
    if reasons & {"drowned", "overflow"}:
        return "the loss is too large to measure its differences, so that nothing can be told."
    return "that is the measurement's own error; another ε, or another batch, can tell."


def _kinks(bench: Bench, at: int) -> str:
    count = bench.kinks(at)
    if not count:
        return ""
    are = "pre-activation is" if count == 1 else "pre-activations are"
    return f" {count} {are} so near 0 that this ε can carry them over ReLU's kink."


def checked(bench: Bench) -> str:
    """Return how many parameters are checked, on how many rows."""
    chosen, n = bench.selection, len(bench.snapshot.batch)
    everything = chosen.count == chosen.total
    which = f"all {chosen.total:,}" if everything else f"{chosen.count:,} of {chosen.total:,}"
    rows = f"all {n:,} rows" if chosen.rows == n else f"the first {chosen.rows:,} of {n:,} rows"
    return f"Checked: {which} parameters, on {rows} of the batch of step {bench.snapshot.step:,}."


def rule(verdict: Verdict, inquiry: GradientCheckChoices) -> str:
    """Return up to which error a layer passes, and why there."""
    least = {"central": "u^⅔", "forward": "u^½"}[inquiry.scheme]
    u = {"float64": "2×10⁻¹⁶", "float32": "1×10⁻⁷"}[inquiry.precision]
    truncation = {"central": "ε²", "forward": "ε"}[inquiry.scheme]
    return (
        f"A layer passes up to {fmt(verdict.tolerance, 2)}. "
        f"{inquiry.scheme.capitalize()} differences err by "
        f"about {truncation} from truncation and u/ε from round-off, u = {u} in {inquiry.precision}; "
        f"the best ε leaves about {least}, and 300 times that is allowed."
    )


def curve_label(name: str, inquiry: GradientCheckChoices, errors: Array, at: int) -> str:
    """Return the text alternative of the curve."""
    best = int(errors.argmin())
    return (
        f"Relative error of {name} against ε, {inquiry.scheme} differences in {inquiry.precision}: "
        f"{fmt(float(errors[at]), 2)} at the chosen ε = {order(GRID[at])}. "
        f"The best ε found is {order(GRID[best])}, with {fmt(float(errors[best]), 2)}; round-off grows "
        "to the left of it, truncation to the right."
    )


def shown_in(right: Gradients, wrong: Gradients) -> list[str]:
    """Return the names of the matrices that a mistake changes."""
    names = []
    for i, (ours, theirs) in enumerate(zip(right.layers, wrong.layers, strict=True), start=1):
        names += [
            sub(part, i)
            for part in ("dW", "db")
            if not np.allclose(getattr(ours, part), getattr(theirs, part), rtol=1e-9, atol=0)
        ]
    return names


def symptom(run: Race) -> str:
    """Return whether the loss still falls, with the numbers of both ways."""
    verb = "still falls" if run.falls else "does not fall"
    last = len(run.wrong) - 1
    ends = "" if len(run.wrong) == len(run.right) else f", where it overflows after {last} steps"
    return (
        f"The loss {verb}: from {fmt(run.wrong[0])} to {fmt(run.wrong[-1])} with the mistake{ends}; "
        f"to {fmt(run.right[-1])} in {len(run.right) - 1} steps without it."
    )


def diagnosis(mistake: Mistake, names: Sequence[str], run: Race) -> str:
    """Return what a mistake is, where it shows and what it does to training."""
    where = f"It shows in {listed(list(names))}." if names else _HARMLESS
    return f"**{mistake.title}.** {mistake.why} {where} {symptom(run)}"


def both_lines(mistake: Mistake) -> str:
    """Return the right line of code and the wrong one, each said to be so."""
    width = max(len(mistake.right), len(mistake.wrong))
    return f"{mistake.right:{width}}  # right\n{mistake.wrong:{width}}  # wrong"


def unseen(names: Sequence[str], run: Race) -> str:
    """Return the same of a mistake that is to be found."""
    return symptom(run) if names else f"{_HARMLESS} {symptom(run)}"
