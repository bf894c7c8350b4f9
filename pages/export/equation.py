r"""The equation of a picture in LaTeX, with the numbers of the run.

A phase is written with symbols, then with matrices; `core.latex_of` writes out their first rows and
columns.  A picture of the Playground has the equation of a phase, for the batch of the next update.

What stands before a ``=`` gives the value after it: a sum has as many digits as that takes.  A rounded
product, or another function of rounded numbers, gives its value only about, which ``\approx`` says.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from core import ACTIVATIONS
from core.arrays import Array
from core.network.backprop import LayerGradients
from core.notes import corner, equality_of, latex_of
from core.step.parts import Move, Phase
from pages.export.order import Order
from pages.export.pictures import panel_of, reading_of
from pages.export.sign_equation import of_the_sign
from pages.figures.vital_signs import SIGN_KINDS
from pages.figures.words import DIGITS, digits_for, digits_for_row
from pages.scenes.notes.latex import numbers, symbols
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.stage.runs import timeline

_FORMS = {
    ("softmax", "softmax"): r"\operatorname{{softmax}}\left({0}\right)",
    ("loss", "mean"): r"\frac{{1}}{{{n}}} \sum_i {0}",
    ("error", ""): r"\frac{{1}}{{{n}}} \left({0} - {1}\right)",
    ("total", ""): r"\sum_i {0}",
}
_NOTES = {"jacobian": "jacobian", "slope": "11", "slope_map": "11"}
_CHECKS = ("analytic", "numeric", "difference", "epsilon", "race")


def latex(order: Order) -> str:
    """Return the equation of an order's picture, with symbols and with numbers.

    Raises
    ------
    ValueError
        If the run has no such phase or unit.
    """
    figure = order.style.figure
    if figure in _NOTES:
        return _of_the_notes(order, _NOTES[figure])
    if figure in _CHECKS:
        return _of_the_check(order)
    if figure == "norms":
        return _of_the_norms(order)
    if figure in SIGN_KINDS:
        return of_the_sign(order)
    return _of_a_phase(order)


def _of_a_phase(order: Order) -> str:
    """Return the equation of the chosen phase, or of the phase that a picture belongs to."""
    choices = order.one_step
    if order.style.figure != "phase":
        choices = replace(choices, whole="yes", phase=_phase_of(order))
    inspected = InspectedStep(timeline(order.experiment), order.step, choices)
    try:
        phase = inspected.shown.phase(choices.phase)
    except KeyError as problem:
        raise ValueError(problem.args[0]) from None
    return "\n".join(_lines(inspected, phase)) + "\n"


def _phase_of(order: Order) -> str:
    """Return the phase whose result a picture of the Playground shows."""
    last = len(order.experiment.sizes) - 1
    cells = {"gradient": f"dW{last}", "weights": f"update {last}", "step": f"update {last}"}
    of_figure = {
        "decision": f"A{last}",
        "network": "Z1",
        "curves": "loss",
        "heatmaps": cells[order.look.cells],
    }
    return of_figure.get(order.style.figure, f"A{last}")


def _lines(inspected: InspectedStep, phase: Phase) -> list[str]:
    matrices = {name: matrix.values for name, matrix in inspected.shown.matrices.items()}
    shown = {name: latex_of(values) for name, values in matrices.items()}
    written = {name: symbol(name) for name in matrices}
    if phase.kind == "data":
        return [f"{written[name]} = {shown[name]}" for name in phase.inputs]
    if phase.kind == "update":
        return [_update(move, matrices) for move in phase.moves if move.new]
    right = [_right(phase, names, inspected.n) for names in (written, shown)]
    result = str(phase.result)
    about = equality_of(*(matrices[name] for name in (*_terms(phase), result)))
    return [f"{written[result]} = {right[0]} = {right[1]} {about} {shown[result]}"]


def _terms(phase: Phase) -> list[str]:
    """Return the names of the matrices that a phase is made of."""
    names = [*phase.inputs, *(factor.name for factor in phase.factors), phase.plus]
    return [name for name in (*names, phase.penalty and phase.penalty.name) if name]


def _update(move: Move, matrices: Mapping[str, Array]) -> str:
    old, step, new = (matrices[str(name)] for name in (move.old, move.step, move.new))
    olds, steps, news = (corner(values).ravel().tolist() for values in (old, step, new))
    digits = digits_for_row(
        lambda printed: [printed(a) - printed(b) for a, b in zip(olds, steps, strict=True)], news
    )
    numbers = f"{latex_of(old, digits)} - {latex_of(step, digits)} = {latex_of(new)}"
    return f"{symbol(move.old)} - {symbol(move.step)} = {numbers}"


def _right(phase: Phase, names: dict[str, str], n: int) -> str:
    """Return the right side of a phase, with the given texts for its matrices."""
    if phase.kind == "product":
        text = r" \, ".join(names[f.name] + r"^{\top}" * f.transposed for f in phase.factors)
        text += f" + {names[phase.plus]}" if phase.plus else ""
        share = phase.penalty
        return text + (f" + {share.factor:g} \\, {names[share.name]}" if share else "")
    inputs = [names[name] for name in phase.inputs]
    if phase.kind == "map":
        return rf"{ACTIVATIONS[phase.formula].latex}\left({inputs[0]}\right)"
    if phase.kind == "chain":
        dA, Z, A = inputs
        return rf"{dA} \odot {ACTIVATIONS[phase.formula].slope_latex.format(Z=Z, A=A)}"
    if phase.formula == "surprise":
        return rf"-\log \left({inputs[-1]}\right)_{{i, y_i}}"
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
    made = {"S": r"\Delta W", "s": r"\Delta b"}.get(letters, letters)
    return f"{made}_{{{layer}}}" + ("'" if later else "")


def _of_the_norms(order: Order) -> str:
    layers = timeline(order.experiment).at(order.step).gradients.layers
    return "".join(f"{_norm(at, layer)}\n" for at, layer in enumerate(layers, start=1))


def _norm(at: int, layer: LayerGradients) -> str:
    """Return the gradient norm of the layer numbered `at`, as the root of two sums of squares."""
    squares = [float(np.sum(np.square(part))) for part in (layer.dW, layer.db)]
    digits = digits_for(lambda printed: math.sqrt(sum(map(printed, squares))), layer.norm)
    sums = " + ".join(_written(value, digits) for value in squares)
    name = rf"\lVert \nabla_{{{at}}} \rVert = \sqrt{{\sum dW_{{{at}}}^2 + \sum db_{{{at}}}^2}}"
    return rf"{name} = \sqrt{{{sums}}} = {_written(layer.norm)}"


def _of_the_notes(order: Order, key: str) -> str:
    reading = reading_of(order)
    examined = next(each for each in reading.examinations if each.equation.key == key)
    return f"{symbols(examined)}\n{numbers(examined, reading.case)}\n"


def _of_the_check(order: Order) -> str:
    """Return the difference quotient of the parameter whose error curve is drawn."""
    choices, panel = order.gradient_check, panel_of(order)
    layer, row, column = panel.entry
    sweep, at, is_central = (
        panel.checked_run.sweep(choices.precision),
        choices.at,
        choices.scheme == "central",
    )
    above = float(sweep.above[layer][at, row, column])
    below = float(sweep.below[layer][at, row, column] if is_central else sweep.base[layer][row, column])
    low, twice = (r"\theta - \varepsilon", "2 ") if is_central else (r"\theta", "")
    quotient = rf"\frac{{L(\theta + \varepsilon) - L({low})}}{{{twice}\varepsilon}}"
    times = r"2 \cdot " if is_central else ""
    sums = rf"\frac{{{above!r} - {below!r}}}{{{times}{_written(float(choices.epsilon))}}}"
    measured = _written(float(panel.numeric[layer][at, row, column]))
    ours = _written(float(panel.analytic[layer][row, column]))
    return f"% {panel.name(panel.entry)}\n{quotient} = {sums} = {measured}\n% backward pass: {ours}\n"


def _written(number: float, digits: int = DIGITS) -> str:
    """Return one number in LaTeX."""
    return latex_of(np.asarray(number), digits)
