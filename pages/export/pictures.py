"""The table of pictures: every one of every scene, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import plotly.graph_objects as go

from pages.export.choices import FIGURES
from pages.export.drawn import Drawn
from pages.export.order import Order
from pages.export.phase import PhasePicture
from pages.export.run_pictures import draw_view
from pages.export.strip import draw_strip
from pages.figures.blocks import alt_blocks, blocks_figure
from pages.figures.palette import Theme
from pages.figures.sheet import Sheet, laid_out
from pages.scenes.gradient_check.bench import Bench
from pages.scenes.gradient_check.panel import Panel
from pages.scenes.gradient_check.planted import planted
from pages.scenes.notes import Reading, drawings
from pages.scenes.notes.drawings import Drawing
from pages.scenes.one_step.subject import Subject
from pages.stage.runs import timeline


@dataclass(frozen=True)
class PictureKind:
    """Describe one picture.

    Attributes
    ----------
    scene : str
        Where it is seen.
    says : str
        What it shows, in a few words.
    draw : callable
        From an order and a sheet to the picture.
    """

    scene: str
    says: str
    draw: Callable[[Order, Sheet], Drawn]


def _phase(order: Order, sheet: Sheet) -> Drawn:
    subject = Subject(timeline(order.experiment), order.step, order.opened)
    made = PhasePicture(subject)
    figure = blocks_figure(
        made.blocks, equation=made.equation, code=made.code, room=sheet.inside, theme=sheet.theme
    )
    return Drawn(_plain(figure), made.title, alt_blocks(made.blocks, made.equation))


def _note(draw: Callable[[Reading, Theme], Drawing], title: str, order: Order, sheet: Sheet) -> Drawn:
    run = timeline(order.experiment)
    units = order.experiment.hidden[-1] if order.experiment.hidden else 0
    if draw is not drawings.jacobian and not units:
        raise ValueError(f"figure {order.style.figure} needs a hidden layer; this run has none")
    place = order.place.within(points=len(run.train.y), classes=run.train.n_classes, units=units)
    made = draw(Reading(run, order.step, place), sheet.theme)
    return Drawn(_plain(made.figure), title, made.alternative)


def _check(name: str, title: str, order: Order, sheet: Sheet) -> Drawn:
    bench = Bench(timeline(order.experiment), order.step)
    mistake, pixels = planted(bench, order.inquiry), round(sheet.inside[0])
    panel = Panel(bench, order.inquiry, mistake, sheet.theme, is_together=False, pixels=pixels)
    figure, alternative = panel.still(name)
    return Drawn(figure, title, alternative)


PICTURES: dict[str, PictureKind] = {
    "decision": PictureKind(
        "Playground", "the decision regions in the plane", partial(draw_view, "decision")
    ),
    "network": PictureKind(
        "Playground", "activation map of each unit, weights as lines", partial(draw_view, "network")
    ),
    "heatmaps": PictureKind(
        "Playground", "dW, W or the next update of every layer (cells=…)", partial(draw_view, "heatmaps")
    ),
    "curves": PictureKind("Playground", "loss and accuracy so far", partial(draw_view, "curves")),
    "norms": PictureKind("Playground", "the gradient norm of each layer", partial(draw_view, "norms")),
    "strip": PictureKind("Playground", "a film strip of some steps on one colour scale", draw_strip),
    "phase": PictureKind("One step", "one phase as its blocks (phase=dW2, …)", _phase),
    "jacobian": PictureKind(
        "The notes",
        "the softmax's Jacobian and its numerical estimate",
        partial(_note, drawings.jacobian, "The Jacobian of the softmax"),
    ),
    "slope": PictureKind(
        "The notes",
        "a unit's function, its derivative, the tangent",
        partial(_note, drawings.slope, "A hidden unit and its slope"),
    ),
    "slope_map": PictureKind(
        "The notes",
        "where a unit can still learn",
        partial(_note, drawings.slope_map, "Where a unit can still learn"),
    ),
    "analytic": PictureKind(
        "Gradient check",
        "what the backward pass says",
        partial(_check, "analytic", "Analytic: what the backward pass says"),
    ),
    "numeric": PictureKind(
        "Gradient check",
        "what differences of the loss say",
        partial(_check, "numeric", "Numeric: differences of the loss"),
    ),
    "difference": PictureKind(
        "Gradient check", "how far the two are apart", partial(_check, "difference", "|analytic − numeric|")
    ),
    "epsilon": PictureKind(
        "Gradient check", "the error against ε", partial(_check, "curve", "Error of the gradient against ε")
    ),
    "race": PictureKind(
        "Gradient check",
        "the loss with a mistake planted (mistake=…)",
        partial(_check, "race", "Does the loss still fall?"),
    ),
}
assert tuple(PICTURES) == FIGURES


def draw(order: Order, sheet: Sheet) -> Drawn:
    """Return the picture of an order, laid out on a sheet.

    Raises
    ------
    ValueError
        If this run has no such picture; says what it lacks.
    """
    made = PICTURES[order.style.figure].draw(order, sheet)
    heading = made.title if order.style.figure == "strip" else f"{made.title} · step {order.step:,}"
    return Drawn(laid_out(made.figure, sheet, heading), made.title, made.alternative)


def figure_of(order: Order) -> go.Figure:
    """Return the still picture of an order as a Plotly figure."""
    return go.Figure(draw(order, order.style.sheet).figure)


def _plain(figure: go.Figure) -> dict[str, Any]:
    made: dict[str, Any] = figure.to_plotly_json()
    return made
