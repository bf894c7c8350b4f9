"""A run as one program: its sections in the order of the argument, under a heading."""

from __future__ import annotations

from textwrap import wrap

from core.arrays import require_choice
from core.program import autograd, backward, forward, skeleton, training
from core.program.data import WORDS, data
from core.program.layout import WIDTH, Section
from core.program.plan import Plan
from core.program.weights import weights
from core.run.experiment import LAST_STEP
from core.run.link import address_of, to_link
from core.run.timeline import Timeline

CONVENTIONS = ("rows", "columns")
LIBRARIES = ("numpy", "torch")
SKELETON = "skeleton"
"""In place of a library: NumPy, with an empty backward pass and a gradient check."""


def program(run: Timeline, step: int, *, convention: str = "rows", library: str = "numpy") -> str:
    """Write a run as a short program that prints the same numbers.

    Parameters
    ----------
    run : Timeline
        What the program does again, from the same random numbers.
    step : int
        How many updates it makes, from 1; a run that overflows before ends at its last finite step.
    convention : {"rows", "columns"}
        What samples are.
    library : {"numpy", "torch", "skeleton"}
        NumPy with the backward pass written by hand, PyTorch with its autograd, or NumPy with an empty
        backward pass, which fails until it is written.

    Returns
    -------
    str
        Python that needs NumPy, or PyTorch, alone.  It prints `program_output(run, step)` and leaves the
        weights under the names W1, b1, W2, …

    Raises
    ------
    TypeError, ValueError
        For a step out of range or an unknown name.

    >>> from core.run.experiment import Experiment
    >>> "dW2 = A1.T @ dZ2" in program(Timeline(Experiment()), 3)
    True
    """
    plan = plan_of(run, step, convention, library)
    before = f"{heading(plan, library)}\n\n{imports(library)}"
    parts = [f"# --- {section.title} ---\n{section.code}" for section in sections(plan, library)]
    return f"{before}\n\n" + "\n\n\n".join(parts) + "\n"


def plan_of(run: Timeline, step: int, convention: str, library: str) -> Plan:
    """Return the plan of a program, checked."""
    require_choice("convention", convention, CONVENTIONS)
    require_choice("library", library, (*LIBRARIES, SKELETON))
    if step == 0:
        raise ValueError(f"step must be a whole number from 1 to {LAST_STEP}; got 0")
    return Plan(run, run.at(step).step, convention == "columns")


def imports(library: str) -> str:
    """Return the imports of a program."""
    return "import numpy as np" + ("\nimport torch" if library == "torch" else "")


def sections(plan: Plan, library: str) -> list[Section]:
    """Return the parts of a program in their order."""
    before = [data(plan), weights(plan)]
    if library == "torch":
        return [*before, *(write(plan) for write in _TORCH)]
    parts = _SKELETON if library == SKELETON else _NUMPY
    return [*before, *(write(plan) for write in parts)]


_NUMPY = (forward.forward, forward.loss, backward.backward, training.training)
_SKELETON = (forward.forward, forward.loss, skeleton.backward, skeleton.check, training.training)
_TORCH = (autograd.tensors, autograd.forward, autograd.loss, autograd.training)


def heading(plan: Plan, library: str) -> str:
    """Return the docstring of a program."""
    letters, *end = about(plan)
    letter = "" if library == "torch" else "dZ means ∂loss/∂Z. "
    numbers = [f"{letter}It prints the numbers that Backpass shows at", link(plan)]
    ended = ["", *wrap(end[0], WIDTH)] if end else []
    return "\n".join([f'"""{title(plan, library)}.', "", *wrap(letters, WIDTH), *numbers, *ended, '"""'])


def title(plan: Plan, library: str) -> str:
    """Return what a program is, in one line."""
    sizes = "-".join(map(str, plan.experiment.sizes))
    how = "by PyTorch" if library == "torch" else "by hand"
    return f"Backpropagation {how}: a {sizes} network learns {WORDS[plan.experiment.dataset]}"


def about(plan: Plan) -> list[str]:
    """Return how the letters are read and, if the run overflows, how it ends."""
    hidden = plan.experiment.hidden
    names = ["h"] if len(hidden) == 1 else [f"h{at}" for at in plan.layers]
    units = "".join(f", {name} = {h}" for name, h in zip(names, hidden, strict=False))
    d, *_, k = plan.experiment.sizes
    letters = (
        f"Samples are {'columns' if plan.columns else 'rows'}: n samples, d = {d} features"
        f"{units}{' units' if hidden else ''}, k = {k} classes."
    )
    end = plan.run.divergence
    return [letters, *([end.message] if end and end.step == plan.step else [])]


def link(plan: Plan) -> str:
    """Return the link to what the program prints."""
    return "/" + address_of(to_link(plan.experiment, plan.step))
