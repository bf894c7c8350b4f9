"""Toy datasets in the plane, small enough to show every point.

Each generator draws ``n`` clean points in about [−1, 1]² and adds Gaussian noise of the given
standard deviation to every coordinate.  Classes are balanced to within one point.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from core.arrays import Array, IntArray, require_choice
from core.network.losses import one_hot
from core.run.point_text import GivenPoints
from core.run.rows import INPUTS, Row
from core.run.scaling import UNSCALED, Scaling


@dataclass(frozen=True)
class Dataset:
    """Hold points and their classes.

    Attributes
    ----------
    X : (n, d) array
        The inputs of the network.
    y : (n,) array of int
        Classes, 0 to n_classes − 1.
    n_classes : int
        How many classes there are.
    units : (n, 2) array, or None
        The coordinates in the units of who gave them, if the inputs are others: scaled, or more features.
    targets : (n, n_classes) array, or None
        Targets of any numbers; None if they are one-hot.
    scaling : Scaling
        How the coordinates became the inputs.
    """

    X: Array
    y: IntArray
    n_classes: int
    units: Array | None = None
    targets: Array | None = None
    scaling: Scaling = UNSCALED

    @property
    def shown(self) -> Array:
        """The coordinates (n, 2) as pictures and tables show them."""
        return self.X if self.units is None else self.units

    def scaled(self, scaling: Scaling) -> Dataset:
        """Return the points with scaled inputs, and a column for each feature."""
        if scaling is UNSCALED:
            return self
        return replace(self, X=scaling.apply(self.X), units=self.X, scaling=scaling)

    @cached_property
    def Y(self) -> Array:
        """The targets (n, n_classes): the classes as one-hot rows, unless numbers were given."""
        return one_hot(self.y, self.n_classes) if self.targets is None else self.targets


Shape = Callable[[IntArray, np.random.Generator], Array]


def _on_circle(angle: Array, radius: Array | float) -> Array:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _circles(y: IntArray, rng: np.random.Generator) -> Array:
    return _on_circle(rng.uniform(0, 2 * np.pi, len(y)), np.where(y == 0, 0.9, 0.4))


def _moons(y: IntArray, rng: np.random.Generator) -> Array:
    angle = rng.uniform(0, np.pi, len(y))
    upper, lower = _on_circle(angle, 1.0), np.array([1.0, 0.5]) - _on_circle(angle, 1.0)
    return np.asarray((np.where(y[:, None] == 0, upper, lower) - np.array([0.5, 0.25])) / 1.5)


def _xor(y: IntArray, rng: np.random.Generator) -> Array:
    X: Array = rng.uniform(0.1, 1.0, (len(y), 2)) * rng.choice([-1.0, 1.0], (len(y), 1))
    X[y == 1, 1] *= -1.0  # equal signs are class 0, unequal ones class 1
    return X


def _gaussians(y: IntArray, rng: np.random.Generator) -> Array:
    centres = np.array([[-0.45, -0.45], [0.45, 0.45]])
    return np.asarray(centres[y] + rng.normal(0.0, 0.15, (len(y), 2)))


def _blobs(y: IntArray, rng: np.random.Generator) -> Array:
    centres = _on_circle(np.pi / 2 + 2 * np.pi * np.arange(3) / 3, 0.6)
    return np.asarray(centres[y] + rng.normal(0.0, 0.15, (len(y), 2)))


def _arms(n_classes: int, turns: float) -> Shape:
    def shape(y: IntArray, rng: np.random.Generator) -> Array:
        along = np.sqrt(rng.uniform(0.01, 1.0, len(y)))
        return _on_circle(2 * np.pi * (turns * along + y / n_classes), along)

    return shape


_SHAPES: dict[str, tuple[int, Shape]] = {
    "circles": (2, _circles),
    "moons": (2, _moons),
    "xor": (2, _xor),
    "gaussians": (2, _gaussians),
    "spiral": (2, _arms(2, 1.25)),
    "arms": (3, _arms(3, 0.75)),
    "blobs": (3, _blobs),
}

DATASETS: tuple[str, ...] = tuple(_SHAPES)
"""The names that `make_dataset` knows."""


def n_classes(name: str) -> int:
    """Return how many classes the dataset called `name` has.

    >>> n_classes("arms")
    3
    """
    require_choice("dataset", name, DATASETS)
    return _SHAPES[name][0]


def make_dataset(name: str, *, n_samples: int, noise: float, rng: np.random.Generator) -> Dataset:
    """Draw a dataset.

    Parameters
    ----------
    name : str
        One of `DATASETS`.
    n_samples : int
        Number of points, at least one per class.
    noise : float
        Standard deviation of the Gaussian noise added to each coordinate, ≥ 0.
    rng : numpy.random.Generator
        The only source of randomness.

    Returns
    -------
    Dataset
        Points in random order; classes balanced to within one.

    Raises
    ------
    ValueError
        For an unknown name, too few points or a negative noise.

    >>> data = make_dataset("xor", n_samples=4, noise=0.0, rng=np.random.default_rng(0))
    >>> data.X.shape, sorted(data.y.tolist())
    ((4, 2), [0, 0, 1, 1])
    """
    classes = n_classes(name)
    if n_samples < classes:
        raise ValueError(f"n_samples must be at least {classes} for {name}; got {n_samples}")
    if not 0 <= noise < np.inf:
        raise ValueError(f"noise must be a finite number ≥ 0; got {noise}")
    y = rng.permutation(np.arange(n_samples) % classes)
    X = _SHAPES[name][1](y, rng)
    return Dataset(X + noise * rng.standard_normal(X.shape), y, classes)


def by_hand_dataset(rows: Sequence[Row]) -> Dataset:
    """Return samples entered by hand; the class of each is that of its largest target."""
    numbers = np.array(rows)
    targets = numbers[:, INPUTS:]
    return Dataset(numbers[:, :INPUTS], targets.argmax(axis=1), targets.shape[1], targets=targets)


def given_dataset(points: GivenPoints, *, jitter: float, rng: np.random.Generator) -> Dataset:
    """Return given points in random order, with noise if `jitter` is not 0.

    Parameters
    ----------
    points : GivenPoints
    jitter : float
        Standard deviation of the noise, as a fraction of that of each coordinate.
    rng : numpy.random.Generator
        The only source of randomness.
    """
    order = rng.permutation(len(points.y))
    X, y = points.X[order], points.y[order]
    if jitter:
        X = X + jitter * X.std(axis=0) * rng.standard_normal(X.shape)
    return Dataset(X, y, points.n_classes)


def train_test_split(
    dataset: Dataset, *, test_fraction: float, rng: np.random.Generator
) -> tuple[Dataset, Dataset]:
    """Split a dataset; each class has the same fraction in both parts.

    Parameters
    ----------
    dataset : Dataset
        The points to split.
    test_fraction : float
        Fraction of each class that goes to the test part, in (0, 1).  Both parts keep at least one
        point of each class that has two.
    rng : numpy.random.Generator
        Chooses which points.

    Returns
    -------
    (train, test) : tuple of Dataset

    Raises
    ------
    ValueError
        If `test_fraction` is outside (0, 1).
    """
    if not 0 < test_fraction < 1:
        raise ValueError(f"test_fraction must lie between 0 and 1; got {test_fraction}")
    is_test = np.zeros(len(dataset.y), dtype=bool)
    for label in range(dataset.n_classes):
        members = rng.permutation(np.flatnonzero(dataset.y == label))
        wanted = round(test_fraction * len(members))
        is_test[members[: min(max(wanted, 1), len(members) - 1)]] = True
    return _part(dataset, ~is_test), _part(dataset, is_test)


def _part(dataset: Dataset, chosen: np.ndarray) -> Dataset:
    return Dataset(dataset.X[chosen], dataset.y[chosen], dataset.n_classes)
