"""What is said of an equation and of the whole, in plain words and the run's own numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core import Case, Equation
from core.arrays import Array
from core.notes import EPSILON, TOLERANCE, Aside, Comparison, Examination
from pages.figures.words import fmt, listed
from pages.scenes.notes.prose import typeset, written
from pages.scenes.notes.reading import Reading

INTRODUCTION = (
    "Each line of the derivative notes says that two things are equal. The left one is **measured** at "
    "your own network, with differences and no formula; the right one is **computed** as it stands there."
)
PROOF = (
    f"To measure a derivative, something is nudged by ±{fmt(EPSILON)}, or less, and the difference divided "
    "by the nudge. Derivatives on a right side are measured in the same way. A line holds if the relative "
    f"error ‖a − b‖ / (‖a‖ + ‖b‖) is {fmt(TOLERANCE)} or less. It cannot be told where both sides differ "
    "by less than the round-off of a difference. L is the loss of one sample; the batch is all training "
    "points, and its loss is their mean, without the penalty."
)
LETTERS = typeset(
    "In A2i, Z2i, Yi and W2i the letter i is a class: W2i is the column of weights into class i. In A1i, "
    "Z1i and W1i it is a unit. Where the notes can only mean a whole row, it is read as the row. Classes "
    "are counted from 0, training points and units from 1."
)

_MOST = 4  # numbers of a row, and rows of a matrix, that are printed
_SIGNS = {True: "✓", False: "✗", None: "?"}


@dataclass(frozen=True)
class Chip:
    """Hold one verdict as it stands on the page.

    Attributes
    ----------
    line : str
        ``"printed"``, ``"corrected"``, ``"added"`` or ``"aside"``.
    text : str
    found : Comparison
    is_claimed : bool
        False where a line fails that nobody says holds there.
    """

    line: str
    text: str
    found: Comparison
    is_claimed: bool = True

    @property
    def holds(self) -> str:
        """The answer in one word."""
        return {True: "true", False: "false", None: "unknown"}[self.found.holds]


def title(equation: Equation) -> str:
    """Return which line of the notes an equation is, and its name."""
    name = written(equation.title)
    towards = re.fullmatch(r"(\d+)-(\d+)", equation.key)
    if equation.number:
        return f"({equation.number}) {name}"
    if towards:
        return f"To ({towards[1]}), line {towards[2]}: {name}"
    return name


def chips(examined: Examination) -> list[Chip]:
    """Return the verdicts on an equation's lines, the printed one first."""
    equation, found = examined.equation, []
    if examined.printed:
        found.append(Chip("printed", _printed(examined), examined.printed))
    elif examined.corrected:
        text = f"{_sign(examined.corrected)} Not in the notes. {_plain(examined.corrected)}"
        found.append(Chip("added", text, examined.corrected))
    if examined.shows_correction and examined.corrected:
        text = f"{_sign(examined.corrected)} Corrected, it {_outcome(examined.corrected)}"
        found.append(Chip("corrected", text, examined.corrected))
    if examined.aside and equation.aside:
        found.append(_aside(equation.aside, examined.aside))
    return found


def remarks(examined: Examination) -> list[str]:
    """Return why a line fails, and what is notation."""
    equation = examined.equation
    said = []
    if equation.fault:
        said.append(equation.fault)
    if equation.notation:
        said.append(f"Notation: {equation.notation}")
    return said


def closing(equation: Equation) -> str:
    """Return where alone a line is right, before the batch form is shown."""
    return f"Right {equation.scope}. In a batch:" if equation.scope else "In a batch:"


def rows(examined: Examination) -> list[tuple[str, str]]:
    """Return both sides in numbers: a name and the values."""
    sides = [("measured", examined.measured)]
    if examined.printed:
        sides.append(("as printed", examined.printed.value))
    if examined.corrected and (examined.shows_correction or not examined.printed):
        sides.append(("corrected" if examined.printed else "computed", examined.corrected.value))
    return [(name, values(value) if value is not None else "no value") for name, value in sides]


def values(value: Array) -> str:
    """Return a number, a row or a matrix; of a large one the first entries and its shape."""
    if value.ndim == 0:
        return _number(float(value))
    if value.ndim == 1:
        return _row(value) + (f" ({len(value)} numbers)" if len(value) > _MOST else "")
    lines = [_row(row) for row in value[:_MOST]]
    more = f"; … ({' × '.join(map(str, value.shape))})" if max(value.shape) > _MOST else ""
    return "; ".join(lines) + more


def shapes(equation: Equation, case: Case) -> tuple[str, str]:
    """Return the shapes in letters, and in the case's numbers; "" where there is no hidden layer."""
    letters = equation.shapes
    if equation.needs_hidden and not case.has_hidden:
        return letters, ""
    sizes = {"n": case.n, "d": case.d, "k": case.k, **({"h": case.h} if case.has_hidden else {})}
    return letters, re.sub(r"\b[ndhk]\b", lambda letter: str(sizes[letter[0]]), letters)


def summary(reading: Reading) -> str:
    """Count the lines that hold, that fail, and that are missing."""
    printed, holds, fails = reading.printed, reading.lines(True), reading.lines(False)
    untold = len(printed) - len(holds) - len(fails)
    parts = [
        f"**{len(holds)} hold** as printed at your network{_scopes(holds)}",
        f"**{len(fails)} do not**",
    ]
    if untold:
        parts.append(f"{untold} cannot be told here")
    proven = sum(each.main.holds is True for each in reading.added)
    return (
        f"The notes have {len(printed)} lines: {listed(parts)}. "
        f"{len(reading.added)} more are left out there, and {proven} of these are proven below."
    )


def _scopes(holding: Sequence[Examination]) -> str:
    """Return how many lines hold only within a scope, and within which."""
    counts = Counter(each.equation.scope for each in holding if each.equation.scope)
    if not counts:
        return ""
    return f" (of these {listed([f'{count} {scope}' for scope, count in counts.items()])})"


def overflow(reading: Reading) -> str:
    """Return why lines with an exponential or a quotient have no number at this sample; "" if they do."""
    case = reading.case
    if np.isinf(case.e).any():
        return (
            "The notes' $e^{Z_2}$ overflows at this sample: its $Z_2$ reaches "
            f"{fmt(float(case.z2.max()))}, and $e^{{710}}$ is more than a 64-bit number can hold. "
            "The app takes the largest $Z_2$ off all of them first, which leaves the quotient as it is: "
            f"{values(case.a2)}. Lines that write the exponentials out, or divide by a probability of 0, "
            "have no number here (—)."
        )
    if not case.a2.all():
        return (
            "A probability of this sample rounds to 0. Lines that divide by it have no number here (—); "
            "the app computes the loss from $Z_2$ and never divides by a probability."
        )
    return ""


def place(reading: Reading) -> str:
    """Say which network, sample, classes and unit the numbers belong to."""
    case, at, sizes = reading.case, reading.place, reading.timeline.experiment.sizes
    own = int(case.target.argmax())
    words = (
        f"Your {'-'.join(map(str, sizes))} network at step {reading.snapshot.step:,}. Training point "
        f"{at.point} of {case.n} is of class {own}; i = {at.class_i} is "
        f"{'its own class' if own == at.class_i else 'not its class'}, j = {at.class_j}"
    )
    if at.class_j == at.class_i:
        words += f" (where a line needs i ≠ j, j = {case.apart().j} is taken)"
    return typeset(f"{words}. {_layers(case)}")


def _layers(case: Case) -> str:
    """Say what the notes' two layers are in the network."""
    last = case.depth
    if not case.has_hidden:
        return "There is no hidden layer, so the lines about A1 have nothing to speak of here."
    words = [f"The unit u is {case.unit + 1} of {case.h}."]
    if last > 2:
        words.append(
            f"The notes have two layers: their layer 2 is your layer {last}, their layer 1 your layer "
            f"{last - 1}, and X is the A{last - 2} that enters it."
        )
    if case.activation != "sigmoid":
        words.append(f"Your units are {case.activation}, the notes' sigmoid: (11) is not about them.")
    return " ".join(words)


def _aside(aside: Aside, found: Comparison) -> Chip:
    if found.holds is False and aside.is_beyond:
        text = f"○ Taken {written(aside.where)}, beyond its scope, it does not hold. {_numbers(found)}"
        return Chip("aside", text, found, is_claimed=False)
    return Chip("aside", f"{_sign(found)} Taken {written(aside.where)}, it {_outcome(found)}", found)


def _printed(examined: Examination) -> str:
    found, equation = examined.main, examined.equation
    if found.holds and equation.fault:
        return f"✓ Holds here by accident. {_numbers(found)}"
    return f"{_sign(found)} As printed, it {_outcome(found)}"


def _sign(found: Comparison) -> str:
    return _SIGNS[found.holds]


def _plain(found: Comparison) -> str:
    words = _outcome(found)
    return words[0].upper() + words[1:]


def _outcome(found: Comparison) -> str:
    if found.holds is None:
        return f"cannot be told: {written(found.why)}."
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
