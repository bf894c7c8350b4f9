"""The bug in the backward pass: the one that the user chose, or a hidden one."""

from __future__ import annotations

import numpy as np

from core import Timeline
from core.run.training import Batches
from pages.scenes.gradient_check.bench import Bench
from pages.scenes.gradient_check.choices import NONE, GradientCheckChoices
from pages.scenes.gradient_check.mistakes import MISTAKES, Mistake, possible
from pages.scenes.gradient_check.recipe import RIGHT
from pages.scenes.gradient_check.words import shown_in


def batch_rows(run: Timeline, step: int) -> int:
    """Return how many rows the batch of the update at a step has."""
    return len(Batches.of(run.experiment, len(run.train.y)).at(step))


def obstacle(bench: Bench, mistake: str) -> str | None:
    """Return why a bug is not possible here, or None."""
    return MISTAKES[mistake].obstacle(bench.experiment, len(bench.snapshot.batch))


def planted(bench: Bench, inquiry: GradientCheckChoices) -> str:
    """Return the name of the bug in the backward pass that is checked, or ``"none"``.

    A hidden one is drawn with the seed in the link from those that have an effect here.
    """
    if inquiry.diagnose is not None:
        hidden = choices(bench)
        return hidden[int(np.random.default_rng(inquiry.diagnose).integers(len(hidden)))].key
    if inquiry.mistake == NONE or obstacle(bench, inquiry.mistake):
        return NONE
    return inquiry.mistake


def choices(bench: Bench) -> list[Mistake]:
    """Return the bugs that may be hidden: those that change a derivative, if any does."""
    here = possible(bench.experiment, len(bench.snapshot.batch))
    return [mistake for mistake in here if places(bench, mistake)] or here


def places(bench: Bench, mistake: Mistake) -> list[str]:
    """Return the names of the gradients that a bug changes."""
    return shown_in(bench.gradients(RIGHT), bench.gradients(mistake.recipe))
