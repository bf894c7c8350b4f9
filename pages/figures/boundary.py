"""The boundary between the regions of the classes, as lines: where the two largest scores are equal.

The plane is cut into triangles.  Within one, scores are taken as linear, so that each pair of classes has
one straight boundary, cut where a third class has a larger score (marching triangles).  Where a boundary
crosses an edge of a triangle is searched for by bisection, with the scores themselves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from math import floor, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pages.figures.palette import INK, Theme
from pages.figures.points import Floats
from pages.figures.regions import Bounds

Scores = Callable[[Floats], Floats]
"""From points (m, 2) to the score (m, k) of each class, such as the pre-activation of the output."""

_HALVINGS = 24  # of an edge: to less than 1e-7 of it
_SAME = 9  # decimals of the span to which the coordinates of one point agree
_SHARP = 4  # decimals of a path on a plane as large as 1 to 10


def boundary_segments(scores: Scores, bounds: Bounds, n: int, halvings: int = _HALVINGS) -> Floats:
    """Return the segments (s, 2, 2) of the boundary, from scores at n × n points and along the edges.

    A crossing of an edge is found to 2^-halvings of it.
    """
    x0, x1, y0, y1 = bounds
    x, y = np.linspace(x0, x1, n), np.linspace(y0, y1, n)
    nodes = np.column_stack([np.tile(x, n), np.repeat(y, n)])
    S = scores(nodes)
    triangles, winner = _triangles(n), S.argmax(axis=1)
    mixed = triangles[(winner[triangles] != winner[triangles[:, :1]]).any(axis=1)]
    parts = [
        _between(scores, nodes, S, mixed[_has(winner[mixed], p) & _has(winner[mixed], q)], (p, q), halvings)
        for p, q in combinations(range(S.shape[1]), 2)
    ]
    return np.concatenate(parts)


def polylines(segments: Floats) -> Iterator[Floats]:
    """Yield the lines (m, 2) that segments (s, 2, 2) form; a closed one ends where it begins."""
    span = _span(segments)
    ends = [[tuple(point) for point in pair] for pair in np.round(segments / span, _SAME).tolist()]
    at: dict[tuple[float, ...], set[int]] = defaultdict(set)
    for number, pair in enumerate(ends):
        for point in pair:
            at[point].add(number)
    # Lines that end begin at an end; what is left then is closed.
    for start in [*(point for point, own in at.items() if len(own) != 2), *at]:
        while at[start]:
            line = [start]
            while own := at[line[-1]]:
                number = own.pop()
                one, other = ends[number]
                onward = other if one == line[-1] else one
                at[onward].discard(number)
                line.append(onward)
            yield np.array(line) * span


def _span(segments: Floats) -> Floats:
    """Return how far segments (s, 2, 2) reach along each axis, and never 0."""
    points = segments.reshape(-1, 2)
    if not len(points):
        return np.ones(2)
    span, size = np.ptp(points, axis=0), np.abs(points).max(axis=0)
    return np.where(span > 0, span, np.where(size > 0, size, 1.0))


def svg_path(segments: Floats) -> str:
    """Return the lines that segments (s, 2, 2) form as the path of a shape; empty if there is none."""
    m, n = (max(0, _SHARP - floor(log10(each))) for each in _span(segments).tolist())
    return "".join(
        "M" + "L".join(f"{x:.{m}f},{y:.{n}f}" for x, y in line.tolist()) for line in polylines(segments)
    )


def boundary_shape(path: str, x: str, y: str, theme: Theme, *, width: float = 1.2) -> dict[str, Any]:
    """Return a boundary on two axes, above the image of the plane and below its points."""
    place = {"type": "path", "name": "boundary", "path": path, "xref": x, "yref": y, "layer": "between"}
    return {**place, "line": {"color": INK[theme].text, "width": width}}


def _triangles(n: int) -> NDArray[np.intp]:
    """Return the three nodes of each triangle (2 (n − 1)², 3) of a grid, in ascending order."""
    corner = (np.arange(n - 1) + n * np.arange(n - 1)[:, None]).ravel()
    lower = np.column_stack([corner, corner + 1, corner + n])
    return np.concatenate([lower, np.column_stack([corner + 1, corner + n, corner + n + 1])])


def _has(winners: NDArray[np.intp], label: int) -> NDArray[np.bool_]:
    return np.asarray((winners == label).any(axis=1))


def _between(
    scores: Scores,
    nodes: Floats,
    S: Floats,
    triangles: NDArray[np.intp],
    pair: tuple[int, int],
    halvings: int,
) -> Floats:
    """Return the segments (s, 2, 2) of the boundary between two classes in some triangles (t, 3)."""
    p, q = pair
    is_p = S[triangles, p] >= S[triangles, q]  # as `argmax` has it: the first of equals wins
    edges = np.array([[0, 1], [0, 2], [1, 2]])
    crossed = is_p[:, edges[:, 0]] != is_p[:, edges[:, 1]]  # two of three, or none
    rows = crossed.any(axis=1)
    at, edge = np.nonzero(crossed[rows])
    ends = triangles[rows][at[:, None], edges[edge]]
    points = _crossings(scores, nodes[ends], S[ends[:, 0], p] >= S[ends[:, 0], q], pair, halvings)
    segments = points.reshape(-1, 2, 2)
    if S.shape[1] == 2 or not len(segments):
        return segments
    others = [c for c in range(S.shape[1]) if c not in pair]
    reached = scores(points)
    return _cut(segments, (reached[:, [p]] - reached[:, others]).reshape(len(segments), 2, -1))


def _crossings(
    scores: Scores, edges: Floats, starts_p: NDArray[np.bool_], pair: tuple[int, int], halvings: int
) -> Floats:
    """Return where the scores of two classes are equal on edges (e, 2, 2) whose ends they divide."""
    low, high = edges[:, 0].copy(), edges[:, 1].copy()
    for _ in range(halvings if len(edges) else 0):
        middle = (low + high) / 2
        S = scores(middle)
        is_low = (S[:, pair[0]] >= S[:, pair[1]]) == starts_p
        low[is_low], high[~is_low] = middle[is_low], middle[~is_low]
    return (low + high) / 2


def _cut(segments: Floats, margins: Floats) -> Floats:
    """Return the parts of segments (s, 2, 2) on which all margins (s, 2, r) of their ends are positive."""
    first, last = margins[:, 0], margins[:, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        zero = first / (first - last)
    begin = np.where((first < 0) & (last > 0), zero, np.where((first < 0) & (last <= 0), 1.0, 0.0))
    end = np.where((first > 0) & (last < 0), zero, 1.0)
    t = np.stack([begin.max(axis=1), end.min(axis=1)], axis=1)[..., None]
    parts = segments[:, :1] + t * (segments[:, 1:] - segments[:, :1])
    return np.asarray(parts[t[:, 0, 0] < t[:, 1, 0]])
