"""Names of matrices, of their rows and columns, and of their entries."""

import re

from core import Axis, Matrix, Phase
from pages.figures.words import sub
from pages.scenes.one_step.inspected_step import InspectedStep

_NAME = re.compile(r"(\D+?)(\d+)( next)?")


def symbol(name: str) -> str:
    """Return a name as a symbol.

    >>> symbol("dW2"), symbol("W1 next"), symbol("loss")
    ('dW₂', 'next W₁', 'loss')
    """
    if found := _NAME.fullmatch(name):
        letter, layer, rest = found.groups(default="")
        return ("next " if rest else "") + sub(letter, int(layer))
    return name


def topic(phase: Phase) -> str:
    """Return what a phase is about: its kind, or its letter where a kind has several."""
    return phase.key.rstrip("0123456789") if phase.kind in ("product", "loss") else phase.kind


def symbol_in(inspected: InspectedStep, name: str) -> str:
    """Return a symbol; what SGD subtracts is written as lr times the gradient."""
    if name[0] in "Gg":
        return gradient_of(name)
    return f"lr · {gradient_of(name)}" if name[0] in "Ss" and inspected.is_plain else symbol(name)


def gradient_of(name: str) -> str:
    """Return the symbol of the gradient behind what is subtracted, or of the next update's gradient.

    >>> gradient_of("S2"), gradient_of("g1")
    ('dW₂', 'db₁')
    """
    return symbol(("dW" if name[0].isupper() else "db") + name[1:])


def whose(inspected: InspectedStep, name: str) -> str:
    """Return which samples a matrix is taken over, if not the inspected ones; else an empty string."""
    is_of_run = name[0] in "Gg" or (name[0] in "Ss" and inspected.is_plain)
    return inspected.whose if is_of_run and not inspected.is_own else ""


def axis_names(inspected: InspectedStep, axis: Axis, count: int) -> list[str]:
    """Return the names of the `count` rows or columns of an axis."""
    return [axis_name(inspected, axis, at) for at in range(count)]


def axis_name(inspected: InspectedStep, axis: Axis, at: int) -> str:
    """Return the name of row or column `at` of an axis; empty for the only row of b.

    Samples, features and units are counted from 1, classes from 0, as in the targets.
    """
    match axis.letter:
        case "n":
            return f"sample {inspected.chosen[at] + 1}"
        case "d":
            return sub("x", at + 1)
        case "k":
            return f"class {at}"
        case "1":
            return ""
    return f"unit {at + 1}"


def entry(inspected: InspectedStep, name: str, row: int, column: int) -> str:
    """Return the name of an entry; its row and column are those with samples as rows.

    ``dW₂[unit 3, class 1]``, and ``dW₂[class 1, unit 3]`` where samples are columns.
    """
    matrix = inspected.rows.matrices[name]
    places = [axis_name(inspected, matrix.rows, row), axis_name(inspected, matrix.columns, column)]
    if inspected.shown.columns:
        places.reverse()
    return f"{symbol_in(inspected, name)}[{', '.join(place for place in places if place)}]"


def shape(matrix: Matrix) -> str:
    """Return a shape in letters and in numbers: ``(n × h) = (6 × 4)``.

    b has shape (h,), as in code. The board draws it as one row.
    """
    return f"{shape_in(matrix, letters(matrix))} = {shape_in(matrix, matrix.values.shape)}"


def shape_in(matrix: Matrix, sizes: tuple[object, ...]) -> str:
    """Return the shape of a matrix in the given letters or numbers: ``(6 × 4)``, or ``(4,)`` for b."""
    is_vector = matrix.rows.letter == "1" and matrix.columns.letter not in ("1", "n")
    return f"({sizes[1]},)" if is_vector else bracketed(sizes)


def letters(matrix: Matrix) -> tuple[str, ...]:
    """Return a shape in printed letters: ``("n", "h₁")``."""
    return tuple(symbol(letter) for letter in matrix.letters)


def bracketed(sizes: tuple[object, ...]) -> str:
    """Return sizes, in letters or in numbers, as a printed shape: ``(6 × 4)``."""
    return f"({' × '.join(map(str, sizes))})"
