"""The figures of a gradient check, and what each shows at every ε."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core import PRECISIONS, Verdict, select
from core.arrays import Array
from pages.figures import checked, epsilon
from pages.figures.alternatives import alt_heatmaps
from pages.figures.checked import CheckLayout
from pages.figures.epsilon import CURVES, Curve
from pages.figures.palette import Theme
from pages.figures.patch import filled
from pages.figures.words import order
from pages.scenes.gradient_check import words
from pages.scenes.gradient_check.bench import GRID, Bench
from pages.scenes.gradient_check.choices import EPSILONS, GradientCheckChoices
from pages.scenes.gradient_check.mistakes import MISTAKES
from pages.scenes.gradient_check.race import race
from pages.scenes.gradient_check.recipe import RIGHT, Recipe
from pages.stage.views.moment import plain
from pages.stage.views.scales import round_up

Message = dict[str, Any]

_GRID = np.array(GRID)

# The three heatmaps are as low as their cells allow, to be seen together. The curve is beside them, above
# the training losses if there is a bug.
_WIDE = (
    '"analytic curve" {}px "numeric curve" {}px "numeric {last}" {}px "difference {last}" {}px'
    " / minmax(0, 3fr) minmax(0, 2fr)"
)
_NARROW = '"analytic" {}px "numeric" {}px "difference" {}px "curve" 22rem {race} / minmax(0, 1fr)'
_TITLE, _GAP = 22, 12  # pixels: of a figure's title, and between figures


@dataclass(frozen=True)
class Panel:
    """Show a check.

    Attributes
    ----------
    bench : Bench
        The measured derivatives.
    inquiry : GradientCheckChoices
        Scheme, precision, ε, and the parameter of the error curve.
    planted : str
        The bug in the backward pass, or ``"none"``.
    theme : {"light", "dark", "print"}
    is_together : bool
        Whether the three heatmaps are stacked, so that only the first names the layers.
    pixels : int
        The width of its figures.
    """

    bench: Bench
    inquiry: GradientCheckChoices
    planted: str
    theme: Theme
    is_together: bool = True
    pixels: int = 620

    @property
    def recipe(self) -> Recipe:
        """The backward pass that is checked."""
        return MISTAKES[self.planted].recipe if self.planted in MISTAKES else RIGHT

    @cached_property
    def frame(self) -> CheckLayout:
        """The layout of the cells."""
        return CheckLayout(self.bench.selection.units, self.bench.selection.sizes, self.pixels)

    @cached_property
    def analytic(self) -> tuple[Array, ...]:
        """The derivatives (r, c) that are checked, per layer."""
        return self.bench.analytic(self.recipe)

    @cached_property
    def numeric(self) -> tuple[Array, ...]:
        """The measured ones (e, r, c)."""
        return self.bench.sweep(self.inquiry.precision).slopes(self.inquiry.scheme)

    @cached_property
    def verdicts(self) -> list[tuple[Verdict, ...]]:
        """The verdict on each layer at each ε."""
        return self.bench.verdicts(self.recipe, self.inquiry.scheme, self.inquiry.precision)

    def message(self) -> Message:
        """Return all that the browser needs to show every ε without a request."""
        return {
            "scene": {"figures": self._figures(), "grid": self._grid(), "theme": self.theme},
            "slider": {
                "label": "ε, the perturbation of one parameter",
                "key": "epsilon",
                "values": EPSILONS,
                "texts": [f"ε = {order(epsilon)}" for epsilon in GRID],
                "rest": GradientCheckChoices().at,
            },
            "states": [self._state(at) for at in range(len(GRID))],
        }

    def still(self, name: str) -> tuple[Message, str]:
        """Return one figure at the chosen ε, and its text alternative.

        Raises
        ------
        ValueError
            If there is no such figure: without a bug there are no losses to compare.
        """
        entries = {entry["name"]: entry for entry in self._figures()}
        if name not in entries:
            raise ValueError(f"{name} needs a bug in the backward pass that is possible in this run")
        state = self._state(self.inquiry.at)
        patches = [each for each in state["patches"] if each["figure"] == name]
        label = state["labels"].get(name, entries[name]["label"])
        return filled(entries[name]["figure"], patches), label

    # --- the chosen parameter --------------------------------------------------------------------

    @cached_property
    def entries(self) -> list[tuple[int, int, int]]:
        """All checked parameters as (layer, row, column) of their cells."""
        return [
            (layer, row, column)
            for layer, M in enumerate(self.analytic)
            for row, column in np.ndindex(*M.shape)
        ]

    @cached_property
    def entry(self) -> tuple[int, int, int]:
        """The parameter of the error curve."""
        number = self.inquiry.entry
        if number is not None and number <= len(self.entries):
            return self.entries[number - 1]
        largest = max(np.abs(M).max() for M in self._true)
        return next(place for place in self.entries if abs(self._true[place[0]][place[1:]]) == largest)

    @cached_property
    def _true(self) -> tuple[Array, ...]:
        return self.bench.analytic(RIGHT)

    def name(self, entry: tuple[int, int, int]) -> str:
        """Return the name of a parameter's derivative."""
        layer, row, column = entry
        return self.frame.names(layer)[row][column]

    @cached_property
    def errors(self) -> list[Array]:
        """The error (e,) of the chosen parameter at each ε, for each of `CURVES`."""
        layer, row, column = self.entry
        ours = self.analytic[layer][row, column]
        sweeps = {precision: self.bench.sweep(precision) for precision in PRECISIONS}
        measured = (sweeps[curve.precision].slopes(curve.scheme)[layer] for curve in CURVES)
        return [_errors(ours, slopes[:, row, column]) for slopes in measured]

    @cached_property
    def curve(self) -> Curve:
        """The curve of the chosen scheme and precision."""
        return Curve(self.inquiry.scheme, self.inquiry.precision)

    # --- figures ---------------------------------------------------------------------------------

    def _figures(self) -> list[Message]:
        cells, lines = self._empty, _lines(self.curve, self.theme)
        scale = checked.slopes_scale(self._scales)
        bars = checked.scale_bars(self.frame, self._scales)
        exact = filled(cells[0], [scale, bars, checked.slopes_patch(self.frame, self.analytic)])
        curve = filled(lines, [epsilon.curves_patch(_GRID, self.errors, self.curve, theme=self.theme)])
        figures = [
            _entry("analytic", "Analytic: the backward pass", exact, self._label(self.analytic)),
            _entry("numeric", "Numeric: finite differences of the loss", filled(cells[1], [scale])),
            _entry("difference", "|analytic − numeric|", cells[2]),
            _entry("curve", f"Relative error of {self.name(self.entry)} against ε", curve),
        ]
        return [*figures, *self._race()]

    @property
    def _empty(self) -> tuple[Message, ...]:
        return _cells(self.bench.experiment.sizes, self.theme, self.is_together, self.pixels)

    def _race(self) -> list[Message]:
        if self.planted not in MISTAKES:
            return []
        run = race(self.bench, self.planted)
        figure = filled(_losses(self.theme), [epsilon.race_patch(run.right, run.wrong)])
        return [_entry("race", "Training loss with and without the bug", figure, words.symptom(run))]

    def _grid(self) -> Message:
        margins = [figure["layout"]["margin"] for figure in self._empty]
        first, second, third = (
            _TITLE + margin["t"] + self.frame.height + margin["b"] for margin in margins
        )
        half = (second - _GAP) / 2
        last, race = ("race", '"race" 16rem') if self.planted in MISTAKES else ("curve", "")
        return {
            "wide": _WIDE.format(first, half, half, third, last=last),
            "narrow": _NARROW.format(first, second, third, race=race),
        }

    @cached_property
    def _scales(self) -> list[float]:
        """The value of the strongest colour in each layer: the largest derivative at the best ε."""
        best = [int(errors.argmin()) for errors in self._layer_errors.T]
        return [
            round_up(float(max(np.abs(ours).max(), np.abs(theirs[at]).max())))
            for ours, theirs, at in zip(self.analytic, self.numeric, best, strict=True)
        ]

    @cached_property
    def _layer_errors(self) -> Array:
        return self.bench.sweep(self.inquiry.precision).errors(self.analytic, self.inquiry.scheme)

    # --- every ε ---------------------------------------------------------------------------------

    def _state(self, at: int) -> Message:
        """Return what is shown at one ε."""
        measured = [slopes[at] for slopes in self.numeric]
        gaps = [np.abs(a - b) for a, b in zip(self.analytic, measured, strict=True)]
        verdicts = self.verdicts[at]
        moved = {
            "numeric": checked.slopes_patch(self.frame, measured),
            "difference": checked.difference_patch(self.frame, gaps),
            "curve": epsilon.chosen_patch(_GRID, self.errors, self.curve, at),
        }
        return {
            "patches": [{"figure": name, **each} for name, each in moved.items()],
            "labels": {
                "numeric": self._label(measured),
                "difference": self._label(gaps, "|difference| of "),
                "curve": self._curve_label(at),
            },
            "text": {"sentence": words.sentence(self.bench, self.inquiry, verdicts, at)},
            "items": [
                {
                    "text": words.line(layer, verdict),
                    "data": {
                        "layer": str(layer),
                        "error": repr(verdict.error),
                        "holds": str(verdict.holds).lower(),
                        "reason": verdict.reason,
                    },
                }
                for layer, verdict in enumerate(verdicts, start=1)
            ],
        }

    def _curve_label(self, at: int) -> str:
        errors = self.errors[CURVES.index(self.curve)]
        return words.curve_label(self.name(self.entry), self.inquiry, errors, at)

    def _label(self, matrices: Any, prefix: str = "") -> str:
        names = [f"{prefix}[dW{i}; db{i}]" for i in range(1, len(matrices) + 1)]
        known = [np.nan_to_num(M) for M in matrices]
        return alt_heatmaps(step=self.bench.snapshot.step, names=names, matrices=known)


def _errors(ours: float, theirs: Array) -> Array:
    """Return the relative errors |a − b| / (|a| + |b|) of one derivative for its measurements (e,)."""
    with np.errstate(all="ignore"):
        scale = np.abs(ours) + np.abs(theirs)
        errors = np.where(scale > 0, np.abs(ours - theirs) / scale, 0.0)
    return np.asarray(np.where(np.isfinite(errors), errors, 1.0))


@lru_cache(maxsize=64)
def _cells(sizes: tuple[int, ...], theme: Theme, is_together: bool, pixels: int) -> tuple[Message, ...]:
    """Return the empty heatmaps, which are the same for all runs of these sizes."""
    frame = CheckLayout(select(sizes, 1, nudges=1).units, sizes, pixels)
    has_head = not is_together
    return (
        _quiet(checked.slopes_figure(frame, theme=theme)),
        _quiet(checked.slopes_figure(frame, theme=theme, has_head=has_head)),
        _quiet(checked.difference_figure(frame, theme=theme, has_head=has_head)),
    )


@lru_cache(maxsize=16)
def _lines(chosen: Curve, theme: Theme) -> Message:
    return _quiet(epsilon.epsilon_figure(_GRID, chosen=chosen, theme=theme))


@cache
def _losses(theme: Theme) -> Message:
    return _quiet(epsilon.race_figure(theme=theme))


def _quiet(figure: go.Figure) -> Message:
    """Return a figure without mode bar: on a touch screen it would cover the layer names."""
    whole = plain(figure)
    return {**whole, "config": {**whole["config"], "displayModeBar": False}}


def _entry(name: str, title: str, figure: Message, label: str | None = None) -> Message:
    return {"name": name, "area": name, "title": title, "figure": figure, "label": label or title}
