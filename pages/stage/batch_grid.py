"""The grid of batches: how many steps are drawn, and how many computed, for one request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core import Experiment
from core.run.cost import seconds_per_step
from pages.frontend import Request
from pages.server.limits import LIMITS
from pages.stage.look import SPEEDS, Pace

_SECONDS_PER_REQUEST = 0.25
_MOST_FRAMES, _FEWEST_FRAMES = 32, 4


@dataclass(frozen=True)
class BatchGrid:
    """Say which steps belong to a batch of an experiment's run."""

    experiment: Experiment

    @cached_property
    def size(self) -> int:
        """Frames in a batch: fewer if a frame takes long, so the first one arrives soon."""
        frames = _SECONDS_PER_REQUEST / (seconds_per_step(self.experiment) * Pace().speed)
        size = _MOST_FRAMES
        while size > max(frames, _FEWEST_FRAMES):
            size //= 2
        return size

    @cached_property
    def most(self) -> int:
        """Updates computed for one request at the most."""
        return max(64, int(_SECONDS_PER_REQUEST / seconds_per_step(self.experiment)))

    @cached_property
    def limit(self) -> int:
        """The last step that this server computes."""
        return LIMITS.last_step(self.experiment)

    def steps(self, index: int, stride: int) -> range:
        """Return the steps of a batch."""
        first = index * self.size * stride
        return range(min(first, self.limit), min(first + self.size * stride, self.limit + 1), stride)

    def goal(self, request: Request) -> int:
        """Return the furthest step that a request needs."""
        ends = [self.steps(index, stride_of(request))[-1] for index in request.want]
        return min(max([request.at, *ends]), self.limit)


def stride_of(request: Request) -> int:
    """Return the steps between two frames of a request; 1 if it names none that is offered."""
    return request.stride if request.stride in SPEEDS else 1
