"""The moving parts of the network picture as bytes: tiles and lines.

Every quantiser accepts leading axes, so that a whole batch of frames is one call.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core import ACTIVATIONS
from pages.figures.network_layout import TILE, NetworkLayout
from pages.figures.palette import Table, Theme, fade_table, sequential_table, signed_table
from pages.figures.points import Floats
from pages.figures.raster import Bytes, level_bytes, signed_bytes
from pages.figures.spread import Spread
from pages.figures.words import short


def network_palettes(n_outputs: int, theme: Theme) -> Table:
    """Return (2 + k, 256, 3): hidden activations, signed numbers, then one fade a class."""
    fades = [fade_table(c, theme) for c in range(n_outputs)]
    return np.stack([sequential_table(theme), signed_table(theme), *fades])


def map_ends(activation: str) -> tuple[str, str]:
    """Return in words from where to where the colours of a map run; see `activation_range`."""
    if activation == "softmax":
        return "0", "1"
    f = ACTIVATIONS[activation]
    return (short(f.bounds[0]), short(f.bounds[1])) if f.bounds else f.map_ends


def activation_range(activation: str, maps: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and highest value of each map (..., m, units) as (..., 1, units).

    Bounded functions have their own range; others run from 0, or their lowest value, to their
    highest value.
    """
    like = np.zeros_like(maps[..., :1, :])
    bounds = (0.0, 1.0) if activation == "softmax" else ACTIVATIONS[activation].bounds
    if bounds:
        low, high = bounds
        return like + low, like + high
    return np.minimum(maps.min(axis=-2, keepdims=True), 0), maps.max(axis=-2, keepdims=True)


def tile_bytes(layout: NetworkLayout, maps: Sequence[Floats], activations: Sequence[str]) -> Bytes:
    """Quantise the units' values over the plane to (..., neurons · 400), tile after tile.

    Parameters
    ----------
    maps
        The inputs and each layer's activations on a grid of 20 × 20 points in raster order,
        each (..., 400, width).
    activations
        The name of each layer's function.

    Raises
    ------
    ValueError
        If a map has another number of points.
    """
    for map_ in maps:
        if map_.shape[-2] != TILE * TILE:
            raise ValueError(f"maps must have {TILE * TILE} points, not {map_.shape[-2]}")
    parts = [_input_tiles(maps[0][..., : layout.drawn[0]])]
    for map_, name, count in zip(maps[1:], activations, layout.drawn[1:], strict=True):
        drawn = map_[..., :count]
        parts.append(level_bytes(drawn, *activation_range(name, drawn)))
    return _joined([_tile_after_tile(part) for part in parts])


def line_bytes(
    layout: NetworkLayout,
    weights: Sequence[Floats],
    biases: Sequence[Floats],
    scales: Sequence[ArrayLike],
    spread: Spread = "linear",
) -> Bytes:
    """Quantise each W (..., d, h) and b (..., h) to (..., E + B) in the order of ``layout.lines``.

    A scale is one number, or (..., 1).
    """
    drawn = [b[..., :n] for b, n in zip(biases, layout.drawn[1:], strict=True)]
    pairs = zip([*_drawn_blocks(layout, weights), *drawn], [*scales, *scales], strict=True)
    return np.concatenate([signed_bytes(block, s, spread) for block, s in pairs], axis=-1)


def drawn_weights(layout: NetworkLayout, weights: Sequence[Floats]) -> Floats:
    """Return the drawn entries (..., E) of each W (..., d, h), in the order of the edges."""
    return np.concatenate(_drawn_blocks(layout, weights), axis=-1)


def drawn_units(vectors: Sequence[Floats], drawn: Sequence[int]) -> Floats:
    """Return the drawn entries of each vector (width,), one layer after another."""
    return np.concatenate([v[:n] for v, n in zip(vectors, drawn, strict=True)])


def picture(layout: NetworkLayout, atlas: Bytes, palettes: Table) -> Bytes:
    """Paint one frame's bytes (size,) as an RGBA picture (height, width, 4)."""
    width, height = layout.canvas
    canvas: NDArray[np.uint8] = np.zeros((height, width, 4), dtype=np.uint8)
    start = 0
    for x, y, w, h, palette in layout.tiles:
        pixels = atlas[start : start + w * h].reshape(h, w)
        canvas[y : y + h, x : x + w, :3] = palettes[palette][pixels]
        canvas[y : y + h, x : x + w, 3] = 255
        start += w * h
    return canvas


def _input_tiles(X: Floats) -> Bytes:
    """Quantise the inputs (..., m, d), each symmetric about zero."""
    reach = np.abs(X).max(axis=-2, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return signed_bytes(np.nan_to_num(X / reach), 1.0)


def _tile_after_tile(pixels: Bytes) -> Bytes:
    """Transpose (..., m, units) and flatten it to (..., units · m)."""
    transposed = np.swapaxes(pixels, -1, -2)
    return transposed.reshape(*transposed.shape[:-2], -1)


def _joined(parts: Sequence[Bytes]) -> Bytes:
    """Join parts (..., m) along the last axis; one without frames is repeated for each frame."""
    lead = np.broadcast_shapes(*(part.shape[:-1] for part in parts))
    return np.concatenate([np.broadcast_to(p, (*lead, p.shape[-1])) for p in parts], axis=-1)


def _drawn_blocks(layout: NetworkLayout, weights: Sequence[Floats]) -> list[Floats]:
    """Return the drawn part of each W (..., d, h), flat (..., d · h)."""
    sizes = zip(weights, layout.drawn[:-1], layout.drawn[1:], strict=True)
    return [W[..., :d, :h].reshape(*W.shape[:-2], d * h) for W, d, h in sizes]
