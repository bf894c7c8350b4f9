"""The data: the points of one dataset, drawn and split as `core.run` does."""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.program.given import SCALED, given_lines, scaling_lines
from core.program.layout import Line, Section, inner, lines, number
from core.program.plan import Plan
from core.run.datasets import Dataset, n_classes
from core.run.features import FEATURES, input_symbols
from core.run.rows import BY_HAND

# How the noise-free points X (n, 2) of classes y are drawn; N is their number.
_SHAPES: dict[str, tuple[Line | str, ...]] = {
    "circles": (
        ("angle = rng.uniform(0, 2 * np.pi, N)", "(N,)"),
        ("radius = np.where(y == 0, 0.9, 0.4)", "(N,)  class 1 is the inner circle"),
        ("X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])", "(N, 2)"),
    ),
    "moons": (
        ("angle = rng.uniform(0, np.pi, N)", "(N,)"),
        ("upper = np.column_stack([np.cos(angle), np.sin(angle)])", "(N, 2)"),
        ("lower = np.array([1, 0.5]) - upper", "(N, 2)"),
        ("X = np.where(y[:, None] == 0, upper, lower)", "(N, 2)"),
        ("X = (X - np.array([0.5, 0.25])) / 1.5", "(N, 2)"),
    ),
    "xor": (
        ("X = rng.uniform(0.1, 1, (N, 2)) * rng.choice([-1, 1], (N, 1))", "(N, 2)  equal signs: class 0"),
        ("X[y == 1, 1] *= -1", "unequal signs: class 1"),
    ),
    "gaussians": (
        ("centres = np.array([[-0.45, -0.45], [0.45, 0.45]])", "(2, 2)"),
        ("X = centres[y] + rng.normal(0, 0.15, (N, 2))", "(N, 2)"),
    ),
    "blobs": (
        ("angle = np.pi / 2 + 2 * np.pi * np.arange(3) / 3", "(3,)"),
        ("centres = 0.6 * np.column_stack([np.cos(angle), np.sin(angle)])", "(3, 2)"),
        ("X = centres[y] + rng.normal(0, 0.15, (N, 2))", "(N, 2)"),
    ),
    "spiral": (
        ("along = np.sqrt(rng.uniform(0.01, 1, N))", "(N,)  from the centre out"),
        ("angle = 2 * np.pi * (1.25 * along + y / 2)", "(N,)  half a turn apart"),
        ("X = np.column_stack([along * np.cos(angle), along * np.sin(angle)])", "(N, 2)"),
    ),
    "arms": (
        ("along = np.sqrt(rng.uniform(0.01, 1, N))", "(N,)  from the centre out"),
        ("angle = 2 * np.pi * (0.75 * along + y / 3)", "(N,)  a third of a turn apart"),
        ("X = np.column_stack([along * np.cos(angle), along * np.sin(angle)])", "(N, 2)"),
    ),
}

_FEW = 10  # points of a class; of so many, any test fraction leaves some in both parts

WORDS = {
    "circles": "two circles, one inside the other",
    "moons": "two moons",
    "xor": "four squares, two per class",
    "gaussians": "two clouds",
    "blobs": "three clouds",
    "spiral": "a spiral of two arms",
    "arms": "a spiral of three arms",
    "iris": "Fisher's iris data",
    "own": "points of one's own",
    "by_hand": "samples entered by hand",
}
"""What the points of each dataset look like."""


def data(plan: Plan) -> Section:
    """Return the section that draws the points and keeps some of them for testing."""
    name, given = plan.experiment.dataset, plan.experiment.given
    if name == BY_HAND:
        return _by_hand(plan)
    words = (
        f"The points X are {WORDS[name]}; y holds their classes and Y the same as rows of zeros and "
        "a single one. A fraction of each class is kept for testing."
    )
    if given and (how := SCALED[plan.experiment.scaling]):
        words += f" The coordinates are scaled {how}: mean and size are those of the training points."
    if symbols := input_symbols(plan.experiment.features)[2:]:
        words += f" X gets more columns, computed from the coordinates: {', '.join(symbols)}."
    if plan.columns:
        words += " From here on each sample is a *column*."
    points = given_lines(plan.experiment, given) if given else _points(plan)
    return Section(f"Data: {WORDS[name]}", words, f"{points}\n\n{_split(plan)}")


def _by_hand(plan: Plan) -> Section:
    """Return the section with samples entered by hand, which are all training samples."""
    words = "The samples X and their targets Y, entered by hand. There are no test points."
    points = plan.run.train
    code = lines(
        *_matrix("X_train", points.X.T if plan.columns else points.X),
        *_matrix("Y_train", points.Y.T if plan.columns else points.Y),
        ("X_test, Y_test = X_train, Y_train", "there are no test points"),
    )
    return Section(f"Data: {WORDS[BY_HAND]}", words, code)


def _matrix(name: str, M: Array) -> list[Line | str]:
    rows = [f"    [{', '.join(map(number, row))}]," for row in M.tolist()]
    return [f"{name} = np.array([", *rows, ("])", str(M.shape))]


def _points(plan: Plan) -> str:
    chosen = plan.experiment
    k, seed = n_classes(chosen.dataset), chosen.data_seed
    noise = (
        f"X = X + {number(chosen.noise)} * rng.standard_normal((N, 2))",
        "(N, 2)  noise on every coordinate",
    )
    return lines(
        f"N = {chosen.samples}",
        (f"rng = np.random.default_rng(({seed}, 0))", f"data seed {seed}; stream 0 draws the points"),
        (f"y = rng.permutation(np.arange(N) % {k})", "(N,)  classes, equally many of each"),
        *_SHAPES[chosen.dataset],
        *([noise] if chosen.noise else []),
        (f"Y = np.eye({k})[y]", f"(N, {k})  one-hot targets"),
    )


def _split(plan: Plan) -> str:
    chosen = plan.experiment
    k, seed, share = chosen.sizes[-1], chosen.data_seed, chosen.test_fraction
    given = chosen.given
    wanted = f"round({number(share)} * len(members))"
    if given and min(np.bincount(given.y)) < _FEW:
        wanted = f"min(max({wanted}, 1), len(members) - 1)"
    return lines(
        (f"rng = np.random.default_rng(({seed}, 1))", "stream 1 draws the split"),
        ("is_test = np.zeros(N, dtype=bool)", "(N,)"),
        (f"for c in range({k}):", f"{100 * share:g} % of each class"),
        *inner(
            "members = rng.permutation(np.flatnonzero(y == c))",
            f"is_test[members[: {wanted}]] = True",
        ),
        *(scaling_lines(chosen) if given else []),
        *_features(plan),
        _part(plan, "train", "~is_test", plan.run.train),
        _part(plan, "test", "is_test", plan.run.test),
    )


def _features(plan: Plan) -> list[Line]:
    """Return the lines that add a column for each feature; none without features."""
    names, d = plan.experiment.features, plan.experiment.sizes[0]
    if not names:
        return []
    columns = [(f"    {FEATURES[name].code},", FEATURES[name].symbol) for name in names]
    return [("X = np.column_stack([", ""), ("    X,", "x₁, x₂"), *columns, ("])", f"(N, {d})")]


def _part(plan: Plan, name: str, chosen: str, points: Dataset) -> Line:
    X, Y = (points.X.T, points.Y.T) if plan.columns else (points.X, points.Y)
    code = f"X_{name}, Y_{name} = X[{chosen}]{plan.transpose}, Y[{chosen}]{plan.transpose}"
    return code, f"{X.shape}, {Y.shape}"
