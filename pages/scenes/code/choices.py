"""The choices of the Code page, with their bounds and link keys."""

from __future__ import annotations

from dataclasses import dataclass

from core import CONVENTIONS, LIBRARIES, SKELETON, Choice, declare


@dataclass(frozen=True, kw_only=True)
class CodeChoices:
    """Hold how the program is written.

    Attributes
    ----------
    convention : str
        Samples as ``"rows"`` or as ``"columns"``; shared with One step.
    library : str
        ``"numpy"`` with the backward pass by hand, ``"torch"`` with autograd, or ``"skeleton"``, in
        NumPy with an empty backward pass.
    plot : str
        Whether the notebook ends with a plot, ``"yes"`` or ``"no"``.
    """

    convention: str = declare("rows", Choice(CONVENTIONS), "convention")
    library: str = declare("numpy", Choice((*LIBRARIES, SKELETON)), "library")
    plot: str = declare("no", Choice(("no", "yes")), "plot")
