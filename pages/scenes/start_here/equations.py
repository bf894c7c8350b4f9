r"""The equations in LaTeX, each symbol over its shape in letters and in this run's numbers.

The numbers at the right are those of the derivative notes. An equation that is not in the notes, such as
the derivative of tanh, has none.
"""

from __future__ import annotations

from core import ACTIVATIONS
from pages.scenes.start_here.batch_at_step import BatchAtStep

# --- symbols over their shapes -----------------------------------------------------------------------


def _rows(batch: BatchAtStep, symbol: str, layer: int, *, is_transposed: bool = False) -> str:
    """Return a symbol with one row per sample and one column per unit of a layer."""
    return _labelled(symbol, [("n", batch.n), _width(batch, layer)], is_transposed=is_transposed)


def _weights(batch: BatchAtStep, layer: int, symbol: str = "W", *, is_transposed: bool = False) -> str:
    """Return W, or another symbol of the same shape, of a layer counted from 1."""
    sizes = [_width(batch, layer - 1), _width(batch, layer)]
    return _labelled(f"{symbol}_{layer}", sizes, is_transposed=is_transposed)


def _layer_input(batch: BatchAtStep, layer: int, *, is_transposed: bool = False) -> str:
    """Return the input of a layer: X, or A of the layer before."""
    return _rows(batch, f"A_{layer - 1}" if layer > 1 else "X", layer - 1, is_transposed=is_transposed)


def _width(batch: BatchAtStep, layer: int) -> tuple[str, int]:
    """Return the letter and the number of a layer's units: d features, h units, k classes."""
    hidden = "h" if batch.depth == 2 else f"h_{layer}"
    return {0: "d", batch.depth: "k"}.get(layer, hidden), batch.experiment.sizes[layer]


def _labelled(symbol: str, sizes: list[tuple[str, int]], *, is_transposed: bool = False) -> str:
    if is_transposed:
        symbol, sizes = rf"{symbol}^\top", sizes[::-1]
    letters, numbers = (_shape([str(size[part]) for size in sizes]) for part in (0, 1))
    return rf"\underset{{\substack{{{letters} \\ {numbers}}}}}{{{symbol}}}"


def _shape(sizes: list[str]) -> str:
    r"""Return ``(n \times h)``, or ``(h,)`` of a vector, as code has it."""
    return f"({sizes[0]},)" if len(sizes) == 1 else rf"({sizes[0]} \times {sizes[1]})"


# --- the equations of each chapter -------------------------------------------------------------------


def data(batch: BatchAtStep) -> list[str]:
    """Return the features and the targets."""
    return [rf"{_rows(batch, 'X', 0)} \qquad {_rows(batch, 'Y', batch.depth)}"]


def hidden(batch: BatchAtStep) -> list[str]:
    """Return the forward pass of the first hidden layer."""
    return _forward(batch, 1, ACTIVATIONS[batch.experiment.activation].latex) if batch.depth > 1 else []


def output(batch: BatchAtStep) -> list[str]:
    """Return the forward pass of the output layer, and the loss."""
    last = batch.depth
    penalty = r" + \frac{\lambda}{2} \sum W^2" if batch.penalties["l2"] else ""
    penalty += r" + \mu \sum |W|" if batch.penalties["l1"] else ""
    sums = r"\frac{1}{n} \sum_{i=1}^{n} \sum_{j=1}^{k}"
    if batch.experiment.loss == "squared_error":
        loss = rf"\text{{loss}} = {sums} \tfrac{{1}}{{2}} (A_{{{last},ij}} - Y_{{ij}})^2{penalty}"
        return [*_forward(batch, last, ACTIVATIONS["sigmoid"].latex), loss]
    loss = rf"\text{{loss}} = -{sums} Y_{{ij}} \log A_{{{last},ij}}{penalty}"
    return [*_forward(batch, last, r"\operatorname{softmax}"), loss]


def output_gradients(batch: BatchAtStep) -> list[str]:
    """Return the gradients of the output layer."""
    last = batch.depth
    dZ, A, Y = (_rows(batch, symbol, last) for symbol in (f"dZ_{last}", f"A_{last}", "Y"))
    if batch.experiment.loss == "squared_error":
        dA, derivative = _rows(batch, f"dA_{last}", last), ACTIVATIONS["sigmoid"].slope_latex
        slope = derivative.format(Z=f"Z_{last}", A=f"A_{last}")
        error = rf"{dA} = \frac{{1}}{{n}} \bigl({A} - {Y}\bigr)"
        return [error, rf"{dZ} = dA_{last} \odot {slope} \quad (11)", _dW(batch, last)]
    return [rf"{dZ} = \frac{{1}}{{n}} \bigl({A} - {Y}\bigr) \quad (8)", _dW(batch, last)]


def hidden_gradients(batch: BatchAtStep) -> list[str]:
    """Return the gradients of the first layer, computed from those of the second."""
    if batch.depth == 1:
        return []
    activation = ACTIVATIONS[batch.experiment.activation]
    derivative = activation.slope_latex.format(Z="Z_1", A="A_1")
    dA, dZ, slope = (_rows(batch, symbol, 1) for symbol in ("dA_1", "dZ_1", derivative))
    W = _weights(batch, 2, is_transposed=True)
    number = rf" \quad ({activation.equation})" if activation.equation else ""
    back = rf"{dA} = {_rows(batch, 'dZ_2', 2)} \; {W} \quad (10)"
    return [back, rf"{dZ} = {dA} \odot {slope}{number}", _dW(batch, 1)]


def update(batch: BatchAtStep) -> list[str]:
    """Return the update of the first and of the last layer's weights."""
    change = r"{0} \leftarrow {1} + \Delta {1}, \quad {2} = -\text{{lr}} \cdot d{1}"
    if batch.experiment.optimizer != "sgd":
        change = r"{0} \leftarrow {1} + {2}"
    return [
        change.format(_weights(batch, at), f"W_{at}", _weights(batch, at, r"\Delta W"))
        for at in sorted({1, batch.depth})
    ]


def norms(batch: BatchAtStep) -> list[str]:
    """Return the gradient norm of a layer."""
    return [r"\lVert (dW_l,\, db_l) \rVert = \sqrt{\textstyle\sum dW_l^2 + \sum db_l^2}"]


def _forward(batch: BatchAtStep, layer: int, function: str) -> list[str]:
    Z, A = (_rows(batch, f"{letter}_{layer}", layer) for letter in "ZA")
    bias = _labelled(f"b_{layer}", [_width(batch, layer)])
    return [
        rf"{Z} = {_layer_input(batch, layer)} \; {_weights(batch, layer)} + {bias}",
        rf"{A} = {function}(Z_{layer})",
    ]


def _dW(batch: BatchAtStep, layer: int) -> str:
    penalty = rf" + \lambda W_{layer}" if batch.penalties["l2"] else ""
    penalty += rf" + \mu \operatorname{{sign}}(W_{layer})" if batch.penalties["l1"] else ""
    number = "" if batch.depth == 1 else rf" \quad ({6 if layer == batch.depth else 7})"
    before, dZ = _layer_input(batch, layer, is_transposed=True), _rows(batch, f"dZ_{layer}", layer)
    return rf"{_weights(batch, layer, 'dW')} = {before} \; {dZ}{penalty}{number}"
