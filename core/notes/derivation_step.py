"""A step of the derivation: lines of LaTeX, what the last one computes, and what measures the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from core.notes.case import Case
from core.notes.examination import Comparison, compare
from core.notes.latex import partial_of
from core.notes.record import Oracle, Side, same_case


@dataclass(frozen=True, kw_only=True)
class DerivationStep:
    """Hold one step of the derivation.

    Attributes
    ----------
    section, title, says : str
        Where it stands, what it finds, and why.
    number : str
        Its number in the notes; empty if they leave it out.
    lines : tuple of str
        LaTeX with symbols as ``<A2i>``; each but the first continues with its ``=``.
    value : callable or None
        What the last line computes; None for a plan.
    oracle : callable or None
        The same, measured.
    part, of_part : str, callable
        What the oracle measures where that is not all of the value, in words and as a function of a case.
    shapes : str
        The shapes of the last line of a batch, in letters.
    at : callable
        The case at which it is evaluated: i ≠ j, or with X as the input of layer 2.
    """

    section: str
    title: str
    says: str
    lines: tuple[str, ...]
    number: str = ""
    value: Side | None = None
    oracle: Oracle | None = None
    part: str = ""
    of_part: Side | None = None
    shapes: str = ""
    at: Callable[[Case], Case] = same_case

    def compared(self, case: Case) -> Comparison | None:
        """Compare the value with the measured one; None for a plan."""
        if self.value is None or self.oracle is None:
            return None
        with np.errstate(all="ignore"):
            there = self.at(case)
            return compare(self.of_part or self.value, there, self.oracle(there))


def with_input(case: Case) -> Case:
    """Return the case with what enters the last layer as its A1: X if there is no hidden layer."""
    return case if case.has_hidden else replace(case, A1=case.X)


L_Z2I = partial_of("L", "Z_{2i}")
