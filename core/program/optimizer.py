"""The update: the state and the update rule of each optimizer of `core.run.optimizers`."""

from __future__ import annotations

from dataclasses import dataclass

from core.program.layout import Line, inner, number
from core.program.plan import Plan
from core.run.optimizers import ADAM_DECAY, EPSILON, MOMENTUM, RMSPROP_DECAY


@dataclass(frozen=True)
class _Rule:
    """Hold an optimizer as code.

    Attributes
    ----------
    memory : tuple of str
        Names of what it remembers of every parameter: ``M`` holds an ``m`` for each.
    body : tuple of lines
        What happens to a parameter ``p`` with gradient ``g``; ``t`` counts updates from 1.
    equation : str
        The same in LaTeX.
    """

    memory: tuple[str, ...]
    body: tuple[Line | str, ...]
    equation: str


_FIRST, _SECOND = ADAM_DECAY

_RULES = {
    "momentum": _Rule(
        ("V",),
        (f"v[:] = {MOMENTUM} * v + g", "p -= lr * v"),
        rf"$v \leftarrow {MOMENTUM}\, v + g$, $\theta \leftarrow \theta - \text{{lr}} \cdot v$",
    ),
    "rmsprop": _Rule(
        ("S",),
        (
            (f"s[:] = {RMSPROP_DECAY} * s + (1 - {RMSPROP_DECAY}) * g * g", "running mean of g²"),
            f"p -= lr * g / (np.sqrt(s) + {number(EPSILON)})",
        ),
        rf"$s \leftarrow {RMSPROP_DECAY}\, s + {1 - RMSPROP_DECAY:.1g}\, g^2$, "
        r"$\theta \leftarrow \theta - \text{lr} \cdot g / (\sqrt{s} + 10^{-8})$",
    ),
    "adam": _Rule(
        ("M", "S"),
        (
            (f"m[:] = {_FIRST} * m + (1 - {_FIRST}) * g", "running mean of g"),
            (f"s[:] = {_SECOND} * s + (1 - {_SECOND}) * g * g", "and of g²"),
            (f"m_hat = m / (1 - {_FIRST}**t)", "corrects the start at 0"),
            f"s_hat = s / (1 - {_SECOND}**t)",
            f"p -= lr * m_hat / (np.sqrt(s_hat) + {number(EPSILON)})",
        ),
        rf"$m \leftarrow {_FIRST}\, m + {1 - _FIRST:.1g}\, g$, "
        rf"$s \leftarrow {_SECOND}\, s + {1 - _SECOND:.1g}\, g^2$, "
        rf"$\hat m = m / (1 - {_FIRST}^t)$, $\hat s = s / (1 - {_SECOND}^t)$, "
        r"$\theta \leftarrow \theta - \text{lr} \cdot \hat m / (\sqrt{\hat s} + 10^{-8})$",
    ),
}

EQUATIONS = {
    "sgd": r"$\theta \leftarrow \theta - \text{lr} \cdot d\theta$",
    **{name: rule.equation for name, rule in _RULES.items()},
}
"""Each rule in LaTeX, for a parameter θ with the gradient g."""


def remembered(plan: Plan) -> list[Line | str]:
    """Return the lines that make what the optimizer remembers."""
    rule = _RULES.get(plan.experiment.optimizer)
    if rule is None:
        return []
    names = ", ".join(plan.parameters())
    memory: list[Line | str] = [
        (f"{name} = [np.zeros_like(p) for p in parameters]", "one like each parameter")
        for name in rule.memory
    ]
    return [f"parameters = [{names}]", *memory]


def update(plan: Plan) -> list[Line | str]:
    """Return the lines that make one update."""
    rule = _RULES.get(plan.experiment.optimizer)
    if rule is None:
        return [plan.line(f"update {at}") for at in plan.layers]
    t: list[Line | str] = (
        [("t = step + 1", "counts updates")] if plan.experiment.optimizer == "adam" else []
    )
    return [*t, *loop(plan.experiment.optimizer)]


def loop(optimizer: str) -> list[Line]:
    """Return the lines by which an optimizer that remembers something updates all parameters.

    Raises
    ------
    KeyError
        If it remembers nothing.
    """
    rule = _RULES[optimizer]
    letters = ", ".join(["p", "g", *(name.lower() for name in rule.memory)])
    lists = ", ".join(["parameters", "gradients", *rule.memory])
    return [(f"for {letters} in zip({lists}):", "in place, so that W1 changes"), *inner(*rule.body)]


def gradients(plan: Plan) -> str:
    """Return what the gradients are assigned to."""
    is_plain = plan.experiment.optimizer == "sgd"
    return ", ".join(plan.parameters("d")) if is_plain else "gradients"
