"""The phases as NumPy: each one line of code, or two, with the shapes behind it.

In the rows convention b and db are (h,), as in `core.network.backprop`; with samples as columns they are
columns (h, 1), because that is what broadcasting over samples then needs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from core.network.activations import ACTIVATIONS
from core.step.parts import Matrix, Phase, TrainingStep

# By kind and formula: {0}, {1}, … are the phase's inputs; `units` reduces over the units or classes of each
# sample, `samples` over the samples.
_LINES = {
    ("softmax", "softmax"): "E / E.sum({units})",
    ("loss", "surprise"): "-({1} * log_{2}).sum({units})",
    ("loss", "squares"): "(0.5 * ({2} - {1}) ** 2).sum({units})",
    ("loss", "mean"): "{0}.mean()",
    ("error", ""): "({0} - {1}) / n",
    ("total", ""): "{0}.sum({samples})",
}

# The line before: softmax and its logarithm subtract the largest number of a sample, so nothing overflows.
_BEFORE = {
    ("softmax", "softmax"): "E = np.exp({0} - {0}.max({units}))",
    ("loss", "surprise"): "log_{2} = {0} - {0}.max({units}) - np.log(E.sum({units}))",
}


def line_of_code(step: TrainingStep, phase: Phase) -> str:
    """Return a phase as a line of NumPy with its shapes.

    The line uses the step's names; ``n`` is the number of samples, ``l2`` and ``l1`` the penalties'
    strengths and ``lr`` the learning rate.

    Parameters
    ----------
    step : TrainingStep
        In either convention; the line matches it.
    phase : Phase
        One of its phases.

    >>> import numpy as np
    >>> from core.step.phases import open_step
    >>> from core.run.training import start
    >>> from core.run.experiment import Experiment
    >>> step = open_step(start(Experiment()), np.zeros((6, 2)), np.eye(2)[[0, 1, 0, 1, 0, 1]])
    >>> line_of_code(step, step.phase("dW2"))
    'dW2 = A1.T @ dZ2  # (4, 6) @ (6, 2) = (4, 2)'
    >>> line_of_code(step.transposed, step.transposed.phase("dW2"))
    'dW2 = dZ2 @ A1.T  # (2, 6) @ (6, 4) = (2, 4)'
    """
    return "  # ".join(code_and_shapes(step, phase))


def listing(step: TrainingStep) -> str:
    """Return the whole step as NumPy, phase by phase: what a notebook prints."""
    return "\n".join(line_of_code(step, phase) for phase in step.phases)


def code_and_shapes(step: TrainingStep, phase: Phase, *, letters: bool = False) -> tuple[str, str]:
    """Return a phase as NumPy, and the shapes behind it in numbers or in `letters`.

    >>> import numpy as np
    >>> from core.step.phases import open_step
    >>> from core.run.training import start
    >>> from core.run.experiment import Experiment
    >>> step = open_step(start(Experiment()), np.zeros((6, 2)), np.eye(2)[[0, 1, 0, 1, 0, 1]])
    >>> code_and_shapes(step, step.phase("dW2"), letters=True)
    ('dW2 = A1.T @ dZ2', '(h, n) @ (n, k) = (h, k)')
    """
    write = {"data": _data, "product": _product, "update": _update}.get(phase.kind, _elementwise)
    return write(step, phase, partial(shape_in_code, columns=step.columns, letters=letters))


def shape_in_code(matrix: Matrix, *, columns: bool, letters: bool) -> str:
    """Return the shape that a matrix has in code: biases by rows are (h,), the loss is ()."""
    if matrix.name == "loss":
        return "()"
    sizes: tuple[object, ...] = matrix.letters if letters else matrix.values.shape
    if matrix.rows.letter == "1" and not columns:
        sizes = sizes[1:]
    return f"({', '.join(map(str, sizes))}{',' if len(sizes) == 1 else ''})"


_Shape = Callable[[Matrix], str]


def _data(step: TrainingStep, phase: Phase, shape: _Shape) -> tuple[str, str]:
    shapes = ", ".join(shape(step.matrices[name]) for name in phase.inputs)
    return ", ".join(f"{name}.shape" for name in phase.inputs), shapes


def _product(step: TrainingStep, phase: Phase, shape: _Shape) -> tuple[str, str]:
    text = " @ ".join(f"{factor.name}{'.T' if factor.transposed else ''}" for factor in phase.factors)
    sizes = " @ ".join(shape(step.factor(factor)) for factor in phase.factors)
    if phase.plus:
        text, sizes = f"{text} + {phase.plus}", f"{sizes} + {shape(step.matrices[phase.plus])}"
    for penalty in phase.penalties:
        text += f" + l1 * np.sign({penalty.name})" if penalty.of_signs else f" + l2 * {penalty.name}"
    return f"{phase.result} = {text}", f"{sizes} = {shape(step.matrices[str(phase.result)])}"


def _update(step: TrainingStep, phase: Phase, shape: _Shape) -> tuple[str, str]:
    olds, steps = [move.old for move in phase.moves], [move.step for move in phase.moves]
    if phase.factor is not None:
        steps = [f"lr * {name}" for name in phase.inputs]
    news = ", ".join(f"{old} - {by}" for old, by in zip(olds, steps, strict=True))
    return f"{', '.join(olds)} = {news}", ", ".join(shape(step.matrices[old]) for old in olds)


def _elementwise(step: TrainingStep, phase: Phase, shape: _Shape) -> tuple[str, str]:
    units = f"axis={0 if step.columns else 1}, keepdims=True"
    samples = "axis=1, keepdims=True" if step.columns else "axis=0"
    if phase.kind == "map":
        text = ACTIVATIONS[phase.formula].code.format(Z=phase.inputs[0])
    elif phase.kind == "chain":
        dA, Z, A = phase.inputs
        text = f"{dA} * {ACTIVATIONS[phase.formula].slope_code.format(Z=Z, A=A)}"
    else:
        text = _LINES[phase.kind, phase.formula].format(*phase.inputs, units=units, samples=samples)
    before = _BEFORE.get((phase.kind, phase.formula), "").format(*phase.inputs, units=units)
    made = f"{before}\n{phase.result} = {text}".lstrip()
    return made, shape(step.matrices[str(phase.result)])
