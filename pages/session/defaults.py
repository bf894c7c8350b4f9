"""What a widget begins with, under the word that each kind of widget has for it.

The browser may draw a widget late: its program has to come over the network first. Runs that end before
replace the message that set its value; then it shows its default, and tells that as the reader's wish. So
the default is the value of the state, in every run.
"""

from collections.abc import Sequence
from typing import Any


def among(options: Sequence[Any], bound: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a bound widget for a list, which begins at a place in it; None is none."""
    value = bound["value"]
    place = None if value is None else options.index(value)
    return {**_without_value(bound), "index": place}


def as_default(bound: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a bound widget for buttons or several picks, which have a default."""
    return {**_without_value(bound), "default": bound["value"]}


def _without_value(bound: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in bound.items() if name != "value"}
