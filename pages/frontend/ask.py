"""What the browser asks for: parsed totally, because anything may stand in a session's state."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LARGEST = 2**53 - 1
MOST_STEPS = 10**9
MOST_SPEED = 10**6
MOST_RATE = 240
MOST_WANTED = 4
LONGEST_ID = 200


@dataclass(frozen=True)
class Ask:
    """One request of the browser.

    Parameters
    ----------
    n
        Number of the ask: the answer carries it back.
    run, view, scene
        Ids that the browser holds; "" before the first scene.
    at
        The step stood on: drawn already, or sought while paused.
    playing, speed, rate
        State of the clock: steps per frame and frames per second.
    want, stride
        Batches wanted, as indices at `stride`.
    exact, history
        Whether the exact picture of `at`, and all history rows up to `at`, are wanted.
    """

    n: int = 0
    run: str = ""
    view: str = ""
    scene: str = ""
    at: int = 0
    playing: bool = False
    speed: int = 1
    rate: int = 60
    want: tuple[int, ...] = ()
    stride: int = 1
    exact: bool = False
    history: bool = False


def parse_ask(value: object) -> Ask:
    """Return the ask in `value`; whatever is missing or unreadable takes its default."""
    raw: Mapping[Any, Any] = value if isinstance(value, Mapping) else {}
    return Ask(
        n=_integer(raw.get("n"), 0, 0, LARGEST),
        run=_text(raw.get("run")),
        view=_text(raw.get("view")),
        scene=_text(raw.get("scene")),
        at=_integer(raw.get("at"), 0, 0, MOST_STEPS),
        playing=raw.get("playing") is True,
        speed=_integer(raw.get("speed"), 1, 1, MOST_SPEED),
        rate=_integer(raw.get("rate"), 60, 1, MOST_RATE),
        want=_indices(raw.get("want")),
        stride=_integer(raw.get("stride"), 1, 1, MOST_SPEED),
        exact=raw.get("exact") is True,
        history=raw.get("history") is True,
    )


def _integer(value: object, default: int, least: int, most: int) -> int:
    """Return `value` as an integer within [least, most], or the default."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return default
    if isinstance(value, float) and math.isnan(value):
        return default
    return int(min(max(value, least), most))


def _text(value: object) -> str:
    """Return a short string as it is; anything else as ""."""
    return value if isinstance(value, str) and len(value) <= LONGEST_ID else ""


def _indices(value: object) -> tuple[int, ...]:
    """Return the distinct batch indices of a list, in order, few enough to be served."""
    if not isinstance(value, (list, tuple)):
        return ()
    numbers = [_integer(v, -1, -1, MOST_STEPS) for v in value[:MOST_WANTED]]
    return tuple(dict.fromkeys(n for n in numbers if n >= 0))
