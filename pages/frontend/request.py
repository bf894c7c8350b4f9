"""What the stage requests from the server."""

from dataclasses import dataclass, replace

from pages.frontend.schema import accept, flag, read, real, reals, text, whole, wholes

LARGEST = 2**53 - 1
MOST_STEPS = 10**9
MOST_SPEED = 10**6
MOST_RATE = 240
MOST_WANTED = 4
MOST_UNITS = 64
LONGEST_ID = 200
LONGEST_STOP = 40
LONGEST_LINK = 24_000
MOST_DRAWN = 1000
LONGEST_NAME = 12


@dataclass(frozen=True)
class Request:
    """One request of the browser.

    Parameters
    ----------
    n
        Number of the request; the response repeats it.
    run, view, scene
        Ids of what the browser shows; "" before the first scene.
    at
        The current step: drawn already, or awaited while paused.
    playing, speed, rate, stop
        State of the clock: steps per frame, frames per second, and where it stops; "" if it does not say.
    want, stride
        Batches wanted, as indices at `stride`.
    unit
        The unit just picked, as its layer and its number; empty to close it, None without a pick.
    weight
        The name of the weight or bias whose numbers the exact picture brings; "" for none.
    exact, history, remarks
        Whether the exact picture of `at`, all history rows up to `at`, and the remarks on `at` are wanted.
    """

    n: int = accept(whole(0, LARGEST), 0)
    run: str = accept(text(LONGEST_ID), "")
    view: str = accept(text(LONGEST_ID), "")
    scene: str = accept(text(LONGEST_ID), "")
    at: int = accept(whole(0, MOST_STEPS), 0)
    playing: bool = accept(flag, False)
    speed: int = accept(whole(1, MOST_SPEED), 1)
    rate: int = accept(whole(1, MOST_RATE), 60)
    stop: str = accept(text(LONGEST_STOP), "")
    want: tuple[int, ...] = accept(wholes(MOST_STEPS, MOST_WANTED), ())
    stride: int = accept(whole(1, MOST_SPEED), 1)
    unit: tuple[int, ...] | None = accept(wholes(MOST_UNITS, 2), None)
    weight: str = accept(text(LONGEST_NAME), "")
    exact: bool = accept(flag, False)
    history: bool = accept(flag, False)
    remarks: bool = accept(flag, False)


@dataclass(frozen=True)
class Offer:
    """What the reader chose of the remarks: the parameters of a link, as a query."""

    link: str = accept(text(LONGEST_LINK), "")


@dataclass(frozen=True)
class DrawnPlane:
    """The points that the reader drew, and the plane on which: its least x and y, and its largest."""

    x: tuple[float, ...] = accept(reals(LARGEST, MOST_DRAWN), ())
    y: tuple[float, ...] = accept(reals(LARGEST, MOST_DRAWN), ())
    labels: tuple[int, ...] = accept(wholes(MOST_UNITS, MOST_DRAWN), ())
    plane: tuple[float, ...] = accept(reals(LARGEST, 4), ())


@dataclass(frozen=True)
class WeightEdit:
    """What the reader did with a weight, a bias or all of a layer.

    Parameters
    ----------
    run, at
        The run, and the step from which it holds.
    name
        Which one.
    action
        ``"set"`` to `value`, ``"take back"`` what was set, ``"freeze"`` or ``"unfreeze"``.
    value
        None unless it is set.
    """

    run: str = accept(text(LONGEST_ID), "")
    at: int = accept(whole(0, MOST_STEPS), 0)
    name: str = accept(text(LONGEST_NAME), "")
    action: str = accept(text(LONGEST_NAME), "")
    value: float | None = accept(real, None)


def parse_request(value: object) -> Request:
    """Return the request in `value`; whatever is missing or unreadable takes its default."""
    request = read(Request, value)
    return replace(request, want=tuple(dict.fromkeys(request.want)))
