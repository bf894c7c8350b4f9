"""The history: at which steps of a long run its losses are kept."""

HISTORY_ROWS = 128
"""A history has at most this many rows, and the one of the step itself."""


def history_spacing(step: int) -> int:
    """Return the smallest power of two that spaces a history up to `step` into `HISTORY_ROWS` rows.

    >>> [history_spacing(step) for step in (0, 128, 129, 5000)]
    [1, 1, 2, 64]
    """
    spacing = 1
    while step > spacing * HISTORY_ROWS:
        spacing *= 2
    return spacing
