"""What tells one cause from another: each sign is measured on a run, and put in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core import ACTIVATIONS, Experiment, backward, forward, kind_of, unit_slopes
from core.arrays import Array, norm
from core.vital_signs.layers import SATURATED_BELOW
from pages.figures.words import fmt, listed, percent
from pages.scenes.clinic.failing_run import FailingRun

SEEDS = 8
LAST_UPDATES = 50
_TIMES_UNITS, _TIMES_STEPS, _TIMES_RATE = 4, 4, (10, 100, 1000)
_MOST_UNITS = 32


@dataclass(frozen=True)
class Sign:
    """Hold what was measured.

    Attributes
    ----------
    is_seen : bool
        Whether it speaks for the cause.
    fact : str
        The measurement in words, to follow "Here".
    """

    is_seen: bool
    fact: str


# --- variants of the run that help, if the cause is true ------------------------------------------


def other_seeds(run: FailingRun) -> list[FailingRun]:
    """Return the run with other initial weights."""
    return [run.variant(seed=seed) for seed in range(SEEDS)]


def wider(run: FailingRun) -> list[FailingRun]:
    """Return the run with several times as many units."""
    widths = tuple(min(_TIMES_UNITS * units, _MOST_UNITS) for units in run.experiment.hidden)
    return [run.variant(hidden=widths)]


def longer(run: FailingRun) -> list[FailingRun]:
    """Return the run some time later."""
    return [run.variant(times=_TIMES_STEPS)]


def faster(run: FailingRun) -> list[FailingRun]:
    """Return the run at larger learning rates, as far as they are allowed."""
    rates = [times * run.experiment.learning_rate for times in _TIMES_RATE]
    most = kind_of(Experiment, "learning_rate").high
    return [run.variant(learning_rate=rate) for rate in rates if rate <= most]


def seeds_help(run: FailingRun) -> Sign:
    """Count the seeds that succeed; a quarter of them speaks for a local minimum."""
    cured = sum(each.is_cured for each in other_seeds(run))
    return Sign(
        4 * cured >= SEEDS,
        f"{cured} of {SEEDS} weight seeds get a test loss below {fmt(run.cured_below)} "
        f"by step {run.step:,}",
    )


def units_help(run: FailingRun) -> Sign:
    """Measure the test loss with more units."""
    (wide,) = wider(run)
    units = " and ".join(map(str, wide.experiment.hidden))
    return Sign(
        wide.is_cured,
        f"the test loss is {_test_loss(run)}; with {units} hidden units it is {_test_loss(wide)}"
        + (f" at step {wide.step:,}" if wide.step < run.step else ""),
    )


def steps_help(run: FailingRun) -> Sign:
    """Measure the test loss after more steps."""
    (late,) = longer(run)
    if late.step == run.step:
        last = f"step {run.step:,}, the last one that this server computes"
        return Sign(False, f"the test loss is {_test_loss(run)} at {last}")
    return Sign(
        late.is_cured,
        f"the test loss is {_test_loss(run)} at step {run.step:,}; at step {late.step:,} it is "
        f"{_test_loss(late)}",
    )


def rates_help(run: FailingRun) -> Sign:
    """Measure the test loss at larger learning rates."""
    fast = faster(run)
    losses = [f"{_test_loss(each)} at {fmt(each.experiment.learning_rate)}" for each in fast]
    return Sign(
        any(each.is_cured for each in fast),
        f"the test loss is {_test_loss(run)} at a rate of {fmt(run.experiment.learning_rate)}; "
        f"it is {listed(losses)}",
    )


# --- numbers of the run itself --------------------------------------------------------------------


def alike(run: FailingRun) -> Sign:
    """Measure by how much the weights of two units of layer 1 differ."""
    W = run.snapshot.network.layers[0].W
    spread = float(np.ptp(W, axis=1).max())
    return Sign(
        spread <= 1e-9 * float(np.abs(W).max()),
        f"the largest difference between weights of two units of layer 1 is {fmt(spread)}",
    )


def no_hidden_layer(run: FailingRun) -> Sign:
    """Count the hidden layers."""
    layers = len(run.experiment.hidden)
    return Sign(
        layers == 0,
        f"the number of hidden layers is {layers}, and {percent(run.snapshot.train_accuracy)} of the "
        "training points are classified correctly",
    )


def rising_loss(run: FailingRun) -> Sign:
    """Count the last updates that made the training loss larger."""
    last = run.timeline.walk(range(max(run.step - LAST_UPDATES, 0), run.step + 1))
    rose = sum(after.train_loss > before.train_loss for before, after in pairwise(last))
    return Sign(
        5 * rose >= LAST_UPDATES,
        f"the training loss rose in {rose} of the last {LAST_UPDATES} updates",
    )


def saturated_units(run: FailingRun) -> Sign:
    """Count the units whose f', averaged over the training samples, is almost 0."""
    slopes = _slopes(run)
    count = int((slopes < SATURATED_BELOW * ACTIVATIONS[run.experiment.activation].steepest).sum())
    return Sign(
        2 * count > len(slopes),
        f"the mean of f′ is below {percent(SATURATED_BELOW)} of its maximum in {count} of {len(slopes)} "
        "hidden units",
    )


def dead_units(run: FailingRun) -> Sign:
    """Count the units with f' = 0 on every training sample."""
    slopes = _slopes(run)
    count = int((slopes == 0).sum())
    return Sign(
        2 * count > len(slopes), f"f′ is 0 on all training samples in {count} of {len(slopes)} hidden units"
    )


def shrinking_gradient(run: FailingRun) -> Sign:
    """Compare the gradient norms of the last and of the first layer before training."""
    norms = [layer.norm for layer in run.timeline.at(0).gradients.layers]
    return Sign(
        100 * norms[0] < norms[-1],
        f"the gradient norm at step 0 is {fmt(norms[-1])} in layer {len(norms)} and {fmt(norms[0])} "
        "in layer 1",
    )


def small_weights(run: FailingRun) -> Sign:
    """Measure the largest weight beside the penalty."""
    largest = max(float(np.abs(layer.W).max()) for layer in run.snapshot.network.layers)
    l2 = run.penalties["l2"]
    return Sign(
        l2 > 0 and largest < 0.1,
        f"λ is {fmt(l2)}, and the largest weight has an absolute value of {fmt(largest)}",
    )


def growing_weights(run: FailingRun) -> Sign:
    """Compute the factor by which the penalty alone changes a weight in one update of SGD."""
    rate, l2 = run.snapshot.learning_rate, run.penalties["l2"]
    factor = 1 - rate * l2
    return Sign(factor < -1, f"lr is {fmt(rate)} and λ is {fmt(l2)}, so the factor is {fmt(factor)}")


def generalization(run: FailingRun) -> Sign:
    """Compare the losses on training and on test points."""
    train, test = run.snapshot.train_loss, run.snapshot.test_loss
    return Sign(
        test > 2 * train and test - train > 0.1,
        f"the loss is {fmt(train)} on training points and {fmt(test)} on test points",
    )


def batch_noise(run: FailingRun) -> Sign:
    """Compare the gradient of the next batch with the one of all training samples."""
    now, train = run.snapshot, run.timeline.train
    whole = backward(now.network, forward(now.network, train.X), train.Y, **run.penalties)
    mine, all_samples = (
        np.concatenate([array.ravel() for layer in gradients.layers for array in (layer.dW, layer.db)])
        for gradients in (now.gradients, whole)
    )
    error, size = norm(mine - all_samples), norm(all_samples)
    return Sign(
        error > size,
        f"the next batch has {len(now.batch)} of {len(train.y)} samples. The gradient of all samples has "
        f"the norm {fmt(size)}, and the error of the batch's gradient has the norm {fmt(error)}",
    )


def _test_loss(run: FailingRun) -> str:
    return "not finite" if run.snapshot.divergence else fmt(run.snapshot.test_loss)


def _slopes(run: FailingRun) -> Array:
    """Return the mean f' of all hidden units."""
    return np.concatenate(unit_slopes(run.snapshot.network, run.timeline.train.X))
