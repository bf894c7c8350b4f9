"""The derivation of the notes in their order, without their misprints: from a sample's loss to a batch.

It follows the network: its loss, its activation, and whether it has a hidden layer.  Layer 2 is the last
layer of any network, layer 1 the one before.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.notes.case import Case
from core.notes.derivation_step import DerivationStep
from core.notes.derived_batch import batch
from core.notes.derived_hidden import TO_A1, WEIGHTS_1, slope
from core.notes.derived_output import SOFTMAX_8, plan, squared_error, weights_2


def derivation(case: Case) -> tuple[DerivationStep, ...]:
    """Return the steps of the derivation for the network of a case.

    >>> from core import Experiment, Timeline
    >>> run = Timeline(Experiment())
    >>> case = Case.of(run.at(0).network, run.train.X, run.train.Y)
    >>> [step.number for step in derivation(case) if step.number]
    ['19', '20', '21', '8', '9', '6', '10', '11', '12', '7']
    """
    return tuple(_steps(case))


def _steps(case: Case) -> Iterator[DerivationStep]:
    yield from plan(case)
    yield from SOFTMAX_8 if case.loss.output == "softmax" else squared_error(case)
    yield from weights_2(case)
    if case.has_hidden:
        yield from TO_A1
        yield slope(case)
        yield from WEIGHTS_1
    yield from batch(case)
