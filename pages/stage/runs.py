"""Runs: the timelines of the experiments that people look at, shared by all who look at the same one."""

from __future__ import annotations

from hashlib import blake2b

from core import Experiment, Timeline
from core.run.changes import change_steps
from pages.server.cache import LRUCache

_RUN_BYTES = 160 * 2**20

CACHE: LRUCache[Timeline] = LRUCache(_RUN_BYTES, lambda run: run.nbytes, grows=True)
"""The runs of all sessions."""


def timeline(experiment: Experiment) -> Timeline:
    """Return the timeline of an experiment.

    If the same run with fewer changes is known, it starts from what that one has computed.

    Hold it for one request only: nothing bounds the memory of runs that are not in the cache.
    """
    return CACHE.get(experiment, lambda: _make(experiment))


def without_changes_from(run: Timeline, step: int) -> Timeline:
    """Return the run without what is done at `step` and later; it starts from what `run` has computed."""
    wanted = run.experiment.until(step)
    return CACHE.get(wanted, lambda: run.fork(wanted, step))


def run_id(experiment: Experiment) -> str:
    """Return a short name of an experiment, the same in every process."""
    return short_name(experiment)


def short_name(*parts: object) -> str:
    """Return a short name of things that their representation tells apart, the same in every process."""
    return blake2b(",".join(map(repr, parts)).encode(), digest_size=8).hexdigest()


def _make(experiment: Experiment) -> Timeline:
    for step in reversed(change_steps(experiment)):
        if (ancestor := CACHE.peek(experiment.until(step))) is not None:
            return ancestor.fork(experiment, step)
    return Timeline(experiment)
