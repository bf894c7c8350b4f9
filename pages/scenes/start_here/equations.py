r"""The equations in LaTeX, each symbol over its shape in letters and in this run's numbers.

An equation of the derivative notes has its number there. One that is not in the notes, such as the
derivative of tanh, has none.
"""

from __future__ import annotations

from typing import NamedTuple

from core import ACTIVATIONS
from pages.scenes.start_here.batch_at_step import BatchAtStep


class ChapterEquation(NamedTuple):
    """Hold an equation in LaTeX, and its number in the notes."""

    latex: str
    number: str = ""


# --- symbols over their shapes -----------------------------------------------------------------------


def _rows(batch: BatchAtStep, symbol: str, layer: int, *, is_transposed: bool = False) -> str:
    """Return a symbol with one row per sample and one column per unit of a layer."""
    return _labelled(symbol, [("n", batch.n), _width(batch, layer)], is_transposed=is_transposed)


def _weights(batch: BatchAtStep, layer: int, symbol: str = "W", *, is_transposed: bool = False) -> str:
    """Return W, or another symbol of the same shape, of a layer counted from 1."""
    sizes = [_width(batch, layer - 1), _width(batch, layer)]
    return _labelled(f"{symbol}_{layer}", sizes, is_transposed=is_transposed)


def _biases(batch: BatchAtStep, layer: int, symbol: str = "b") -> str:
    """Return b, or another symbol of the same shape, of a layer counted from 1."""
    return _labelled(f"{symbol}_{layer}", [_width(batch, layer)])


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

Equations = list[ChapterEquation]


def data(batch: BatchAtStep) -> Equations:
    """Return the features and the targets."""
    return [ChapterEquation(rf"{_rows(batch, 'X', 0)} \qquad {_rows(batch, 'Y', batch.depth)}")]


def hidden(batch: BatchAtStep) -> Equations:
    """Return the forward pass of the first hidden layer, and that of the next ones."""
    if batch.depth == 1:
        return []
    activation = ACTIVATIONS[batch.experiment.activation]
    value = activation.value_latex.replace("<Z>", "Z_1")
    formula = "" if value.startswith(activation.latex) else f" = {value}"
    lines = [*_forward(batch, 1, activation.latex, formula)]
    if batch.depth > 2:
        layers = rf"\ell = {_counted(2, batch.depth - 1)}"
        deeper = rf"A_\ell = {activation.latex}(A_{{\ell-1}} W_\ell + b_\ell), \quad {layers}"
        lines.append(ChapterEquation(deeper))
    return lines


def output(batch: BatchAtStep) -> Equations:
    """Return the forward pass of the output layer, and the loss."""
    last = batch.depth
    penalty = r" + \frac{\lambda}{2} \sum W^2" if batch.penalties["l2"] else ""
    penalty += r" + \mu \sum |W|" if batch.penalties["l1"] else ""
    sums = r"\frac{1}{n} \sum_{i=1}^{n} \sum_{j=1}^{k}"
    if batch.experiment.loss == "squared_error":
        loss = rf"\text{{loss}} = {sums} \tfrac{{1}}{{2}} (A_{{{last},ij}} - Y_{{ij}})^2{penalty}"
        sigmoid = ACTIVATIONS["sigmoid"]
        value = sigmoid.value_latex.replace("<Z>", f"Z_{last}")
        return [*_forward(batch, last, sigmoid.latex, f" = {value}"), ChapterEquation(loss)]
    loss = rf"\text{{loss}} = -{sums} Y_{{ij}} \log A_{{{last},ij}}{penalty}"
    softmax = (
        rf"A_{{{last},ij}} = \frac{{e^{{Z_{{{last},ij}}}}}}{{\sum_{{l=1}}^{{k}} e^{{Z_{{{last},il}}}}}}"
    )
    return [
        *_forward(batch, last, r"\operatorname{softmax}"),
        ChapterEquation(softmax),
        ChapterEquation(loss),
    ]


def output_gradients(batch: BatchAtStep) -> Equations:
    """Return the gradients of the output layer."""
    last = batch.depth
    dZ, A, Y = (_rows(batch, symbol, last) for symbol in (f"dZ_{last}", f"A_{last}", "Y"))
    error = rf"\frac{{1}}{{n}} \bigl({A} - {Y}\bigr)"
    parameters = [_dW(batch, last), _db(batch, last)]
    if batch.experiment.loss == "squared_error":
        dA, derivative = _rows(batch, f"dA_{last}", last), ACTIVATIONS["sigmoid"].slope_latex
        slope = derivative.format(Z=f"Z_{last}", A=f"A_{last}")
        back = ChapterEquation(rf"{dZ} = dA_{last} \odot {slope}", "11")
        return [ChapterEquation(f"{dA} = {error}"), back, *parameters]
    return [ChapterEquation(f"{dZ} = {error}", "8"), *parameters]


def hidden_gradients(batch: BatchAtStep) -> Equations:
    """Return the gradients of the first layer, computed from those of the second."""
    if batch.depth == 1:
        return []
    activation = ACTIVATIONS[batch.experiment.activation]
    derivative = activation.slope_latex.format(Z="Z_1", A="A_1")
    dA, dZ, slope = (_rows(batch, symbol, 1) for symbol in ("dA_1", "dZ_1", derivative))
    W = _weights(batch, 2, is_transposed=True)
    lines = [
        ChapterEquation(rf"{dA} = {_rows(batch, 'dZ_2', 2)} \; {W}", "10"),
        ChapterEquation(rf"{dZ} = {dA} \odot {slope}", activation.equation or ""),
        _dW(batch, 1),
        _db(batch, 1),
    ]
    if batch.depth > 2:
        layers = rf"\ell = {_counted(batch.depth, 2)}"
        deeper = rf"dA_{{\ell-1}} = dZ_\ell \, W_\ell^\top, \quad {layers}"
        lines.insert(0, ChapterEquation(deeper))
    return lines


def update(batch: BatchAtStep) -> Equations:
    """Return the update of the first and of the last layer."""
    change = r"{0} \leftarrow {1} + \Delta {1}, \quad {2} = -\text{{lr}} \cdot d{1}"
    if batch.experiment.optimizer != "sgd":
        change = r"{0} \leftarrow {1} + {2}"
    lines = []
    for at in sorted({1, batch.depth}):
        weights = _weights(batch, at), f"W_{at}", _weights(batch, at, r"\Delta W")
        biases = _biases(batch, at), f"b_{at}", _biases(batch, at, r"\Delta b")
        lines += [ChapterEquation(change.format(*each)) for each in (weights, biases)]
    return lines


def norms(batch: BatchAtStep) -> Equations:
    """Return the gradient norm of a layer."""
    norm = r"\lVert (dW_l,\, db_l) \rVert = \sqrt{\textstyle\sum dW_l^2 + \sum db_l^2}"
    return [ChapterEquation(norm)]


def _forward(batch: BatchAtStep, layer: int, function: str, formula: str = "") -> Equations:
    Z, A = (_rows(batch, f"{letter}_{layer}", layer) for letter in "ZA")
    weights, bias = _weights(batch, layer), _biases(batch, layer)
    return [
        ChapterEquation(rf"{Z} = {_layer_input(batch, layer)} \; {weights} + {bias}"),
        ChapterEquation(rf"{A} = {function}(Z_{layer}){formula}"),
    ]


def _dW(batch: BatchAtStep, layer: int) -> ChapterEquation:
    penalty = rf" + \lambda W_{layer}" if batch.penalties["l2"] else ""
    penalty += rf" + \mu \operatorname{{sign}}(W_{layer})" if batch.penalties["l1"] else ""
    number = "" if batch.depth == 1 else "6" if layer == batch.depth else "7"
    before, dZ = _layer_input(batch, layer, is_transposed=True), _rows(batch, f"dZ_{layer}", layer)
    return ChapterEquation(rf"{_weights(batch, layer, 'dW')} = {before} \; {dZ}{penalty}", number)


def _db(batch: BatchAtStep, layer: int) -> ChapterEquation:
    return ChapterEquation(rf"{_biases(batch, layer, 'db')} = \sum_{{i=1}}^{{n}} dZ_{{{layer},i}}")


def _counted(first: int, last: int) -> str:
    """Return the layers from one to another, up or down."""
    step = 1 if first <= last else -1
    return ", ".join(map(str, range(first, last + step, step)))
