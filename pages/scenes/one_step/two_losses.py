"""Two losses, one sample: what cross-entropy and the squared error make of the same pre-activations."""

from __future__ import annotations

from html import escape

import numpy as np

from core import LOSSES
from core.network.layers import activate
from core.run.changes import has_one_hot_targets
from pages.figures.words import bracketed, digits_for, fmt, listed, row_of
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.names import symbol
from pages.scenes.one_step.phrases import farthest, sample


def two_losses(inspected: InspectedStep) -> str:
    """Return as HTML what both losses make of the inspected sample with the largest error.

    It is empty for targets that are not one-hot: cross-entropy does not take them.
    """
    if not has_one_hot_targets(inspected.experiment):
        return ""
    last = inspected.depth
    Y, A = inspected.values("Y"), inspected.values(f"A{last}")
    row, c = divmod(farthest((A - Y).ravel()), Y.shape[1])
    z, y = inspected.values(f"Z{last}")[row], Y[row]
    Z, a, dZ = (symbol(f"{letter}{last}") for letter in ("Z", "A", "dZ"))
    heads = [f"{loss.label.capitalize()}, {loss.output_label}" for loss in LOSSES.values()]
    outputs = [activate(loss.output, z) for loss in LOSSES.values()]
    gradients = [
        loss.gradients(output[None], y[None])[1][0]
        for loss, output in zip(LOSSES.values(), outputs, strict=True)
    ]
    slope = outputs[1] * (1 - outputs[1])
    own, *at_class = (float(each[c]) for each in (outputs[1] - y, slope, *gradients))
    reading = _reading(dZ, c, own, *at_class)
    if A[row].argmax() != y.argmax():
        reading = f"The network prefers a wrong class here. {reading}"
    lines = [
        (Z, [row_of(z)] * 2),
        (a, [row_of(output) for output in outputs]),
        (f"{a} − Y", [row_of(output - y) for output in outputs]),
        (f"{a} (1 − {a})", ["cancels", row_of(slope)]),
        (f"n · {dZ}", [row_of(each) for each in gradients]),
        ("Equation", [f"{dZ} = ({a} − Y) / n", f"{dZ} = ({a} − Y) ⊙ {a} ⊙ (1 − {a}) / n"]),
    ]
    classes = listed([str(k) for k in range(len(z))])
    true = escape(inspected.class_name(inspected.true_class(row)))
    return (
        f"<p>{sample(inspected, row).capitalize()} is of {true}; it has the "
        f"largest error of the inspected samples. Both losses start from the {Z} of your network. The "
        f"numbers are those of the classes {classes}.</p>{_table(heads, lines)}"
        f"<p>{reading}</p>"
    )


def _table(heads: list[str], lines: list[tuple[str, list[str]]]) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in ["", *heads])
    rows = [(name, "".join(f"<td>{escape(cell)}</td>" for cell in cells)) for name, cells in lines]
    body = "".join(f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>' for name, cells in rows)
    style = (
        "<style>.two-losses { border-collapse: collapse; font-size: 0.9rem; } .two-losses :is(th, td) {"
        " text-align: left; font-weight: 400; padding: 0.15rem 1.2rem 0.15rem 0; vertical-align: top;"
        " font-variant-numeric: tabular-nums; } .two-losses thead th { font-weight: 600; }</style>"
    )
    return (
        f'{style}<div style="overflow-x: auto"><table class="two-losses" data-testid="two-losses">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _reading(dZ: str, c: int, own: float, slope: float, full: float, left: float) -> str:
    """Say how much of the error of class c each gradient keeps, and why; `own` is that of the sigmoid."""
    digits = digits_for(lambda printed: printed(own) * printed(slope), left)
    text = (
        f"For class {c}, cross-entropy gives n · {dZ} = {fmt(full)}: the whole error. The squared error "
        f"multiplies its error by the slope of the sigmoid: {fmt(own, digits)} · "
        f"{bracketed(slope, digits)} = {fmt(left)}. "
    )
    ratio = abs(full / left) if left else np.inf
    if 1 < ratio < np.inf and fmt(ratio, 2) != "1":
        text += f"Cross-entropy's gradient is {fmt(ratio, 2)} times as large. "
    return text + (
        "The slope is at most ¼ and almost 0 where an output is near 0 or 1, even if that is wrong. So a "
        "confident mistake learns slowly with the squared error. With cross-entropy the slope cancels."
    )
