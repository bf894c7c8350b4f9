"""The code of a training step after the forward pass, line by line; a bug rewrites some of the lines."""

from __future__ import annotations

from dataclasses import dataclass

from core import Phase, TrainingStep, open_step
from core.program.optimizer import loop
from core.step.code_lines import code_and_shapes
from core.step.parts import Update
from pages.stage.run_at_step import RunAtStep


@dataclass(frozen=True)
class CodeLine:
    """Hold one line of code.

    Attributes
    ----------
    key : str
        What it makes: ``"dW2"``, ``"update 2"``, ``"m_hat"``; empty for the head of a loop.
    code : str
    is_wrong : bool
        Whether it is, or stands, wrong.
    """

    key: str
    code: str
    is_wrong: bool = False

    @property
    def kind(self) -> str:
        """Its key without the number of the layer."""
        return self.key.rstrip("0123456789 ")

    @property
    def layer(self) -> int:
        """Its layer, counted from 1; 0 if it serves all."""
        return int("0" + self.key[len(self.kind) :].strip())


Listing = tuple[CodeLine, ...]

MOST_LAYERS = 5
LINE_KEYS = (
    "E",
    *(f"{kind}{at}" for kind in ("A", "dA", "dZ", "dW", "db") for at in range(1, MOST_LAYERS + 1)),
    *(f"update {at}" for at in range(1, MOST_LAYERS + 1)),
    *("v", "m", "s", "m_hat", "s_hat", "p"),
)
"""The keys of all lines that any run has."""


def correct_lines(run: RunAtStep) -> Listing:
    """Return the lines from the output's activation to the update, samples as rows."""
    now, train, is_plain = run.snapshot, run.timeline.train, run.experiment.optimizer == "sgd"
    step = open_step(
        now.network,
        train.X[:1],
        train.Y[:1],
        **run.penalties,
        update=Update(now.updates, None, now.learning_rate) if is_plain else None,
    )
    keys = [phase.key for phase in step.phases]
    after = step.phases[keys.index(f"A{run.depth}") :]
    lines = [line for phase in after if phase.kind != "loss" for line in _lines(step, phase)]
    if not is_plain:
        lines += map(_of_loop, (code for code, _ in loop(run.experiment.optimizer)))
    return tuple(lines)


def _lines(step: TrainingStep, phase: Phase) -> list[CodeLine]:
    """Return the lines of a phase; one before the last makes what the last needs."""
    *before, last = code_and_shapes(step, phase)[0].split("\n")
    return [*(CodeLine(code.partition(" ")[0], code) for code in before), CodeLine(phase.key, last)]


def _of_loop(code: str) -> CodeLine:
    """Return a line of the optimizer's loop; its head makes nothing."""
    name = code.split(maxsplit=1)[0].removesuffix("[:]")
    return CodeLine("" if name == "for" else name, code)
