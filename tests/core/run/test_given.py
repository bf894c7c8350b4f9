"""Given points: their text, what it refuses, how they are drawn, split and scaled."""

from dataclasses import replace

import numpy as np
import plotly.express as px
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import (
    GIVEN,
    OWN,
    SCALINGS,
    Experiment,
    GivenPoints,
    Timeline,
    fewer_points,
    from_link,
    make_points,
    read_points,
    short_points,
    to_link,
)
from core.run.iris import COLUMNS, measurements
from core.run.point_text import LONGEST_TEXT
from tests.core.strategies import given_points

FOUR = "0,0_1,1__2,3_4,5__4"
BAD = {
    "nothing": "",
    "no number of points": "0,0_1,1__2,3_4,5",
    "another number of points": "0,0_1,1__2,3_4,5__5",
    "a number with a zero in front": "0,0_1,1__2,3_4,5__04",
    "one class": "0,0_1,1_2,3_4,5__4",
    "seven classes": "__".join(["0,0_1,1"] * 7) + "__14",
    "one point of a class": "0,0_1,1_2,2__3,3__4",
    "a word": "0,0_1,one__2,3_4,5__4",
    "no number": "0,0_1,nan__2,3_4,5__4",
    "infinite": "0,0_1,inf__2,3_4,5__4",
    "too large": "0,0_1,1e10__2,3_4,5__4",
    "far too large": "0,0_1,1e99__2,3_4,5__4",
    "digits that are not ASCII": "0,0_1,٣__2,3_4,5__4",
    "an underscore in a number": "0,0_1,1__2,3_4,5_0__4",
    "three coordinates": "0,0_1,1,1__2,3_4,5__4",
    "two classes of one name": "a@0,0_1,1__a@2,3_4,5__4",
    "a name that is markup": "<b>@0,0_1,1__2,3_4,5__4",
    "a name that is a link": "[a](b)@0,0_1,1__2,3_4,5__4",
    "a long name": "a" * 25 + "@0,0_1,1__2,3_4,5__4",
    "one axis": "axes:a__0,0_1,1__2,3_4,5__4",
    "half a plane": "plane:0,0__0,0_1,1__2,3_4,5__4",
    "a plane without area": "plane:0,0_0,1__0,0_1,1__2,3_4,5__4",
    "separators only": "_" * 15_000,
    "a long number": "9" * 15_000,
    "too many points": "__".join(["_".join(["0,0"] * 600)] * 2) + "__1200",
    "too long": f"{FOUR}{' ' * LONGEST_TEXT}",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_a_bad_text_is_refused_and_a_link_with_it_gets_a_notice(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_points(text)
    with pytest.raises(ValueError, match=r"^points must be 4 to 1000 points .+; got "):
        Experiment(dataset=OWN, points=text)
    experiment, _, ignored = from_link({"dataset": OWN, "data": text, "seed": "3"})
    assert experiment == Experiment(dataset=OWN, seed=3)
    assert len(ignored) == 1
    assert ignored[0].startswith("data=")
    assert len(ignored[0]) < 300


@given(given_points(), st.data())
def test_a_text_that_was_cut_off_is_noticed(points: GivenPoints, data: st.DataObject) -> None:
    cut = points.text[: data.draw(st.integers(0, len(points.text) - 1))]
    with pytest.raises(ValueError, match=r".+"):
        read_points(cut)


@given(st.text(alphabet="0123456789.,-_e@: abxplne", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        points = read_points(text)
    except ValueError:
        return
    assert read_points(points.text).text == points.text


@given(given_points())
def test_a_link_brings_back_the_points_to_the_last_bit(points: GivenPoints) -> None:
    experiment = Experiment(dataset=OWN, points=points.text)
    again, _, ignored = from_link(to_link(experiment))
    assert not ignored
    assert again == experiment
    assert hash(again) == hash(experiment)
    assert np.array_equal(again.given.X, points.X)  # type: ignore[union-attr]
    assert np.array_equal(again.given.y, points.y)  # type: ignore[union-attr]


@pytest.mark.parametrize(("count", "most"), [(200, 3072), (1000, 16 * 1024)])
@pytest.mark.parametrize("size", [1.0, 1e-3, 37.5, 4e5])
def test_a_link_stays_short(count: int, most: int, size: float) -> None:
    rng = np.random.default_rng(count)
    names, axes = [f"class name {c}" for c in range(6)], ("petal length (cm)", "petal width (cm)")
    X = size * rng.standard_normal((count, 2))
    points = short_points(X, np.arange(count) % 6, names=names, axes=axes)
    link = to_link(Experiment(dataset=OWN, points=points.text))
    query = "&".join(f"{key}={value.replace(' ', '+')}" for key, value in link.items())
    assert len(query) < most
    assert np.abs(points.X - X[np.argsort(np.arange(count) % 6, kind="stable")]).max() < 0.003 * np.ptp(X)


def test_the_texts_of_equal_points_are_equal() -> None:
    assert read_points("0.50,-0_1.0,1e0__2,3_4,5__4").text == ".5,0_1,1__2,3_4,5__4"
    named = make_points([[0, 0], [1, 1], [2, 2], [3, 3]], [1, 0, 1, 0], names=["a", "b"], axes=["u", "v"])
    assert named.text == "axes:u,v__a@1,1_3,3__b@0,0_2,2__4"


def test_points_are_no_part_of_another_dataset() -> None:
    assert Experiment(points=FOUR) == Experiment()
    assert to_link(Experiment(dataset="iris")) == {"dataset": "iris"}
    assert to_link(Experiment(dataset=OWN)) == {"dataset": "own"}


def test_the_iris_data_are_those_that_plotly_has() -> None:
    assert np.array_equal(measurements(), px.data.iris()[list(COLUMNS)].to_numpy())
    points = Experiment(dataset="iris", columns="sepal_width,petal_length").given
    assert points
    assert np.array_equal(points.X, measurements()[:, [1, 2]])
    assert points.names == tuple(px.data.iris().species.unique())


@pytest.mark.parametrize("dataset", GIVEN)
@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("jitter", [0.0, 0.2])
def test_the_run_has_the_points_scaled_as_the_training_points_say(
    dataset: str, scaling: str, jitter: float
) -> None:
    experiment = Experiment(dataset=dataset, scaling=scaling, jitter=jitter)
    run, points = Timeline(experiment), experiment.given
    assert points
    train, test = run.train, run.test
    shown = np.vstack([train.shown, test.shown])
    rows = sorted(map(tuple, shown.tolist()))
    assert (rows == sorted(map(tuple, points.X.tolist()))) == (jitter == 0)
    assert sorted([*train.y, *test.y]) == points.y.tolist()
    assert np.array_equal(test.scaling.apply(test.shown), test.X)
    if scaling == "standard":
        assert np.allclose([train.X.mean(axis=0), train.X.std(axis=0) - 1], 0, atol=1e-12)
    elif scaling == "range":
        assert np.allclose([train.X.min(axis=0), -train.X.max(axis=0)], -1)
    else:
        assert np.array_equal(train.X, train.shown)
    assert not np.array_equal(train.y, np.sort(train.y))  # in random order


def test_both_parts_have_every_class() -> None:
    experiment = Experiment(dataset=OWN, points="__".join(["1,2_3,4"] * 6) + "__12")
    for fraction in (0.1, 0.8):
        run = Timeline(replace(experiment, test_fraction=fraction))
        assert sorted(run.train.y) == sorted(run.test.y) == [*range(6)]
        assert np.isfinite(run.at(5).test_loss)


def test_a_coordinate_that_all_points_share_is_no_division_by_zero() -> None:
    points = make_points([[0.1, 1], [0.1, 2], [0.1, 3], [0.1, 4]], [0, 0, 1, 1])
    for scaling in SCALINGS:
        assert np.isfinite(
            Timeline(Experiment(dataset=OWN, points=points.text, scaling=scaling)).train.X
        ).all()


@given(given_points(), st.integers(20, 39))
def test_fewer_points_keep_every_class(points: GivenPoints, most: int) -> None:
    fewer = fewer_points(points, most)
    assert len(fewer.y) <= most
    assert np.bincount(fewer.y, minlength=points.n_classes).min() >= 2
    assert {*map(tuple, fewer.X.tolist())} <= {*map(tuple, points.X.tolist())}
