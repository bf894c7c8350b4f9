"""The tables of a calculation by hand: its samples, and the weights and biases of each layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from core import Experiment, Network, kind_of
from core.arrays import Array
from core.run.rows import BY_HAND, INPUTS, MOST_OUTPUTS
from core.run.worked_example import WORKED_EXAMPLE, initial_edits
from pages.figures.names import column_name, row_name
from pages.figures.words import sub

MOST_UNITS = 6
_DIGITS = 6  # of a weight that comes from a run

Sizes = tuple[int, ...]


def sizes_of(experiment: Experiment) -> Sizes:
    """Return the widths that the tables begin with: those of the run, if it is small enough."""
    sizes = experiment.sizes
    is_small = len(sizes) <= 3 and max(sizes[1:]) <= min(MOST_UNITS, MOST_OUTPUTS)
    return sizes if is_small else WORKED_EXAMPLE.sizes


def samples_table(experiment: Experiment, outputs: int) -> pd.DataFrame:
    """Return the samples as a table; those of the worked example for another run."""
    run = experiment if experiment.dataset == BY_HAND else WORKED_EXAMPLE
    rows = [(row + (0.0,) * MOST_OUTPUTS)[: INPUTS + outputs] for row in run.given_rows]
    targets = [f"target {at}" for at in range(1, outputs + 1)]
    return pd.DataFrame(rows, columns=["x₁", "x₂", *targets], dtype=float)


def layer_tables(network: Network, sizes: Sizes) -> list[pd.DataFrame]:
    """Return [W; b] of each layer as a table; zeros, if the network has other widths."""
    blocks: list[Array] = [np.zeros((d + 1, h)) for d, h in pairwise(sizes)]
    if network.sizes == sizes:
        blocks = [np.vstack([layer.W, layer.b]).round(_DIGITS) for layer in network.layers]
    return [_table(M, at, len(blocks)) for at, M in enumerate(blocks, start=1)]


def _table(M: Array, layer: int, layers: int) -> pd.DataFrame:
    rows = [*(row_name(layer, i) for i in range(len(M) - 1)), sub("b", layer)]
    columns = [column_name(layer, j, layers=layers) for j in range(M.shape[1])]
    return pd.DataFrame(M, index=rows, columns=columns)


def experiment_of(
    run: Experiment, rate: float, samples: pd.DataFrame, layers: Sequence[pd.DataFrame]
) -> Experiment:
    """Return the run that begins with these numbers; its activation and its optimizer stay.

    Raises
    ------
    ValueError
        If there is no sample, there are too many, a cell is empty or a number is too large.
    """
    rows, weights = kind_of(Experiment, "given_rows"), kind_of(Experiment, "edits")
    blocks = [(sub("W", at), each, weights.value) for at, each in enumerate(layers, 1)]
    for name, table, number in [("samples", samples, rows.value), *blocks]:
        if table.isna().any(axis=None):
            raise ValueError(f"the table of {name} has an empty cell")
        if not table.map(lambda cell, kind=number: kind.low <= cell <= kind.high).all(axis=None):
            raise ValueError(f"each number in the table of {name} must be {number.allowed}")
    if samples.empty:
        raise ValueError("there is no sample")
    if len(samples) > rows.most:
        raise ValueError(f"there are {len(samples)} samples, and {rows.most} are allowed")
    numbers = [table.to_numpy(dtype=float) for table in layers]
    return replace(
        WORKED_EXAMPLE,
        given_rows=tuple(map(tuple, samples.to_numpy(dtype=float).tolist())),
        hidden=tuple(M.shape[1] for M in numbers[:-1]),
        activation=run.activation,
        optimizer=run.optimizer,
        learning_rate=rate,
        edits=initial_edits([M.tolist() for M in numbers]),
        frozen=(),
    )
