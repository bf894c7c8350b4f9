"""The state that a link describes, as far as this server allows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pages.server.limits import LIMITS
from pages.server.metrics import refuse
from pages.session.state import State, read_state


def allowed_state(link: Mapping[str, str], kinds: Iterable[type[Any]]) -> tuple[State, tuple[str, ...]]:
    """Return the state of a link within the limits, and a sentence for each value ignored or limited."""
    state, ignored = read_state(link, kinds)
    for name, most in LIMITS.beyond(state.experiment).items():
        refuse(name, most)
    experiment, beyond = LIMITS.within(state.experiment)
    slower = LIMITS.slower(state.pace.rate if "rate" in link else None)
    step, too_far = LIMITS.nearest_step(experiment, state.step)
    allowed = replace(state, experiment=experiment, step=step, look=state.look.within(experiment.sizes))
    return allowed, (*ignored, *beyond, *slower, *too_far)
