"""The plan of a program: which run, how far, in which convention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from core.network.activations import ACTIVATIONS
from core.network.loss_functions import LOSSES, Loss
from core.program.layout import Line
from core.program.printing import steps_shown
from core.run.edits import Edit, Freeze
from core.run.experiment import SCHEDULES, Experiment
from core.run.timeline import Timeline
from core.run.training import Batches
from core.step.code_lines import code_and_shapes, shape_in_code
from core.step.parts import TrainingStep, Update
from core.step.phases import open_step


@dataclass(frozen=True)
class Plan:
    """Hold what a program is written from.

    Attributes
    ----------
    run : Timeline
    step : int
        How many updates the program makes.
    columns : bool
        Whether samples are columns.
    """

    run: Timeline
    step: int
    columns: bool

    @property
    def experiment(self) -> Experiment:
        """The experiment of the run."""
        return self.run.experiment

    @property
    def loss(self) -> Loss:
        """The loss that is minimized."""
        return LOSSES[self.experiment.loss]

    @property
    def depth(self) -> int:
        """How many layers have weights."""
        return len(self.experiment.sizes) - 1

    @property
    def layers(self) -> range:
        """The layers, counted from 1."""
        return range(1, self.depth + 1)

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps at which it prints."""
        return steps_shown(self.step)

    @cached_property
    def batches(self) -> Batches:
        """Which samples each update sees."""
        return Batches.of(self.experiment, len(self.run.train.y))

    @property
    def has_batches(self) -> bool:
        """Whether an update sees fewer than all training points."""
        return any(size < self.batches.n for _, size in self.by_step("batch_size"))

    def by_step(self, name: str) -> list[tuple[int, Any]]:
        """Return the values of a field of `SCHEDULES` in the updates, each with its first step."""
        changes = [(0, getattr(self.experiment, name)), *getattr(self.experiment, SCHEDULES[name])]
        if name == "batch_size":
            n = self.batches.n
            changes = [(step, min(size or n, n)) for step, size in changes]
        needed = [change for change in changes if change[0] < self.step]
        return [*needed[:1], *(new for old, new in pairwise(needed) if new[1] != old[1])]

    def is_changing(self, name: str) -> bool:
        """Return whether a field of `SCHEDULES` has more than one value."""
        return len(self.by_step(name)) > 1

    @property
    def edits(self) -> list[Edit]:
        """What is set by hand up to the last step."""
        return [edit for edit in self.experiment.edits if edit[0] <= self.step]

    @property
    def frozen(self) -> list[Freeze]:
        """What is frozen during some of the updates."""
        return [freeze for freeze in self.experiment.frozen if freeze[1] < self.step]

    @property
    def penalties(self) -> dict[str, float]:
        """The largest strengths of the penalties that there are, by name in code."""
        most = {name: max(value for _, value in self.by_step(name)) for name in ("l2", "l1")}
        return {name: value for name, value in most.items() if value}

    @property
    def by_units(self) -> str:
        """The axis along which each sample's units or classes lie."""
        return "axis=0" if self.columns else "axis=1"

    @property
    def transpose(self) -> str:
        """What makes an array with samples as rows one of the plan's convention."""
        return ".T" if self.columns else ""

    @cached_property
    def training_step(self) -> TrainingStep:
        """The first training step as phases: its lines and their shapes."""
        first, train = self.run.at(0), self.run.train
        update = Update(first.updates, None, first.learning_rate)
        return open_step(
            first.network,
            train.X,
            train.Y,
            l2=self.penalties.get("l2", 0.0),
            l1=self.penalties.get("l1", 0.0),
            columns=self.columns,
            update=update,
        )

    def line(self, key: str) -> Line:
        """Return a phase of the step as code, and its shapes in letters."""
        return code_and_shapes(self.training_step, self.training_step.phase(key), letters=True)

    def table(self, keys: Iterable[str]) -> str:
        """Return lines of the step with their shapes in numbers, for all training points, in Markdown."""
        rows = [code_and_shapes(self.training_step, self.training_step.phase(key)) for key in keys]
        head = f"| with all n = {self.batches.n} training points | shapes |\n|:--|:--|\n"
        return head + "\n".join(f"| `{code}` | {shapes} |" for code, shapes in rows)

    def shape(self, name: str) -> str:
        """Return the shape of a matrix in letters."""
        return shape_in_code(self.training_step.matrices[name], columns=self.columns, letters=True)

    def parameters(self, prefix: str = "") -> list[str]:
        """Return the names of all weights and biases, layer by layer."""
        return [f"{prefix}{letter}{at}" for at in self.layers for letter in "Wb"]

    @property
    def weights(self) -> str:
        """The tuple of all weights, as code."""
        return f"({', '.join(f'W{at}' for at in self.layers)}{',' if self.depth == 1 else ''})"

    @property
    def kept(self) -> list[str]:
        """What the backward pass needs of the forward pass."""
        needs = "ZA" if ACTIVATIONS[self.experiment.activation].needs_Z else "A"
        hidden = [f"{letter}{at}" for at in self.layers[:-1] for letter in needs]
        return [*hidden, f"A{self.depth}"]

    @property
    def returned(self) -> list[str]:
        """What the forward pass returns: cross-entropy needs the last Z, too."""
        if self.loss.error_of == "A":
            return self.kept
        return [*self.kept[:-1], f"Z{self.depth}", f"A{self.depth}"]
