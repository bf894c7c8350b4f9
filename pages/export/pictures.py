"""The table of pictures: every one of every scene, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from pages.export.choices import FIGURES
from pages.export.order import Order
from pages.export.phase import draw_phase, inspected_phase
from pages.export.playground import Drawn, draw_view
from pages.export.strip import draw_strip, strip_steps
from pages.export.turns import in_turn
from pages.figures.palette import Theme
from pages.figures.sheet import Sheet, laid_out
from pages.scenes.gradient_check.checked_run import CheckedRun
from pages.scenes.gradient_check.injected_bug import injected_bug
from pages.scenes.gradient_check.panel import Panel
from pages.scenes.gradient_check.words import injected
from pages.scenes.notes import NotesAtStep, drawings
from pages.stage.runs import timeline


@dataclass(frozen=True)
class PictureKind:
    """Describe one picture.

    Attributes
    ----------
    title : str
        Its name.
    scene : str
        The page that shows it.
    says : str
        What it shows, in a few words.
    draw : callable
        From an order and a sheet to the picture.
    """

    title: str
    scene: str
    says: str
    draw: Callable[[Order, Sheet], Drawn]


@np.errstate(all="ignore")  # a run that is about to overflow is drawn, too
def draw(order: Order, sheet: Sheet) -> Drawn:
    """Return the picture of an order, laid out on a sheet.

    Raises
    ------
    ValueError
        If this run has no such picture, with the reason.
    """
    run = timeline(order.experiment)
    is_strip = order.style.figure == "strip"
    last = max(strip_steps(order)) if is_strip else order.step
    made = in_turn(run, last, lambda: PICTURES[order.style.figure].draw(order, sheet))
    heading = made.title if is_strip else f"{made.title} · step {order.step:,}"
    return Drawn(laid_out(made.figure, sheet, heading), made.title, made.alternative)


def require_picture(order: Order) -> None:
    """Check that the run has the picture of an order, without drawing it.

    Raises
    ------
    ValueError
        If it has not, with the reason.
    """
    figure = order.style.figure
    if figure == "phase":
        inspected_phase(order, order.one_step.in_a_picture)
    elif figure in ("slope", "slope_map"):
        _require_hidden_layer(order)
    elif figure == "race":
        panel_of(order).require(figure)


def reading_of(order: Order) -> NotesAtStep:
    """Return the numbers of The notes for the choices of the order."""
    run = timeline(order.experiment)
    units = order.experiment.hidden[-1] if order.experiment.hidden else 0
    place = order.notes.within(points=len(run.train.y), classes=run.train.n_classes, units=units)
    return NotesAtStep(run, order.step, place)


def panel_of(order: Order, theme: Theme = "light", pixels: int = 620, room: int | None = None) -> Panel:
    """Return the figures of Gradient check."""
    checked_run = CheckedRun(timeline(order.experiment), order.step)
    mistake = injected_bug(checked_run, order.gradient_check)
    return Panel(
        checked_run, order.gradient_check, mistake, theme, is_together=False, pixels=pixels, room=room
    )


def _note(order: Order, sheet: Sheet) -> Drawn:
    figure = order.style.figure
    if figure != "jacobian":
        _require_hidden_layer(order)
    kinds: dict[str, Callable[[NotesAtStep, Theme], drawings.Drawing]] = {
        "jacobian": partial(drawings.jacobian, room=sheet.inside),
        "slope": drawings.slope,
        "slope_map": partial(drawings.slope_map, n=drawings.FINE_GRID)
        if sheet.is_still
        else drawings.slope_map,
    }
    reading = reading_of(order)
    made = kinds[figure](reading, sheet.theme)
    plain: dict[str, Any] = made.figure.to_plotly_json()
    depth, sample = len(order.experiment.hidden), f"sample {reading.choices.point}"
    unit = f"unit {reading.choices.unit}" + (f" of layer {depth}" if depth > 1 else "")
    titles = {
        "jacobian": f"Jacobian of the softmax at {sample}",
        "slope": f"Activation of {unit} at {sample}",
        "slope_map": f"Derivative of {unit}, ★ {sample}",
    }
    return Drawn(plain, titles[figure], made.alternative)


def _require_hidden_layer(order: Order) -> None:
    if not order.experiment.hidden:
        raise ValueError(f"figure {order.style.figure} needs a hidden layer; this run has none")


_WITH_BUG = {
    "analytic": "Analytic, with a bug: the backward pass",
    "difference": "|analytic − numeric|, with a bug",
    "epsilon": "Relative error against ε, with a bug",
}


def _check(order: Order, sheet: Sheet) -> Drawn:
    figure = order.style.figure
    panel = panel_of(order, sheet.theme, *map(round, sheet.inside))
    plain, alternative = panel.still("curve" if figure == "epsilon" else figure)
    title = PICTURES[figure].title
    bug = injected(order.gradient_check, panel.bug)
    if figure == "numeric" or not bug:
        return Drawn(plain, title, alternative)
    return Drawn(plain, _WITH_BUG.get(figure, title), f"{bug} {alternative}")


_TABLE: dict[str, dict[str, tuple[str, str, Callable[[Order, Sheet], Drawn]]]] = {
    "Playground": {
        "decision": ("Decision regions", "the plane with the predicted classes", draw_view),
        "network": ("Network", "the activation map of each unit, weights as lines", draw_view),
        "heatmaps": ("Heatmaps", "gradient, weights or next update of every layer (--cells)", draw_view),
        "curves": ("Loss and accuracy", "loss and accuracy up to the step", draw_view),
        "norms": ("Gradient norms", "the gradient norm of each layer", draw_view),
        "ratio": ("Update ratio", "the size of each layer's update over that of its weights", draw_view),
        "saturation": ("Saturated units", "the shares of saturated and of dead units by layer", draw_view),
        "sharpness": ("Sharpness", "the sharpness against the threshold of overshooting", draw_view),
        "strip": ("Film strip", "several steps side by side", draw_strip),
    },
    "One step": {"phase": ("Phase of a step", "one phase of a step as matrices (--phase)", draw_phase)},
    "The notes": {
        "jacobian": ("Jacobian of the softmax", "the formula beside finite differences", _note),
        "slope": ("A unit's activation", "the activation function, its derivative and the tangent", _note),
        "slope_map": ("A unit's derivative", "the derivative of the activation over the plane", _note),
    },
    "Gradient check": {
        "analytic": ("Analytic: the backward pass", "the gradient of the backward pass", _check),
        "numeric": ("Numeric: finite differences of the loss", "the gradient as measured", _check),
        "difference": ("|analytic − numeric|", "the difference between the two gradients", _check),
        "epsilon": ("Relative error against ε", "the error of one derivative for each ε", _check),
        "race": (
            "Training loss with and without the bug",
            "the loss with and without the bug (--mistake)",
            _check,
        ),
    },
}

PICTURES = {
    name: PictureKind(title, scene, says, make)
    for scene, pictures in _TABLE.items()
    for name, (title, says, make) in pictures.items()
}
assert tuple(PICTURES) == FIGURES
