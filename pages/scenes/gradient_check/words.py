"""The sentences of the gradient check: the result, one line per layer, and the effect of a bug."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core import ACTIVATIONS, Gradients, Verdict, tolerance
from core.arrays import Array
from pages.figures.epsilon import depends_on_epsilon
from pages.figures.words import fmt, listed, order, sub
from pages.scenes.gradient_check.bugs import BUGS, Bug
from pages.scenes.gradient_check.checked_run import GRID, CheckedRun
from pages.scenes.gradient_check.choices import GradientCheckChoices
from pages.scenes.gradient_check.code_lines import Listing
from pages.scenes.gradient_check.race import Race

_REASONS = {
    "agrees": "agrees",
    "silent": "agrees: both are 0 within round-off",
    "truncation": "ε is too large: truncation",
    "round-off": "ε is too small: round-off",
    "kink": "undecided: a perturbation crosses a kink",
    "drowned": "undecided: the loss is so large that its round-off hides the gradient",
    "overflow": "undecided: the loss overflows",
    "wrong": "wrong at every ε",
}

_SHORT = 36  # letters of a line of code that has a label beside it
_HARMLESS = "It changes no gradient at this step."


def line(layer: int, verdict: Verdict) -> str:
    """Return the error of one layer and what it means; a relative error of two zeros means nothing."""
    if verdict.reason == "silent":
        return f"Layer {layer} {_REASONS[verdict.reason]}."
    better = ""
    if verdict.reason in ("truncation", "round-off"):
        better = f"; at ε = {order(verdict.best_epsilon)} it is {fmt(verdict.best_error, 2)}"
    return f"Layer {layer}: relative error {fmt(verdict.error, 3)}, {_REASONS[verdict.reason]}{better}."


def sentence(
    checked_run: CheckedRun, choices: GradientCheckChoices, verdicts: Sequence[Verdict], at: int
) -> str:
    """Return the result of the check at one ε."""
    measured = f"With {choices.scheme} differences in {choices.precision} at ε = {order(GRID[at])}"
    return f"{measured}, {_worst(verdicts)}{_silence(verdicts)}{_kinks(checked_run, at)}"


def _worst(verdicts: Sequence[Verdict]) -> str:
    """Return the largest error of the layers whose gradient is not 0, and what it means."""
    errors = {layer: each.error for layer, each in enumerate(verdicts, start=1) if each.reason != "silent"}
    if not errors:
        return "the analytic and numeric derivatives are 0 within round-off in every layer: they agree."
    layer = max(errors, key=errors.__getitem__)
    return f"the largest relative error is {fmt(errors[layer], 3)}, in layer {layer}: {_finding(verdicts)}"


def _silence(verdicts: Sequence[Verdict]) -> str:
    """Return which layers have a gradient of 0, if others have not."""
    silent = [str(layer) for layer, each in enumerate(verdicts, start=1) if each.reason == "silent"]
    if len(silent) in (0, len(verdicts)):
        return ""
    return f" In layer{'s' * (len(silent) > 1)} {listed(silent)} both are 0 within round-off."


def _finding(verdicts: Sequence[Verdict]) -> str:
    reasons = {verdict.reason for verdict in verdicts}
    if all(verdict.holds for verdict in verdicts):
        return "the gradient of this step is correct in every layer."
    if "wrong" in reasons:
        layers = [str(i) for i, v in enumerate(verdicts, start=1) if v.reason == "wrong"]
        if len(layers) == len(verdicts) > 1:
            return "the backward pass is wrong in every layer, at every ε."
        return f"the backward pass is wrong in layer{'s' * (len(layers) > 1)} {listed(layers)}, at every ε."
    if reasons & {"drowned", "overflow"}:
        return "the loss is too large to measure its differences, so the check is undecided."
    if "kink" in reasons:
        return "the check is undecided: no ε can tell, another training step may."
    return "this is the error of the measurement; try another ε or another batch."


def _kinks(checked_run: CheckedRun, at: int) -> str:
    exact = checked_run.kinks(0.0)
    near = checked_run.kinks(GRID[at]) - exact
    label = ACTIVATIONS[checked_run.experiment.activation].label
    at_kink = f" {_pre_activations(exact)} exactly 0, on the kink of {label}, where it has no derivative."
    can = f"that a perturbation by this ε can cross the kink of {label}."
    corners = checked_run.corners(GRID[at])
    weights = "1 weight is" if corners == 1 else f"{corners} weights are"
    return (
        at_kink * bool(exact)
        + f" {_pre_activations(near)} so close to 0 {can}" * bool(near)
        + f" {weights} within ε of 0, where |W| of the L1 penalty has its kink." * bool(corners)
    )


def _pre_activations(count: int) -> str:
    return "1 pre-activation is" if count == 1 else f"{count} pre-activations are"


def checked(checked_run: CheckedRun) -> str:
    """Return how many parameters are checked, on how many samples."""
    chosen, n = checked_run.selection, len(checked_run.snapshot.batch)
    everything = chosen.count == chosen.total
    which = f"all {chosen.total:,}" if everything else f"{chosen.count:,} of {chosen.total:,}"
    rows = f"all {n:,} samples" if chosen.rows == n else f"the first {chosen.rows:,} of {n:,} samples"
    return f"Checked: {which} parameters, on {rows} of the batch of step {checked_run.snapshot.step:,}."


def rule(choices: GradientCheckChoices) -> str:
    """Return up to which error a layer passes, and why."""
    least = {"central": "u^⅔", "forward": "u^½"}[choices.scheme]
    u = {"float64": "2×10⁻¹⁶", "float32": "1×10⁻⁷"}[choices.precision]
    truncation = {"central": "ε²", "forward": "ε"}[choices.scheme]
    return (
        f"A layer passes up to a relative error of {fmt(tolerance(choices.scheme, choices.precision), 2)}. "
        f"{choices.scheme.capitalize()} differences have "
        f"errors of about {truncation} from truncation and u/ε from round-off, u = {u} in "
        f"{choices.precision}. At the best ε about {least} is left; 300 times that is allowed. Where "
        "the gradient is small compared with the loss, round-off makes a larger relative error, and more "
        "is allowed."
    )


def curve_label(name: str, choices: GradientCheckChoices, errors: Array, at: int) -> str:
    """Return the text alternative of the curve."""
    return (
        f"Relative error of {name} against ε, {choices.scheme} differences in {choices.precision}: "
        f"{fmt(float(errors[at]), 2)} at the chosen ε = {order(GRID[at])}. "
        + _flanks(errors, int(errors.argmin()))
    )


def _flanks(errors: Array, best: int) -> str:
    """Return which ε is the best, and what grows on either side of it."""
    if not depends_on_epsilon(errors):
        return "The error hardly depends on ε."
    is_far = 10 * errors[best] < errors
    sides = [
        f"the {source} error grows to the {side}"
        for source, side, far in (
            ("round-off", "left", is_far[:best]),
            ("truncation", "right", is_far[best:]),
        )
        if far.any()
    ]
    found = f"The best ε is {order(GRID[best])}, with {fmt(float(errors[best]), 2)}"
    return f"{found}; {' and '.join(sides)}."


def shown_in(right: Gradients, wrong: Gradients) -> list[str]:
    """Return the names of the gradients that a bug changes."""
    names = []
    for i, (ours, theirs) in enumerate(zip(right.layers, wrong.layers, strict=True), start=1):
        names += [
            sub(part, i)
            for part in ("dW", "db")
            if not np.allclose(getattr(ours, part), getattr(theirs, part), rtol=1e-9, atol=0)
        ]
    return names


def symptom(run: Race) -> str:
    """Return whether the loss still decreases, with the losses of both networks."""
    verb = "still decreases" if run.falls else "does not decrease"
    last = len(run.wrong) - 1
    ends = "" if len(run.wrong) == len(run.right) else f", where it overflows after {last} steps"
    is_lucky = not ends and run.wrong[-1] < run.right[-1]
    luck = " It is luck: a loss that falls faster does not make a gradient right." if is_lucky else ""
    return (
        f"The loss {verb}: in {len(run.right) - 1} steps from {fmt(run.wrong[0])} to {fmt(run.wrong[-1])} "
        f"with the bug{ends}, to {fmt(run.right[-1])} without it.{luck}"
    )


def injected(choices: GradientCheckChoices, bug: str) -> str:
    """Return that a backward pass has a bug, empty if it has none; a hidden one is not named."""
    if bug not in BUGS:
        return ""
    named = f"the bug “{BUGS[bug].title}”" if choices.diagnose is None else "a hidden bug"
    return f"The backward pass has {named}."


def diagnosis(mistake: Bug, names: Sequence[str], run: Race) -> str:
    """Return what a bug is, which gradients it changes and what it does to training."""
    where = f"It changes {listed(list(names))}." if names else _HARMLESS
    return f"**{mistake.title}.** {mistake.why} {where} {symptom(run)}"


def both_lines(correct: Listing, wrong: Listing) -> str:
    """Return the correct lines of code and the wrong ones, labelled; of each kind the first."""
    first: dict[str, str] = {}
    for line in wrong:
        if line.is_wrong:
            first.setdefault(line.kind, line.key)
    right, mistaken = (
        [line.code.strip() for line in lines if line.key in first.values()] for lines in (correct, wrong)
    )
    width = max(map(len, (*right, *mistaken)))
    if len(right) == 1 and width <= _SHORT:
        return f"{right[0]:{width}}  # correct\n{mistaken[0]:{width}}  # wrong"
    return "\n".join(["# correct", *right, "# wrong", *mistaken])


def clue(checked_run: CheckedRun, names: Sequence[str]) -> str:
    """Return which gradients a hidden bug changes, given their names, and which not."""
    layers = range(1, checked_run.depth + 1)
    right = [name for at in layers for part in ("dW", "db") if (name := sub(part, at)) not in names]
    if not names or not right:
        return f"Every gradient of this step is {'right' if right else 'wrong'}."
    return f"{_are(names, 'wrong')}; {_are(right, 'right')}."


def _are(names: Sequence[str], how: str) -> str:
    return f"{listed(list(names))} {'is' if len(names) == 1 else 'are'} {how}"


def unseen(names: Sequence[str], run: Race) -> str:
    """Return the symptoms of a hidden bug."""
    return symptom(run) if names else f"{_HARMLESS} {symptom(run)}"
