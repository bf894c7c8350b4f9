"""What a property may be tried on: experiments drawn at random, all of them legal."""

import numpy as np
from hypothesis import strategies as st

from core import (
    ACTIVATIONS,
    DATASETS,
    FEATURES,
    GIVEN,
    LOSSES,
    OPTIMIZERS,
    SCALINGS,
    Experiment,
    GivenPoints,
    Timeline,
    kind_of,
    short_points,
)
from core.run.changes import fitting
from core.run.rows import BY_HAND

seeds = st.integers(0, 999_999)
hidden = st.lists(st.integers(1, 6), max_size=4).map(tuple)
rates = st.floats(1e-4, 0.5)
samples = st.integers(20, 80)
schedules = st.dictionaries(st.integers(1, 5000), rates, max_size=4).map(
    lambda steps: tuple(sorted(steps.items()))
)
penalties = st.just(0.0) | st.floats(1e-6, 0.1)
# No schedule and no batch is a case of its own, so that shrinking leads to it.
batch_sizes = st.none() | st.integers(1, 8)


def early_changes(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Draw changes of a number at the first steps, which are what most tests run."""
    return st.dictionaries(st.integers(1, 6), values, max_size=2).map(
        lambda steps: tuple(sorted(steps.items()))
    )


@st.composite
def parameter_names(draw: st.DrawFn, *, single: bool) -> str:
    """Draw the name of a weight, a bias or, unless `single`, all of a layer; small networks have most."""
    letter, layer = draw(st.sampled_from("Wb")), draw(st.integers(1, 3))
    if not single and draw(st.booleans()):
        return f"{letter}{layer}"
    count = 2 if letter == "W" else 1
    numbers = draw(st.lists(st.integers(1, 3), min_size=count, max_size=count))
    return f"{letter}{layer}:{','.join(map(str, numbers))}"


edits = st.lists(
    st.tuples(st.integers(0, 6), parameter_names(single=True), st.floats(-3, 3)),
    max_size=3, unique_by=lambda edit: edit[:2],
).map(tuple)  # fmt: skip
frozen = st.lists(
    st.tuples(parameter_names(single=False), st.integers(0, 5), st.none() | st.integers(6, 9)), max_size=2
).map(tuple)
coordinates = st.floats(-100, 100).map(lambda value: round(value, 2))


@st.composite
def given_points(draw: st.DrawFn, most: int = 40) -> GivenPoints:
    """Draw points of one's own: 2 to 6 classes, two points of each at least."""
    classes = draw(st.integers(2, 6))
    more = draw(st.lists(st.integers(0, classes - 1), max_size=most - 2 * classes))
    y = [*range(classes), *range(classes), *more]
    return short_points([(draw(coordinates), draw(coordinates)) for _ in y], y)


numbers = st.floats(-3, 3).map(lambda value: round(value, 3))
rows = st.integers(2, 6).flatmap(
    lambda outputs: st.lists(st.tuples(*[numbers] * (2 + outputs)), min_size=1, max_size=4).map(tuple)
)
given_texts = given_points().map(lambda points: points.text)

fields = {
    "dataset": st.sampled_from([*DATASETS, *GIVEN, BY_HAND]),
    "samples": samples,
    "noise": st.floats(0.0, 0.4),
    "points": given_texts,
    "given_rows": rows,
    "columns": st.sampled_from(kind_of(Experiment, "columns").names),
    "scaling": st.sampled_from(SCALINGS),
    "jitter": st.just(0.0) | st.floats(0.0, 0.4),
    "test_fraction": st.floats(0.2, 0.5),
    "hidden": hidden,
    "activation": st.sampled_from(list(ACTIVATIONS)),
    "loss": st.sampled_from(list(LOSSES)),
    "features": st.lists(st.sampled_from(list(FEATURES)), unique=True, max_size=5).map(tuple),
    "init": st.sampled_from(["zeros", "normal", "xavier", "he"]),
    "optimizer": st.sampled_from(list(OPTIMIZERS)),
    "learning_rate": rates,
    "schedule": schedules,
    "edits": edits,
    "frozen": frozen,
    "batch_size": batch_sizes,
    "batch_schedule": early_changes(batch_sizes),
    "l2": penalties,
    "l2_schedule": early_changes(penalties),
    "l1": penalties,
    "l1_schedule": early_changes(penalties),
    "data_seed": seeds,
    "seed": seeds,
}


def divides_rounding(run: Timeline, steps: int) -> bool:
    """Return whether an adaptive optimizer divides a gradient by its size that is only rounding.

    Where samples cancel, as all of equally large classes do behind dead units, it makes whole steps of what
    is left, and each step magnifies the difference between two ways of adding up.
    """
    if run.experiment.optimizer not in ("rmsprop", "adam"):
        return False
    sizes = np.abs([run.at(step).gradient for step in range(steps)])
    return bool(((sizes > 0) & (sizes < 1e-13)).any())


def experiments(**narrower: st.SearchStrategy[object]) -> st.SearchStrategy[Experiment]:
    """Return a strategy for experiments, with some fields drawn from narrower choices."""
    return st.builds(Experiment, **{**fields, **narrower}).map(fitting)
