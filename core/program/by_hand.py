"""What is set by hand and what is frozen, as lines of a program."""

from __future__ import annotations

from collections.abc import Iterable

from core.program.layout import Line, inner, number
from core.program.plan import Plan
from core.run.edits import Edit, place_of

WORDS = (
    "Parameters that were set by hand get their values at their step. The update of a frozen parameter is "
    "undone; an optimizer with a memory remembers its gradient all the same."
)
"""What a notebook says of them."""


def initial_edits(plan: Plan) -> list[Line]:
    """Return the lines that set initial weights by hand."""
    return _set(plan, (edit for edit in plan.edits if edit[0] == 0))


def later_edits(plan: Plan, library: str = "numpy") -> list[Line | str]:
    """Return the lines that set parameters after the update that leads to their step."""
    steps = dict.fromkeys(step for step, *_ in plan.edits if step)
    found: list[Line | str] = []
    for step in steps:
        lines = _set(plan, (edit for edit in plan.edits if edit[0] == step))
        found += [f"if step + 1 == {step}:", *inner(*_without_gradient(lines, library))]
    return found


def keep_frozen(plan: Plan, library: str = "numpy") -> list[Line | str]:
    """Return the lines that keep frozen parameters as they are before an update."""
    places = sorted(place_of(name) for name, *_ in plan.frozen)
    names = dict.fromkeys(f"{place.letter}{place.layer}" for place in places)
    copy = "detach().clone" if library == "torch" else "copy"
    return [f"old_{name} = {name}.{copy}()" for name in names]


def restore_frozen(plan: Plan, library: str = "numpy") -> list[Line | str]:
    """Return the lines that undo the update of what is frozen."""
    found: list[Line | str] = []
    for name, first, stop in plan.frozen:
        entry = _entry(plan, name)
        lines = [(f"{entry} = old_{entry.removesuffix('[:]')}", "frozen: its update is undone")]
        until = stop if stop is not None and stop < plan.step else None
        if first or until:
            low = f"{first} <= " if first and until else ""
            test = f"{low}step < {until}" if until else f"step >= {first}"
            found += [f"if {test}:", *inner(*_without_gradient(lines, library))]
        else:
            found += _without_gradient(lines, library)
    return found


def _without_gradient(lines: list[Line], library: str) -> list[Line | str]:
    return ["with torch.no_grad():", *inner(*lines)] if library == "torch" else [*lines]


def _set(plan: Plan, edits: Iterable[Edit]) -> list[Line]:
    return [(f"{_entry(plan, name)} = {number(value)}", "set by hand") for _, name, value in edits]


def _entry(plan: Plan, name: str) -> str:
    """Return parameters as an entry of an array, counted from 0.

    Biases are (h,) or (h, 1): one index does for both.
    """
    place = place_of(name)
    array = f"{place.letter}{place.layer}"
    if not place.is_single:
        return f"{array}[:]"
    indices = [place.row - 1, place.column - 1] if place.row else [place.column - 1]
    return f"{array}[{', '.join(map(str, indices[::-1] if plan.columns else indices))}]"
