r"""The equation of a vital sign in LaTeX, with the numbers of the run."""

from __future__ import annotations

import numpy as np

from core.notes import latex_of
from core.vital_signs.layers import SATURATED_BELOW
from pages.export.order import Order
from pages.stage.runs import timeline
from pages.stage.sign_history import sign_history


def of_the_sign(order: Order) -> list[str]:
    """Return the equations of the update ratios, of the saturation or of the sharpness at a step."""
    kind, run = order.style.figure, timeline(order.experiment)
    row = sign_history(order.experiment, kind).row(run.at(order.step))
    numbers = [latex_of(np.asarray(value)) for value in row[1:]]
    lines = {"ratio": _ratios, "saturation": _shares, "sharpness": _sharpness}[kind]
    return lines(order, numbers)


def _ratios(order: Order, numbers: list[str]) -> list[str]:
    return [
        rf"\frac{{\lVert \Delta W_{{{i}}} \rVert}}{{\lVert W_{{{i}}} \rVert}} \approx {number}"
        for i, number in enumerate(numbers, start=1)
    ]


def _shares(order: Order, numbers: list[str]) -> list[str]:
    """Return what the shares s of saturated and d of dead units are, and both of each hidden layer."""
    if not numbers:
        return [r"\text{no hidden layer: no unit can saturate}"]
    share = r"\frac{1}{h_i} \#\left\{ j : \frac{1}{n} \sum_k f'(Z_{i,kj})"
    means = [
        rf"s_i = {share} < {SATURATED_BELOW} \max f' \right\}}",
        rf"d_i = {share} = 0 \right\}}",
    ]
    both = zip(numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :], strict=True)
    return means + [
        rf"s_{{{i}}} \approx {s}, \quad d_{{{i}}} \approx {d}" for i, (s, d) in enumerate(both, start=1)
    ]


def _sharpness(order: Order, numbers: list[str]) -> list[str]:
    """Return the sharpness, and the threshold where one is known."""
    sharp, threshold = numbers
    lines = [rf"\lambda_{{\max}}\left( \nabla^2 \text{{loss}} \right) \approx {sharp}"]
    if "NaN" not in threshold:
        above = {"sgd": "2", "momentum": r"2 (1 + \beta)"}[order.experiment.optimizer]
        lines.append(rf"\frac{{{above}}}{{\text{{lr}}}} \approx {threshold}")
    return lines
