"""What a program prints: when, in which form, and the numbers that it must come to."""

from __future__ import annotations

from core.snapshot import Snapshot
from core.timeline import Timeline

_MOST_MULTIPLES = 5
_MOST_PLAIN = 1e4  # from here on four digits would be fewer than the app shows


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
        A line for each step shown: losses to four significant digits (six, if one has five before the
        point), accuracies in percent to one decimal.

    >>> from core.experiment import Experiment
    >>> program_output(Timeline(Experiment()), 0)
    'step 0 · loss 0.8181 train, 0.8003 test · accuracy 50 % train, 50 % test'
    """
    snapshots = _snapshots(run, step)
    digits = _digits(snapshots)
    return "\n".join(_line(now, digits) for now in snapshots)


def _snapshots(run: Timeline, step: int) -> list[Snapshot]:
    return [run.at(each) for each in steps_shown(run.at(step).step)]


def _digits(snapshots: list[Snapshot]) -> str:
    largest = max(max(now.train_loss, now.test_loss) for now in snapshots)
    return ".4g" if largest < _MOST_PLAIN else ".6g"


def _line(now: Snapshot, digits: str) -> str:
    right, test_right = (f"{round(100 * a, 1):g} %" for a in (now.train_accuracy, now.test_accuracy))
    return (
        f"step {now.step:,} · loss {now.train_loss:{digits}} train, {now.test_loss:{digits}} test · "
        f"accuracy {right} train, {test_right} test"
    )
