"""The question record, and the questions that fit many phases: about a shape, a product, and a sum."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from core import Axis, Matrix, Phase
from core.arrays import Array
from core.step.parts import Operand
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.names import bracketed, letters, shape, shape_in, symbol

FEW = 4
"""The maximum number of options."""

_CLEAR = 1.05
"""The largest value must be at least this many times the second largest."""


@dataclass(frozen=True)
class Question:
    """Hold a question with one right answer.

    Attributes
    ----------
    kind : str
        What is asked, such as ``"shape"`` or ``"sign"``.
    text : str
    options : tuple of str
        Two to four.
    answer : int
        Index of the right one.
    because : str
        The reason, with numbers.
    hides : tuple of str
        What would answer it: ``"formula"``, the equation, the code and how the matrices are arranged;
        ``"plane"``, the decision regions.  The result is hidden in any case, with its shape and its axes.
    """

    kind: str
    text: str
    options: tuple[str, ...]
    answer: int
    because: str
    hides: tuple[str, ...] = ()


Maker = Callable[[InspectedStep, Phase], Question | None]
"""Makes the question of a phase, or returns None where its answer would not be clear."""


def ask(kind: str, text: str, right: str, options: Sequence[str], because: str) -> Question:
    """Return a question with its options in the given order."""
    return Question(kind, text, tuple(options), list(options).index(right), because)


def shape_question(inspected: InspectedStep, phase: Phase) -> Question:
    """Ask for the shape of the result of a phase."""
    shown = inspected.shown
    matrix = shown.matrices[str(phase.result)]
    factors = [shown.factor(operand) for operand in shown.phase(phase.key).factors]
    right = shape_in(matrix, matrix.values.shape)
    options = _shuffled(right, _other_shapes(matrix, factors), f"{phase.key} {inspected.snapshot.step}")
    because = f"{symbol(matrix.name)} is {shape(matrix)}: {_lines(matrix)}."
    if factors:
        shapes = " times ".join(bracketed(factor.values.shape) for factor in factors)
        size = f"{letters(factors[0])[1]} = {factors[0].values.shape[1]}"
        because = f"{shapes} gives {right}: the inner size, {size}, is summed over and disappears."
    return ask("shape", f"What is the shape of {symbol(matrix.name)}?", right, options, because)


def product_question(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask for the order of the factors of a product, and which of them is transposed."""
    left, right = inspected.shown.phase(phase.key).factors
    turned, other = _transposed(right), _transposed(left)
    pairs = [(left, turned), (other, right), (right, left), (turned, other), (other, turned)]
    if left.transposed:
        pairs[:2] = pairs[1::-1]
    if any(_is_same_product(inspected, (left, right), pair) for pair in pairs):
        return None
    wrong = list(dict.fromkeys(_product_in_words(*pair) for pair in pairs))[: FEW - 1]
    answer = _product_in_words(left, right)
    options = _shuffled(answer, wrong, f"{phase.key} {inspected.snapshot.step} product")
    before = f", before {symbol(phase.plus)} is added" if phase.plus else ""
    before = ", before the penalty is added" if phase.penalties else before
    what = " and ".join(map(symbol, sorted((left.name, right.name))))
    text = f"Which product of {what} gives {symbol(phase.key)}{before}?"
    shapes = " times ".join(bracketed(inspected.shown.factor(each).values.shape) for each in (left, right))
    made = bracketed(inspected.shown.matrices[phase.key].values.shape)
    axis = phase.summed.axis.words if phase.summed else ""
    because = f"{shapes} gives {made}, the shape of {symbol(phase.key)}, and sums over the {axis}."
    return replace(ask("product", text, answer, options, because), hides=("formula",))


def _transposed(operand: Operand) -> Operand:
    return replace(operand, transposed=not operand.transposed)


def _is_same_product(
    inspected: InspectedStep, one: tuple[Operand, Operand], other: tuple[Operand, Operand]
) -> bool:
    (A, B), (C, D) = ([inspected.shown.factor(each).values for each in pair] for pair in (one, other))
    fits = C.shape[1] == D.shape[0] and (len(A), B.shape[1]) == (len(C), D.shape[1])
    return fits and np.allclose(A @ B, C @ D)


def _product_in_words(left: Operand, right: Operand) -> str:
    return " ".join(symbol(each.name) + "ᵀ" * each.transposed for each in (left, right))


def summed_question(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask over what the entries of a product or of db are summed."""
    if phase.summed is None:
        return None
    factors = [inspected.shown.factor(operand) for operand in inspected.shown.phase(phase.key).factors]
    made = inspected.shown.matrices[phase.key]
    if factors:
        shapes = " times ".join(bracketed(letters(factor)) for factor in factors)
        inner = f"{letters(factors[0])[1]} = {phase.summed.count}"
        because = f"The shapes are {shapes}: the two inner letters are the same, {inner}, and disappear."
    else:
        whole = inspected.shown.matrices[phase.inputs[0]]
        shapes = f"{symbol(whole.name)} is {bracketed(letters(whole))}, {symbol(made.name)}"
        because = f"{shapes} is {shape_in(made, letters(made))}: n = {phase.summed.count} is summed over."
    options = [f"the {axis.words}" for axis in _axes(inspected, phase)]
    text = f"Over which axis is each entry of {symbol(phase.key)} summed?"
    asked = ask("summed", text, f"the {phase.summed.axis.words}", options, because)
    return asked if factors else replace(asked, hides=("formula",))


def places(clear: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the places where a mask (n, m) is true, row by row."""
    return [(int(i), int(j)) for i, j in np.argwhere(clear)]


def clearly_first(values: Array) -> list[int] | None:
    """Return the indices of the largest of the values (m,), in order; None if the first is not clear."""
    few = [int(at) for at in np.argsort(-values, kind="stable")[:FEW]]
    if len(few) < 2 or not values[few[0]] > _CLEAR * values[few[1]]:
        return None
    return few


def _axes(inspected: InspectedStep, phase: Phase) -> list[Axis]:
    """Return the axes of the phase's matrices, each once."""
    names = [*(operand.name for operand in phase.factors), *phase.inputs]
    matrices = [inspected.rows.matrices[name] for name in names]
    axes = dict.fromkeys(axis for matrix in matrices for axis in (matrix.rows, matrix.columns))
    return [axis for axis in axes if axis.words]


def _other_shapes(matrix: Matrix, factors: Sequence[Matrix]) -> list[str]:
    """Return different wrong shapes, the most plausible first."""
    rows, columns = matrix.values.shape
    plausible = [(columns, rows), *(factor.values.shape for factor in factors)]
    plausible += [(rows, rows), (rows, columns + 1), (rows + 1, columns), (1, columns)]
    shapes = dict.fromkeys(
        shape_in(matrix, sizes) if sizes[0] == rows else bracketed(sizes)
        for sizes in plausible
        if sizes != (rows, columns)
    )
    return list(shapes)[: FEW - 1]


def _shuffled(right: str, wrong: Sequence[str], seed: str) -> list[str]:
    """Return all options, the right one at a place determined by the seed."""
    options = list(wrong)
    options.insert(crc32(seed.encode()) % (len(wrong) + 1), right)
    return options


def _lines(matrix: Matrix) -> str:
    """Say what each row and each column is."""
    parts = [("row", matrix.rows), ("column", matrix.columns)]
    return ", ".join(
        f"one {line} for {_each(axis)}" if axis.words else f"one {line}" for line, axis in parts
    )


def _each(axis: Axis) -> str:
    """Return an axis in the singular: ``"each sample"``."""
    singular = {"samples": "each sample", "features": "each feature", "classes": "each class"}
    return singular.get(axis.words) or f"each unit{axis.words.removeprefix('units')}"
