r"""The equation of a phase in LaTeX: with symbols, then with the first entries of its matrices."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core import ACTIVATIONS
from core.arrays import Array
from core.notes import corner, equality_of, folded, latex_of
from core.step.parts import Move, Phase
from pages.figures.words import digits_for_row
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.roundoff import values_without_roundoff

_FORMS = {
    ("softmax", "softmax"): r"\operatorname{{softmax}}\left({0}\right)",
    ("loss", "mean"): r"\frac{{1}}{{{n}}} \sum_i {0}",
    ("error", ""): r"\frac{{1}}{{{n}}} \left({0} - {1}\right)",
    ("total", ""): r"\sum_i {0}",
}
_Most = tuple[int, int]


def of_phase(inspected: InspectedStep, phase: Phase) -> list[str]:
    """Return the equations of a phase; they fit a slide."""
    return folded(lambda most: _equations(inspected, phase, most))


def _equations(inspected: InspectedStep, phase: Phase, most: _Most) -> list[str]:
    values = values_without_roundoff(inspected)
    matrices = {name: each.T if inspected.shown.columns else each for name, each in values.items()}
    shown = {name: latex_of(values, most=most) for name, values in matrices.items()}
    shown["loss"] = latex_of(matrices["loss"][0, 0])
    written = {name: symbol(name) for name in matrices}
    if phase.kind == "data":
        return [f"{written[name]} = {shown[name]}" for name in phase.inputs]
    if phase.kind == "update":
        return [_update(inspected, move, matrices, most) for move in phase.moves if move.new]
    right = [_right(phase, names, inspected.n) for names in (written, shown)]
    result = str(phase.result)
    about = equality_of(*(matrices[name] for name in (*_terms(phase), result)))
    return [f"{written[result]} = {right[0]} = {right[1]} {about} {shown[result]}"]


def _terms(phase: Phase) -> list[str]:
    """Return the names of the matrices that a phase is made of."""
    names = [*phase.inputs, *(factor.name for factor in phase.factors), phase.plus]
    return [name for name in (*names, *(each.name for each in phase.penalties[:1])) if name]


def _update(inspected: InspectedStep, move: Move, matrices: Mapping[str, Array], most: _Most) -> str:
    old, step, new = (matrices[str(name)] for name in (move.old, move.step, move.new))
    olds, steps, news = (corner(values, most).ravel().tolist() for values in (old, step, new))
    digits = digits_for_row(
        lambda printed: [printed(a) - printed(b) for a, b in zip(olds, steps, strict=True)], news
    )
    numbers = f"{latex_of(old, digits, most)} - {latex_of(step, digits, most)} = {latex_of(new, most=most)}"
    left = f"{symbol(str(move.new))} = {symbol(move.old)} - {_taken(inspected, move.step)}"
    return f"{left} = {numbers}"


def _taken(inspected: InspectedStep, name: str) -> str:
    """Return the symbol of what is subtracted, as on the page: lr times the gradient, or S."""
    if not inspected.is_plain:
        return symbol(name)
    return rf"\text{{lr}} \, {symbol(('dW' if name[0] == 'S' else 'db') + name[1:])}"


def _right(phase: Phase, names: Mapping[str, str], n: int) -> str:
    """Return the right side of a phase, with the given texts for its matrices."""
    if phase.kind == "product":
        text = r" \, ".join(names[f.name] + r"^{\top}" * f.transposed for f in phase.factors)
        text += f" + {names[phase.plus]}" if phase.plus else ""
        for each in phase.penalties:
            W = names[each.name]
            factor = rf"\operatorname{{sign}}\left({W}\right)" if each.of_signs else W
            text += f" + {each.factor:g} \\, {factor}"
        return text
    inputs = [names[name] for name in phase.inputs]
    if phase.kind == "map":
        return rf"{ACTIVATIONS[phase.formula].latex}\left({inputs[0]}\right)"
    if phase.kind == "chain":
        dA, Z, A = inputs
        return rf"{dA} \odot {ACTIVATIONS[phase.formula].slope_latex.format(Z=Z, A=A)}"
    if phase.formula == "surprise":
        return rf"-\log \left({inputs[-1]}\right)_{{i, y_i}}"
    if phase.formula == "squares":
        return rf"\tfrac{{1}}{{2}} \sum_j \left({inputs[-1]} - {inputs[1]}\right)^2_{{ij}}"
    return _FORMS[phase.kind, phase.formula].format(*inputs, n=n)


def symbol(name: str) -> str:
    r"""Return a matrix's name in LaTeX.

    >>> symbol("dW2"), symbol("W1 next"), symbol("l")
    ('dW_{2}', "W_{1}'", 'l')
    """
    found = re.fullmatch(r"(\D+?)(\d+)( next)?", name)
    if not found:
        return r"\text{loss}" if name == "loss" else name
    letters, layer, later = found.groups()
    return f"{letters}_{{{layer}}}" + ("'" if later else "")
