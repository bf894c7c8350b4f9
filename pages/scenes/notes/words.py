"""The words about each equation and about all of them, with the numbers of the run."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core import ACTIVATIONS, Case, Equation
from core.arrays import Array
from core.notes import EPSILON, TOLERANCE, Aside, Comparison, Examination
from pages.figures.words import fmt, listed
from pages.scenes.notes.notes_at_step import NotesAtStep
from pages.scenes.notes.prose import typeset, written

INTRODUCTION = (
    "Each line of the derivative notes is an equation. Its left side is **measured** at your network with "
    "finite differences, without a formula. Its right side is **computed** as printed in the notes."
)
PROOF = (
    f"To measure a derivative, a variable is perturbed by ±{fmt(EPSILON)} or less, and the difference of "
    "the results is divided by that of the inputs. Derivatives on a right side are measured alike. A "
    f"line holds if the relative error ‖a − b‖ / (‖a‖ + ‖b‖) is at most {fmt(TOLERANCE)}. It is undecided "
    "if the round-off of the differences is larger than both sides. L is the loss of one sample. The batch "
    "is all training samples; its loss is their mean, without the penalty. If you choose the squared error "
    "as the loss of the run, the lines that hold with softmax and cross-entropy only are marked."
)
LETTERS = typeset(
    "In A2i, Z2i, Yi and W2i, the letter i is a class: W2i is the column of weights of class i. In A1i, "
    "Z1i and W1i, it is a unit. Where the notes can only mean a whole row, the row is used. Classes are "
    "counted from 0, samples and units from 1."
)

_MOST = 4  # printed numbers per row, and rows per matrix
_SIGNS = {True: "✓", False: "✗", None: "?"}


@dataclass(frozen=True)
class Chip:
    """Hold one verdict as shown on the page.

    Attributes
    ----------
    line : str
        ``"printed"``, ``"corrected"``, ``"added"`` or ``"aside"``.
    text : str
    found : Comparison
    is_claimed : bool
        False where a line fails outside the scope that is claimed for it.
    """

    line: str
    text: str
    found: Comparison
    is_claimed: bool = True

    @property
    def holds(self) -> str:
        """The verdict as a data attribute."""
        return {True: "true", False: "false", None: "unknown"}[self.found.holds]


def title(equation: Equation) -> str:
    """Return the number and the name of an equation of the notes."""
    name = written(equation.title)
    towards = re.fullmatch(r"(\d+)-(\d+)", equation.key)
    if equation.number:
        return f"({equation.number}) {name}"
    if towards:
        return f"To ({towards[1]}), line {towards[2]}: {name}"
    return name


def chips(examined: Examination, case: Case | None = None) -> list[Chip]:
    """Return the verdicts on the lines of an equation, the printed one first."""
    why = examined.equation.with_sigmoids if case and case.loss.output == "sigmoid" else ""
    shown = [Chip(line, _verdict(line, found, examined, why), found) for line, _, found in examined.lines]
    if examined.aside and examined.equation.aside:
        shown.append(_aside(examined.equation.aside, examined.aside))
    return shown


def rows(examined: Examination) -> list[tuple[str, str]]:
    """Return the names and the numbers of both sides."""
    names = {"printed": "as printed", "corrected": "corrected", "added": "computed"}
    sides = [("measured", examined.measured)]
    sides += [(names[line], found.value) for line, _, found in examined.lines]
    return [(name, values(value) if value is not None else "no value") for name, value in sides]


def values(value: Array) -> str:
    """Return a number, a row or a matrix; of a large one, the first entries and the shape."""
    if value.ndim == 0:
        return _number(float(value))
    if value.ndim == 1:
        return _row(value) + (f" ({len(value)} numbers)" if len(value) > _MOST else "")
    lines = [_row(row) for row in value[:_MOST]]
    more = f"; … ({' × '.join(map(str, value.shape))})" if max(value.shape) > _MOST else ""
    return "; ".join(lines) + more


def shapes(equation: Equation, case: Case) -> tuple[str, str]:
    """Return the shapes in letters and in numbers; no numbers if a hidden layer is needed but missing."""
    letters = equation.shapes
    if equation.needs_hidden and not case.has_hidden:
        return letters, ""
    sizes = {"n": case.n, "d": case.d, "k": case.k, **({"h": case.h} if case.has_hidden else {})}
    return letters, re.sub(r"\b[ndhk]\b", lambda letter: str(sizes[letter[0]]), letters)


def summary(reading: NotesAtStep) -> str:
    """Count the lines that hold, that do not hold, and that are added."""
    printed, holds, fails = reading.printed, reading.lines(True), reading.lines(False)
    untold = len(printed) - len(holds) - len(fails)
    parts = [
        f"**{len(holds)} hold** as printed at your network{_scopes(holds)}",
        f"**{len(fails)} do not**",
    ]
    if untold:
        parts.append(f"{untold} cannot be decided here")
    proven = sum(each.main.holds is True for each in reading.added)
    return (
        f"The notes have {len(printed)} lines: {listed(parts)}. "
        f"{len(reading.added)} missing lines are added below, and {proven} of these hold."
    )


def _scopes(holding: Sequence[Examination]) -> str:
    """Return how many lines hold only in a limited scope, and in which."""
    counts = Counter(each.equation.scope for each in holding if each.equation.scope)
    if not counts:
        return ""
    return f" (of these {listed([f'{count} {scope}' for scope, count in counts.items()])})"


def other_loss(reading: NotesAtStep) -> str:
    """Say which lines hold with the squared error; empty if the run has the loss of the notes."""
    if reading.experiment.loss == "cross_entropy":
        return ""
    return (
        "The notes derive softmax and cross-entropy. Your run has sigmoid outputs and the squared error, "
        f"and each derivative is measured with these. {len(reading.needing_softmax)} lines are marked "
        "*softmax and cross-entropy only*: they need not hold here. All others hold with both losses. In "
        "place of (8), $dA_2 = (A_2 - Y) / n$ and, by (11), $dZ_2 = dA_2 \\odot A_2 \\odot (1 - A_2)$."
    )


def needs_softmax(equation: Equation) -> str:
    """Return the mark of a line that holds with softmax and cross-entropy only; empty for any other."""
    return "*Softmax and cross-entropy only.*" if equation.needs_softmax else ""


def overflow(reading: NotesAtStep) -> str:
    """Return why some lines have no value at this sample; empty if all have one."""
    case = reading.case
    if np.isinf(case.e).any():
        return (
            "The notes' $e^{Z_2}$ overflows at this sample: its $Z_2$ reaches "
            f"{fmt(float(case.z2.max()))}, and $e^{{710}}$ is more than a 64-bit number can hold. "
            "The app first subtracts the largest $Z_2$ from all, which does not change the quotient: "
            f"{values(case.a2)}. Lines with these exponentials, or with a division by a probability of 0, "
            "have no value here (—)."
        )
    if not case.a2.all():
        what = "A probability" if case.loss.output == "softmax" else "An output"
        return (
            f"{what} of this sample rounds to 0. Lines that divide by it have no value here (—); the app "
            "computes the loss from $Z_2$ and never divides by a probability."
        )
    return ""


def place(reading: NotesAtStep) -> str:
    """Return the network, sample, classes and unit of the numbers."""
    case, at, sizes = reading.case, reading.choices, reading.timeline.experiment.sizes
    own = int(case.target.argmax())
    words = (
        f"Your {'-'.join(map(str, sizes))} network at step {reading.snapshot.step:,}. Training sample "
        f"{at.point} of {case.n} is of class {own}; i = {at.class_i} is "
        f"{'its own class' if own == at.class_i else 'not its class'}, j = {at.class_j}"
    )
    if at.class_j == at.class_i:
        words += f" (j = {case.apart().j} is used where a line needs i ≠ j)"
    return typeset(f"{words}. {_layers(case)}")


def _layers(case: Case) -> str:
    """Return how the two layers of the notes map to the network."""
    last = case.depth
    if not case.has_hidden:
        return "There is no hidden layer, so the lines about A1 cannot be evaluated."
    words = [f"The unit u is {case.unit + 1} of {case.h}."]
    if last > 2:
        words.append(
            f"The notes have two layers: their layer 2 is your layer {last}, their layer 1 your layer "
            f"{last - 1}, and X is its input A{last - 2}."
        )
    activation = ACTIVATIONS[case.activation]
    if activation.equation is None:
        words.append(f"Your units are {activation.label}, not sigmoid: (11) does not apply to them.")
    return " ".join(words)


def _aside(aside: Aside, found: Comparison) -> Chip:
    if found.holds is False and aside.is_beyond:
        text = f"○ Taken {written(aside.where)}, outside its scope, it does not hold. {_numbers(found)}"
        return Chip("aside", text, found, is_claimed=False)
    return Chip("aside", f"{_SIGNS[found.holds]} Taken {written(aside.where)}, it {_outcome(found)}", found)


def _verdict(line: str, found: Comparison, examined: Examination, why: str) -> str:
    if line == "printed" and found.holds and examined.equation.fault:
        return f"✓ Holds here{f': {why}' if why else ' by accident'}. {_numbers(found)}"
    outcome = _outcome(found)
    texts = {
        "printed": f"As printed, it {outcome}",
        "corrected": f"Corrected, it {outcome}",
        "added": f"Not in the notes. {outcome[0].upper()}{outcome[1:]}",
    }
    return f"{_SIGNS[found.holds]} {texts[line]}"


def _outcome(found: Comparison) -> str:
    if found.holds is None:
        return f"cannot be decided: {written(found.why)}."
    if math.isinf(found.error):
        return f"fails: {found.why}."
    return f"{'holds' if found.holds else 'fails'}. {_numbers(found)}"


def _numbers(found: Comparison) -> str:
    return f"Relative error {fmt(found.error, 2)}."


def _number(value: float) -> str:
    """Return a number, or a dash where there is none."""
    return "—" if math.isnan(value) else fmt(value)


def _row(row: Array) -> str:
    entries = [_number(float(value)) for value in np.atleast_1d(row)[:_MOST]]
    return f"({', '.join([*entries, '…'] if len(row) > _MOST else entries)})"
