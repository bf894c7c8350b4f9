r"""The equations in LaTeX, each symbol over its shape in letters and in this run's numbers.

The numbers at the right are those of the derivative notes; an equation that the notes do not have, such
as the derivative of tanh, has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core import ACTIVATIONS
from pages.scenes.start_here.stand import Stand


@dataclass(frozen=True)
class ShapeLabels:
    """Write symbols with their shapes beneath.

    Attributes
    ----------
    n : int
        Rows of the batch.
    sizes : tuple of int
        Widths from the input to the output.
    """

    n: int
    sizes: tuple[int, ...]

    def letter(self, column: int) -> str:
        """Return the letter of a width: d for the input, k for the classes, h between them."""
        last = len(self.sizes) - 1
        if column in (0, last):
            return "k" if column else "d"
        return "h" if last == 2 else f"h_{column}"

    def rows(self, symbol: str, column: int) -> str:
        """Return a symbol with one row per sample and the width of a column of units."""
        return _over(symbol, ("n", self.letter(column)), (self.n, self.sizes[column]))

    def turned(self, symbol: str, column: int) -> str:
        """Return the transpose of what `rows` returns."""
        return _over(rf"{symbol}^\top", (self.letter(column), "n"), (self.sizes[column], self.n))

    def weights(self, layer: int, symbol: str = "W") -> str:
        """Return W, or what has its shape, of a layer counted from 1."""
        return self._columns(f"{symbol}_{layer}", layer - 1, layer)

    def weights_turned(self, layer: int) -> str:
        """Return the transpose of W."""
        return self._columns(rf"W_{layer}^\top", layer, layer - 1)

    def bias(self, layer: int) -> str:
        """Return b of a layer."""
        return self._columns(f"b_{layer}", layer)

    def entering(self, layer: int, *, is_turned: bool = False) -> str:
        """Return what enters a layer: X, or the A before it."""
        write = self.turned if is_turned else self.rows
        return write(f"A_{layer - 1}" if layer > 1 else "X", layer - 1)

    def _columns(self, symbol: str, *columns: int) -> str:
        return _over(symbol, [self.letter(c) for c in columns], [self.sizes[c] for c in columns])


def _over(symbol: str, letters: Sequence[str], numbers: Sequence[int]) -> str:
    in_letters, in_numbers = (r" \times ".join(map(str, shape)) for shape in (letters, numbers))
    return rf"\underset{{\substack{{({in_letters}) \\ ({in_numbers})}}}}{{{symbol}}}"


def shapes(stand: Stand) -> ShapeLabels:
    """Return the shapes of a run."""
    return ShapeLabels(stand.n, stand.experiment.sizes)


def data(stand: Stand) -> list[str]:
    """Return the input and the targets."""
    of = shapes(stand)
    return [rf"{of.rows('X', 0)} \qquad {of.rows('Y', stand.depth)}"]


def hidden(stand: Stand) -> list[str]:
    """Return the forward pass of the first hidden layer."""
    return _forward(stand, 1, ACTIVATIONS[stand.experiment.activation].latex) if stand.depth > 1 else []


def output(stand: Stand) -> list[str]:
    """Return the forward pass of the output, and the loss."""
    last = stand.depth
    penalty = r" + \frac{\lambda}{2} \sum W^2" if stand.experiment.l2 else ""
    sums = r"\frac{1}{n} \sum_{i=1}^{n} \sum_{j=1}^{k}"
    loss = rf"\text{{loss}} = -{sums} Y_{{ij}} \log A_{{{last},ij}}{penalty}"
    return [*_forward(stand, last, r"\operatorname{softmax}"), loss]


def output_gradients(stand: Stand) -> list[str]:
    """Return the gradients of the output layer."""
    of, last = shapes(stand), stand.depth
    dZ, A, Y = (of.rows(symbol, last) for symbol in (f"dZ_{last}", f"A_{last}", "Y"))
    return [rf"{dZ} = \frac{{1}}{{n}} \bigl({A} - {Y}\bigr) \quad (8)", _dW(stand, last)]


def hidden_gradients(stand: Stand) -> list[str]:
    """Return the gradients of the first layer, which come through the layer above."""
    if stand.depth == 1:
        return []
    of = shapes(stand)
    dA = rf"{of.rows('dA_1', 1)} = {of.rows('dZ_2', 2)} \; {of.weights_turned(2)} \quad (10)"
    dZ = rf"{of.rows('dZ_1', 1)} = {of.rows('dA_1', 1)} \odot {_slope(stand)}"
    return [dA, dZ, _dW(stand, 1)]


def update(stand: Stand) -> list[str]:
    """Return the update of the first and of the last layer's weights."""
    of = shapes(stand)
    plain = stand.experiment.optimizer == "sgd"
    factor, symbol = (r"\text{lr} \cdot ", "dW") if plain else ("", "S")
    return [
        rf"{of.weights(layer)} \leftarrow W_{layer} - {factor}{of.weights(layer, symbol)}"
        for layer in sorted({1, stand.depth})
    ]


def norms(stand: Stand) -> list[str]:
    """Return the length of a layer's gradient."""
    return [r"\lVert (dW_l,\, db_l) \rVert = \sqrt{\textstyle\sum dW_l^2 + \sum db_l^2}"]


def _forward(stand: Stand, layer: int, sign: str) -> list[str]:
    of = shapes(stand)
    Z, A = of.rows(f"Z_{layer}", layer), of.rows(f"A_{layer}", layer)
    return [
        rf"{Z} = {of.entering(layer)} \; {of.weights(layer)} + {of.bias(layer)}",
        rf"{A} = {sign}(Z_{layer})",
    ]


def _dW(stand: Stand, layer: int) -> str:
    """Return the gradient of a layer's weights, with the number that the notes give it."""
    of = shapes(stand)
    penalty = rf" + \lambda W_{layer}" if stand.experiment.l2 else ""
    number = "" if stand.depth == 1 else rf" \quad ({6 if layer == stand.depth else 7})"
    before = of.entering(layer, is_turned=True)
    return rf"{of.weights(layer, 'dW')} = {before} \; {of.rows(f'dZ_{layer}', layer)}{penalty}{number}"


def _slope(stand: Stand) -> str:
    """Return the derivative of the hidden units' function, with its shape."""
    of = shapes(stand)
    return {
        "sigmoid": rf"{of.rows('A_1', 1)} \odot (1 - A_1) \quad (11)",
        "tanh": of.rows(r"(1 - A_1 \odot A_1)", 1),
        "relu": of.rows(r"[\,Z_1 > 0\,]", 1),
    }[stand.experiment.activation]
