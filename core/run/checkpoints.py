"""Checkpoints: states from which a run can continue, in bounded memory."""

from __future__ import annotations

from core.arrays import Array
from core.run.fast_step import FastStep
from core.run.optimizers import State

MOST_CHECKPOINTS = 256
CHECKPOINT_BYTES = 8 * 2**20
"""The bound on checkpoints: never more than 256 of them, nor more than 8 MiB, per timeline."""

_FIRST_SPACING = 16
_ARRAY_BYTES = 120  # the overhead of an array


class Checkpoints:
    """Keep the state of a fast step at regular steps; when full, drop every second one.

    Attributes
    ----------
    spacing : int
        Steps from one checkpoint to the next.
    """

    def __init__(self, fast: FastStep) -> None:
        self._fast = fast
        self._kept: dict[int, tuple[Array, State]] = {}
        self.spacing = _FIRST_SPACING
        self.keep(0)

    @property
    def bytes_each(self) -> int:
        """The size of one checkpoint in bytes."""
        return int(self._fast.theta.nbytes * (1 + len(self._fast.memory)))

    @property
    def nbytes(self) -> int:
        """About how many bytes all checkpoints take."""
        return len(self._kept) * (self.bytes_each + _ARRAY_BYTES * (2 + len(self._fast.memory)))

    def keep(self, step: int) -> None:
        """Keep the state at `step`, if a checkpoint is due there."""
        if step % self.spacing:
            return
        self._kept[step] = self._fast.state()
        most = max(2, min(MOST_CHECKPOINTS, CHECKPOINT_BYTES // self.bytes_each))
        while len(self._kept) > most:
            self.spacing *= 2
            self._kept = {at: kept for at, kept in self._kept.items() if at % self.spacing == 0}

    def last(self, step: int) -> int:
        """Return the last step up to `step` that is kept; step 0 always is."""
        return max(at for at in self._kept if at <= step)

    def restore(self, step: int) -> None:
        """Return the fast step to a checkpoint."""
        self._fast.restore(self._kept[step])

    def share(self, other: Checkpoints, step: int) -> None:
        """Copy the checkpoints up to `step` to those of another run."""
        other.spacing = self.spacing
        other._kept |= {at: kept for at, kept in self._kept.items() if at <= step}
