"""The best-known calculation of backpropagation by hand: two inputs, two units, two outputs, one sample.

It updates the weights and leaves the biases as they are, so they are frozen here.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.run.edits import Edit
from core.run.experiment import Experiment
from core.run.rows import BY_HAND, EXAMPLE

_LAYERS = (((0.15, 0.25), (0.2, 0.3), (0.35, 0.35)), ((0.4, 0.5), (0.45, 0.55), (0.6, 0.6)))
"""Of each layer the rows of W, and b as the last row."""


def initial_edits(layers: Sequence[Sequence[Sequence[float]]]) -> tuple[Edit, ...]:
    """Return the edits that set all parameters before training, from [W; b] of each layer."""
    return tuple(
        (0, f"b{at}:{j}" if i > len(rows) - 1 else f"W{at}:{i},{j}", float(value))
        for at, rows in enumerate(layers, start=1)
        for i, row in enumerate(rows, start=1)
        for j, value in enumerate(row, start=1)
    )


WORKED_EXAMPLE = Experiment(
    dataset=BY_HAND,
    given_rows=EXAMPLE,
    hidden=(2,),
    loss="squared_error",
    learning_rate=0.5,
    edits=initial_edits(_LAYERS),
    frozen=(("b1", 0, None), ("b2", 0, None)),
)
