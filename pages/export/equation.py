r"""The equation of a picture in LaTeX, with the numbers of the run.

A phase is written with symbols, then with matrices; `core.notes.latex_of` writes out their first rows and
columns.  A picture of the Playground has the equation of a phase, for the batch of the next update.

What stands before a ``=`` gives the value after it: a sum has as many digits as that takes.  A rounded
product, or another function of rounded numbers, gives its value only about, which ``\approx`` says.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from core.network.backprop import LayerGradients
from core.notes import display, latex_of
from core.step.parts import Phase
from pages.export.order import Order
from pages.export.phase import inspected_phase
from pages.export.phase_equation import of_phase
from pages.export.pictures import PICTURES, panel_of, reading_of
from pages.export.sign_equation import of_the_sign
from pages.figures.unit_map import unit_title
from pages.figures.vital_signs import SIGN_KINDS
from pages.figures.words import DIGITS, digits_for
from pages.scenes.gradient_check.words import injected
from pages.scenes.notes.latex import numbers, symbols
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.phrases import samples_in_words
from pages.scenes.one_step.sentences import title
from pages.stage.runs import timeline

_NOTES = {"jacobian": "jacobian", "slope": "11", "slope_map": "11"}
CHECKS = ("analytic", "numeric", "difference", "epsilon", "race")


@np.errstate(all="ignore")  # a run that is about to overflow has equations, too
def latex(order: Order) -> str:
    """Return the equation of an order's picture as one display, with symbols and with numbers.

    Comments say what it shows, for which samples, and what LaTeX needs.

    Raises
    ------
    ValueError
        If the run has no such phase or unit.
    """
    figure = order.style.figure
    if figure in CHECKS:
        return _display(order, *_of_the_check(order))
    if figure in _NOTES:
        return _display(order, _of_the_notes(order, _NOTES[figure]), f"sample {order.notes.point}")
    inspected, phase = phase_of(order)
    samples = samples_in_words(inspected, phase)
    if figure == "norms":
        return _display(order, _of_the_norms(order), samples)
    if figure in SIGN_KINDS:
        everything = f"all {len(inspected.timeline.train.y)} training samples"
        return _display(order, of_the_sign(order), samples if figure == "ratio" else everything)
    return _display(order, of_phase(inspected, phase), f"{title(phase)}, {samples}")


def _display(order: Order, equations: list[str], says: str) -> str:
    """Return equations as a display, after a comment that names the picture, the step and the samples."""
    return display(equations, [f"{_name(order)}, step {order.step}: {says}."])


def _name(order: Order) -> str:
    """Return the name of the picture, or of the opened unit that it shows."""
    if unit := _opened(order):
        return unit_title(unit, order.experiment.activations)
    return PICTURES[order.style.figure].title


def _opened(order: Order) -> tuple[int, int] | None:
    """Return the layer and the column of the unit that a picture of the plane shows, if one is opened."""
    return order.look.unit(order.experiment.sizes) if order.style.figure == "decision" else None


def phase_of(order: Order) -> tuple[InspectedStep, Phase]:
    """Return the step with the chosen phase, or with the one that another picture belongs to.

    Raises
    ------
    ValueError
        If the run has no such phase.
    """
    choices = order.one_step.in_a_picture
    if order.style.figure != "phase":
        choices = replace(choices, whole="yes", phase=_key_of(order))
    return inspected_phase(order, choices)


def _key_of(order: Order) -> str:
    """Return the phase whose result a picture of the Playground shows."""
    last = len(order.experiment.sizes) - 1
    if unit := _opened(order):
        return f"A{unit[0]}"
    cells = {"gradient": f"dW{last}", "weights": f"update {last}", "step": f"update {last}"}
    of_figure = {
        "decision": f"A{last}",
        "network": "Z1",
        "curves": "loss",
        "heatmaps": cells[order.look.cells],
    }
    return of_figure.get(order.style.figure, f"A{last}")


def _of_the_norms(order: Order) -> list[str]:
    """Return what a gradient norm is, and that of each layer."""
    now = timeline(order.experiment).at(order.step)
    means = r"\lVert \nabla_i \rVert = \sqrt{\sum dW_i^2 + \sum db_i^2}"
    pairs = enumerate(zip(now.gradients.layers, now.norms, strict=True), start=1)
    return [means, *(_norm(at, layer, size) for at, (layer, size) in pairs)]


def _norm(at: int, layer: LayerGradients, size: float) -> str:
    """Return the gradient norm of the layer numbered `at`, as the root of two sums of squares."""
    squares = [float(np.sum(np.square(part))) if size else 0.0 for part in (layer.dW, layer.db)]
    digits = digits_for(lambda printed: math.sqrt(sum(map(printed, squares))), size)
    sums = " + ".join(_written(value, digits) for value in squares)
    return rf"\lVert \nabla_{{{at}}} \rVert = \sqrt{{{sums}}} = {_written(size)}"


def _of_the_notes(order: Order, key: str) -> list[str]:
    reading = reading_of(order)
    examined = next(each for each in reading.examinations if each.equation.key == key)
    return [*symbols(examined), *numbers(examined, reading.case)]


def _of_the_check(order: Order) -> tuple[list[str], str]:
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
    sums = rf"\frac{{{_exact(above)} - {_exact(below)}}}{{{times}{_written(float(choices.epsilon))}}}"
    measured = _written(float(panel.numeric[layer][at, row, column]))
    ours = _written(float(panel.analytic[layer][row, column]))
    of_backward = rf"\text{{backward pass}} = {ours}"
    of = (
        f"theta is {panel.name(panel.entry)}, {len(panel.checked_run.Y)} samples of the next update's batch"
    )
    if bug := injected(choices, panel.bug):
        of += f". {bug}".removesuffix(".")
    return [f"{quotient} = {sums} = {measured}", of_backward], of


def _written(number: float, digits: int = DIGITS) -> str:
    """Return one number in LaTeX."""
    return latex_of(np.asarray(number), digits)


def _exact(number: float) -> str:
    """Return one number in LaTeX with all of its digits."""
    digits = next(digits for digits in range(1, 18) if float(f"{number:.{digits}g}") == number)
    return _written(number, digits)
