"""How the cells of a phase are computed, as expressions that the browser can print.

The browser knows no networks: it looks the cells up, works the expression out and prints it.  An expression
is a number, or a list that begins with its operator:

==============================  ====================================================================
``["cell", name, row, column]``  a number on the board; a place is 0, …, ``"i"`` and ``"j"`` (the cell's
                                 own row and column), ``"m"`` (see ``each``), or ``{"i": [2, 0, 1]}``:
                                 the i-th of a list
``["each", count, term]``        in a list of arguments: the term once for each m below `count`
``["+", …], ["·", …]``           sum and product
``["−", a, b], ["−", a]``        difference and negative
``["/", a, b], ["()", a]``       quotient and brackets
``["exp", a]``, …                a call: ``exp``, ``log``, ``tanh``, ``sign`` or ``max``
``["=", a]``                     the value of `a`, printed as one number
``[">", a, b]``                  1 if a > b, else 0; printed so
==============================  ====================================================================
"""

from collections.abc import Mapping
from typing import Any

from core import ACTIVATIONS, Phase
from core.step.parts import Operand
from pages.scenes.one_step.inspected_step import InspectedStep

Expression = list[Any]


def cell_sums(inspected: InspectedStep, phase: Phase) -> dict[str, Any]:
    """Return how the cells of each matrix that a phase makes are computed.

    Parameters
    ----------
    inspected : InspectedStep
        The step.
    phase : Phase
        As it is shown, in the reader's convention.

    Returns
    -------
    dict
        By the name of the matrix: ``"ways"``, expressions of which the first that gives the value is
        printed; and ``"lights"``, the rows, columns and cells to mark, if these are not all cells of the
        first way.
    """
    if phase.kind == "update":
        return _update(phase)
    if phase.kind == "data" or phase.result is None:
        return {}
    return {phase.result: _Writer(inspected, phase).write()}


def _own(name: str) -> Expression:
    """Return the cell of another matrix in the place of the cell itself."""
    return ["cell", name, "i", "j"]


def _update(phase: Phase) -> dict[str, Any]:
    """Return the sums of an update; only a step that is lr times a gradient has terms on the board."""
    sums: dict[str, Any] = {}
    for at, move in enumerate(phase.moves):
        if move.new:
            sums[move.new] = {"ways": [["−", _own(move.old), _own(move.step)]]}
        if phase.factor is not None:
            sums[move.step] = {"ways": [["·", phase.factor, _own(phase.inputs[at])]]}
    return sums


class _Writer:
    """Write the sum of a phase's result; `sample` and `unit` are the indices of its cell."""

    def __init__(self, inspected: InspectedStep, phase: Phase) -> None:
        self._subject, self._phase = inspected, phase
        self._columns = inspected.shown.columns
        self._sample, self._unit = ("j", "i") if self._columns else ("i", "j")

    def write(self) -> dict[str, Any]:
        if self._phase.kind == "product":
            return self._product()
        if self._phase.formula == "surprise":
            return self._surprise()
        if self._phase.formula == "squares":
            return {"ways": self._squares()}
        write = {
            "map": self._map,
            "softmax": self._softmax,
            "loss": self._mean,
            "error": self._error,
            "total": self._total,
            "chain": self._chain,
        }[self._phase.kind]
        return {"ways": write()}

    def _at(self, name: str, sample: Any, unit: Any) -> Expression:
        return ["cell", name, *((unit, sample) if self._columns else (sample, unit))]

    def _product(self) -> dict[str, Any]:
        left, right = self._phase.factors
        count = self._subject.shown.factor(left).values.shape[1]
        terms: list[Any] = [["each", count, ["·", _entry(left, "i", "m"), _entry(right, "m", "j")]]]
        lights: list[dict[str, Any]] = [
            {"name": left.name, "role": "left", "row": "i"},
            {"name": right.name, "role": "right", "column": "j"},
        ]
        if self._phase.plus:
            bias = self._at(self._phase.plus, 0, self._unit)
            terms.append(bias)
            lights.append({"name": bias[1], "row": bias[2], "column": bias[3]})
        for penalty in self._phase.penalties:
            W = _own(penalty.name)
            terms.append(["·", penalty.factor, ["sign", W] if penalty.of_signs else W])
        return {"ways": [["+", *terms]], "lights": lights}

    def _map(self) -> list[Expression]:
        cells = {"Z": _own(self._phase.inputs[0])}
        return [_filled(way, cells) for way in ACTIVATIONS[self._phase.formula].value_ways]

    def _softmax(self) -> list[Expression]:
        Z = self._phase.inputs[0]
        z, each = _own(Z), self._at(Z, self._sample, "m")
        classes, (largest, exponentials) = self._classes(each), self._shifted(each)
        return [
            ["/", ["exp", z], ["()", ["+", ["each", classes, ["exp", each]]]]],
            ["/", ["exp", ["=", ["−", z, largest]]], ["()", ["+", exponentials]]],
        ]

    def _surprise(self) -> dict[str, Any]:
        Z, Y, A = self._phase.inputs
        true = {self._sample: [self._subject.true_class(row) for row in range(self._subject.n)]}
        z, a, y = (self._at(name, self._sample, true) for name in (Z, A, Y))
        largest, exponentials = self._shifted(self._at(Z, self._sample, "m"))
        ways: list[Expression] = [
            ["−", ["log", a]],
            # Where A is rounded to 0 or 1, its logarithm is computed from Z.
            ["−", ["log", ["+", exponentials]], ["=", ["−", z, largest]]],
        ]
        lights = [{"name": name, "row": row, "column": column} for _, name, row, column in (a, y)]
        return {"ways": ways, "lights": lights}

    def _squares(self) -> list[Expression]:
        _, Y, A = self._phase.inputs
        a, y = (self._at(name, self._sample, "m") for name in (A, Y))
        miss = ["()", ["−", a, y]]
        return [["+", ["each", self._classes(a), ["·", 0.5, miss, miss]]]]

    def _shifted(self, each: Expression) -> tuple[Expression, Expression]:
        """Return the largest z of a sample, and the exponentials of all less it, which cannot overflow."""
        classes = self._classes(each)
        largest = ["max", ["each", classes, each]]
        return largest, ["each", classes, ["exp", ["=", ["−", each, largest]]]]

    def _mean(self) -> list[Expression]:
        losses = ["each", self._subject.n, self._at(self._phase.inputs[0], "m", 0)]
        return [["/", ["()", ["+", losses]], self._phase.over]]

    def _error(self) -> list[Expression]:
        A, Y = self._phase.inputs
        return [["/", ["()", ["−", _own(A), _own(Y)]], self._phase.over]]

    def _total(self) -> list[Expression]:
        each = self._at(self._phase.inputs[0], "m", self._unit)
        return [["+", ["each", self._subject.n, each]]]

    def _chain(self) -> list[Expression]:
        dA, z, a = (_own(name) for name in self._phase.inputs)
        factors = ACTIVATIONS[self._phase.formula].slope_factors
        return [["·", dA, *(_filled(factor, {"Z": z, "A": a}) for factor in factors)]]

    def _classes(self, each: Expression) -> int:
        """Return how many cells `each` runs over."""
        shape: tuple[int, ...] = self._subject.shown.matrices[each[1]].values.shape
        return shape[0 if each[2] == "m" else 1]


def _filled(operation: Any, cells: Mapping[str, Expression]) -> Any:
    """Return an activation's operation as an expression, with cells in place of Z and A."""
    if isinstance(operation, tuple):
        return [_filled(part, cells) for part in operation]
    return cells.get(operation, operation)


def _entry(operand: Operand, row: str, column: str) -> Expression:
    """Return a cell of a factor, which may stand transposed."""
    return ["cell", operand.name, *((column, row) if operand.transposed else (row, column))]
