"""The tiles that a line is built from, and how a link writes them: ``A1.T@dZ2``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_TILES = 24

GAP = "▢"
"""Where the next tile goes, in code that is shown."""

NAME, BINARY, POSTFIX, OPENING, CLOSING = "name", "binary", "postfix", "opening", "closing"


@dataclass(frozen=True)
class Tile:
    """Describe one tile.

    Attributes
    ----------
    kind : str
        What Python's grammar takes it for.
    code : str
        How it is shown: as code.
    meaning : str
        What it is, in a few words.
    """

    kind: str
    code: str
    meaning: str


_QUANTITIES = {
    "X": "input batch",
    "Y": "targets, one-hot",
    "W1": "weights of layer 1",
    "b1": "biases of layer 1",
    "Z1": "pre-activations of layer 1",
    "A1": "activations of layer 1",
    "W2": "weights of layer 2",
    "b2": "biases of layer 2",
    "Z2": "pre-activations of layer 2",
    "A2": "output",
    "dZ2": "gradient with respect to Z2",
    "dW2": "gradient with respect to W2",
    "db2": "gradient with respect to b2",
    "dA1": "gradient with respect to A1",
    "dZ1": "gradient with respect to Z1",
    "dW1": "gradient with respect to W1",
    "db1": "gradient with respect to b1",
    "lr": "learning rate",
    "l2": "strength λ of the penalty (λ/2) Σ W²",
    "beta": "decay of the running mean",
    "m": "running mean of the gradient, from the last step",
    "1": "the number 1",
}

TILES: dict[str, Tile] = {
    **{name: Tile(NAME, name, meaning) for name, meaning in _QUANTITIES.items()},
    "1/n": Tile(NAME, "(1/n)", "one over the number of samples"),
    "W2new": Tile(NAME, "W2_new", "W2 after its update"),
    "dW2old": Tile(NAME, "dW2_old", "gradient with respect to W2, from the last step"),
    "mhat": Tile(NAME, "m_hat", "m divided by 1 − beta**t, from the last step"),
    "@": Tile(BINARY, "@", "matrix product"),
    "*": Tile(BINARY, "*", "elementwise product"),
    "/": Tile(BINARY, "/", "elementwise quotient"),
    "+": Tile(BINARY, "+", "sum"),
    "-": Tile(BINARY, "-", "difference, or minus sign"),
    ".T": Tile(POSTFIX, ".T", "transpose"),
    ".sum0": Tile(POSTFIX, ".sum(axis=0)", "sum down each column"),
    ".sum1": Tile(POSTFIX, ".sum(axis=1)", "sum along each row"),
    ".sum0k": Tile(POSTFIX, ".sum(axis=0, keepdims=True)", "sum down each column, as a matrix"),
    ".sum1k": Tile(POSTFIX, ".sum(axis=1, keepdims=True)", "sum along each row, as a matrix"),
    ".total": Tile(POSTFIX, ".sum()", "sum of all entries"),
    "(": Tile(OPENING, "(", "opening bracket"),
    "fp(": Tile(OPENING, "f′(", "derivative of the sigmoid at"),
    "exp(": Tile(OPENING, "exp(", "exponential of"),
    ")": Tile(CLOSING, ")", "closing bracket"),
}
"""By their names in a link."""

_ONE = re.compile("|".join(map(re.escape, sorted(TILES, key=len, reverse=True))))


def read_tiles(text: str) -> tuple[str, ...]:
    """Return the names of the tiles in a text of a link.

    Raises
    ------
    ValueError
        If something else is in it.

    >>> read_tiles("(A2-Y)*1/n")
    ('(', 'A2', '-', 'Y', ')', '*', '1/n')
    """
    tiles: list[str] = []
    at = 0
    while at < len(text):
        if not (found := _ONE.match(text, at)):
            raise ValueError(f"must be tiles such as A1.T@dZ2; got {text[at : at + 8]!r}")
        tiles.append(found[0])
        at = found.end()
    return tuple(tiles)


def write_tiles(tiles: Sequence[str]) -> str:
    """Return the text of a link from which `read_tiles` reads the same tiles."""
    return "".join(tiles)


def code_of(tiles: Sequence[str]) -> str:
    """Return tiles as a line of code.

    >>> code_of(("(", "A2", "-", "Y", ")", "*", "1/n")), code_of(("exp(", "-", "Z2", ")"))
    ('(A2 - Y) * (1/n)', 'exp(-Z2)')
    """
    parts: list[str] = []
    has_left = False
    for name in tiles:
        tile = TILES.get(name) or Tile(NAME, name, "gap")
        spaced = tile.kind == BINARY and has_left
        follows = has_left and tile.kind in (NAME, OPENING)
        parts.append(f" {tile.code} " if spaced else f" {tile.code}" if follows else tile.code)
        has_left = tile.kind in (NAME, POSTFIX, CLOSING)
    return "".join(parts).strip()
