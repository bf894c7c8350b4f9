"""The limits of a server that many share, declared here and nowhere else.

On one's own computer only the bounds of the fields apply.  ``BACKPASS_HOSTED=1`` turns
the limits on, and ``BACKPASS_UNITS=16`` or any other of the fields below sets one: environment variables,
because they are what containers are given, and because a visitor cannot reach them.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from core import (
    IRIS,
    LAST_STEP,
    OWN,
    Experiment,
    Whole,
    declare,
    fewer_points,
    key_of,
    kind_of,
    read_points,
)
from core.run.changes import fitting
from core.run.cost import seconds_per_step

_PREFIX = "BACKPASS_"
_YES = ("1", "true", "yes", "on")
_WHY = "because many share this server"
_OF = {"hidden": "units a layer", "samples": "samples"}
_ELSEWHERE = "On your own computer the link works as it is."


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Hold the limits; the defaults are those of a hosted server.

    Attributes
    ----------
    hosted : bool
        Whether many share this server.
    units : int
        Largest width of a hidden layer.
    samples : int
        Most points of a run.
    rate : int
        Most frames per second of a tab that plays.
    megapixels : int
        Largest exported picture.
    sessions : int
        Most open tabs.
    requests : int
        Requests per second of one session that are served at once; further requests wait.
    seconds : int
        Estimated seconds of computing for one run; they limit how far it is computed.
    """

    hosted: bool = True
    units: int = declare(32, Whole(1, 64), "units")
    samples: int = declare(500, Whole(20, 1000), "samples")
    rate: int = declare(30, Whole(1, 60), "rate")
    megapixels: int = declare(9, Whole(1, 100), "megapixels")
    sessions: int = declare(200, Whole(1, 10_000), "sessions")
    requests: int = declare(20, Whole(1, 1000), "requests")
    seconds: int = declare(60, Whole(1, 86_400), "seconds")

    def rates(self, offered: tuple[int, ...]) -> tuple[int, ...]:
        """Return those of the offered frame rates that are allowed, the highest first.

        >>> Limits(rate=15).rates((60, 30, 10))
        (15, 10)
        """
        return tuple(sorted({min(rate, self.rate) for rate in offered}, reverse=True))

    def beyond(self, experiment: Experiment) -> dict[str, int]:
        """Return the limit of each field that is beyond its limit."""
        over = {
            "hidden": (max(experiment.hidden, default=0), self.units),
            "samples": (0 if experiment.dataset == IRIS else experiment.n_points, self.samples),
        }
        return {name: most for name, (given, most) in over.items() if given > most}

    def within(self, experiment: Experiment) -> tuple[Experiment, tuple[str, ...]]:
        """Return the nearest experiment that is allowed, and a sentence for each field that is not.

        >>> Limits(units=8).within(Experiment(hidden=(4, 9)))[0].hidden
        (4, 8)
        """
        notices = [_notice(experiment, name, most) for name, most in self.beyond(experiment).items()]
        hidden = tuple(min(units, self.units) for units in experiment.hidden)
        samples, points = min(experiment.samples, self.samples), experiment.points
        if experiment.dataset == OWN and experiment.n_points > self.samples:
            points = fewer_points(read_points(points), self.samples).text
        allowed = replace(experiment, hidden=hidden, samples=samples, points=points)
        return fitting(allowed), tuple(notices)

    def last_step(self, experiment: Experiment) -> int:
        """Return the last training step to which a run is computed here.

        >>> Limits().last_step(Experiment()) == UNLIMITED.last_step(Experiment()) == LAST_STEP
        True
        """
        if not self.hosted:
            return LAST_STEP
        steps = int(self.seconds / seconds_per_step(experiment)) // 100 * 100
        return min(max(steps, 100), LAST_STEP)

    def nearest_step(self, experiment: Experiment, step: int) -> tuple[int, tuple[str, ...]]:
        """Return the nearest step that is computed here, and a sentence if that is not `step`."""
        last = self.last_step(experiment)
        if step <= last:
            return step, ()
        allowed = f"the {last:,} training steps allowed here for this run ({self.seconds} s of computing)"
        notice = f"step={step} is more than {allowed}, {_WHY}: step {last:,} is shown. {_ELSEWHERE}"
        return last, (notice,)

    def why_run_ends(self, experiment: Experiment) -> str:
        """Return the sentence that says why a run ends at its last step here, or "" without a limit."""
        last = self.last_step(experiment)
        if last == LAST_STEP:
            return ""
        return (
            f"The run ends here, at step {last:,}: a run may take {self.seconds} s of computing, {_WHY}. "
            "On your own computer it continues."
        )

    def check_picture(self, width: int, height: int) -> None:
        """Check the size of an exported picture.

        Raises
        ------
        ValueError
            If it has more pixels than are allowed.
        """
        if width * height > self.megapixels * 10**6:
            most = f"the {self.megapixels} megapixels allowed here, {_WHY}"
            raise ValueError(f"{width} × {height} pixels are more than {most}")

    def slower(self, rate: int | None) -> tuple[str, ...]:
        """Return a sentence if a link requests more frames per second than are allowed."""
        if rate is None or rate <= self.rate:
            return ()
        return (f"rate={rate} is more than the {self.rate} frames per second allowed here, {_WHY}.",)


def _notice(experiment: Experiment, name: str, most: int) -> str:
    given = f"{key_of(Experiment, name)}={kind_of(Experiment, name).write(getattr(experiment, name))}"
    if name == "samples" and experiment.dataset == OWN:
        given = f"A table of {experiment.n_points:,} points"
    allowed = f"more than the {most} {_OF[name]} allowed here, {_WHY}"
    return f"{given} is {allowed}: {most} are shown. {_ELSEWHERE}"


def _declared() -> list[str]:
    return [item.name for item in fields(Limits) if item.metadata]


UNLIMITED = Limits(hosted=False, **{name: kind_of(Limits, name).high for name in _declared()})
"""The limits on one's own computer: all that the fields themselves allow."""


def read_limits(environment: Mapping[str, str]) -> Limits:
    """Return the limits that environment variables set.

    Raises
    ------
    ValueError
        If a variable holds what its field does not allow; names it, what was given and what is allowed.

    >>> read_limits({}).hosted, read_limits({"BACKPASS_HOSTED": "1", "BACKPASS_UNITS": "16"}).units
    (False, 16)
    """
    if environment.get(f"{_PREFIX}HOSTED", "").strip().lower() not in _YES:
        return UNLIMITED
    given = {name: environment.get(_PREFIX + name.upper()) for name in _declared()}
    return Limits(**{name: _read(name, text) for name, text in given.items() if text is not None})


def _read(name: str, text: str) -> Any:
    kind = kind_of(Limits, name)
    try:
        return kind.read(text.strip())
    except ValueError:
        raise ValueError(f"{_PREFIX}{name.upper()}={text} is not {kind.allowed}") from None


LIMITS = read_limits(os.environ)
"""The limits of this server."""
