"""The link: an experiment and a step as readable text.

Only what differs from the defaults is written.  Reading is total: whatever the text, the result is
valid, and what was ignored is named.  `write_record` and `read_record` do the same for any record whose
fields are declared with `core.run.fields.declare`, such as a scene's own choices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from textwrap import shorten
from typing import Any, TypeVar
from urllib.parse import urlencode

from core.run.changes import fitting, misfits, needs_squared_error
from core.run.experiment import STEP, Experiment
from core.run.fields import default_of, key_of, kind_of

Record = TypeVar("Record")

_LONGEST_SHOWN = 40
_NOT_ONE_HOT = (
    "objective=cross_entropy was ignored: it needs one-hot targets, one 1 and the rest 0 for each sample; "
    "the squared error takes any."
)
_LONGEST_ALLOWED = 140  # the whole list is in docs/links.md


def to_link(experiment: Experiment, step: int = 0) -> dict[str, str]:
    """Return the parameters of the link, `step` last.

    >>> to_link(Experiment(dataset="spiral", hidden=(8, 8)), step=240)
    {'dataset': 'spiral', 'hidden': '8,8', 'step': '240'}
    """
    return write_record(experiment) | ({"step": STEP.write(step)} if step else {})


def address_of(link: Mapping[str, str]) -> str:
    """Return a link as the part of an address from the question mark.

    >>> address_of({"dataset": "own", "data": "a+b c@1,2"})
    '?dataset=own&data=a%2Bb+c@1,2'
    """
    return "?" + urlencode(link, safe=",@:;=()")


def from_link(parameters: Mapping[str, str]) -> tuple[Experiment, int, tuple[str, ...]]:
    """Read a link; never raise.

    Parameters
    ----------
    parameters : mapping of str to str
        The query parameters.  Keys of no field are ignored.

    Returns
    -------
    experiment : Experiment
        With the default wherever a value was missing or bad.
    step : int
        The current step, 0 if missing or bad.
    ignored : tuple of str
        One sentence per value that was ignored, naming it and what is allowed.

    >>> from_link({"dataset": "spiral", "noise": "loud"})[2]
    ('noise=loud was ignored: it must be a number from 0 to 0.5.',)
    """
    read, ignored = read_record(Experiment, parameters)
    experiment = fitting(read)
    if absent := misfits(read):
        ignored = (*ignored, *_told(read, absent))
    if needs_squared_error(read):
        ignored = (*ignored, _NOT_ONE_HOT)
    step = 0
    if (text := parameters.get("step")) is not None:
        try:
            step = STEP.read(text) or 0
        except ValueError:
            ignored = (*ignored, _notice("step", text, STEP.allowed))
    return experiment, step, ignored


def write_record(record: Any) -> dict[str, str]:
    """Return the parameters of a record: those of its fields that differ from the default."""
    kind = type(record)
    return {
        key_of(kind, item.name): kind_of(kind, item.name).write(getattr(record, item.name))
        for item in fields(record)
        if getattr(record, item.name) != default_of(kind, item.name)
    }


def read_record(record: type[Record], parameters: Mapping[str, str]) -> tuple[Record, tuple[str, ...]]:
    """Return a record of the given type read from `parameters`, and what was ignored; never raise."""
    chosen, ignored = {}, []
    for item in fields(record):  # type: ignore[arg-type]  # a dataclass, by contract
        key, kind = key_of(record, item.name), kind_of(record, item.name)
        text = parameters.get(key)
        if text is None:
            continue
        try:
            chosen[item.name] = kind.read(text)
        except ValueError:
            ignored.append(_notice(key, text, kind.allowed))
    return record(**chosen), tuple(ignored)


def _told(read: Experiment, absent: tuple[str, ...]) -> Iterator[str]:
    """Yield a sentence for each field that names parameters which the network lacks."""
    network = "-".join(map(str, read.sizes))
    for field, place in (("edits", 1), ("frozen", 0)):
        named = dict.fromkeys(each[place] for each in getattr(read, field) if each[place] in absent)
        if named:
            names = shorten(" ".join(map(str, named)), _LONGEST_SHOWN, placeholder=" …")
            key = key_of(Experiment, field)
            yield f"{key}={names} was ignored: a {network} network has no such weight."


def _notice(key: str, text: str, allowed: str) -> str:
    shown = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    return f"{key}={shown} was ignored: it must be {shorten(allowed, _LONGEST_ALLOWED, placeholder=' …')}."
