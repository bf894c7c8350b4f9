"""An experiment refuses what it cannot run, and says what it would take."""

import math
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from core import DATASETS, OPTIMIZERS, Experiment

NAMES: dict[str, tuple[str, ...]] = {
    "dataset": tuple(DATASETS),
    "activation": ("sigmoid", "tanh", "relu", "leaky", "linear"),
    "init": ("zeros", "normal", "xavier", "he"),
    "optimizer": tuple(OPTIMIZERS),
}
BAD: list[tuple[str, Any]] = [
    *[("samples", value) for value in (0, -5, 1.5, "200", None)],
    *[("noise", value) for value in (-0.1, math.nan, math.inf, "a little")],
    *[("test_fraction", value) for value in (-0.1, 1.0, 1.5, math.nan, "half")],
    *[("hidden", value) for value in ((0,), (-1,), (4, 0), (2.5,), "4", 4, None)],
    *[("learning_rate", value) for value in (-0.1, math.nan, math.inf, "fast", None)],
    *[("schedule", value) for value in (((10, -1.0),), ((10, math.nan),), ((-1, 0.1),), ((3,),))],
    *[("schedule", value) for value in (((10, 0.1), (10, 0.2)), ((20, 0.1), (10, 0.2)), 0.1)],
    *[("batch_size", value) for value in (0, -1, 2.5, "all")],
    *[("l2", value) for value in (-0.1, math.nan, math.inf, "none")],
    *[("data_seed", value) for value in (-1, 0.5, "x", None)],
    *[("seed", value) for value in (-1, 0.5, "x", None)],
]


def words_for(value: Any) -> set[str]:
    """Return the ways to say what was given: its text, its type, or those of a part of it."""
    parts = value if isinstance(value, tuple) else ()
    number = {f"{value:g}"} if isinstance(value, float) else set()
    return {repr(value), type(value).__name__} | number.union(*map(words_for, parts))


@pytest.mark.parametrize(("field", "value"), BAD)
def test_a_bad_value_is_refused_by_name(field: str, value: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=f"^{field} must be .+; got ") as caught:
        Experiment(**{field: value})
    given = str(caught.value).split("; got ")[1]
    assert any(word in given for word in words_for(value))


@pytest.mark.parametrize("field", list(NAMES))
@pytest.mark.parametrize("value", ["no such name", "", "Circles", None, 3])
def test_a_bad_name_lists_the_good_ones(field: str, value: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=field) as caught:
        Experiment(**{field: value})
    assert all(name in str(caught.value) for name in NAMES[field])


def test_it_is_a_value() -> None:
    assert Experiment(hidden=(3,)) == Experiment(hidden=(3,)) != Experiment(hidden=(4, 4))
    assert len({Experiment(), Experiment(), Experiment(seed=1)}) == 2
    with pytest.raises(FrozenInstanceError):
        Experiment().seed = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        Experiment("moons")  # type: ignore[call-arg]


def test_the_documented_defaults() -> None:
    e = Experiment()
    assert (e.dataset, e.samples, e.noise, e.test_fraction) == ("circles", 200, 0.1, 0.3)
    assert (e.hidden, e.activation, e.init, e.optimizer) == ((4,), "sigmoid", "xavier", "sgd")
    assert (e.schedule, e.batch_size, e.l2, e.data_seed, e.seed) == ((), None, 0.0, 0, 0)


def test_the_rate_changes_exactly_at_its_step() -> None:
    e = Experiment(learning_rate=0.5, schedule=((10, 0.25), (20, 0.125)))
    assert [e.rate_at(s) for s in (0, 9, 10, 11, 19, 20, 10**9)] == [
        *[0.5, 0.5],
        *[0.25, 0.25, 0.25],
        *[0.125, 0.125],
    ]
