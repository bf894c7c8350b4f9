"""How a phase is laid out on the board: the factors of a product around it, or matrices in lines."""

from typing import Any

from core import ACTIVATIONS, Phase
from core.step.parts import Operand
from pages.figures.words import fmt
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.names import symbol

Piece = dict[str, Any]


def layout(inspected: InspectedStep, phase: Phase) -> dict[str, Any]:
    """Return where the matrices of a phase stand.

    Parameters
    ----------
    inspected : InspectedStep
        The step.
    phase : Phase
        As it is shown, in the reader's convention.

    Returns
    -------
    dict
        Of a product: its factors ``"left"`` and ``"right"``, what it adds as ``"plus"``, and over what it
        sums as ``"rule"``.  Otherwise ``"lines"`` of matrices, each with the sign before it.
    """
    if phase.kind == "product":
        left, right = phase.factors
        return {
            "left": _factor(left),
            "right": _factor(right),
            "plus": phase.plus,
            "beside": bool(phase.plus) and inspected.shown.columns,
            "rule": _rule(phase),
        }
    if phase.kind == "update":
        return {"lines": _update(phase)}
    return {"lines": [_line(phase)]}


def bare_layout(phase: Phase) -> dict[str, Any]:
    """Return the matrices that a phase uses, and its result, in the order of their names alone."""
    used = [*(operand.name for operand in phase.factors), *phase.inputs]
    return {"lines": [[*map(_piece, sorted(used)), _piece(str(phase.result), is_result=True)]]}


def _factor(operand: Operand) -> Piece:
    return {"name": operand.name, "transposed": operand.transposed}


def _rule(phase: Phase) -> str:
    summed = phase.summed
    assert summed is not None
    rule = f"Sum over {symbol(summed.axis.letter)} = {summed.count} {summed.axis.words}"
    if not phase.penalties:
        return rule
    terms = " + ".join(
        f"{fmt(each.factor)} · {f'sign({symbol(each.name)})' if each.of_signs else symbol(each.name)}"
        for each in phase.penalties
    )
    return f"{rule}, plus the penalty term{'s' * (len(phase.penalties) > 1)} {terms}"


def _piece(name: str, sign: str = "", *, is_result: bool = False) -> Piece:
    return {"name": name, "sign": sign, "role": "result" if is_result else ""}


def _line(phase: Phase) -> list[Piece]:
    inputs = phase.inputs
    if phase.kind == "data":
        return [_piece(name) for name in inputs]
    assert phase.result is not None
    if phase.kind == "error":
        parts = [_piece(inputs[0], "("), _piece(inputs[1], "−")]
        sign = f") / {phase.over} ="
    elif phase.kind == "chain":
        parts = [
            _piece(inputs[0]),
            _piece(inputs[1 if ACTIVATIONS[phase.formula].needs_Z else 2], "⊙ slope at"),
        ]
        sign = "="
    elif phase.formula == "surprise":
        parts = [_piece(inputs[2]), _piece(inputs[1], "at the class in")]
        sign = "−log →"
    elif phase.formula == "squares":
        parts = [_piece(inputs[2], "("), _piece(inputs[1], "−")]
        sign = ")², ½ Σ over classes →"
    else:
        parts = [_piece(inputs[0])]
        over = phase.summed.axis.words if phase.summed else ""
        sign = f"Σ over {over} →" if phase.kind == "total" else f"{_name(phase)} →"
    return [*parts, _piece(phase.result, sign, is_result=True)]


def _name(phase: Phase) -> str:
    return ACTIVATIONS[phase.formula].symbol if phase.kind == "map" else phase.formula


def _update(phase: Phase) -> list[list[Piece]]:
    """Return a line for W, one for b, and, for a step that is lr times a gradient, one for the steps."""
    lines = []
    for move in phase.moves:
        after = [_piece(move.new, "=", is_result=True)] if move.new else []
        lines.append([_piece(move.old), _piece(move.step, "−"), *after])
    if phase.factor is None:
        return lines
    steps: list[Piece] = []
    for move, gradient in zip(phase.moves, phase.inputs, strict=True):
        steps += [_piece(move.step, "," if steps else ""), _piece(gradient, f"= {fmt(phase.factor)} ·")]
    return [*lines, steps]
