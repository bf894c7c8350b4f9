"""The plane as the network divides it, with the points it learns from.

Traces, in order: the surface under the pointer, the training points of each class, the test
points of each class, the rings around wrong points, and, for two classes that fade into each other,
the scale of the colours.  Where a unit is opened, the scale of its map and its line follow (`unit_map`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.palette import Theme
from pages.figures.patch import Patch, patch
from pages.figures.points import (
    Floats,
    Ints,
    class_key,
    filled_trace,
    hollow_trace,
    positions,
    wrong_opacity,
    wrong_trace,
)
from pages.figures.regions import (
    CLASS_LABEL,
    Bounds,
    grid_axes,
    hover_decimals,
    levels,
    plane_axes,
    probability_scale,
)
from pages.figures.template import blank

IMAGE = 0  # layout.images
SURFACE = 0


def train_index(label: int) -> int:
    """Return the trace of a class's training points."""
    return 1 + label


def test_index(label: int, n_classes: int) -> int:
    """Return the trace of a class's test points."""
    return 1 + n_classes + label


test_index.__test__ = False  # type: ignore[attr-defined]  # no test, whatever its name says


def wrong_points_index(n_classes: int) -> int:
    """Return the trace of the rings around wrong points."""
    return 1 + 2 * n_classes


def decision_figure(
    X_train: Floats,
    y_train: Ints,
    X_test: Floats,
    y_test: Ints,
    *,
    n_classes: int,
    bounds: Bounds,
    theme: Theme,
    hard: bool = False,
    axes: Sequence[str] = (),
    classes: Sequence[str] = (),
    label: str = CLASS_LABEL,
) -> go.Figure:
    """Build the plane with points X (n, 2) of classes y (n,); the raster fills image 0.

    `hard` says that the regions are flat: there is then no scale to show.  `axes` and `classes` are
    the names of the coordinates and the classes, if they have any; `label` names what counts as the
    probability of class ``{c}``.

    Raises
    ------
    ValueError
        If there are fewer than two classes or more than there are colours.
    """
    levels(n_classes)
    labels = range(n_classes)
    has_scale = n_classes == 2 and not hard
    layout = _layout(bounds, has_scale, axes)
    key = plane_key(n_classes, theme, classes, layout["margin"])
    figure = blank(theme, **layout, annotations=[key])
    figure.add_traces(
        [
            _surface(bounds, label),
            *(filled_trace(X_train, y_train, c, theme, classes) for c in labels),
            *(hollow_trace(X_test, y_test, c, theme, classes) for c in labels),
            wrong_trace(np.empty((0, 2)), 0, theme),
        ]
    )
    if has_scale:
        figure.add_trace(probability_scale(theme, label))
    return figure


def plane_key(
    n_classes: int, theme: Theme, classes: Sequence[str], margin: Mapping[str, float], *, line: str = ""
) -> dict[str, Any]:
    """Return the key below a plane with these margins; `line` says what a line on it is."""
    key = class_key(n_classes, theme, classes, line=line)
    if classes or line:  # they are wide: the key is in the middle of the figure, not of the plot
        key["xshift"] = (margin["r"] - margin["l"]) / 2
    return key


def with_points(
    traces: Sequence[dict[str, Any]],
    X_train: Floats,
    y_train: Ints,
    X_test: Floats,
    y_test: Ints,
    *,
    n_classes: int,
) -> list[dict[str, Any]]:
    """Return the traces of a figure built without points, with these points in their places."""
    made = list(traces)
    for label in range(n_classes):
        for index, X, y in (
            (train_index(label), X_train, y_train),
            (test_index(label, n_classes), X_test, y_test),
        ):
            made[index] = traces[index] | positions(X, y, label)
    return made


def decision_patch(
    X_train: Floats,
    y_train: Ints,
    X_test: Floats,
    y_test: Ints,
    *,
    P_grid: Floats,
    P_train: Floats,
    P_test: Floats,
    bounds: Bounds,
    step: int,
) -> list[Patch]:
    """Fill in the exact probabilities P (n, k) of a step: surface, points, rings around wrong ones."""
    k = P_grid.shape[1]
    train = [(train_index(c), P_train[y_train == c]) for c in range(k)]
    test = [(test_index(c, k), P_test[y_test == c]) for c in range(k)]
    return [
        _surface_patch(P_grid, bounds),
        _prediction_patch(train + test),
        _wrong_patch(
            np.concatenate([X_train, X_test]),
            np.concatenate([y_train, y_test]),
            np.concatenate([P_train, P_test]),
            step,
        ),
    ]


def _layout(bounds: Bounds, has_scale: bool, names: Sequence[str]) -> dict[str, Any]:
    """Return square axes over the bounds, and the image that the raster fills.

    The margins are given: to find them Plotly draws everything twice, and this is the first picture.
    """
    x0, x1, y0, y1 = bounds
    x, y = plane_axes(bounds, names, showgrid=False, constrain="domain", nticks=6, automargin=False)
    place = {"x": x0, "y": y1, "sizex": x1 - x0, "sizey": y1 - y0, "xref": "x", "yref": "y"}
    image = {**place, "sizing": "stretch", "layer": "below", "source": ""}
    return {
        "xaxis": x,
        "yaxis": y,
        "images": [image],
        "margin": {"l": 54, "r": 62 if has_scale else 8, "b": 66},
        "showlegend": False,
    }


def _surface(bounds: Bounds, label: str) -> go.Heatmap:
    """Return the invisible surface that shows values on hover; the raster below it is what is seen."""
    template = label.format(c="%{customdata}") + " = %{z}<br>at (%{x}, %{y})<extra></extra>"
    x0, x1, y0, y1 = bounds
    # Formats of axes print a true minus sign; those inside a hover template do not.
    digits = {
        "xhoverformat": f".{hover_decimals(x0, x1)}f",
        "yhoverformat": f".{hover_decimals(y0, y1)}f",
        "zhoverformat": ".2f",
    }
    return go.Heatmap(opacity=0, showscale=False, visible=False, hovertemplate=template, **digits)


def _surface_patch(P_grid: Floats, bounds: Bounds) -> Patch:
    """Fill the surface with the winner's probability."""
    n = int(np.sqrt(len(P_grid)))
    x, y = grid_axes(bounds, n)
    winner = P_grid.argmax(axis=1).reshape(n, n).astype(np.uint8)
    update = {
        "x": [x],
        "y": [y],
        "z": [P_grid.max(axis=1).reshape(n, n)],
        "customdata": [winner],
        "visible": [True],
    }
    return patch(traces=[SURFACE], update=update)


def _prediction_patch(groups: list[tuple[int, Floats]]) -> Patch:
    """Give every point its predicted class and that class's probability."""
    pairs = [np.column_stack([P.argmax(axis=1), P.max(axis=1)]) for _, P in groups]
    traces = [trace for trace, _ in groups]
    return patch(traces=traces, update={"customdata": pairs})


def _wrong_patch(X: Floats, labels: Ints, P: Floats, step: int) -> Patch:
    """Put a ring around every point whose class does not win."""
    wrong = X[P.argmax(axis=1) != labels]
    update = {"x": [wrong[:, 0]], "y": [wrong[:, 1]], "opacity": [wrong_opacity(step)]}
    return patch(traces=[wrong_points_index(P.shape[1])], update=update)
