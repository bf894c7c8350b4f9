"""Numbers to bytes, and bytes to an image: what a moving picture is made of."""

import base64
import struct
import zlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pages.figures.palette import Table
from pages.figures.spread import Spread, position

Bytes = NDArray[np.uint8]


def signed_bytes(values: ArrayLike, scale: ArrayLike, spread: Spread = "linear") -> Bytes:
    """Quantise signed values (...) so that −scale, 0, +scale become 1, 128, 255.

    `scale` is one number or an array that broadcasts.  Values beyond it are clipped; NaN becomes 128.

    Raises
    ------
    ValueError
        If a scale is negative or not finite.
    """
    if not np.all(np.isfinite(scale) & np.greater_equal(scale, 0)):
        raise ValueError(f"scale must be finite and at least 0, not {scale!r}")
    return (np.rint(position(values, scale, spread) * 127) + 128).astype(np.uint8)


def level_bytes(values: ArrayLike, low: ArrayLike, high: ArrayLike) -> Bytes:
    """Quantise values (...) so that `low` becomes 0 and `high` 255; both broadcast."""
    span = np.subtract(high, low, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.subtract(values, low, dtype=float) / span
    return np.rint(np.clip(np.nan_to_num(ratio, copy=False), 0, 1) * 255).astype(np.uint8)


def colours(pixels: Bytes, palette: Table) -> Bytes:
    """Look bytes (...) up in a palette (256, 3 or 4)."""
    return palette[pixels]


def png_url(picture: Bytes, *, magnify: int = 1) -> str:
    """Return an RGB or RGBA picture (height, width, 3 or 4) as a PNG data URL.

    Each pixel becomes a block of `magnify` by `magnify`, which keeps cells sharp where the
    viewer smooths a stretched image.
    """
    blocks = picture.repeat(magnify, axis=0).repeat(magnify, axis=1)
    height, width, depth = blocks.shape
    head = struct.pack(">IIBBBBB", width, height, 8, {3: 2, 4: 6}[depth], 0, 0, 0)
    filtered = np.pad(blocks.reshape(height, width * depth), ((0, 0), (1, 0)))  # filter 0 a row
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(filtered.tobytes()))
    png = b"\x89PNG\r\n\x1a\n" + body + _chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def png_bytes(text: str) -> bytes:
    """Return the bytes of an image that a browser tells as base64."""
    return base64.b64decode(text, validate=True)


def _chunk(name: bytes, content: bytes) -> bytes:
    """Return one PNG chunk with its length and check sum."""
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
