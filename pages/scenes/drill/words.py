"""What the Drill says: the levels, hints, misconceptions, and what was found in a line."""

from __future__ import annotations

from collections.abc import Sequence

from core import LOSSES
from core.drill.judgement import ERROR, FACTOR, NUMBERS, SHAPE, Judgement
from core.drill.problem import Problem
from core.drill.tiles import TILES

LEVEL_TITLES = {
    1: "1 · Complete the line",
    2: "2 · Order the lines",
    3: "3 · Write all six lines",
    4: "4 · A square batch",
    5: "5 · A whole step",
}
TASKS = {
    1: "Each line has a gap. Build what is missing.",
    2: "The lines of one training step are shuffled. Choose the lines in an order that works.",
    3: "The forward pass is given. Write the backward pass, line by line. dA1 has no line of its "
    "own here: it belongs inside dZ1.",
    4: "All sizes are 3, so every product fits. The shapes cannot help: only the meaning can.",
    5: "The lines around the backward pass. The loss has an L2 penalty (λ/2) Σ W2², with λ = `l2`.",
}
_AFTER_THE_UPDATE = {"W2": "weights of layer 2 after the update", "m": "running mean of the gradient"}
INTRODUCTION = "Matrix calculus by hand. Build each line from tiles; NumPy computes what you built."

_BACK = "Back through W2: each entry sums over the units of layer 2, so they must be the inner axis."
_SLOPE = "Through the activation: entry by entry, times its derivative at Z1."
HINTS = {
    "Z1": "Each entry sums over the inputs of one sample, so they must be the inner axis of the product.",
    "A2": "The outputs of each sample sum to 1. Divide by the sum over the classes of that sample.",
    "dZ2": "Softmax and cross-entropy together give A2 − Y for a sample. The loss is a mean over samples.",
    "dW2": "dW2 has the shape of W2. Each entry sums over the samples, so they must be the inner axis.",
    "db2": "b2 is added to every sample, so its gradient sums over the samples. It has the shape of b2.",
    "dA1": _BACK,
    "dZ1": _SLOPE,
    "dW1": "dW1 has the shape of W1. Each entry sums over the samples, so they must be the inner axis.",
    "db1": "b1 is added to every sample, so its gradient sums over the samples. It has the shape of b1.",
    "m": "The running mean keeps `beta` of what it was, and takes 1 − `beta` of the new gradient.",
    "W2": "Gradient descent goes against the gradient, by the learning rate.",
    "order": "A line can run once all that it reads is computed. Then ask which W2 each line should read.",
}
_OTHER_HINTS = {
    (
        "dZ2",
        "squared_error",
    ): "The squared error gives (A2 − Y)/n. Then go through the output's sigmoid.",
    ("A2", "squared_error"): "The output is a sigmoid: σ(z) = 1 / (1 + exp(−z)).",
}

MISCONCEPTION_WORDS = {
    "transpose": ("A wrong transpose or order", "The product runs along the wrong axis."),
    "elementwise": (
        "`*` instead of `@`",
        "`*` multiplies entry by entry. A sum of products needs `@`.",
    ),
    "no_mean": (
        "1/n is missing",
        "The loss is the mean over n samples, so its gradient contains 1/n, once.",
    ),
    "mean_twice": ("1/n twice", "1/n enters once, in dZ2. Every later line contains it through dZ2."),
    "sign": ("A wrong sign", "With this sign, training increases the loss."),
    "no_brackets": (
        "Brackets are missing",
        "`*` is computed before `-`, so only Y is multiplied.",
    ),
    "not_summed": (
        "Not summed over the samples",
        "All samples share the bias, so its gradient sums over them.",
    ),
    "wrong_axis": (
        "Summed over the wrong axis",
        "The sum must run over the samples and nothing else.",
    ),
    "axis_lost": (
        "An axis too few or too many",
        "In a later line NumPy would stop, or broadcast this array without a word.",
    ),
    "softmax_again": (
        "The derivative of softmax once more",
        "A2 − Y contains it already: it has cancelled with that of the cross-entropy.",
    ),
    "slope_of_Z": ("Z(1 − Z) instead of A(1 − A)", "σ′(Z) = A(1 − A), with the activation A = σ(Z)."),
    "slope_of_A": (
        "f′ at A instead of Z",
        "The derivative is taken where the forward pass was: at Z.",
    ),
    "other_slope": ("The derivative of another layer", "Each layer has the derivative at its own Z."),
    "missing_slope": ("f′ is missing", "The gradient has not gone through the activation yet."),
    "matrix_product": (
        "`@` instead of `*`",
        "The activation works on each entry alone, so its derivative multiplies entry by entry.",
    ),
    "other_layer": (
        "The input of another layer",
        "dW uses what its layer received in the forward pass.",
    ),
    "early_update": (
        "W2 after its update",
        "The forward pass used the old W2, so the gradient goes back through it. Python says nothing.",
    ),
    "softmax_over_batch": (
        "Softmax over the whole batch",
        "This divides by a sum over samples. The outputs of each sample must sum to 1 alone.",
    ),
    "penalty_sign": ("The penalty with the wrong sign", "This would make the weights grow."),
    "penalty_factor": ("The penalty without its factor", "The gradient of (λ/2) Σ W2² is λ W2."),
    "no_penalty": ("The penalty is missing", "The loss contains (λ/2) Σ W2², which depends on W2, too."),
    "accumulated": ("The last step is still in it", "A gradient is computed from zero in each step."),
    "mean_overwritten": (
        "m_hat instead of m",
        "m_hat = m / (1 − beta**t) is used in one update only. The running mean goes on from m.",
    ),
    "decay_swapped": ("The weights of the mean are wrong", "They are `beta` and 1 − `beta`, and sum to 1."),
    "no_rate": ("The learning rate is missing", "An update is lr times the gradient."),
    "order": ("A line before what it reads", "Python knows only what earlier lines have computed."),
}
"""Title and explanation, by the names of `core.drill.mistakes`."""


def task(target: str, level: int, loss: str) -> str:
    """Return what is to be built, as Markdown with a heading."""
    meaning = _AFTER_THE_UPDATE.get(target) or TILES[target].meaning
    if target == "A2":
        meaning = f"output, the {LOSSES[loss].output} of Z2"
    return f"## {target}: {meaning}\n\n{TASKS[level]}\n\n"


def hint(target: str, problem: Problem, *, is_merged: bool) -> str:
    """Return the hint for a line; `is_merged` if dZ1 contains dA1."""
    if target == "dZ1" and is_merged:
        return f"{_BACK} {_SLOPE}"
    return _OTHER_HINTS.get((target, problem.loss), HINTS[target])


def title_of(misconception: str) -> str:
    """Return the title of a misconception as plain text; empty without one."""
    return MISCONCEPTION_WORDS[misconception][0].replace("`", "") if misconception else ""


def shape(value: object) -> str:
    """Return a shape as NumPy writes it; a number has none.

    >>> shape((4, 3)), shape(())
    ('(4, 3)', 'a number')
    """
    return str(value) if value else "a number"


def unfinished(found: Judgement) -> str:
    """Return what is missing in a line."""
    return f"Not complete yet: {found.detail[:1].lower()}{found.detail[1:]}"


def unfitting(shapes: Sequence[tuple[int, ...]]) -> str:
    """Return that a part does not fit as far as it is built, with the shapes of its operands.

    >>> unfitting([(4, 3), (4, 5)])
    'not complete yet: (4, 3) and (4, 5) do not fit'
    """
    verb = "does" if len(shapes) == 1 else "do"
    return f"not complete yet: {' and '.join(map(shape, shapes))} {verb} not fit"


def finding(found: Judgement, target: str, problem: Problem) -> str:
    """Return what was found in a line that is wrong, as Markdown."""
    parts = [_fact(found, target, problem)]
    if found.misconception:
        title, why = MISCONCEPTION_WORDS[found.misconception]
        parts.append(f"**{title}.** {why}")
    return "\n\n".join(parts)


def _fact(found: Judgement, target: str, problem: Problem) -> str:
    wanted = problem.values[target].shape if target in problem.values else ()
    if found.kind == ERROR:
        where = f" at the line of {found.known}" if found.known else ""
        return f"**Python stops{where}.** `{found.detail}`{_mismatch(found)}"
    if found.kind == SHAPE:
        built = shape(found.value.shape if found.value is not None else ())
        return f"**Wrong shape.** It has {built}; {target} has {wanted}.{_whose(found)}"
    if found.kind == FACTOR:
        return f"**Right up to a factor.** Every entry is {_factor(found.detail, problem)} times {target}."
    if found.kind == NUMBERS and found.value is None:
        return f"**It runs, but {found.known} is wrong.**"
    count = problem.values[target].size
    return f"**Right shape, wrong numbers.** {found.entries} of {count} entries agree.{_whose(found)}"


def _mismatch(found: Judgement) -> str:
    """Return which sizes do not fit, if two matrices were multiplied."""
    shapes = next((part.shapes for part in found.parts if part.error), ())
    if "matmul" not in found.detail or [len(each) for each in shapes] != [2, 2]:
        return ""
    (_, left), (right, _) = shapes
    return f"\n\n{shapes[0]} @ {shapes[1]}: the inner sizes {left} and {right} differ."


def _factor(name: str, problem: Problem) -> str:
    n = problem.sizes["n"]
    return f"{name} = {name.replace('n', str(n))}" if "n" in name else name


def _whose(found: Judgement) -> str:
    name = found.known.removesuffix(".T")
    if not name or name not in TILES:
        return ""
    transposed = ", transposed" if found.known.endswith(".T") else ""
    return f" These are the numbers of {TILES[name].code}{transposed}."
