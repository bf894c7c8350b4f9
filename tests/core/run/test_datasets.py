"""The toy datasets: seeded, balanced, moved by noise, and split fairly."""

from typing import Any

import numpy as np
import pytest

from core import DATASETS, Dataset, make_dataset, train_test_split

NAMES = ("circles", "moons", "xor", "gaussians", "spiral", "arms", "blobs")
every_dataset = pytest.mark.parametrize("name", NAMES)


def made(name: str, *, n_samples: int = 120, noise: float = 0.1, seed: int = 0) -> Dataset:
    rng = np.random.default_rng(seed)
    return make_dataset(name, n_samples=n_samples, noise=noise, rng=rng)


def rows(*datasets: Dataset) -> list[tuple[float, ...]]:
    """Return every point with its label, in an order of its own."""
    return sorted((*x, float(c)) for d in datasets for x, c in zip(d.X, d.y, strict=True))


def nearest_neighbour_accuracy(data: Dataset) -> float:
    distance = ((data.X[:, None] - data.X[None]) ** 2).sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    return float(np.mean(data.y[distance.argmin(axis=1)] == data.y))


def best_line_accuracy(data: Dataset) -> float:
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    projected = data.X @ np.array([np.cos(angles), np.sin(angles)])
    ordered = data.y[projected.argsort(axis=0)]
    above = np.cumsum(ordered == 0, axis=0) + (ordered == 1).sum(axis=0)
    return float((above - np.cumsum(ordered == 1, axis=0)).max() / len(data.y))


def test_the_names() -> None:
    assert set(DATASETS) == set(NAMES)


@every_dataset
@pytest.mark.parametrize("n_samples", [20, 101, 200])
def test_shape_type_and_balance(name: str, n_samples: int) -> None:
    data = made(name, n_samples=n_samples)
    assert data.n_classes == (3 if name in ("arms", "blobs") else 2)
    assert data.X.shape == (n_samples, 2)
    assert data.X.dtype == np.float64
    assert data.y.shape == (n_samples,)
    assert np.issubdtype(data.y.dtype, np.integer)
    assert np.isfinite(data.X).all()
    counts = np.bincount(data.y, minlength=data.n_classes)
    assert counts.size == data.n_classes
    assert np.ptp(counts) <= 1


@every_dataset
def test_the_generator_decides_everything(name: str) -> None:
    np.testing.assert_array_equal(made(name).X, made(name).X)
    np.testing.assert_array_equal(made(name).y, made(name).y)
    assert not np.array_equal(made(name).X, made(name, seed=1).X)


@every_dataset
def test_global_randomness_is_left_alone(name: str) -> None:
    before = np.random.get_state(legacy=False)["state"]["key"].copy()  # noqa: NPY002
    made(name)
    np.testing.assert_array_equal(before, np.random.get_state(legacy=False)["state"]["key"])  # noqa: NPY002


@every_dataset
@pytest.mark.parametrize("noise", [0.05, 0.2])
def test_noise_is_the_spread_of_every_coordinate(name: str, noise: float) -> None:
    still, moved = (made(name, noise=size, n_samples=300).X for size in (0.0, noise))
    np.testing.assert_allclose((moved - still).std(axis=0), noise, rtol=0.15)
    np.testing.assert_allclose((moved - still).mean(axis=0), 0, atol=0.25 * noise)


@every_dataset
def test_the_labels_belong_to_the_places(name: str) -> None:
    assert nearest_neighbour_accuracy(made(name, noise=0.02, n_samples=300)) > 0.9


@pytest.mark.parametrize("name", ["circles", "xor", "spiral"])
def test_no_line_separates_the_hard_ones(name: str) -> None:
    assert best_line_accuracy(made(name, noise=0.02, n_samples=300)) < 0.8


@every_dataset
@pytest.mark.parametrize("seed", range(5))
def test_the_points_fit_the_frame(name: str, seed: int) -> None:
    assert np.abs(made(name, n_samples=300, noise=0.1, seed=seed).X).max() < 10


@pytest.mark.parametrize("bad", ["ring", "", "Circles", None, 3])
def test_a_bad_name_lists_the_good_ones(bad: Any) -> None:
    with pytest.raises((ValueError, TypeError)) as caught:
        made(bad)
    assert all(name in str(caught.value) for name in NAMES)


@pytest.mark.parametrize(
    ("field", "value"),
    [("n_samples", 0), ("n_samples", -3), ("noise", -0.1), ("noise", np.nan), ("noise", np.inf)],
)
def test_a_bad_value_is_named(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match=field):
        made("moons", **{field: value})


@every_dataset
@pytest.mark.parametrize("test_fraction", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("n_samples", [40, 101])
def test_a_split_is_fair(name: str, test_fraction: float, n_samples: int) -> None:
    data = made(name, n_samples=n_samples)
    rng = np.random.default_rng(3)
    train, test = train_test_split(data, test_fraction=test_fraction, rng=rng)
    assert rows(train, test) == rows(data)
    assert train.n_classes == test.n_classes == data.n_classes
    for label in range(data.n_classes):
        wanted = test_fraction * np.sum(data.y == label)
        assert abs(np.sum(test.y == label) - wanted) <= 1


def test_a_split_is_seeded() -> None:
    data = made("moons")
    splits = [
        train_test_split(data, test_fraction=0.3, rng=np.random.default_rng(seed))[0] for seed in (0, 0, 1)
    ]
    np.testing.assert_array_equal(splits[0].X, splits[1].X)
    assert rows(splits[0]) != rows(splits[2])


@pytest.mark.parametrize("bad", [-0.1, 1.0, 2.0, np.nan])
def test_a_bad_fraction_is_named(bad: float) -> None:
    with pytest.raises(ValueError, match="test_fraction"):
        train_test_split(made("moons"), test_fraction=bad, rng=np.random.default_rng(0))
