"""The bug in the backward pass: the one that the user chose, or a hidden one."""

from __future__ import annotations

import numpy as np

from core.gradient_check.backward_pass import CORRECT
from pages.scenes.gradient_check.bugs import BUGS, Bug, possible
from pages.scenes.gradient_check.checked_run import CheckedRun
from pages.scenes.gradient_check.choices import NONE, GradientCheckChoices
from pages.scenes.gradient_check.code_lines import Listing
from pages.scenes.gradient_check.words import shown_in


def obstacle(checked_run: CheckedRun, mistake: str) -> str | None:
    """Return why a bug is not possible here, or None."""
    return BUGS[mistake].obstacle(checked_run.as_it_is, checked_run.selection.rows)


def injected_bug(checked_run: CheckedRun, chosen: GradientCheckChoices) -> str:
    """Return the name of the bug in the backward pass that is checked, or ``"none"``.

    A hidden one is drawn with the seed in the link from those that have an effect here.
    """
    if chosen.diagnose is not None:
        hidden = choices(checked_run)
        return hidden[int(np.random.default_rng(chosen.diagnose).integers(len(hidden)))].key
    if chosen.mistake == NONE or obstacle(checked_run, chosen.mistake):
        return NONE
    return chosen.mistake


def choices(checked_run: CheckedRun) -> list[Bug]:
    """Return the bugs that may be hidden: those that change a derivative or what is made of it."""
    here = possible(checked_run.as_it_is, checked_run.selection.rows)
    return [mistake for mistake in here if mistake.shows_over_steps or places(checked_run, mistake)]


def listing(checked_run: CheckedRun, name: str) -> Listing:
    """Return the lines of code with a bug, or the correct ones if there is no bug of this name."""
    if name not in BUGS:
        return checked_run.lines
    return BUGS[name].rewrite(checked_run.lines, checked_run.as_it_is, checked_run.selection.rows)


def places(checked_run: CheckedRun, mistake: Bug) -> list[str]:
    """Return the names of the gradients that a bug changes."""
    return shown_in(checked_run.gradients(CORRECT), checked_run.gradients(mistake.backward_pass))
