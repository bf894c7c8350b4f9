"""The colours: one meaning each, in a light and a dark theme, and in greys for print.

Every scale is a short list of stops. A table of 256 rows (for rasters) and a Plotly colour scale
are both derived from it, so they cannot disagree.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pages.figures.spread import Spread, knots, log_bar, position

Theme = Literal["light", "dark", "print"]
Stops = tuple[tuple[float, str], ...]
Table = NDArray[np.uint8]


@dataclass(frozen=True)
class Ink:
    """Colours of a theme that carry no number."""

    page: str
    text: str
    muted: str
    grid: str
    neutral: str
    train: str
    test: str
    layers: tuple[str, ...]
    accents: tuple[str, str]  # for a verdict and a mark, where nothing tells a class or a sign
    fill: float  # share of a class's colour in its region


INK: dict[Theme, Ink] = {
    "light": Ink(
        page="#ffffff", text="#31333f", muted="#5d6070", grid="#e3e5ea", neutral="#f6f6f4",
        train="#31333f", test="#b0307a",
        layers=("#332288", "#1a8577", "#a8327d", "#8a6d00", "#5d6070"),
        accents=("#00456f", "#9c3d00"),
        fill=0.6,
    ),
    "dark": Ink(
        page="#0e1117", text="#f2f3f5", muted="#a9aebb", grid="#2b303b", neutral="#1d222c",
        train="#f2f3f5", test="#f58ac6",
        layers=("#9c90ff", "#4fd1be", "#f28ccb", "#d9bd4a", "#a9aebb"),
        accents=("#8fd3ff", "#ffb27a"),
        fill=0.45,
    ),
    # Layers, training and test are told apart by their dashes, classes by their symbols.
    "print": Ink(
        page="#ffffff", text="#111111", muted="#595959", grid="#dedede", neutral="#d8d8d8",
        train="#111111", test="#6b6b6b",
        layers=("#111111", "#6b6b6b", "#3d3d3d", "#707070", "#575757"),
        accents=("#111111", "#000000"),
        fill=1,
    ),
}  # fmt: skip

# Okabe and Ito (2008), ordered so that the first two and three are far apart without red or green.
CLASS_COLOURS = ("#0072b2", "#e69f00", "#cc79a7", "#009e73", "#d55e00", "#56b4e9")
CLASS_SYMBOLS = ("circle", "diamond", "triangle-up", "square", "star", "hexagon")
MAX_CLASSES = len(CLASS_COLOURS)
_PRINT_CLASSES = ("#111111", "#9a9a9a", "#5f5f5f", "#c4c4c4", "#3a3a3a", "#7d7d7d")
_PRINT_FILLS = ("#8c8c8c", "#f6f6f6", "#bcbcbc", "#dcdcdc", "#a2a2a2", "#cecece")

# Signed numbers: purple below zero, yellow-green above, hues that no class has; zero is the neutral. A
# negative number is much darker than the positive one of its size, so that the sign survives without hue.
# In print lightness rises all the way: dark is below zero, light above.
DIVERGING: dict[Theme, Stops] = {
    "light": ((0, "#3d1566"), (0.25, "#8a63b8"), (0.5, "#f6f6f4"), (0.75, "#b3d27a"), (1, "#6c9a16")),
    "dark": ((0, "#b98cf5"), (0.25, "#5f3d96"), (0.5, "#1d222c"), (0.75, "#6f8a2a"), (1, "#e0f59a")),
    "print": ((0, "#161616"), (0.5, "#a8a8a8"), (1, "#f0f0f0")),
}  # fmt: skip

# Lines keep a visible grey at zero, where a filled cell may fade into the page. In print a weight below
# zero is dashed.
EDGE: dict[Theme, Stops] = {
    "light": ((0, "#471a75"), (0.4, "#a28cc6"), (0.5, "#c3c6ce"), (0.6, "#a8c668"), (1, "#5d8a10")),
    "dark": ((0, "#b98cf5"), (0.4, "#6c4fa3"), (0.5, "#4a505d"), (0.6, "#7f9a3a"), (1, "#dcf28f")),
    "print": ((0, "#000000"), (0.5, "#c4c4c4"), (1, "#000000")),
}

# Activations and other numbers without a sign: greys, since hues tell classes and signs.
SEQUENTIAL: dict[Theme, Stops] = {
    "light": ((0, "#f6f6f4"), (0.5, "#9b9fa9"), (1, "#22252e")),
    "dark": ((0, "#1d222c"), (0.5, "#777d8a"), (1, "#f2f3f5")),
    "print": ((0, "#f4f4f4"), (0.5, "#9a9a9a"), (1, "#1c1c1c")),
}


def rgb(colour: str) -> NDArray[np.float64]:
    """Return the (3,) channels, 0 to 255, of ``#rrggbb``."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def css(channels: ArrayLike) -> str:
    """Return ``#rrggbb`` of (3,) channels between 0 and 255."""
    return "#" + "".join(f"{int(c):02x}" for c in np.rint(np.asarray(channels)))


def mix(colour: str, other: str, share: float) -> str:
    """Return `share` of `colour` and the rest of `other`."""
    return css(share * rgb(colour) + (1 - share) * rgb(other))


def lookup(stops: Stops, positions: ArrayLike) -> Table:
    """Interpolate stops at positions (...) between 0 and 1; return colours (..., 3)."""
    at = np.asarray(positions, dtype=float)
    knots = [position for position, _ in stops]
    channels = np.array([rgb(colour) for _, colour in stops])
    mixed = np.stack([np.interp(at, knots, channel) for channel in channels.T], axis=-1)
    table: Table = np.rint(mixed).astype(np.uint8)
    return table


def colorscale(stops: Stops, spread: Spread = "linear") -> list[list[Any]]:
    """Return the stops as a Plotly colour scale; a spread other than linear is about its middle."""
    if spread == "linear":
        return [[at, colour] for at, colour in stops]
    shares = knots(spread)
    return _painted(stops, shares, position(shares, 1.0, spread))


def bar_colorscale(stops: Stops, spread: Spread) -> list[list[Any]]:
    """Return the Plotly colour scale of a colour bar; on a log one equal steps are equal factors."""
    return _painted(stops, *log_bar()) if spread == "log" else colorscale(stops, spread)


def _painted(stops: Stops, places: ArrayLike, positions: ArrayLike) -> list[list[Any]]:
    """Return a Plotly colour scale from places and positions of their colours, both −1 to 1."""
    painted = lookup(stops, (1 + np.asarray(positions)) / 2)
    at = ((1 + np.asarray(places)) / 2).tolist()
    return [[place, css(colour)] for place, colour in zip(at, painted, strict=True)]


@cache
def signed_table(theme: Theme, *, edges: bool = False) -> Table:
    """Return the (256, 3) table of signed bytes: 1 is −scale, 128 is zero, 255 is +scale."""
    stops = (EDGE if edges else DIVERGING)[theme]
    return _frozen(lookup(stops, (np.arange(256) - 1) / 254))


@cache
def sequential_table(theme: Theme) -> Table:
    """Return the (256, 3) table of activations: 0 is the lowest value, 255 the highest."""
    return _frozen(lookup(SEQUENTIAL[theme], np.arange(256) / 255))


@cache
def fade_table(class_index: int, theme: Theme) -> Table:
    """Return the (256, 3) table of one class's probability: 0 is none, 255 is certain."""
    return _frozen(lookup(fade(class_index, theme), np.arange(256) / 255))


def fade(class_index: int, theme: Theme) -> Stops:
    """Return the stops from the neutral to the fill of a class."""
    return ((0, INK[theme].neutral), (1, class_fill(class_index, theme)))


def class_colour(class_index: int, theme: Theme = "light") -> str:
    """Return the colour of a class's points; light and dark share it."""
    return (_PRINT_CLASSES if theme == "print" else CLASS_COLOURS)[class_index]


def class_fill(class_index: int, theme: Theme) -> str:
    """Return the colour of a class's region, set back so that its points stand out on it."""
    if theme == "print":
        return _PRINT_FILLS[class_index]
    return mix(CLASS_COLOURS[class_index], INK[theme].page, INK[theme].fill)


def layer_colour(layer: int, theme: Theme) -> str:
    """Return the colour of layer 0, 1, … wherever a line belongs to it."""
    colours = INK[theme].layers
    return colours[layer % len(colours)]


def luminance(colour: ArrayLike) -> NDArray[np.float64]:
    """Return the WCAG relative luminance of channels (..., 3) between 0 and 255."""
    c = np.asarray(colour, dtype=float) / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(colour: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21."""
    high, low = sorted((float(luminance(rgb(c))) for c in (colour, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable_on(background: ArrayLike) -> NDArray[np.str_]:
    """Return black or white (...), whichever reads better on channels (..., 3)."""
    # At this luminance black and white contrast equally, both above 4.5:1.
    return np.where(luminance(background) > 0.179, "#000000", "#ffffff")


def _frozen(table: Table) -> Table:
    """Return the table made read-only: it is shared by all callers."""
    table.flags.writeable = False
    return table
