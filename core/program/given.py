"""Given points in a program: their numbers, their order, and how they are scaled."""

from __future__ import annotations

from textwrap import wrap

from core.program.layout import WIDTH, Line, lines, number
from core.run.experiment import Experiment
from core.run.point_text import GivenPoints

SCALED = {"standard": "to mean 0 and standard deviation 1", "range": "to [−1, 1]", "none": ""}
"""What each scaling does."""


def given_lines(experiment: Experiment, given: GivenPoints) -> str:
    """Return the lines that hold the points, in the order in which the run has them."""
    k, seed, jitter = given.n_classes, experiment.data_seed, experiment.jitter
    counts = [int((given.y == label).sum()) for label in range(k)]
    names = "" if given.names == tuple(map(str, range(k))) else f"  {', '.join(given.names)}"
    axes = f"  {', '.join(given.axes)}" if given.axes else ""
    repeated, note = f"y = np.repeat(np.arange({k}), {counts})", f"(N,)  classes{names}"
    noise = (
        f"X = X + {number(jitter)} * X.std(axis=0) * rng.standard_normal((N, 2))",
        "(N, 2)  noise on every coordinate",
    )
    points = [f"({number(x)}, {number(y)})," for x, y in given.X.tolist()]
    rows = wrap(" ".join(each.replace(", ", ",_") for each in points), WIDTH - 4)
    return lines(
        "X = np.array([",
        *(f"    {row.replace(',_', ', ')}" for row in rows),
        ("])", f"(N, 2){axes}"),
        f"N = {len(given.y)}",
        (repeated, note if len(repeated) + len(note) < WIDTH else "(N,)  classes"),
        (f"rng = np.random.default_rng(({seed}, 0))", f"data seed {seed}; stream 0 orders the points"),
        "order = rng.permutation(N)",
        "X, y = X[order], y[order]",
        *([noise] if jitter else []),
        (f"Y = np.eye({k})[y]", f"(N, {k})  one-hot targets"),
    )


def scaling_lines(experiment: Experiment) -> list[Line]:
    """Return the lines that scale the coordinates; none if they stay as given."""
    learned = "of the training points"
    low_high = ("low, high = X[~is_test].min(axis=0), X[~is_test].max(axis=0)", f"(2,), (2,)  {learned}")
    shift, scale = {
        "standard": ("X[~is_test].mean(axis=0)", "X[~is_test].std(axis=0)"),
        "range": ("(low + high) / 2", "(high - low) / 2"),
        "none": ("", ""),
    }[experiment.scaling]
    if not shift:
        return []
    return [
        low_high,
        (f"shift, scale = {shift}, {scale}", "(2,), (2,)"),
        ("X = (X - shift) / np.where(low < high, scale, 1)", SCALED[experiment.scaling]),
    ]
