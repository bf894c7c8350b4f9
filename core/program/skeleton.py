"""The program with an empty backward pass: its shapes as asserts, and a gradient check before it trains."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from core.program.backward import count, definition, penalty_words, phases_backward
from core.program.layout import Line, Section, function, inner, lines, number
from core.program.plan import Plan
from core.program.training import forward_line

_SAMPLES = 8
_ENTRIES = 50
_PRINTED_WHOLE = 1000
"""NumPy prints an array of more numbers with dots."""


def backward(plan: Plan) -> Section:
    """Return the section with the gaps: each line of the backward pass, without its right side."""
    code = definition(
        plan,
        f"# The loss is the mean over n = {count(plan)} samples.{_penalty(plan)}",
        "# Replace each ... by your line. The comment is the shape that it must have.",
        *(line for key in phases_backward(plan) for line in _gap(plan, key)),
    )
    words = (
        "Write the backward pass, from the last layer to the first: replace each `...` by your line. "
        "$dZ$ stands for $\\partial L / \\partial Z$ and has the shape of $Z$. An assert says which shape "
        "is wrong, and the next cell whether the numbers are right."
    )
    words = "\n\n".join(filter(None, [words, penalty_words(plan)]))
    return Section("Backward: yours to write", words, code)


def _penalty(plan: Plan) -> str:
    return " dW contains the penalty's part." if plan.penalties else ""


def _gap(plan: Plan, name: str) -> list[Line | str]:
    layer = name.lstrip("dZAWb")
    like = f"A{layer}" if name[1] in "ZA" else name.removeprefix("d")
    return [
        (f"{name} = ...", plan.shape(name)),
        f'assert np.shape({name}) == {like}.shape, "{name} must have the shape of {like}"',
    ]


def check(plan: Plan) -> Section:
    """Return the section that prints the gradients and checks them by central differences."""
    words = (
        "The gradients at the initial weights, for all training samples. If they are wrong, paste them "
        "into Backpass, on the page Code: it says what is wrong with them. Then `grad_check` compares the "
        "gradients with central differences at random weights, and stops at the first that differs."
    )
    parts = [_objective(plan), _grad_check(plan), _use(plan)]
    return Section("Check", words, "\n\n\n".join(parts))


def _objective(plan: Plan) -> str:
    terms = {
        "l2": f"l2_penalty = l2 / 2 * sum((W * W).sum() for W in {plan.weights})",
        "l1": f"l1_penalty = l1 * sum(np.abs(W).sum() for W in {plan.weights})",
    }
    return function(
        "objective(X, Y)",
        "Return what training minimizes.",
        "loss, _ = measure(X, Y)",
        *(terms[name] for name in plan.penalties),
        " + ".join(["return loss", *(f"{name}_penalty" for name in plan.penalties)]),
    )


def _by_layer(plan: Plan, opening: str, write: Callable[[str], str], closing: str) -> list[Line | str]:
    """Return a list or a mapping of all parameters, a line for each layer."""
    rows = [", ".join(write(f"{letter}{at}") for letter in "Wb") + "," for at in plan.layers]
    return [opening, *inner(*rows), closing]


def _grad_check(plan: Plan) -> str:
    part = f"[:, :{_SAMPLES}]" if plan.columns else f"[:{_SAMPLES}]"
    one: list[Line | str] = [
        "old = p[at]",
        "p[at] = old + eps",
        "above = objective(X, Y)",
        "p[at] = old - eps",
        "below = objective(X, Y)",
        "p[at] = old",
        "measured.append((above - below) / (2 * eps))",
        "given.append(gradient[at])",
    ]
    each: list[Line | str] = [
        "measured, given = [], []",
        (f"for at in map(tuple, rng.permutation([*np.ndindex(p.shape)])[:{_ENTRIES}]):", ""),
        *inner(*one),
        "error = np.abs(np.subtract(measured, given)).max()",
        "is_right = error <= 1e-8 + 1e-4 * np.abs(measured).max()",
        'assert is_right, f"d{name} differs from central differences by up to {error:.1e}"',
        'print(f"d{name} is right: it differs by at most {error:.1e}")',
    ]
    body: list[Line | str] = [
        "rng, eps = np.random.default_rng(0), 1e-6",
        f"X, Y = X_train{part}, Y_train{part}",
        *_by_layer(plan, "parameters = {", lambda name: f'"{name}": {name}', "}"),
        "kept = {name: p.copy() for name, p in parameters.items()}",
        "try:",
        *inner(
            "for p in parameters.values():",
            *inner("p[...] = rng.normal(size=p.shape) / np.sqrt(len(p))"),
            forward_line(plan, "X"),
            f"gradients = backward(X, Y, {', '.join(plan.kept)})",
            "for (name, p), gradient in zip(parameters.items(), gradients):",
            *inner(*each),
        ),
        "finally:",
        *inner("for name, p in parameters.items():", *inner("p[...] = kept[name]")),
    ]
    return function("grad_check()", "Compare backward with central differences at random weights.", *body)


def _use(plan: Plan) -> str:
    sizes = plan.experiment.sizes
    changing = [name for name in plan.penalties if plan.is_changing(name)]
    is_long = max(d * h for d, h in pairwise(sizes)) > _PRINTED_WHOLE
    return lines(
        *(["np.set_printoptions(threshold=100_000)"] if is_long else []),
        *((f"{name} = {number(plan.by_step(name)[0][1])}", "at step 0") for name in changing),
        forward_line(plan, "X_train"),
        f"gradients = backward(X_train, Y_train, {', '.join(plan.kept)})",
        *_by_layer(plan, "names = [", lambda name: f'"d{name}"', "]"),
        "for name, gradient in zip(names, gradients):",
        *inner('print(f"{name} =\\n{gradient}")'),
        *((f"{name} = {number(plan.penalties[name])}", "the check needs it") for name in changing),
        "grad_check()",
    )
