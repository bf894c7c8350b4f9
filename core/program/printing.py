"""What a program prints: at which steps, in which form, and the expected numbers."""

from __future__ import annotations

from typing import NamedTuple

from core.run.snapshot import Snapshot
from core.run.timeline import Timeline

_MOST_MULTIPLES = 5
_SIGNIFICANT = ".4g"
_MORE_THAN_FOUR = 1e4, 1e6  # here the app shows all digits before the point


def steps_shown(step: int) -> tuple[int, ...]:
    """Return the steps at which a program that goes to `step` prints its numbers.

    Step 0, a few multiples of a round number, and the step itself.

    >>> steps_shown(1000), steps_shown(240), steps_shown(3)
    ((0, 200, 400, 600, 800, 1000), (0, 50, 100, 150, 200, 240), (0, 1, 2, 3))
    """
    rounds = (m * 10**power for power in range(7) for m in (1, 2, 5))
    spacing = next(each for each in rounds if step <= each * _MOST_MULTIPLES)
    return (*range(0, step, spacing), step)


def template(run: Timeline, step: int) -> tuple[str, str]:
    """Return the f-string that prints a line, in two halves."""
    digits = _digits(_snapshots(run, step))
    return (
        f"step {{step:,}} · loss {{loss:{digits}}} train, {{test_loss:{digits}}} test · ",
        "accuracy {round(right, 1):g} % train, {round(test_right, 1):g} % test",
    )


def program_output(run: Timeline, step: int) -> str:
    """Return what the program of a run prints, computed by its timeline.

    Parameters
    ----------
    run : Timeline
    step : int
        How far the program goes.

    Returns
    -------
    str
        A line for each step shown: losses to four significant digits (six, if one has five or six before
        the point), accuracies in percent to one decimal.

    >>> from core.run.experiment import Experiment
    >>> program_output(Timeline(Experiment()), 0)
    'step 0 · loss 0.8181 train, 0.8003 test · accuracy 50 % train, 50 % test'
    """
    snapshots = _snapshots(run, step)
    digits = _digits(snapshots)
    return "\n".join(line(now.step, numbers_of(now), digits) for now in snapshots)


class PrintedNumbers(NamedTuple):
    """Hold what is printed of a step: losses, and accuracies as fractions in [0, 1]."""

    loss: float
    test_loss: float
    right: float
    test_right: float


def numbers_of(now: Snapshot) -> PrintedNumbers:
    """Return what is printed of a snapshot."""
    return PrintedNumbers(now.train_loss, now.test_loss, now.train_accuracy, now.test_accuracy)


def line(step: int, numbers: PrintedNumbers, digits: str = _SIGNIFICANT) -> str:
    """Return the line that is printed at a step."""
    loss, test_loss, *shares = numbers
    right, test_right = (f"{round(100 * share, 1):g} %" for share in shares)
    return (
        f"step {step:,} · loss {loss:{digits}} train, {test_loss:{digits}} test · "
        f"accuracy {right} train, {test_right} test"
    )


def _snapshots(run: Timeline, step: int) -> list[Snapshot]:
    return [run.at(each) for each in steps_shown(run.at(step).step)]


def _digits(snapshots: list[Snapshot]) -> str:
    low, high = _MORE_THAN_FOUR
    losses = [loss for now in snapshots for loss in (now.train_loss, now.test_loss)]
    return ".6g" if any(low <= loss < high for loss in losses) else _SIGNIFICANT
