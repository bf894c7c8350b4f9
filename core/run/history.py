"""The history: at which steps of a long run its losses are kept."""

HISTORY_ROWS = 128
"""A history has at most this many pairs of rows, and the row of the step itself."""


def history_spacing(step: int) -> int:
    """Return the smallest power of two that spaces a history up to `step` into `HISTORY_ROWS` pairs.

    >>> [history_spacing(step) for step in (0, 128, 129, 5000)]
    [1, 1, 2, 64]
    """
    spacing = 1
    while step > spacing * HISTORY_ROWS:
        spacing *= 2
    return spacing


def history_steps(step: int) -> list[int]:
    """Return the steps of a history before `step`: each multiple of its spacing and the step before that.

    Two neighbouring steps show what every other step would hide: a loss that swings with each update.

    >>> history_steps(2), history_steps(513)[:5]
    ([0, 1], [0, 7, 8, 15, 16])
    """
    multiples = range(0, step + 1, history_spacing(step))
    return sorted({at for each in multiples for at in (each - 1, each) if 0 <= at < step})


def is_in_a_history(step: int) -> bool:
    """Return whether the history of some later step has a row of this one."""
    return any(at % history_spacing(at) == 0 for at in (step, step + 1))
