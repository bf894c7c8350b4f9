"""Checkpoints: where a run may continue from, in bounded memory."""

from __future__ import annotations

from core.arrays import Array
from core.run.fast_step import FastStep
from core.run.optimizers import State

MOST_CHECKPOINTS = 256
CHECKPOINT_BYTES = 8 * 2**20
"""The bound on checkpoints: never more than 256 of them, nor more than 8 MiB, per timeline."""

_FIRST_SPACING = 16
_ARRAY_BYTES = 120  # what an array takes besides its numbers


class Checkpoints:
    """Keep the state of a fast step every so many steps; every second one makes room for later ones.

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
        """The size of one."""
        return int(self._fast.theta.nbytes * (1 + len(self._fast.memory)))

    @property
    def nbytes(self) -> int:
        """About how many bytes all of them take."""
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
        """Bring the fast step back to a step that is kept."""
        self._fast.restore(self._kept[step])

    def forget_after(self, step: int) -> None:
        """Let go of all later ones."""
        self._kept = {at: kept for at, kept in self._kept.items() if at <= step}

    def share(self, other: Checkpoints, step: int) -> None:
        """Give the checkpoints of another run those up to `step`."""
        other.spacing = self.spacing
        other._kept |= {at: kept for at, kept in self._kept.items() if at <= step}
