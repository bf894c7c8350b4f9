"""How the wrong lines are written: each function changes the code of a correct listing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from core import ACTIVATIONS, Experiment
from pages.scenes.gradient_check.code_lines import CodeLine, Listing

Rewrite = Callable[[Listing, Experiment, int], Listing]
"""(lines, experiment, samples) → the lines with a bug."""
Change = Callable[[CodeLine, Experiment, int], str]
"""(line, experiment, samples) → the code of the line with a bug; the same where the bug does not fit."""

_ERROR = re.compile(r"\((A\d) - Y\) / n")


def in_each(change: Change) -> Rewrite:
    """Return what changes every line on its own."""

    def rewrite(lines: Listing, experiment: Experiment, n: int) -> Listing:
        codes = [change(line, experiment, n) for line in lines]
        pairs = zip(lines, codes, strict=True)
        return tuple(replace(line, code=code, is_wrong=code != line.code) for line, code in pairs)

    return rewrite


def replacing(kinds: str, old: str, new: str) -> Rewrite:
    """Return what replaces a text in all lines of some kinds, named with spaces between."""
    return in_each(
        lambda line, experiment, n: line.code.replace(old, new) if line.kind in kinds.split() else line.code
    )


def with_error(formula: str) -> Rewrite:
    r"""Return what replaces (A − Y) / n; ``\1`` stands for A."""
    return in_each(lambda line, experiment, n: _ERROR.sub(formula, line.code))


def _sides(experiment: Experiment, layer: int) -> tuple[int, int]:
    """Return the inputs and the units of a layer."""
    return experiment.sizes[layer - 1], experiment.sizes[layer]


@in_each
def without_transpose(line: CodeLine, experiment: Experiment, n: int) -> str:
    """Take W for Wᵀ where W is square."""
    if line.kind != "dA" or ".T" not in line.code:
        return line.code
    d, h = _sides(experiment, line.layer + 1)
    return line.code.replace(".T", "") if d == h else line.code


@in_each
def chance_product(line: CodeLine, experiment: Experiment, n: int) -> str:
    """Take A for Aᵀ where there are as many samples as inputs."""
    fits = line.kind == "dW" and _sides(experiment, line.layer)[0] == n
    return line.code.replace(".T", "") if fits else line.code


@in_each
def wrong_axis(line: CodeLine, experiment: Experiment, n: int) -> str:
    """Sum over the units where there are as many samples."""
    fits = line.kind == "db" and _sides(experiment, line.layer)[1] == n
    return line.code.replace("axis=0", "axis=1") if fits else line.code


@in_each
def mean_again(line: CodeLine, experiment: Experiment, n: int) -> str:
    """Divide dW by n once more."""
    product = f"@ dZ{line.layer}"
    return line.code.replace(product, f"{product} / n") if line.kind == "dW" else line.code


@in_each
def first_sample(line: CodeLine, experiment: Experiment, n: int) -> str:
    """Take the first sample for the sum over all."""
    return line.code.replace(".sum(axis=0)", "[0]") if line.kind == "db" else line.code


@in_each
def without_factor(line: CodeLine, experiment: Experiment, n: int) -> str:
    """Leave out the strengths of the penalties."""
    return re.sub(r"\+ l[12] \* ", "+ ", line.code) if line.kind == "dW" else line.code


@in_each
def slope_of_Z(line: CodeLine, experiment: Experiment, n: int) -> str:
    """Write Z for A in f′."""
    return _with_slope(line, experiment, f"Z{line.layer}", f"Z{line.layer}")


@in_each
def slope_above(line: CodeLine, experiment: Experiment, n: int) -> str:
    """Take f′ at the next layer, where that is as wide."""
    if line.kind != "dZ" or line.layer == len(experiment.sizes) - 1:
        return line.code
    d, h = _sides(experiment, line.layer + 1)
    above = line.layer + (d == h)
    return _with_slope(line, experiment, f"Z{above}", f"A{above}")


def _with_slope(line: CodeLine, experiment: Experiment, Z: str, A: str) -> str:
    activation = experiment.activations[line.layer - 1]
    if line.kind != "dZ" or activation not in ACTIVATIONS:
        return line.code
    slope = ACTIVATIONS[activation].slope_code.format(Z=Z, A=A)
    return f"dZ{line.layer} = dA{line.layer} * {slope}"


@in_each
def overwritten_mean(line: CodeLine, experiment: Experiment, n: int) -> str:
    """Keep the bias-corrected mean in the place of the mean."""
    if line.key == "m_hat":
        return line.code.replace("m_hat", "m[:]")
    return line.code.replace("m_hat", "m") if line.key == "p" else line.code


def early_update(lines: Listing, experiment: Experiment, n: int) -> Listing:
    """Update each W before dA is computed with it.

    SGD's update of a layer is a line, which moves. Another optimizer's is not: W is then SGD's.
    """
    if experiment.optimizer != "sgd":
        return in_each(_early_in_place)(lines, experiment, n)
    moved = {line.layer: replace(line, is_wrong=True) for line in lines if line.kind == "update"}
    rewritten: list[CodeLine] = []
    for line in lines:
        if line.kind == "dA" and "@" in line.code:
            rewritten += [moved.pop(line.layer + 1), replace(line, is_wrong=True)]
        elif line.kind != "update" or line.layer in moved:
            rewritten.append(line)
    return tuple(rewritten)


def _early_in_place(line: CodeLine, experiment: Experiment, n: int) -> str:
    return re.sub(r"@ W(\d)\.T", r"@ (W\1 - lr * dW\1).T", line.code)
