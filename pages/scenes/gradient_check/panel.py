"""The figures of a gradient check, and what each shows at every ε."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core import PRECISIONS, Sweep, Verdict, best_epsilon
from core.arrays import Array
from core.gradient_check.backward_pass import CORRECT
from core.gradient_check.sweep import nearest
from pages.figures import checked, epsilon
from pages.figures.checked import CheckLayout
from pages.figures.epsilon import CURVES, Curve
from pages.figures.palette import Theme
from pages.figures.patch import filled
from pages.figures.words import order
from pages.scenes.gradient_check import words
from pages.scenes.gradient_check.bugs import BUGS, backward_pass_of
from pages.scenes.gradient_check.checked_run import GRID, CheckedRun, relative_errors
from pages.scenes.gradient_check.choices import EPSILONS, GradientCheckChoices
from pages.scenes.gradient_check.empty_figures import (
    Message,
    css_grid,
    error_curves,
    heatmaps,
    training_losses,
)
from pages.scenes.gradient_check.entries import derivatives_label, figure_entry, verdict_item
from pages.scenes.gradient_check.race import race
from pages.stage.views.scales import round_up

_GRID = np.array(GRID)


@dataclass(frozen=True)
class Panel:
    """Show a check.

    Attributes
    ----------
    checked_run : CheckedRun
        The measured derivatives.
    choices : GradientCheckChoices
        Scheme, precision, ε, and the parameter of the error curve.
    bug : str
        The bug in the backward pass, or ``"none"``.
    theme : {"light", "dark", "print"}
    is_together : bool
        Whether the three heatmaps are stacked, so that only the first names the layers.
    pixels, room : int
        The width of its figures, and the height of a sheet that has one of them.
    """

    checked_run: CheckedRun
    choices: GradientCheckChoices
    bug: str
    theme: Theme
    is_together: bool = True
    pixels: int = 620
    room: int | None = None

    @cached_property
    def frame(self) -> CheckLayout:
        """The layout of the cells."""
        chosen = self.checked_run.selection
        return CheckLayout(chosen.units, chosen.sizes, self.pixels, self.room)

    @cached_property
    def analytic(self) -> tuple[Array, ...]:
        """The derivatives (r, c) that are checked, per layer."""
        return self.checked_run.analytic(backward_pass_of(self.bug))

    @cached_property
    def numeric(self) -> tuple[Array, ...]:
        """The measured ones (e, r, c)."""
        return self._sweep.slopes(self.choices.scheme)

    @property
    def _sweep(self) -> Sweep:
        return self.checked_run.sweep(self.choices.precision)

    @cached_property
    def verdicts(self) -> list[tuple[Verdict, ...]]:
        """The verdict on each layer at each ε."""
        scheme, precision = self.choices.scheme, self.choices.precision
        return self.checked_run.verdicts(backward_pass_of(self.bug), scheme, precision)

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

    def require(self, name: str) -> None:
        """Check that there is such a figure.

        Raises
        ------
        ValueError
            If there is none: without a bug there are no losses to compare.
        """
        if name == "race" and self.bug not in BUGS:
            raise ValueError(f"{name} needs a bug in the backward pass that is possible in this run")

    def still(self, name: str) -> tuple[Message, str]:
        """Return one figure at the chosen ε, and its text alternative.

        Raises
        ------
        ValueError
            If there is no such figure.
        """
        self.require(name)
        entries = {entry["name"]: entry for entry in self._figures()}
        state = self._state(self.choices.at)
        patches = [each for each in state["patches"] if each["figure"] == name]
        label = state["labels"].get(name, entries[name]["label"])
        return filled(entries[name]["figure"], patches), label

    # --- the chosen parameter --------------------------------------------------------------------

    @cached_property
    def entries(self) -> list[tuple[int, int, int]]:
        """All checked parameters as (layer, row, column) of their cells."""
        shapes = enumerate(M.shape for M in self.analytic)
        return [(layer, row, column) for layer, shape in shapes for row, column in np.ndindex(*shape)]

    @cached_property
    def entry(self) -> tuple[int, int, int]:
        """The parameter of the error curve."""
        number = self.choices.entry
        if number is not None and number <= len(self.entries):
            return self.entries[number - 1]
        sizes = self._wrong_by or self.checked_run.analytic(CORRECT)
        return max(self.entries, key=lambda place: abs(sizes[place[0]][place[1:]]))

    @property
    def opens_on(self) -> str:
        """Which parameter's error curve is shown if none was chosen."""
        return "the largest error" if self._wrong_by else "the largest derivative"

    @cached_property
    def _wrong_by(self) -> list[Array]:
        """|analytic − numeric| (r, c) at the best ε, 0 in layers that are not wrong; empty if none is."""
        wrong = [verdict.reason == "wrong" for verdict in self.verdicts[0]]
        best = nearest(_GRID, best_epsilon(self.choices.scheme, self.choices.precision))
        layers = zip(self.analytic, self.numeric, wrong, strict=True)
        errors = [np.abs(a - b[best]) if is_wrong else np.zeros_like(a) for a, b, is_wrong in layers]
        return errors if any(wrong) else []

    def name(self, entry: tuple[int, int, int]) -> str:
        """Return the name of a parameter's derivative."""
        layer, row, column = entry
        return self.frame.names(layer)[row][column]

    @cached_property
    def errors(self) -> list[Array]:
        """The error (e,) of the chosen parameter at each ε, for each of `CURVES`."""
        layer, row, column = self.entry
        ours = self.analytic[layer][row, column]
        sweeps = {precision: self.checked_run.sweep(precision) for precision in PRECISIONS}
        measured = (sweeps[curve.precision].slopes(curve.scheme)[layer] for curve in CURVES)
        return [relative_errors(ours, slopes[:, row, column]) for slopes in measured]

    @cached_property
    def curve(self) -> Curve:
        """The curve of the chosen scheme and precision."""
        return Curve(self.choices.scheme, self.choices.precision)

    # --- figures ---------------------------------------------------------------------------------

    def _figures(self) -> list[Message]:
        cells, lines = self._empty, error_curves(self.curve, self.theme)
        scale, bars = checked.slopes_scale(self._scales), checked.scale_bars(self.frame, self._scales)
        own = checked.slopes_patch(self.frame, self.analytic, self._scales, self.theme)
        exact = filled(cells[0], [scale, bars, *own])
        curve = filled(lines, [epsilon.curves_patch(_GRID, self.errors, self.curve, theme=self.theme)])
        figures = [
            figure_entry("analytic", "Analytic: the backward pass", exact, self._label(self.analytic)),
            figure_entry("numeric", "Numeric: finite differences of the loss", filled(cells[1], [scale])),
            figure_entry("difference", "|analytic − numeric|", cells[2]),
            figure_entry("curve", f"Relative error of {self.name(self.entry)} against ε", curve),
        ]
        return [*figures, *self._race()]

    @property
    def _empty(self) -> tuple[Message, ...]:
        size = self.pixels, self.room
        return heatmaps(self.checked_run.experiment.sizes, self.theme, self.is_together, *size)

    def _race(self) -> list[Message]:
        if self.bug not in BUGS:
            return []
        run = race(self.checked_run, self.bug)
        figure = filled(training_losses(self.theme), [epsilon.race_patch(run.right, run.wrong)])
        return [figure_entry("race", "Training loss with and without the bug", figure, words.symptom(run))]

    def _grid(self) -> Message:
        margins = [figure["layout"]["margin"] for figure in self._empty]
        heights = [margin["t"] + self.frame.height + margin["b"] for margin in margins]
        return css_grid(heights, has_race=self.bug in BUGS)

    @cached_property
    def _scales(self) -> list[float]:
        """The value of the strongest colour in each layer: the largest derivative at the best ε."""
        best = self._sweep.errors(self.analytic, self.choices.scheme).argmin(axis=0)
        return [
            round_up(float(max(np.abs(ours).max(), np.abs(theirs[at]).max())))
            for ours, theirs, at in zip(self.analytic, self.numeric, best, strict=True)
        ]

    # --- every ε ---------------------------------------------------------------------------------

    def _state(self, at: int) -> Message:
        """Return what is shown at one ε."""
        measured = [slopes[at] for slopes in self.numeric]
        gaps = [np.abs(a - b) for a, b in zip(self.analytic, measured, strict=True)]
        verdicts, errors = self.verdicts[at], self.errors[CURVES.index(self.curve)]
        moved = {
            "numeric": checked.slopes_patch(self.frame, measured, self._scales, self.theme),
            "difference": checked.difference_patch(self.frame, gaps, self.theme),
            "curve": [epsilon.chosen_patch(_GRID, self.errors, self.curve, at)],
        }
        return {
            "patches": [{"figure": name, **each} for name, parts in moved.items() for each in parts],
            "labels": {
                "numeric": self._label(measured),
                "difference": self._label(gaps, "|difference| of "),
                "curve": words.curve_label(self.name(self.entry), self.choices, errors, at),
            },
            "text": {"sentence": words.sentence(self.checked_run, self.choices, verdicts, at)},
            "items": [verdict_item(layer, verdict) for layer, verdict in enumerate(verdicts, start=1)],
        }

    def _label(self, matrices: Sequence[Array], prefix: str = "") -> str:
        return derivatives_label(self.checked_run.snapshot.step, matrices, prefix)
