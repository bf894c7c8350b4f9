"""The evaluation of quantities and conditions: names are looked up in runs, signs do fixed operations."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from core.arrays import norm
from pages.scenes.lessons.measured_run import changed_link, measured
from pages.scenes.lessons.quantity import (
    ConstantTerm,
    RunTerm,
    Term,
    read_condition,
    read_quantity,
    run_terms,
)

_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": lambda a, b: np.isclose(a, b, rtol=1e-9, atol=1e-12),
    "!=": lambda a, b: ~np.isclose(a, b, rtol=1e-9, atol=1e-12),
    "sum": np.sum,
    "mean": np.mean,
    "max": np.max,
    "min": np.min,
    "abs": np.abs,
    "norm": norm,
    "exp": np.exp,
    "log": np.log,
}


def links_in(term: Term, link: str) -> tuple[str, ...]:
    """Return the links of the runs that a quantity needs."""
    return tuple(dict.fromkeys(changed_link(link, each.link) for each in run_terms(term)))


@lru_cache(maxsize=8192)
def value_of(text: str, link: str) -> float:
    """Return the number that a quantity is on the run of a link.

    Raises
    ------
    ValueError
        If it cannot be read, is not of this run, or is not one finite number.
    """
    value = np.asarray(_evaluated(read_quantity(text), link))
    if value.size != 1:
        raise ValueError(f"“{text}” is {value.size} numbers; name one entry, or sum them")
    number = float(value.item())
    if not np.isfinite(number):
        raise ValueError(f"“{text}” is not a finite number here")
    return number


@lru_cache(maxsize=8192)
def holds(text: str, link: str) -> bool:
    """Return whether a condition holds on the run of a link.

    Raises
    ------
    ValueError
        If it cannot be read, or compares what is not one number each.
    """
    return bool(_evaluated(read_condition(text), link))


def _evaluated(term: Term, link: str) -> Any:
    if isinstance(term, ConstantTerm):
        return term.value
    if isinstance(term, RunTerm):
        return measured(changed_link(link, term.link)).look_up(term)
    values = [_evaluated(each, link) for each in term.terms]
    if term.name == "and":
        return all(bool(value) for value in values)
    with np.errstate(all="ignore"):
        try:
            value = _OPERATIONS[term.name](*values)
        except ZeroDivisionError:
            return float("nan")
        except ValueError:
            shapes = " and ".join(str(np.shape(each)) for each in values)
            raise ValueError(f"shapes {shapes} do not fit together in {term.name}") from None
    if term.name in ("<", "<=", ">", ">=", "=", "!="):
        if np.size(value) != 1:
            raise ValueError(f"{term.name} compares two numbers; name one entry, or sum them")
        return bool(np.asarray(value).item())
    return value
