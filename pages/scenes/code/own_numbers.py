"""What is wrong with the gradients that a reader's own program printed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import numpy as np

from core import Timeline, forward
from core.gradient_check.pasted import read_pasted
from core.gradient_check.pasted_verdict import GradientVerdict, judge_pasted
from core.gradient_check.wrong_gradients import GradientCase

INTRODUCTION = (
    "Paste the dW and db that your own program printed, for all training samples or for the batch of the "
    "next update, {steps}. Arrays of NumPy and PyTorch and lists are read, with "
    "their names if they have any. The page says which are right, and what is wrong with the others."
)
EXAMPLE = "dW2 =\n[[ 0.0123 -0.0123]\n [-0.0045  0.0045]]\ndb2 = [0.001, -0.001]"


def introduction(step: int) -> str:
    """Return what can be pasted, for a page at a step."""
    return INTRODUCTION.format(steps=f"at step {step:,} or at step 0" if step else "at step 0")


def report(text: str, run: Timeline, step: int, *, columns: bool) -> str:
    """Return what is right and wrong in pasted gradients, as Markdown.

    Raises
    ------
    ValueError
        If the text cannot be read; says what is the matter.
    """
    pasted = read_pasted(text)
    cases = dict(_cases(run, step))
    place, verdicts = judge_pasted(pasted, list(cases.values()), columns=columns)
    return f"{told(verdicts)}\n\nCompared with the gradients {list(cases)[place]}."


def told(verdicts: Iterable[GradientVerdict]) -> str:
    """Return the verdicts as a list; gradients with the same verdict share a line."""
    lines = []
    for (is_right, found), group in groupby(verdicts, key=lambda each: (each.is_right, each.found)):
        names = ", ".join(each.name for each in group if each.name)
        start = f"**{names}**: " if names else ""
        lines.append(f"- ✓ {start}right." if is_right else f"- ✗ {start}{found}.")
    if sum(line.startswith("- ✗") for line in lines) > 1:
        lines.append(
            "\nBegin with the first ✗: what is computed from it may be wrong only for that reason."
        )
    return "\n".join(lines)


def _cases(run: Timeline, step: int) -> Iterable[tuple[str, GradientCase]]:
    """Yield where a program may have computed its gradients, in words, and the gradients' case."""
    everything = np.arange(len(run.train.y))
    for at in dict.fromkeys((step, 0)):
        now = run.at(at)
        batches: dict[str, Any] = {f"all {len(everything)} training samples": everything}
        if len(now.batch) < len(everything):
            batches = {f"the {len(now.batch)} samples of the next update": now.batch} | batches
        for words, batch in batches.items():
            trace, penalties = (
                forward(now.network, run.train.X[batch]),
                run.experiment.penalties_at(now.step),
            )
            case = GradientCase(now.network, trace, run.train.Y[batch], penalties, now.learning_rate)
            yield f"at step {now.step:,}, for {words}", case
