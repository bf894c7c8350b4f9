r"""The equations in LaTeX, each symbol over its shape in letters and in this run's numbers.

The numbers at the right are those of the derivative notes. An equation that is not in the notes, such as
the derivative of tanh, has none.
"""

from __future__ import annotations

from dataclasses import dataclass

from core import ACTIVATIONS
from pages.scenes.start_here.batch_at_step import BatchAtStep


@dataclass(frozen=True)
class ShapeLabels:
    """Write symbols with their shapes below.

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
        """Return the letter of a width: d for the input, k for the classes, h for hidden layers."""
        last = len(self.sizes) - 1
        if column in (0, last):
            return "k" if column else "d"
        return "h" if last == 2 else f"h_{column}"

    def rows(self, symbol: str, column: int, *, is_transposed: bool = False) -> str:
        """Return a symbol with one row per sample and one column per unit of a layer."""
        sizes = [("n", self.n), (self.letter(column), self.sizes[column])]
        return _labelled(symbol, sizes, is_transposed=is_transposed)

    def weights(self, layer: int, symbol: str = "W", *, is_transposed: bool = False) -> str:
        """Return W, or another symbol of the same shape, of a layer counted from 1."""
        sizes = [(self.letter(at), self.sizes[at]) for at in (layer - 1, layer)]
        return _labelled(f"{symbol}_{layer}", sizes, is_transposed=is_transposed)

    def bias(self, layer: int) -> str:
        """Return b of a layer."""
        return _labelled(f"b_{layer}", [(self.letter(layer), self.sizes[layer])])

    def layer_input(self, layer: int, *, is_transposed: bool = False) -> str:
        """Return the input of a layer: X, or A of the layer before."""
        symbol = f"A_{layer - 1}" if layer > 1 else "X"
        return self.rows(symbol, layer - 1, is_transposed=is_transposed)


def _labelled(symbol: str, sizes: list[tuple[str, int]], *, is_transposed: bool = False) -> str:
    if is_transposed:
        symbol, sizes = rf"{symbol}^\top", sizes[::-1]
    letters, numbers = (_shape([str(size[part]) for size in sizes]) for part in (0, 1))
    return rf"\underset{{\substack{{{letters} \\ {numbers}}}}}{{{symbol}}}"


def _shape(sizes: list[str]) -> str:
    r"""Return ``(n \times h)``, or ``(h,)`` of a vector, as code has it."""
    return f"({sizes[0]},)" if len(sizes) == 1 else rf"({sizes[0]} \times {sizes[1]})"


def shapes(batch: BatchAtStep) -> ShapeLabels:
    """Return the shapes of a run."""
    return ShapeLabels(batch.n, batch.experiment.sizes)


def data(batch: BatchAtStep) -> list[str]:
    """Return the features and the targets."""
    of = shapes(batch)
    return [rf"{of.rows('X', 0)} \qquad {of.rows('Y', batch.depth)}"]


def hidden(batch: BatchAtStep) -> list[str]:
    """Return the forward pass of the first hidden layer."""
    return _forward(batch, 1, ACTIVATIONS[batch.experiment.activation].latex) if batch.depth > 1 else []


def output(batch: BatchAtStep) -> list[str]:
    """Return the forward pass of the output layer, and the loss."""
    last = batch.depth
    penalty = r" + \frac{\lambda}{2} \sum W^2" if batch.experiment.l2 else ""
    sums = r"\frac{1}{n} \sum_{i=1}^{n} \sum_{j=1}^{k}"
    loss = rf"\text{{loss}} = -{sums} Y_{{ij}} \log A_{{{last},ij}}{penalty}"
    return [*_forward(batch, last, r"\operatorname{softmax}"), loss]


def output_gradients(batch: BatchAtStep) -> list[str]:
    """Return the gradients of the output layer."""
    of, last = shapes(batch), batch.depth
    dZ, A, Y = (of.rows(symbol, last) for symbol in (f"dZ_{last}", f"A_{last}", "Y"))
    return [rf"{dZ} = \frac{{1}}{{n}} \bigl({A} - {Y}\bigr) \quad (8)", _dW(batch, last)]


def hidden_gradients(batch: BatchAtStep) -> list[str]:
    """Return the gradients of the first layer, computed from those of the second."""
    if batch.depth == 1:
        return []
    of = shapes(batch)
    dA = rf"{of.rows('dA_1', 1)} = {of.rows('dZ_2', 2)} \; {of.weights(2, is_transposed=True)} \quad (10)"
    activation = ACTIVATIONS[batch.experiment.activation]
    derivative = of.rows(activation.slope_latex.format(Z="Z_1", A="A_1"), 1)
    number = rf" \quad ({activation.equation})" if activation.equation else ""
    dZ = rf"{of.rows('dZ_1', 1)} = {of.rows('dA_1', 1)} \odot {derivative}{number}"
    return [dA, dZ, _dW(batch, 1)]


def update(batch: BatchAtStep) -> list[str]:
    """Return the update of the first and of the last layer's weights."""
    of = shapes(batch)
    change = r"{0} \leftarrow {1} + \Delta {1}, \quad {2} = -\text{{lr}} \cdot d{1}"
    if batch.experiment.optimizer != "sgd":
        change = r"{0} \leftarrow {1} + {2}"
    return [
        change.format(of.weights(at), f"W_{at}", of.weights(at, r"\Delta W"))
        for at in sorted({1, batch.depth})
    ]


def norms(batch: BatchAtStep) -> list[str]:
    """Return the gradient norm of a layer."""
    return [r"\lVert (dW_l,\, db_l) \rVert = \sqrt{\textstyle\sum dW_l^2 + \sum db_l^2}"]


def _forward(batch: BatchAtStep, layer: int, function: str) -> list[str]:
    of = shapes(batch)
    Z, A = of.rows(f"Z_{layer}", layer), of.rows(f"A_{layer}", layer)
    return [
        rf"{Z} = {of.layer_input(layer)} \; {of.weights(layer)} + {of.bias(layer)}",
        rf"{A} = {function}(Z_{layer})",
    ]


def _dW(batch: BatchAtStep, layer: int) -> str:
    of = shapes(batch)
    penalty = rf" + \lambda W_{layer}" if batch.experiment.l2 else ""
    number = "" if batch.depth == 1 else rf" \quad ({6 if layer == batch.depth else 7})"
    before = of.layer_input(layer, is_transposed=True)
    return rf"{of.weights(layer, 'dW')} = {before} \; {of.rows(f'dZ_{layer}', layer)}{penalty}{number}"
