"""Symptoms: what can be measured at a step of a run without trying another one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import Array, IntArray, norm
from core.diagnosis.replays import forked_at, visit
from core.network.activations import ACTIVATIONS
from core.network.backprop import Gradients, backward
from core.network.layers import Trace, forward
from core.network.penalties import Penalties
from core.run.experiment import Experiment
from core.run.snapshot import Snapshot
from core.run.timeline import Timeline
from core.run.training import Batches
from core.vital_signs.layers import LayerSigns, layer_signs
from core.vital_signs.sharpness import sharpness_in_slices, sharpness_threshold
from core.vital_signs.slices import Slices

LEARNED = 0.95
"""The training accuracy from which a run counts as learned."""

WINDOW = 32
"""How many updates before the step, and how many at the start, are looked at one by one."""

_STATIONARY = 1e-10
_FLAT = 1e-6
_BATCHES = 32  # of which the noise is measured


@dataclass(frozen=True)
class Symptoms:
    """Measure a run at a step; what takes no replay when it is first used.

    Attributes
    ----------
    timeline : Timeline
        The run.
    now, first : Snapshot
        The run at the step, or at its last finite step before it; and before its first update.
    history : (m, 3) array
        Step, training loss and test loss of the run so far.
    recent, early : arrays
        The training losses of the last steps, and of the first ones, one by one.
    earlier : float
        The training loss when a tenth of the updates was still to come.
    """

    timeline: Timeline
    now: Snapshot
    first: Snapshot
    history: Array
    recent: Array
    early: Array
    earlier: float

    @property
    def experiment(self) -> Experiment:
        """The run."""
        return self.timeline.experiment

    @property
    def step(self) -> int:
        """The step that is measured."""
        return self.now.step

    # --- how well it does ------------------------------------------------------------------------

    @cached_property
    def shares(self) -> Array:
        """The share of each class in the training set (k,)."""
        return np.asarray(self.timeline.train.Y.mean(axis=0))

    @property
    def guess_loss(self) -> float:
        """The loss of the best constant answer: for cross-entropy the entropy −Σ p ln p of the classes."""
        return self.now.network.loss.of_constant(self.timeline.train.Y)

    @property
    def guess_accuracy(self) -> float:
        """The accuracy of always answering the largest class."""
        return float(self.shares.max())

    @property
    def is_learned(self) -> bool:
        """Whether the training accuracy is at least `LEARNED`."""
        return self.now.train_accuracy >= LEARNED

    @property
    def is_guessing(self) -> bool:
        """Whether the run does hardly better than a constant answer."""
        loss, right = self.now.train_loss, self.now.train_accuracy
        return loss >= 0.98 * self.guess_loss or right <= self.guess_accuracy + 0.05

    @property
    def is_worse(self) -> bool:
        """Whether the loss has been clearly larger than that of a constant answer for some steps."""
        return self.level > 1.5 * self.guess_loss

    @cached_property
    def trace(self) -> Trace:
        """The forward pass of all training samples."""
        return forward(self.now.network, self.timeline.train.X)

    @cached_property
    def answers(self) -> IntArray:
        """The predicted class of each training sample (n,)."""
        return np.asarray(self.trace.probabilities.argmax(axis=1))

    # --- how the loss moves ----------------------------------------------------------------------

    @property
    def level(self) -> float:
        """The median of the recent losses."""
        return float(np.median(self.recent))

    @property
    def rises(self) -> float:
        """The share of the recent updates that raised the loss."""
        steps = np.diff(self.recent)
        return float((steps > 1e-9 * self.recent[:-1]).mean()) if steps.size else 0.0

    @property
    def swing(self) -> float:
        """The largest change of the loss from one recent step to the next."""
        return float(np.abs(np.diff(self.recent)).max(initial=0.0))

    @property
    def peak(self) -> float:
        """The largest training loss so far."""
        return float(max(self.early.max(), self.history[:, 1].max()))

    @property
    def fall(self) -> float:
        """How fast the loss falls: −d ln(loss)/d ln(step).

        Over the last tenth of the run; with mini-batches, whose loss swings, from the median of its third
        quarter to that of its last.
        """
        if self.step < 10:
            return 0.0
        if not self.is_full_batch:
            before, last = self._median_loss(0.5, 0.75), self._median_loss(0.75, 1.0)
            return float(np.log(before / last) / np.log(0.875 / 0.625))
        return float((self.earlier - self.level) / max(self.level, 1e-300) * 10)

    def _median_loss(self, begin: float, end: float) -> float:
        """Return the median of the training losses between two fractions of the run."""
        steps, losses = self.history[:, 0] / self.step, self.history[:, 1]
        return max(float(np.median(losses[(begin < steps) & (steps <= end)])), 1e-300)

    # --- gradient and curvature ------------------------------------------------------------------

    @property
    def is_full_batch(self) -> bool:
        """Whether each update uses all training samples."""
        return len(self.now.batch) == len(self.timeline.train.y)

    @property
    def penalties(self) -> Penalties:
        """The strengths of the penalties in the next update."""
        return self.experiment.penalties_at(self.step)

    @cached_property
    def gradients(self) -> Gradients:
        """The gradients of all training samples."""
        train = self.timeline.train
        return backward(self.now.network, self.trace, train.Y, **self.penalties)

    @property
    def gradient_norm(self) -> float:
        """The norm of the gradient of all training samples."""
        return norm(np.array([norm(np.append(g.dW, g.db)) for g in self.gradients.layers]))

    @property
    def can_die(self) -> bool:
        """Whether f' of the hidden units can be exactly 0 for good, as that of ReLU."""
        return ACTIVATIONS[self.experiment.activation].can_die

    @property
    def is_stationary(self) -> bool:
        """Whether the gradient is 0 but for round-off."""
        return self.gradient_norm <= _STATIONARY

    @property
    def has_saturated_outputs(self) -> bool:
        """Whether sigmoid outputs are so near 0 or 1 on every sample that their slope is about 0."""
        A = self.trace.A[-1]
        return self.now.network.loss.error_of == "A" and float((A * (1.0 - A)).max()) <= _FLAT

    @cached_property
    def noise(self) -> float:
        """The noise of the batches: root mean square of ‖g_batch − g‖/‖g‖ over an epoch's batches."""
        if self.is_full_batch or not (whole := self.gradient_norm):
            return 0.0
        train = self.timeline.train
        batches = Batches.of(self.experiment, len(train.y), self.step)
        network, square = self.now.network, 0.0
        own = range(min(batches.per_epoch, _BATCHES))
        for at in own:
            some = batches.at(self.step - (self.step - batches.start) % batches.per_epoch + at)
            X, Y = train.X[some], train.Y[some]
            batch = backward(network, forward(network, X), Y, **self.penalties)
            pairs = zip(batch.layers, self.gradients.layers, strict=True)
            square += sum(norm(b.dW - g.dW) ** 2 + norm(b.db - g.db) ** 2 for b, g in pairs)
        return float(np.sqrt(square / len(own))) / whole

    @cached_property
    def signs(self) -> tuple[LayerSigns, ...]:
        """The vital signs of each layer."""
        return layer_signs(self.now, self.timeline.train)

    def sharpness(self, snapshot: Snapshot) -> Slices[float]:
        """Return the sharpness λ_max at a step of this run."""
        X, Y, l2 = self.timeline.train.X, self.timeline.train.Y, self.penalties["l2"]
        return sharpness_in_slices(snapshot.network, X, Y, l2=l2, tolerance=1e-3)

    def threshold(self, step: int) -> float | None:
        """Return the sharpness beyond which the update from a step overshoots."""
        return sharpness_threshold(self.experiment, step)


def symptoms_at(run: Timeline, step: int) -> Slices[Symptoms]:
    """Measure in slices what a run was at a step and before."""
    fork = yield from forked_at(run, step)
    now, history = fork.at(step), fork.history(step)[:, :3]
    recent = yield from visit(fork, range(max(0, now.step - WINDOW), now.step + 1))
    early = yield from visit(fork, range(min(WINDOW, now.step) + 1))
    (earlier,) = yield from visit(fork, [int(0.9 * now.step)])
    return Symptoms(
        fork, now, early[0], history, _train_losses(recent), _train_losses(early), earlier.train_loss
    )


def _train_losses(snapshots: list[Snapshot]) -> Array:
    return np.array([snapshot.train_loss for snapshot in snapshots])
