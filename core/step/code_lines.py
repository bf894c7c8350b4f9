"""The phases as NumPy: each one line of code, with the shapes behind it.

In the rows convention b and db are (h,), as in `core.network.backprop`; with samples as columns they are
columns (h, 1), because that is what broadcasting over samples then needs.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.network.activations import ACTIVATIONS
from core.step.parts import Matrix, Operand, Phase, TrainingStep

# By kind and formula: {0}, {1}, {2} are the phase's inputs; `units` reduces over the units or classes
# of each sample, `samples` over the samples.
_LINES = {
    ("softmax", "softmax"): "np.exp({0} - np.logaddexp.reduce({0}, {units}))",
    ("loss", "surprise"): "np.logaddexp.reduce({0}, {units}) - ({1} * {0}).sum({units})",
    ("loss", "mean"): "{0}.mean()",
    ("error", ""): "({0} - {1}) / n",
    ("total", ""): "{0}.sum({samples})",
}


def line_of_code(step: TrainingStep, phase: Phase) -> str:
    """Return a phase as a line of NumPy with its shapes.

    The line uses the step's names; ``n`` is the number of samples, ``l2`` the penalty's strength and
    ``lr`` the learning rate.

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
    >>> line_of_code(step.turned, step.turned.phase("dW2"))
    'dW2 = dZ2 @ A1.T  # (2, 6) @ (6, 4) = (2, 4)'
    """
    return "  # ".join(code_and_shapes(step, phase))


def listing(step: TrainingStep) -> str:
    """Return the whole step as NumPy, one line a phase: what a notebook prints."""
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
    return write(step, phase, Shapes(step, letters))


@dataclass(frozen=True)
class Shapes:
    """Write the shapes that matrices have in code: biases by rows are (h,), the loss is ().

    Attributes
    ----------
    step : TrainingStep
    letters : bool
        Whether in letters, not in numbers.
    """

    step: TrainingStep
    letters: bool = False

    def of(self, *names: str | None) -> str:
        """Return the shapes of some matrices."""
        return ", ".join(self._named(str(name)) for name in names)

    def factor(self, operand: Operand) -> str:
        """Return the shape of a factor as it stands in a product."""
        return _tuple(self._sizes(self.step.factor(operand)))

    def _named(self, name: str) -> str:
        matrix = self.step.matrices[name]
        if name == "loss":
            return "()"
        is_flat = matrix.rows.letter == "1" and not self.step.columns
        return _tuple(self._sizes(matrix)[1:] if is_flat else self._sizes(matrix))

    def _sizes(self, matrix: Matrix) -> tuple[object, ...]:
        return matrix.letters if self.letters else matrix.values.shape


def _tuple(sizes: tuple[object, ...]) -> str:
    """Return sizes as Python writes a tuple."""
    return f"({', '.join(map(str, sizes))}{',' if len(sizes) == 1 else ''})"


def _data(step: TrainingStep, phase: Phase, shapes: Shapes) -> tuple[str, str]:
    return ", ".join(f"{name}.shape" for name in phase.inputs), shapes.of(*phase.inputs)


def _product(step: TrainingStep, phase: Phase, shapes: Shapes) -> tuple[str, str]:
    text = " @ ".join(_factor(operand) for operand in phase.factors)
    sizes = " @ ".join(shapes.factor(operand) for operand in phase.factors)
    if phase.plus:
        text, sizes = f"{text} + {phase.plus}", f"{sizes} + {shapes.of(phase.plus)}"
    if phase.penalty:
        text = f"{text} + l2 * {phase.penalty.name}"
    return f"{phase.result} = {text}", f"{sizes} = {shapes.of(phase.result)}"


def _update(step: TrainingStep, phase: Phase, shapes: Shapes) -> tuple[str, str]:
    olds, steps = [move.old for move in phase.moves], [move.step for move in phase.moves]
    if phase.factor is not None:
        steps = [f"lr * {name}" for name in phase.inputs]
    news = ", ".join(f"{old} - {by}" for old, by in zip(olds, steps, strict=True))
    return f"{', '.join(olds)} = {news}", shapes.of(*olds)


def _elementwise(step: TrainingStep, phase: Phase, shapes: Shapes) -> tuple[str, str]:
    units = "axis=0, keepdims=True" if step.columns else "axis=1, keepdims=True"
    samples = "axis=1, keepdims=True" if step.columns else "axis=0"
    if phase.kind == "map":
        text = ACTIVATIONS[phase.formula].code.format(Z=phase.inputs[0])
    elif phase.kind == "chain":
        dA, Z, A = phase.inputs
        text = f"{dA} * {ACTIVATIONS[phase.formula].slope_code.format(Z=Z, A=A)}"
    else:
        text = _LINES[phase.kind, phase.formula].format(*phase.inputs, units=units, samples=samples)
    return f"{phase.result} = {text}", shapes.of(phase.result)


def _factor(operand: Operand) -> str:
    return f"{operand.name}.T" if operand.turned else operand.name
