"""What changes while a run goes on, as lines of a program: the rate, the penalties, the batch size."""

from __future__ import annotations

from textwrap import fill

from core.program.layout import WIDTH, Line, inner, number
from core.program.plan import Plan

_TABLES = {
    "learning_rate": ("rates", "learning rates by their first step"),
    "l2": ("l2_from", "values of l2 by their first step"),
    "l1": ("l1_from", "values of l1 by their first step"),
    "batch_size": ("sizes", "batch sizes by their first step"),
}


def setup(plan: Plan) -> list[Line | str]:
    """Return the lines that say the learning rate, and what else changes."""
    found: list[Line | str] = []
    if not plan.is_changing("learning_rate"):
        found.append(f"lr = {number(plan.experiment.learning_rate)}")
    for name, (table, words) in _TABLES.items():
        if plan.is_changing(name):
            found += _table(table, words, plan.by_step(name))
    return found


def _table(name: str, words: str, values: list[tuple[int, float]]) -> list[Line | str]:
    items = ", ".join(f"{step}: {number(value)}" for step, value in values)
    if len(items) < WIDTH // 2:
        return [(f"{name} = {{{items}}}", words)]
    wrapped = fill(items, WIDTH - 4, break_on_hyphens=False).splitlines()
    return [f"{name} = {{  # {words}", *inner(*wrapped[:-1], wrapped[-1] + ","), "}"]


def change(plan: Plan, rate: str = "lr") -> list[Line | str]:
    """Return the lines that change the learning rate and the penalties at their steps."""
    places = {"learning_rate": rate, "l2": "l2", "l1": "l1"}
    found: list[Line | str] = []
    for name, place in places.items():
        if plan.is_changing(name):
            table, _ = _TABLES[name]
            found += [f"if step in {table}:", *inner(f"{place} = {table}[step]")]
    return found
