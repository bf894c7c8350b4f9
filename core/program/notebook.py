"""A program as a Jupyter notebook: a cell for each section, and above it the mathematics in words."""

from __future__ import annotations

import json
from typing import Any

from core.program.picture import picture
from core.program.plan import Plan
from core.program.writing import about, imports, link, plan_of, sections, title
from core.run.timeline import Timeline

_NAMES = {"numpy": "NumPy", "torch": "NumPy and PyTorch", "skeleton": "NumPy"}


def notebook(
    run: Timeline, step: int, *, convention: str = "rows", library: str = "numpy", plot: bool = False
) -> str:
    """Write a run as a Jupyter notebook: the code of `program`, cell by cell, with its equations.

    Parameters
    ----------
    run, step, convention, library
        As for `program`.
    plot : bool
        Whether its last cell draws the plane, for which it needs Matplotlib.

    Returns
    -------
    str
        The notebook as JSON (nbformat 4.5), not yet run.

    Raises
    ------
    TypeError, ValueError
        As `program` does.

    >>> from core.run.experiment import Experiment
    >>> json.loads(notebook(Timeline(Experiment()), 3))["nbformat"]
    4
    """
    plan = plan_of(run, step, convention, library)
    cells = [("markdown", _opening(plan, library, plot)), ("code", imports(library))]
    drawn = [picture(plan, library)] if plot else []
    for section in [*sections(plan, library), *drawn]:
        cells += [("markdown", f"## {section.title}\n\n{section.words}"), ("code", section.code)]
    made = [_cell(at, kind, text) for at, (kind, text) in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _opening(plan: Plan, library: str, plot: bool) -> str:
    needs = f"{_NAMES[library]} and Matplotlib" if plot else f"{_NAMES[library]} alone"
    numbers = f"It prints the numbers that Backpass shows at `{link(plan)}`, and needs {needs}."
    return "\n\n".join([f"# {title(plan, library)}", *about(plan), numbers])


def _cell(at: int, kind: str, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{at}", "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell | {"source": text.splitlines(keepends=True)}
