"""The cheat sheet: every line of a training step in both conventions, with shapes, on one sheet of paper.

The lines are those of `core.step`, for the network of the notes; nothing is written twice.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from pathlib import Path

from core import ACTIVATIONS, Experiment, Phase
from core.step.code_lines import code_and_shapes
from pages.export.browser import renderer
from pages.export.handout import SCALE, paper_size
from pages.export.order import Order
from pages.export.tabs import Page
from pages.export.turns import Report, unheard
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.equations import equation, number
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.sentences import title
from pages.stage.runs import timeline

_STYLE = Path(__file__).with_suffix(".css")
_RUN = Experiment(l2=0.01)  # so that the share of the penalty is on the sheet
_PARTS = {
    "forward": "Forward pass",
    "loss": "Loss: cross-entropy",
    "backward": "Backward pass: gradient with respect to the …",
    "update": "Update: gradient descent",
}

_GRADIENT = "Gradient with respect to the "

_PAGE = """<head><title>Backpass: cheat sheet</title><style>
:root {{ --width: {width}px; --height: {height}px; }}
{style}</style></head><body>
<h1>Backpropagation: one training step <small>a hidden layer of sigmoid units, softmax,
cross-entropy; Eqs. (6) to (21) are those of the derivative notes</small></h1>
<table class="step">
<tr><th></th><th>Samples as rows: X is (n, d)</th><th>Samples as columns: X is (d, n)</th></tr>
{lines}
</table>
<section>
<div><h2>Activations</h2><table class="activations">
<tr><th></th><th>A = f(Z)</th><th>f′(Z)</th><th>A in NumPy</th><th>f′(Z) in NumPy</th></tr>
{activations}
</table></div>
<div><h2>To remember</h2><ul>{remarks}</ul></div>
</section>
</body>"""

_REMARKS = (
    "<b>n</b> samples, <b>d</b> features, <b>h</b> hidden units, <b>k</b> classes. Y is one-hot. @ is the "
    "matrix product; * and ⊙ multiply entry by entry.",
    "A gradient has the shape of what it belongs to. The dimension that disappears in dW and db is n: the "
    "samples are summed over.",
    "The loss is the mean over the samples. Its 1/n enters once, in the error of the output.",
    "Softmax and cross-entropy together: dZ of the output is probabilities minus targets. No derivative of "
    "the softmax is left.",
    "With sigmoid outputs and the squared error ½ Σ (A − Y)², the derivative of the sigmoid stays: dA = "
    "(A − Y) / n, dZ = dA ⊙ A ⊙ (1 − A).",
    "λ (l2) is the strength of the L2 penalty (λ/2) Σ W²; without one, drop these terms. The loss does not "
    "include it.",
    "More hidden layers repeat the lines of layer 1, with A of the layer before in the place of X. For "
    "another activation, replace A and f′ as in the table. ReLU′(0) = 0.",
    "Compute every gradient before the first update.",
)


def cheat_sheet(order: Order, kind: Page, report: Report = unheard) -> bytes:
    """Return the cheat sheet on the paper of an order, as a PDF of one sheet or as a PNG."""
    report(0, 1)
    return renderer().page(page(order), _size(order), kind, scale=SCALE)


def page(order: Order) -> str:
    """Return the sheet as what stands inside ``<html>``."""
    width, height = _size(order)
    return _PAGE.format(
        width=width,
        height=height,
        style=_STYLE.read_text(encoding="utf-8"),
        lines=_lines(),
        activations="\n".join(map(_activation, ACTIVATIONS)),
        remarks="".join(f"<li>{each}</li>" for each in _REMARKS),
    )


def _size(order: Order) -> tuple[int, int]:
    """Return the sheet turned to its long side."""
    height, width = paper_size(order)
    return width, height


def _lines() -> str:
    """Return the rows of the table: a heading for each part of the step, and a line for each phase."""
    steps = [
        InspectedStep(timeline(_RUN), 0, OneStepChoices(whole="yes", convention=convention))
        for convention in ("rows", "columns")
    ]
    rows = []
    phases = [phase for phase in steps[0].rows.phases if phase.kind != "data"]
    for part, inside in groupby(phases, _part):
        rows.append(f'<tr class="part"><th colspan="3">{_PARTS[part]}</th></tr>')
        for phase in inside:
            cells = "".join(f"<td>{_cell(step, phase.key)}</td>" for step in steps)
            rows.append(f"<tr><th>{escape(_name(phase))}{_number(steps[0], phase)}</th>{cells}</tr>")
    return "\n".join(rows)


def _part(phase: Phase) -> str:
    if phase.kind in ("loss", "update"):
        return phase.kind
    return "backward" if phase.key.startswith("d") else "forward"


def _name(phase: Phase) -> str:
    """Return the name of a phase below the heading of its part."""
    if phase.kind == "error":
        return f"pre-activations of layer {phase.key[-1]}"
    return title(phase).removeprefix(_GRADIENT)


def _number(step: InspectedStep, phase: Phase) -> str:
    found = number(step, phase)
    return f" <small>{escape(found)}</small>" if found else ""


def _cell(step: InspectedStep, key: str) -> str:
    phase = step.shown.phase(key)
    code, shapes = code_and_shapes(step.shown, phase, letters=True)
    lines = "<br>".join(map(_unbroken, code.split("\n")))
    written = f"<i>{escape(equation(step, phase))}</i><code>{lines}</code>"
    return f"<div>{written}<span>{escape(shapes)}</span></div>"


def _unbroken(code: str) -> str:
    """Return code as HTML that breaks only outside of its parentheses."""
    words = re.findall(r"(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|[^ (])+", code)
    return " ".join(f"<span>{escape(word)}</span>" for word in words)


def _activation(name: str) -> str:
    f = ACTIVATIONS[name]
    names = {"Z": "Z", "A": "A"}
    codes = "".join(
        f"<td><code>{escape(code.format(**names))}</code></td>" for code in (f.code, f.slope_code)
    )
    slope = escape(f.slope_matrix.format(**names))
    return f"<tr><th>{f.label}</th><td><i>{escape(f.value)}</i></td><td><i>{slope}</i></td>{codes}</tr>"
