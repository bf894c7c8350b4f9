"""What the browser measured of a drawn figure, in pixels from its corner: `measure.js` says how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Run:
    """Hold a part of a text with one font, the corners of its ink (4, 2), its size, its colour."""

    text: str
    quad: Floats
    size: float
    is_index: bool
    fill: tuple[float, float, float, float]

    @property
    def box(self) -> Box:
        return around(self.quad)

    @property
    def is_read(self) -> bool:
        """Whether it has a letter or a digit: the marks of a key are pictures."""
        return any(letter.isalnum() for letter in self.text)


@dataclass(frozen=True)
class Text:
    """Hold a text, what it is for, and the axes it stands in."""

    text: str
    role: str
    plot: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Grid:
    """Hold the edges of the cells of a heatmap, its largest number and that of the strongest colour."""

    plot: str
    xs: Floats
    ys: Floats
    largest: float
    scale: float

    @property
    def box(self) -> Box:
        return self.xs.min(), self.ys.min(), self.xs.max(), self.ys.max()

    def cell_at(self, x: float, y: float) -> Box | None:
        """Return the cell in which a point lies."""
        xs, ys = np.sort(self.xs), np.sort(self.ys)
        i, j = (int(np.searchsorted(edges, at)) for edges, at in ((xs, x), (ys, y)))
        if not (0 < i < len(xs) and 0 < j < len(ys)):
            return None
        return xs[i - 1], ys[j - 1], xs[i], ys[j]


@dataclass(frozen=True)
class Mark:
    """Hold a point, line, shape, image or colour bar, the rectangle that cuts it, and half its stroke."""

    kind: str
    plot: str
    box: Box
    clip: Box | None
    stroke: float
    points: Floats

    def count_in(self, box: Box) -> int:
        """Return how many of the points of a line are seen in a box."""
        x, y = self.points.T
        left, top, right, bottom = common(box, self.clip) if self.clip else box
        return int(((x > left) & (x < right) & (y > top) & (y < bottom)).sum())

    @property
    def extent(self) -> Box:
        """The box around what is painted: a line's stroke is as wide as it is, and no longer."""
        if self.kind != "line" or len(self.points) < 2:
            return self.box
        along = np.gradient(self.points, axis=0)
        normals = along[:, ::-1] / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
        reach = self.stroke * np.abs(normals)
        return around(np.concatenate([self.points - reach, self.points + reach]))


@dataclass(frozen=True)
class Drawing:
    """Hold all that was measured of a figure, and its pixels without its texts, (height, width, 3)."""

    width: float
    height: float
    texts: tuple[Text, ...]
    grids: tuple[Grid, ...]
    marks: tuple[Mark, ...]
    legends: tuple[Box, ...]
    plots: dict[str, Box]
    is_plane: bool
    bare: NDArray[np.uint8]

    @property
    def panels(self) -> list[Box]:
        """What a colour bar may belong to: the cells and images of each pair of axes, or the axes."""
        grids = [grid.box for grid in self.grids]
        images = [mark.box for mark in self.marks if mark.kind == "image"]
        return joined(grids) + images or list(self.plots.values())

    def pixels_at(self, points: Floats) -> NDArray[np.uint8]:
        """Return the colours without texts at points (n, 2)."""
        high, wide = self.bare.shape[:2]
        x, y = np.floor(points).astype(int).T
        return self.bare[np.clip(y, 0, high - 1), np.clip(x, 0, wide - 1)]


def drawing_of(measured: dict[str, Any], bare: NDArray[np.uint8]) -> Drawing:
    """Return what `measure.js` found as a drawing."""
    return Drawing(
        width=measured["width"],
        height=measured["height"],
        texts=tuple(_text(each) for each in measured["texts"]),
        grids=tuple(
            Grid(
                each["plot"],
                np.array(each["xs"], float),
                np.array(each["ys"], float),
                each["largest"],
                each["scale"],
            )
            for each in measured["grids"]
        ),
        marks=tuple(_mark(each) for each in measured["marks"]),
        legends=tuple(tuple(box) for box in measured["legends"]),
        plots={each["name"]: tuple(each["box"]) for each in measured["plots"]},
        is_plane=measured["is_plane"],
        bare=bare,
    )


def _text(found: dict[str, Any]) -> Text:
    runs = [
        Run(r["text"], np.array(r["quad"]), r["size"], r["is_index"], tuple(r["fill"]))
        for r in found["runs"]
    ]
    return Text(found["text"], found["role"], found["plot"], tuple(runs))


def _mark(found: dict[str, Any]) -> Mark:
    clip = tuple(found["clip"]) if found["clip"] else None
    points = np.array(found["points"], float).reshape(-1, 2)
    return Mark(found["kind"], found["plot"], tuple(found["box"]), clip, found["stroke"], points)


def around(points: Floats) -> Box:
    """Return the smallest box around points (n, 2)."""
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return left, top, right, bottom


def beyond(box: Box, room: Box) -> float:
    """Return by how many pixels a box leaves a room; not more than 0 if it does not."""
    return max(room[0] - box[0], room[1] - box[1], box[2] - room[2], box[3] - room[3])


def common(one: Box, other: Box) -> Box:
    """Return what two boxes have in common."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    return left, top, min(one[2], other[2]), min(one[3], other[3])


def shared(one: Box, other: Box) -> float:
    """Return how deep two boxes lie in each other; not more than 0 if they do not."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    return min(across, min(one[3], other[3]) - max(one[1], other[1]))


def joined(boxes: list[Box]) -> list[Box]:
    """Return boxes with those joined that touch and have one width: the weights and the bias of a layer."""
    found: list[Box] = []
    for box in boxes:
        for at, other in enumerate(found):
            if abs(box[0] - other[0]) < 1 and abs(box[2] - other[2]) < 1 and shared(box, other) > -2:
                found[at] = around(np.array([box[:2], box[2:], other[:2], other[2:]]))
                break
        else:
            found.append(box)
    return found
