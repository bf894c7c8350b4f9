"""The state that a link describes, or that a change wants, as far as server and link allow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pages.server.limits import LIMITS
from pages.server.metrics import refuse
from pages.session.option_names import LABELS
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


def next_state(now: State, wanted: State, *, opens: bool) -> tuple[State, tuple[str, ...]]:
    """Return the state that follows, within the limits and with what the link locks, and notices.

    A page `opens` a run of its own, such as a patient's, with all of its values; from then on the locked
    ones stay.
    """
    kept = wanted.experiment if opens else now.embedding.kept(now.experiment, wanted.experiment)
    lost = () if opens else now.embedding.lost(kept, wanted.experiment)
    experiment, _ = LIMITS.within(kept)
    is_refused = lost and experiment == now.experiment
    step, _ = LIMITS.nearest_step(experiment, now.step if is_refused else wanted.step)
    names = ", ".join(LABELS[name] for name in lost)
    notices = (f"Locked by this link and left as it is: {names}.",) if lost else ()
    return replace(wanted, experiment=experiment, step=step), notices
