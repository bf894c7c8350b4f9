"""What all views share: the setting of a run, and one moment of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core import (
    LOSSES,
    Dataset,
    Experiment,
    Loss,
    Snapshot,
    Timeline,
    forward,
    plane_activations,
)
from core.arrays import Array
from core.network.layers import Trace
from core.run.cost import seconds_per_step
from pages.figures.palette import Theme
from pages.figures.patch import Patch
from pages.figures.regions import Bounds, bounds_around, grid_points
from pages.figures.story import turns
from pages.figures.template import config
from pages.figures.unit_map import Unit, unit_numbers
from pages.stage.look import Look
from pages.stage.run_at_step import called
from pages.stage.runs import timeline

_SECONDS_TO_ANCHOR = 2.0
"""The most that computing the step of a fixed scale may take by the cost estimate."""

GRID = 60
"""Points along each side of the plane in a moving picture."""

EXACT_GRID = 120
"""The same in the picture of a paused step."""

_MARGIN = 0.12
Bytes = NDArray[np.uint8]
Texts = list[list[str]]


@dataclass(frozen=True)
class Setting:
    """Hold what stays the same while a run plays.

    `pixels` and `height` are the size of a picture that is only drawn once, and decide how many labels and
    numbers fit; without them the browser does.
    """

    experiment: Experiment
    look: Look
    theme: Theme
    pixels: int | None = None
    height: int | None = None

    @property
    def room(self) -> tuple[int, int] | None:
        """Width and height of a picture that is only drawn once."""
        return (self.pixels, self.height) if self.pixels and self.height else None

    @property
    def timeline(self) -> Timeline:
        """The run, which only the cache of runs keeps."""
        return timeline(self.experiment)

    @cached_property
    def is_anchored(self) -> bool:
        """Whether the colour scale is fixed to a step, and one that was or soon is computed.

        It stays as it was first asked for: all frames of a setting are on one kind of scale.
        """
        anchor = self.look.scale
        if not isinstance(anchor, int):
            return False
        seconds = anchor * seconds_per_step(self.experiment)
        return anchor <= self.timeline.frontier or seconds <= _SECONDS_TO_ANCHOR

    @property
    def n_classes(self) -> int:
        """How many classes the points have."""
        return self.timeline.train.n_classes

    @property
    def class_names(self) -> tuple[str, ...]:
        """The names of the classes of given points; empty if they have none but their numbers."""
        return called(self.experiment)

    @property
    def axis_names(self) -> tuple[str, ...]:
        """The names of the coordinates; empty if they have none."""
        return self.experiment.given.axes if self.experiment.given else ()

    @property
    def activations(self) -> tuple[str, ...]:
        """The name of each layer's function."""
        return self.experiment.activations

    @property
    def loss(self) -> Loss:
        """The loss, which says what counts as the probability of a class."""
        return LOSSES[self.experiment.loss]

    @property
    def opened(self) -> Unit | None:
        """The unit that is opened, if the network has it."""
        return self.look.unit(self.experiment.sizes)

    @cached_property
    def bounds(self) -> Bounds:
        """The part of the plane that is shown: a square around all points, or what given points need."""
        X = np.vstack([self.timeline.train.shown, self.timeline.test.shown])
        if given := self.experiment.given:
            return bounds_around(X, given.plane)
        reach = np.abs(X).max()
        side = float(np.ceil(10 * (reach + _MARGIN)) / 10)
        return -side, side, -side, side

    @cached_property
    def plane(self) -> Array:
        """The inputs (GRID², d) at the points of the moving picture."""
        return self.inputs_over_plane(GRID)

    def inputs(self, points: Array) -> Array:
        """Return the inputs of the network at points (m, 2) of the plane."""
        return self.timeline.train.scaling.apply(points)

    def inputs_over_plane(self, n: int) -> Array:
        """Return the inputs at n × n points of the plane, in the order of a raster."""
        return self.inputs(grid_points(self.bounds, n))

    @property
    def test_points(self) -> Dataset:
        """The test points that are drawn: none, if they are the training points."""
        run = self.timeline
        return run.test if run.has_test else Dataset(run.test.X[:0], run.test.y[:0], run.test.n_classes)


@dataclass(frozen=True)
class Moment:
    """Hold a snapshot and what the views compute from it, each once.

    `before` is the snapshot drawn before it, for what happened between; `earlier` is the one before that.
    """

    setting: Setting
    snapshot: Snapshot
    before: Snapshot | None = None
    earlier: Snapshot | None = None

    @classmethod
    def at(cls, setting: Setting, step: int) -> Moment:
        """Return the moment of a step, or of the run's last one, with the two steps before it."""
        run = setting.timeline
        now = run.at(step)
        earlier, before = run.walk([max(now.step - 2, 0), max(now.step - 1, 0)])
        return cls(setting, now, before, earlier)

    @property
    def earlier_loss(self) -> float | None:
        """The training loss two steps before; None unless all three steps were drawn."""
        earlier, before, now = self.earlier, self.before, self.snapshot
        if earlier is None or before is None or now.step - earlier.step != 2 or now.step - before.step != 1:
            return None
        return earlier.train_loss

    @property
    def unit_numbers(self) -> str:
        """The numbers of the unit that is opened; empty without one."""
        unit, layers = self.setting.opened, self.snapshot.network.layers
        if not unit:
            return ""
        weights, biases = [layer.W for layer in layers], [layer.b for layer in layers]
        return unit_numbers(unit, weights, biases, self.setting.class_names)

    @property
    def swings(self) -> bool:
        """Whether the training loss turned at the step before."""
        earlier, before = self.earlier_loss, self.before
        if earlier is None or before is None:
            return False
        return turns(earlier, before.train_loss, self.snapshot.train_loss)

    @cached_property
    def plane(self) -> list[Array]:
        """Each layer's activations (h, GRID²) over the plane."""
        return plane_activations(self.snapshot.network, self.setting.plane)

    @cached_property
    def train(self) -> Trace:
        """The exact forward pass of the training points."""
        return forward(self.snapshot.network, self.setting.timeline.train.X)

    @cached_property
    def test(self) -> Trace:
        """The exact forward pass of the test points."""
        return forward(self.snapshot.network, self.setting.timeline.test.X)


@dataclass(frozen=True)
class Exact:
    """Hold one figure's exact picture: patches, finer rasters by channel, a text alternative."""

    patches: list[Patch]
    label: str
    rasters: dict[str, Any]


def plain(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as the stage takes it: data, layout and Plotly's configuration."""
    return {**figure.to_plotly_json(), "config": config()}


class View(Protocol):
    """Say how one picture of a run is built, moved and made exact.

    Attributes
    ----------
    name : str
        Of its figure on the stage.
    """

    name: str

    def figure(self) -> dict[str, Any]:
        """Return the figure's entry in the scene: title, Plotly figure, text alternative."""

    def channels(self) -> list[dict[str, Any]]:
        """Return the scene's channels that move this figure."""

    def frames(self, moments: Sequence[Moment]) -> Mapping[str, Bytes | Texts]:
        """Return the bytes (F, size) of F frames for each of its channels, or their texts."""

    def exact(self, moment: Moment) -> Exact:
        """Return the exact picture of one step."""
