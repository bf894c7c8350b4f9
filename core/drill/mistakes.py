"""The wrong lines that students write, by what they misunderstand.

A wrong factor (no 1/n, 1/n twice, a wrong sign) is not listed: `judgement` finds it in the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from core.network.loss_functions import LOSSES

MISCONCEPTIONS = (
    "transpose",
    "elementwise",
    "no_mean",
    "mean_twice",
    "sign",
    "no_brackets",
    "not_summed",
    "wrong_axis",
    "axis_lost",
    "softmax_again",
    "slope_of_Z",
    "slope_of_A",
    "other_slope",
    "missing_slope",
    "matrix_product",
    "other_layer",
    "early_update",
    "softmax_over_batch",
    "penalty_sign",
    "penalty_factor",
    "no_penalty",
    "accumulated",
    "mean_overwritten",
    "decay_swapped",
    "no_rate",
    "order",
)
"""Their names in tickets."""

Mistakes = Iterator[tuple[str, str]]
"""Pairs of a misconception and a wrong line, as the text of a link."""


def mistakes(target: str, right: str, *, convention: str, loss: str) -> Mistakes:
    """Yield the wrong lines that are known for a quantity whose right line is `right`."""
    is_rows, is_softmax = convention == "rows", LOSSES[loss].output == "softmax"
    if target == "Z1":
        yield from _products(right, "X", "W1", "+b1")
    elif target == "dZ2":
        yield from _at_the_softmax() if is_softmax else _slopes("(A2-Y)*1/n", layer=2, other=1)
        yield "no_brackets", right.replace("(A2-Y)", "A2-Y")
        if not is_softmax:
            yield "missing_slope", "A2-Y"
    elif target == "dW2" and "l2" in right:
        yield from _penalties(right.removesuffix("+l2*W2"))
    elif target in ("dW1", "dW2"):
        layer = int(target[-1])
        yield from _products(right, *(("X", "dZ1") if layer == 1 else ("A1", "dZ2")))
        yield from _other_layer(target, right)
    elif target in ("db1", "db2"):
        yield from _sums(f"dZ{target[-1]}", right, is_rows=is_rows)
    elif target == "dA1":
        yield from _products(right, "dZ2", "W2")
        yield "early_update", right.replace("W2", "W2new")
    elif target == "dZ1":
        before, _, _ = right.rpartition("*")
        yield from _slopes(before, layer=1, other=2)
        if before != "dA1":
            yield from _products(right, "dZ2", "W2", "*fp(Z1)")
    elif target == "A2":
        yield from _normalizations(is_rows=is_rows) if is_softmax else ()
    else:
        yield from _updates()


def _products(right: str, one: str, two: str, rest: str = "") -> Mistakes:
    """Yield the products of two matrices with other transposes, in the other order, or elementwise."""
    for (first, second), first_T, second_T, sign in product(
        ((one, two), (two, one)), ("", ".T"), ("", ".T"), "@*"
    ):
        line = f"{first}{first_T}{sign}{second}{second_T}{rest}"
        if line != right:
            yield ("transpose" if sign == "@" else "elementwise"), line


def _at_the_softmax() -> Mistakes:
    """Yield the derivative of the softmax once more after A2 − Y, with and without 1/n."""
    for slope, mean in product(("*A2*(1-A2)", "*fp(Z2)", "*fp(A2)"), ("*1/n", "")):
        yield "softmax_again", f"(A2-Y){mean}{slope}"


def _slopes(before: str, *, layer: int, other: int) -> Mistakes:
    """Yield the derivative of the activation taken at the wrong place, or left out."""
    yield "slope_of_Z", f"{before}*Z{layer}*(1-Z{layer})"
    yield "slope_of_A", f"{before}*fp(A{layer})"
    yield "other_slope", f"{before}*fp(Z{other})"
    yield "other_slope", f"{before}*A{other}*(1-A{other})"
    yield "missing_slope", before
    yield "matrix_product", f"{before}@fp(Z{layer})"
    yield "matrix_product", f"fp(Z{layer})@{before}"


def _other_layer(target: str, right: str) -> Mistakes:
    swapped = ("X", "A1") if target == "dW1" else ("A1", "X")
    yield "other_layer", right.replace(*swapped)
    if target == "dW1":
        yield "missing_slope", right.replace("dZ1", "dA1")


def _sums(summed: str, right: str, *, is_rows: bool) -> Mistakes:
    yield "not_summed", summed
    yield "not_summed", f"{summed}.T"
    over_samples, over_units = ("0", "1") if is_rows else ("1", "0")
    for axis, name in ((over_units, "wrong_axis"), (over_samples, "axis_lost")):
        for kept in ("", "k"):
            if (line := f"{summed}.sum{axis}{kept}") != right:
                yield name, line
    yield "wrong_axis", f"{summed}.total"


def _normalizations(*, is_rows: bool) -> Mistakes:
    over_samples, over_units = ("0", "1") if is_rows else ("1", "0")
    yield "softmax_over_batch", "exp(Z2)/exp(Z2).total"
    for kept in ("", "k"):
        yield "softmax_over_batch", f"exp(Z2)/exp(Z2).sum{over_samples}{kept}"
    if is_rows:
        yield "axis_lost", f"exp(Z2)/exp(Z2).sum{over_units}"


def _penalties(data: str) -> Mistakes:
    for old in ("", "dW2old+"):
        yield ("accumulated" if old else "no_penalty"), f"{old}{data}"
        yield ("accumulated" if old else "penalty_factor"), f"{old}{data}+W2"
        yield ("accumulated" if old else "penalty_sign"), f"{old}{data}-l2*W2"
    yield "accumulated", f"dW2old+{data}+l2*W2"


def _updates() -> Mistakes:
    yield "mean_overwritten", "beta*mhat+(1-beta)*dW2"
    yield "decay_swapped", "(1-beta)*m+beta*dW2"
    yield "decay_swapped", "beta*m+dW2"
    yield "accumulated", "m+dW2"
    yield "sign", "W2+lr*dW2"
    yield "no_rate", "W2-dW2"
