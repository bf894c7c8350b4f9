"""The gradient of the run's own batch, where another batch is opened up.

Plain descent subtracts lr times it, so that an update of it, too, can be written out.  Its matrices are
called G1, g1, …, as the steps are S1, s1, …; dW1, db1, … are those of the samples opened up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from core import Matrix, Phase, Snapshot, TrainingStep


def with_own_gradient(step: TrainingStep, now: Snapshot) -> TrainingStep:
    """Return the step with the gradient of the run's batch, from which its updates are made."""
    own = {matrix.name: matrix for matrix in _gradients(step, now)}
    phases = tuple(_made_of_own(phase, now.learning_rate) for phase in step.phases)
    return TrainingStep({**step.matrices, **own}, phases, step.columns)


def _gradients(step: TrainingStep, now: Snapshot) -> Iterator[Matrix]:
    for at, layer in enumerate(now.gradients.layers, start=1):
        for name, like, values in (
            (f"G{at}", f"dW{at}", layer.dW),
            (f"g{at}", f"db{at}", layer.db[None, :]),
        ):
            yield replace(step.matrices[like], name=name, values=values)


def _made_of_own(phase: Phase, rate: float) -> Phase:
    if phase.kind != "update":
        return phase
    at = phase.key.rpartition(" ")[2]
    return replace(phase, inputs=(f"G{at}", f"g{at}"), factor=rate)
