"""The link: an experiment and a step as readable text.

Only what differs from the defaults is written.  Reading is total: whatever the text, the result is a
valid experiment, and what was ignored is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from core.experiment import STEP, Experiment, default_of, key_of, kind_of

_SHOWN = 40


def to_link(experiment: Experiment, step: int = 0) -> dict[str, str]:
    """Return the parameters of the link, `step` last.

    >>> to_link(Experiment(dataset="spiral", hidden=(8, 8)), step=240)
    {'dataset': 'spiral', 'hidden': '8,8', 'step': '240'}
    """
    written = {
        key_of(item.name): kind_of(item.name).write(getattr(experiment, item.name))
        for item in fields(experiment)
        if getattr(experiment, item.name) != default_of(item.name)
    }
    return written | ({"step": STEP.write(step)} if step else {})


def from_link(parameters: Mapping[str, str]) -> tuple[Experiment, int, tuple[str, ...]]:
    """Read a link; never raise.

    Parameters
    ----------
    parameters : mapping of str to str
        The query parameters.  Keys that no field has are left to others.

    Returns
    -------
    experiment : Experiment
        With the default wherever a value was missing or bad.
    step : int
        The step stood on, 0 if missing or bad.
    ignored : tuple of str
        One sentence per value that was ignored, naming it and what is allowed.

    >>> from_link({"dataset": "spiral", "noise": "loud"})[2]
    ('noise=loud was ignored: it must be a number from 0 to 0.5.',)
    """
    chosen = {}
    ignored = []
    for name in (item.name for item in fields(Experiment)):
        text = parameters.get(key_of(name))
        if text is None:
            continue
        try:
            chosen[name] = kind_of(name).read(text)
        except ValueError:
            ignored.append(notice(key_of(name), text, kind_of(name).allowed))
    step = 0
    if (text := parameters.get("step")) is not None:
        try:
            step = STEP.read(text) or 0
        except ValueError:
            ignored.append(notice("step", text, STEP.allowed))
    return Experiment(**chosen), step, tuple(ignored)


def notice(key: str, text: str, allowed: str) -> str:
    """Return the sentence that names an ignored value of a link.

    >>> notice("seed", "x" * 99, "a whole number")[:30]
    'seed=xxxxxxxxxxxxxxxxxxxxxxxxx'
    """
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f"{key}={shown} was ignored: it must be {allowed}."
