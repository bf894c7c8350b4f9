"""Where the parts of the network picture stand.

One coordinate system serves the raster and the figure: pixels of the canvas, x to the right and
y down. Neurons and biases are tiles of the canvas; edges are lines between neurons.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TILE = 20  # pixels across: a neuron's map of the plane
STUB = 5  # pixels down: a neuron's bias, the line of a weight that comes from nowhere
PITCH = 29  # from one neuron of a layer to the next
ASPECT = 1.66  # width to height, as on the stage
WIDEST = 4.0  # the same, on a wide sheet
LEFT, RIGHT = 26, 54  # pixels beside the canvas: the names of inputs and of classes
_ABOVE, _BELOW = 58, 42  # pixels over and under it, about: the heads of the columns, the key
_APART = 14  # between the neurons of two layers
PHONE = 372  # pixels: the width that labels are meant for, without a room
EDGE = 1  # pixel outside the frames


@dataclass(frozen=True)
class NetworkLayout:
    """The places of a network's drawn units, biases and edges.

    Attributes
    ----------
    widths
        Units of the inputs and of each layer.
    drawn
        How many units of each are drawn.
    canvas
        Width and height in pixels.
    centres
        For each column, the centres (drawn, 2) of its neurons.
    biases
        For each layer after the inputs, the lower ends (drawn, 2) of its biases' lines.
    edges
        (E, 3) layer, row and column of each drawn weight, counted from 0.
    room
        The width in pixels that labels are meant for.
    left, right
        The pixels beside the canvas for the names of the inputs, and of the classes.
    """

    widths: tuple[int, ...]
    drawn: tuple[int, ...]
    canvas: tuple[int, int]
    centres: tuple[NDArray[np.float64], ...]
    biases: tuple[NDArray[np.float64], ...]
    edges: NDArray[np.int32]
    room: float = PHONE
    left: int = LEFT
    right: int = RIGHT

    @property
    def spacing(self) -> float:
        """Return about how many pixels of the figure lie between two columns."""
        width = self.room - self.left - self.right
        tile = TILE if self.room == PHONE else TILE * width / self.canvas[0]  # on a sheet it grows
        return (width - tile) / (len(self.widths) - 1)

    @property
    def tiles(self) -> NDArray[np.int32]:
        """Return (T, 5) x, y, width, height, palette of all neurons."""
        return np.concatenate(
            [_boxes(centres, TILE, self._palettes(column)) for column, centres in enumerate(self.centres)]
        )

    @property
    def lines(self) -> NDArray[np.float64]:
        """Return (E + B, 4) x0, y0, x1, y1 of each edge, frame to frame, and of each bias, from below."""
        layer, row, column = self.edges.T
        starts = [self.centres[m][i] for m, i in zip(layer, row, strict=True)]
        ends = [self.centres[m + 1][j] for m, j in zip(layer, column, strict=True)]
        half, ends_of_biases = np.array([TILE / 2, 0]), np.concatenate(self.biases)
        edges = np.hstack([np.array(starts) + half, np.array(ends) - half])
        return np.concatenate([edges, np.hstack([ends_of_biases, ends_of_biases - [0, STUB]])])

    def _palettes(self, column: int) -> NDArray[np.int64]:
        """Return each neuron's palette: 0 hidden, 1 input (signed), 2 + c for class c."""
        count = self.drawn[column]
        if column == 0:
            return np.full(count, 1)
        last = column == len(self.widths) - 1
        return 2 + np.arange(count) if last else np.zeros(count, dtype=int)


def network_layout(
    widths: Sequence[int],
    *,
    max_units: int = 12,
    room: tuple[float, float] | None = None,
    left: int = LEFT,
    right: int = RIGHT,
) -> NetworkLayout:
    """Place a network of these widths (inputs first), at most `max_units` of each layer.

    With a room of so many pixels it has about its shape, else that of the stage.  The names of the inputs
    have `left` pixels, those of the classes `right`.

    Raises
    ------
    ValueError
        If there are fewer than two widths, or one is below 1.
    """
    if len(widths) < 2 or min(widths) < 1:
        raise ValueError(f"widths must be two or more numbers of at least 1, not {widths}")
    drawn = tuple(min(w, max_units) for w in widths)
    height = 2 * EDGE + PITCH * max(4, *drawn)
    canvas = (max(round(_ratio(room, left + right) * height), _least_width(len(widths))), height)
    centres = tuple(_column(i, drawn, canvas) for i in range(len(drawn)))
    below = np.array([0, TILE / 2 + STUB])
    return NetworkLayout(
        widths=tuple(widths),
        drawn=drawn,
        canvas=canvas,
        centres=centres,
        biases=tuple(c + below for c in centres[1:]),
        edges=_edges(drawn),
        room=room[0] if room else PHONE,
        left=left,
        right=right,
    )


def _ratio(room: tuple[float, float] | None, beside: int) -> float:
    """Return width to height of the canvas in a room, of which so much lies beside it."""
    return min((room[0] - beside) / (room[1] - _ABOVE - _BELOW), WIDEST) if room else ASPECT


def _least_width(columns: int) -> int:
    """Return the width of a canvas on which neighbouring layers stay apart."""
    return 2 * EDGE + TILE + (columns - 1) * (TILE + _APART)


def _column(index: int, drawn: tuple[int, ...], canvas: tuple[int, int]) -> NDArray[np.float64]:
    """Return the centres (drawn, 2) of one column, spread evenly and centred in height."""
    width, height = canvas
    left = EDGE + TILE // 2
    x = left + round((width - 2 * left) * index / (len(drawn) - 1))
    offsets = PITCH * (np.arange(drawn[index]) - (drawn[index] - 1) / 2)
    # A neuron and its bias together are centred in their pitch.
    middle = (height - STUB) / 2
    return np.column_stack([np.full(drawn[index], float(x)), np.floor(middle + offsets)])


def _edges(drawn: tuple[int, ...]) -> NDArray[np.int32]:
    """Return (E, 3) layer, row, column of every drawn weight, in the order of W.ravel()."""
    parts = [
        np.insert(np.indices((d, h)).reshape(2, -1).T, 0, layer, axis=1)
        for layer, (d, h) in enumerate(itertools.pairwise(drawn))
    ]
    return np.concatenate(parts).astype(np.int32)


def _boxes(centres: NDArray[np.float64], size: int, palettes: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return (m, 5) x, y, width, height, palette of squares about centres (m, 2)."""
    corner = centres - size / 2
    sides = np.full((len(centres), 2), size)
    return np.column_stack([corner, sides, palettes]).astype(np.int32)
