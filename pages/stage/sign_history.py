"""The history of one vital sign of a run: fewer rows than the losses have, computed on demand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core import (
    HISTORY_ROWS,
    Experiment,
    Snapshot,
    history_spacing,
    layer_signs,
    sharpness,
    sharpness_threshold,
)
from core.arrays import Array
from core.run.cost import seconds_per_readable_step
from pages.server.cache import LRUCache
from pages.stage.roundoff import update_ratios
from pages.stage.runs import timeline

SIGN_ROWS = 32
"""A history of a sign has at most this many rows, and the one of the step itself."""

_FRAMES = {"ratio": 4, "saturation": 4, "sharpness": 16}
"""While a run plays, at most one row is computed in so many frames."""

_STEPS_OF_A_ROW = {"ratio": 1, "saturation": 1, "sharpness": 24}
"""The cost of a row, in readable training steps on all samples."""

_SECONDS_PER_REQUEST = 0.1
_HISTORIES_BYTES = 4 * 2**20


def sign_spacing(step: int) -> int:
    """Return the smallest power of two that spaces a history up to `step` into `SIGN_ROWS` rows.

    >>> [sign_spacing(step) for step in (0, 32, 33, 5000)]
    [1, 1, 2, 256]
    """
    return history_spacing(step * HISTORY_ROWS // SIGN_ROWS)


class SignHistory:
    """Hold the rows of one sign of a run.  Threads may share it.

    A row is the step and the columns of the sign: the update ratio of each layer; the shares of saturated
    units of each hidden layer, then those of dead units; or the sharpness and its threshold, NaN where none
    is known.

    Parameters
    ----------
    experiment : Experiment
    kind : str
        ``"ratio"``, ``"saturation"`` or ``"sharpness"``.
    """

    def __init__(self, experiment: Experiment, kind: str) -> None:
        self._experiment, self._kind = experiment, kind
        self._rows: dict[int, Array] = {}
        self._latest: Array | None = None

    def row(self, snapshot: Snapshot) -> Array:
        """Return the row of a snapshot, and keep it if a history may need it."""
        step = snapshot.step
        for known in (self._rows.get(step), self._latest):
            if known is not None and known[0] == step:
                return known
        self._latest = row = np.array([step, *self._columns(snapshot)])
        if step % sign_spacing(step) == 0:
            self._rows[step] = row
        return row

    def passed(self, snapshots: Sequence[Snapshot], stride: int) -> Array:
        """Return the rows that are due while a run plays through snapshots, `stride` steps apart."""
        frames = _FRAMES[self._kind]
        due = [each for each in snapshots if each.step % max(sign_spacing(each.step), frames * stride) == 0]
        return np.array([self.row(each) for each in due])

    def upto(self, step: int, *, most: int | None = None) -> tuple[Array, int]:
        """Return the history up to `step`, or less of it if more than `most` rows are missing.

        Returns
        -------
        rows : (m, 1 + columns) array
            Of each multiple of ``sign_spacing(step)``, and of `step` itself.
        reached : int
            Where the history ends: `step`, unless rows are missing.
        """
        run = timeline(self._experiment)
        now = run.at(step)
        steps = range(0, now.step, sign_spacing(now.step))
        missing = [each for each in steps if each not in self._rows]
        for each in missing[:most]:
            self.row(run.at(each))
        if most is not None and len(missing) > most:
            reached = missing[most] - 1
            return np.array([self._rows[each] for each in steps if each <= reached]), reached
        return np.array([*(self._rows[each] for each in steps), self.row(now)]), step

    @property
    def most(self) -> int:
        """How many rows one request computes."""
        row = _STEPS_OF_A_ROW[self._kind] * seconds_per_readable_step(self._experiment)
        return max(1, int(_SECONDS_PER_REQUEST / row))

    @property
    def nbytes(self) -> int:
        """About how many bytes the rows take."""
        return 500 + sum(row.nbytes + 250 for row in self._rows.copy().values())

    @np.errstate(all="ignore")
    def _columns(self, snapshot: Snapshot) -> list[float]:
        network, train = snapshot.network, timeline(self._experiment).train
        if self._kind == "ratio":
            return update_ratios(self._experiment, snapshot)
        if self._kind == "sharpness":
            threshold = sharpness_threshold(self._experiment, snapshot.step)
            found = sharpness(network, train.X, train.Y, l2=self._experiment.value_at("l2", snapshot.step))
            return [found, np.nan if threshold is None else threshold]
        hidden = layer_signs(snapshot, train)[:-1]
        shares = [*(sign.saturated for sign in hidden), *(sign.dead for sign in hidden)]
        return [np.nan if share is None else share for share in shares]


_histories: LRUCache[SignHistory] = LRUCache(_HISTORIES_BYTES, lambda each: each.nbytes, grows=True)


def sign_history(experiment: Experiment, kind: str) -> SignHistory:
    """Return the history of a sign of a run that all who look at it share."""
    return _histories.get((experiment, kind), lambda: SignHistory(experiment, kind))
