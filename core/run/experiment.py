"""An experiment: everything that determines a run, as one value.

Two equal experiments give the same numbers at every step.  Each field declares its bounds and
its key in a link; the widgets, the validation and the link read them from here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from core.network.activations import ACTIVATIONS
from core.network.initializers import INITIALIZERS
from core.network.loss_functions import LOSSES
from core.network.penalties import Penalties
from core.run.datasets import DATASETS, n_classes
from core.run.edits import Edit, Edits, Freeze, Freezes
from core.run.features import FEATURES, FeatureNames
from core.run.fields import Choice, Real, Whole, declare, default_of, kind_of
from core.run.given import GIVEN, OWN, STARTER, PointText, given_points
from core.run.iris import PAIRS
from core.run.optimizers import OPTIMIZERS
from core.run.point_text import GivenPoints
from core.run.rows import BY_HAND, EXAMPLE, Row, Rows
from core.run.scaling import SCALINGS
from core.run.sequences import Schedule, Widths

LAST_STEP = 1_000_000
"""A run goes no further: half an hour at 550 steps a second."""

STEP = Whole(0, LAST_STEP)
_RATE = Real(1e-5, 100.0)
_BATCH = Whole(1, 1000, none="full")
_PENALTY = Real(0.0, 1.0)
_SEED = Whole(0, 999_999)
_CHANGE = Whole(1, LAST_STEP)
_SIZES = Schedule(64, _CHANGE, _BATCH, "size")
_PENALTIES = Schedule(64, _CHANGE, _PENALTY, "penalty")

SCHEDULES = {
    "learning_rate": "schedule",
    "batch_size": "batch_schedule",
    "l2": "l2_schedule",
    "l1": "l1_schedule",
}
"""The fields that may change while a run goes on, and the fields that hold their changes."""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Hold all that determines a run.

    Attributes
    ----------
    dataset : str
        One of `core.DATASETS`, which are drawn at random, or of `core.GIVEN`, or ``"by_hand"``.
    samples : int
        How many points are drawn, training and test together.
    noise : float
        Standard deviation of the noise on each coordinate of points that are drawn.
    points : str
        One's own points as text (`core.run.point_text`); always the default for another dataset.
    given_rows : tuple of tuple of float
        Samples entered by hand, each two inputs and then its targets; always the default for another
        dataset.
    columns : str
        Two columns of the iris data.
    scaling : str
        How given points become inputs: one of `core.SCALINGS`.
    jitter : float
        Standard deviation of the noise on given points, as a fraction of that of each coordinate.
    test_fraction : float
        Fraction of the points kept for testing.
    hidden : tuple of int
        Units of each hidden layer; empty for a linear classifier.
    activation, init, optimizer : str
        Names from `core.ACTIVATIONS`, `core.INITIALIZERS` and `core.OPTIMIZERS`.
    loss : str
        One of `core.LOSSES`; it tells the function of the output layer.
    features : tuple of str
        Names from `core.FEATURES`: columns of X beside the coordinates.
    learning_rate : float
        The rate of the first update.
    schedule : tuple of (int, float)
        ``(step, rate)``: the update that leaves `step`, and all after it, use `rate`.
    edits : tuple of (int, str, float)
        ``(step, name, value)``: the parameter called `name` has `value` at `step`, set by hand.
    frozen : tuple of (str, int, int or None)
        ``(name, first, stop)``: the updates that leave the steps from `first` to before `stop` leave the
        parameters called `name` as they are.
    batch_size : int or None
        Samples per update; None, or more than there are, for all of them.
    l2, l1 : float
        Strengths of the penalties (l2/2) Σ W² and l1 Σ |W|.
    batch_schedule, l2_schedule, l1_schedule : tuple of pairs
        Their changes, as `schedule` has those of the rate; a new batch size begins a new epoch.
    data_seed, seed : int
        The seeds of the points and the split, and of the initial weights and the order of the batches.

    Raises
    ------
    TypeError, ValueError
        If a field is not what its bounds allow; the message names the field, what was given and what is
        allowed.

    >>> Experiment(hidden=(8, 8)).sizes
    (2, 8, 8, 2)
    >>> Experiment(noise=9)
    Traceback (most recent call last):
    ...
    ValueError: noise must be a number from 0 to 0.5; got 9
    """

    dataset: str = declare("circles", Choice((*DATASETS, *GIVEN, BY_HAND)), "dataset")
    samples: int = declare(200, Whole(20, 1000), "samples")
    noise: float = declare(0.1, Real(0.0, 0.5), "noise")
    points: str = declare(STARTER, PointText(), "data")
    given_rows: tuple[Row, ...] = declare(EXAMPLE, Rows(12, Real(-1000.0, 1000.0)), "given")
    columns: str = declare(PAIRS[-1], Choice(PAIRS), "columns")
    scaling: str = declare(SCALINGS[0], Choice(SCALINGS), "scaling")
    jitter: float = declare(0.0, Real(0.0, 0.5), "jitter")
    test_fraction: float = declare(0.3, Real(0.1, 0.8), "test")
    hidden: tuple[int, ...] = declare((4,), Widths(4, Whole(1, 64)), "hidden")
    activation: str = declare("sigmoid", Choice(tuple(ACTIVATIONS)), "activation")
    loss: str = declare("cross_entropy", Choice(tuple(LOSSES)), "objective")
    features: tuple[str, ...] = declare((), FeatureNames(tuple(FEATURES), "features"), "features")
    init: str = declare("xavier", Choice(tuple(INITIALIZERS)), "init")
    optimizer: str = declare("sgd", Choice(tuple(OPTIMIZERS)), "optimizer")
    learning_rate: float = declare(1.0, _RATE, "lr")
    schedule: tuple[tuple[int, float], ...] = declare((), Schedule(64, _CHANGE, _RATE, "rate"), "schedule")
    edits: tuple[Edit, ...] = declare((), Edits(128, STEP, Real(-1000.0, 1000.0)), "edit")
    frozen: tuple[Freeze, ...] = declare((), Freezes(64, STEP), "freeze")
    batch_size: int | None = declare(None, _BATCH, "batch")
    batch_schedule: tuple[tuple[int, int | None], ...] = declare((), _SIZES, "batch_schedule")
    l2: float = declare(0.0, _PENALTY, "l2")
    l2_schedule: tuple[tuple[int, float], ...] = declare((), _PENALTIES, "l2_schedule")
    l1: float = declare(0.0, _PENALTY, "l1")
    l1_schedule: tuple[tuple[int, float], ...] = declare((), _PENALTIES, "l1_schedule")
    data_seed: int = declare(0, _SEED, "data_seed")
    seed: int = declare(0, _SEED, "seed")

    def __post_init__(self) -> None:
        """Convert every field to its canonical type, or raise an error that names it."""
        for item in fields(self):
            try:
                value = kind_of(Experiment, item.name).validate(getattr(self, item.name))
            except (TypeError, ValueError) as problem:
                raise type(problem)(f"{item.name} {problem}") from None
            object.__setattr__(self, item.name, value)
        for dataset, name in ((OWN, "points"), (BY_HAND, "given_rows")):
            if self.dataset != dataset:
                object.__setattr__(self, name, default_of(Experiment, name))

    @property
    def given(self) -> GivenPoints | None:
        """The points, if they are given."""
        return given_points(self.dataset, self.points, self.columns)

    @property
    def n_points(self) -> int:
        """How many points there are, training and test together."""
        if self.dataset == BY_HAND:
            return len(self.given_rows)
        return len(self.given.y) if self.given else self.samples

    @property
    def sizes(self) -> tuple[int, ...]:
        """Widths of the network from the columns of X to the classes."""
        d = 2 + len(self.features)
        if self.dataset == BY_HAND:
            return (d, *self.hidden, len(self.given_rows[0]) - 2)
        return (d, *self.hidden, self.given.n_classes if self.given else n_classes(self.dataset))

    @property
    def activations(self) -> tuple[str, ...]:
        """The name of each layer's function."""
        return (*[self.activation] * len(self.hidden), LOSSES[self.loss].output)

    def rate_at(self, step: int) -> float:
        """Return the learning rate of the update that leaves `step`.

        >>> Experiment(learning_rate=1, schedule=((200, 0.1),)).rate_at(200)
        0.1
        """
        return float(self.value_at("learning_rate", step))

    def until(self, step: int) -> Experiment:
        """Return the experiment without what is changed at `step` and later.

        >>> Experiment(schedule=((200, 0.1), (300, 0.2)), frozen=(("W1", 100, 250),)).until(250)
        Experiment(...schedule=((200, 0.1),), ...frozen=(('W1', 100, None),), ...)
        """
        changes: dict[str, Any] = {
            field: tuple(change for change in getattr(self, field) if change[0] < step)
            for field in (*SCHEDULES.values(), "edits")
        }
        changes["frozen"] = tuple(
            (name, first, stop if stop is not None and stop < step else None)
            for name, first, stop in self.frozen
            if first < step
        )
        return replace(self, **changes)

    def penalties_at(self, step: int) -> Penalties:
        """Return the strengths of the penalties in the update that leaves `step`, as keywords."""
        return {"l2": self.value_at("l2", step), "l1": self.value_at("l1", step)}

    def values_of(self, name: str) -> tuple[Any, ...]:
        """Return all values that a field of `SCHEDULES` has in the run."""
        return getattr(self, name), *(value for _, value in getattr(self, SCHEDULES[name]))

    def value_at(self, name: str, step: int) -> Any:
        """Return the value of a field of `SCHEDULES` in the update that leaves `step`.

        >>> Experiment(batch_schedule=((200, 10),)).value_at("batch_size", 200)
        10
        """
        passed = [value for start, value in getattr(self, SCHEDULES[name]) if start <= step]
        return passed[-1] if passed else getattr(self, name)

    def with_rate_from(self, step: int, rate: float) -> Experiment:
        """Return the experiment in which the rate changes at `step`, as `with_value_from` does it."""
        return self.with_value_from("learning_rate", step, rate)

    def with_value_from(self, name: str, step: int, value: Any) -> Experiment:
        """Return the experiment in which a field of `SCHEDULES` changes at `step` and stays so.

        The run before `step` is untouched; later changes are dropped.

        Raises
        ------
        ValueError
            If the value is out of bounds or the schedule is full.
        """
        field = SCHEDULES[name]
        run, kept = self.until(step + 1), getattr(self.until(step), field)
        changed: dict[str, Any] = {field: (*kept, (step, value))}
        if step == 0:
            changed = {name: value, field: ()}
        elif self.value_at(name, step - 1) == value:
            changed = {field: kept}
        return replace(run, **changed)


def checked_step(step: object) -> int:
    """Return a step of a run as int; raise TypeError or ValueError for anything else."""
    try:
        return int(STEP.validate(step) or 0)
    except (TypeError, ValueError) as problem:
        raise type(problem)(f"step {problem}") from None
