"""The numbers behind the pictures, as tables or arrays, at any step of a run."""

import io
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import partial
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from core import Experiment, Snapshot, Timeline, forward, sharpness, sharpness_threshold
from core.arrays import Array
from core.run.cost import seconds_per_readable_step, seconds_per_step
from core.run.datasets import Dataset
from core.vital_signs.layers import LayerSigns
from pages.export.order import Order
from pages.export.turns import Report, in_turn, unheard
from pages.stage.roundoff import signs_without_roundoff
from pages.stage.runs import timeline

MOST_ROWS = {"losses": 10_000, "vital_signs": 200}
"""Unless ``every`` is chosen, a table has at most so many rows, and the row of the step itself."""

_TOGETHER = 128
_SLICE = 0.1
"""Steps that are measured together at most, and the seconds that they should take."""

Value = TypeVar("Value")


def points(order: Order, report: Report = unheard) -> pd.DataFrame:
    """Return the points with their classes and outputs: predicted probabilities P after softmax, else A."""
    run = timeline(order.experiment)
    network = run.at(order.step).network
    parts = [
        _part(name, part, forward(network, part.X).A[-1], "P" if network.loss.output == "softmax" else "A")
        for name, part in _parts(run)
    ]
    return pd.concat(parts, ignore_index=True)


def losses(order: Order, report: Report = unheard) -> pd.DataFrame:
    """Return loss, accuracy and the gradient norm of each layer at the steps of `spacing`.

    Without test points, it has no columns for them.
    """
    rows = np.array(_rows(order, "losses", lambda snapshot: snapshot.row, report))
    names = ["step", "train_loss", "test_loss", "train_accuracy", "test_accuracy"]
    norms = [f"gradient_norm_{layer}" for layer in range(1, rows.shape[1] - len(names) + 1)]
    table = pd.DataFrame(rows, columns=[*names, *norms]).astype({"step": int})
    has_test = timeline(order.experiment).has_test
    return table if has_test else table.drop(columns=["test_loss", "test_accuracy"])


def vital_signs(order: Order, report: Report = unheard) -> pd.DataFrame:
    """Return the vital signs of each layer and the sharpness at the steps of `spacing`.

    What is not defined is NaN: the shares of units of the output layer, and a threshold that no theory
    gives.
    """
    return pd.DataFrame(_rows(order, "vital_signs", partial(_signs, order), report))


def weights(order: Order, report: Report = unheard) -> pd.DataFrame:
    """Return every weight and bias at the step; rows and columns count from 1."""
    layers = timeline(order.experiment).at(order.step).network.layers
    return _tidy("W", "b", [(layer.W, layer.b) for layer in layers])


def gradients(order: Order, report: Report = unheard) -> pd.DataFrame:
    """Return the gradient with respect to every weight and bias, for the batch of the next update."""
    layers = timeline(order.experiment).at(order.step).gradients.layers
    return _tidy("dW", "db", [(layer.dW, layer.db) for layer in layers])


TABLES = {
    "points": points,
    "losses": losses,
    "vital_signs": vital_signs,
    "weights": weights,
    "gradients": gradients,
}

DESCRIPTIONS = {
    "points": "points, their classes and predicted probabilities (outputs A with the squared error)",
    "losses": "loss, accuracy and gradient norms: every step up to 10,000 rows, or as --every says",
    "vital_signs": "vital signs by layer, sharpness: every step up to 200 rows, or as --every says",
    "weights": "every weight and bias at the step",
    "gradients": "gradient with respect to every weight and bias at the step",
}


def spacing(order: Order, table: str, most: int | None = None) -> int:
    """Return the steps from row to row of a table: as chosen, or the fewest of 1, 2, 5, 10 and so on.

    `most` is how many rows it may have, otherwise `MOST_ROWS`.

    >>> from dataclasses import replace
    >>> [spacing(Order(step=step), "losses") for step in (9_999, 10_000, 40_000)]
    [1, 2, 5]
    """
    if order.style.every:
        return order.style.every
    power, most = 1, most or MOST_ROWS[table]
    while True:
        for step in (power, 2 * power, 5 * power):
            if order.step // step < most:
                return step
        power *= 10


def csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV; every number reads back as the very same float."""
    return table.to_csv(index=False, lineterminator="\n").encode()


def npz(order: Order, report: Report = unheard) -> bytes:
    """Return all arrays of a step in one file: points, history, weights, gradients, the next step.

    Their names are those of the notation, ΔW is ``step_W``; ``history_columns`` names the columns of
    ``history``, which is the table of losses.
    """
    run = timeline(order.experiment)
    table, now = losses(order, report), run.at(order.step)
    arrays: dict[str, Any] = {
        "history": table.to_numpy(dtype=float),
        "history_columns": np.array(table.columns.tolist()),
    }
    for name, part in _parts(run):
        arrays |= {f"X_{name}": part.X, f"y_{name}": part.y}
    arrays |= {"step": np.array(now.step), "batch": now.batch}
    layers = zip(now.network.layers, now.gradients.layers, now.updates, strict=True)
    for at, (layer, gradient, (step_W, step_b)) in enumerate(layers, start=1):
        arrays |= {f"W{at}": layer.W, f"b{at}": layer.b, f"dW{at}": gradient.dW, f"db{at}": gradient.db}
        arrays |= {f"step_W{at}": step_W, f"step_b{at}": step_b}
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def _rows(order: Order, table: str, measure: Callable[[Snapshot], Value], report: Report) -> list[Value]:
    """Return what is measured of the run at the steps of a table's rows, the last one included."""
    run = timeline(order.experiment)
    in_turn(run, order.step, lambda: None)
    last, apart = min(order.step, run.end), spacing(order, table)
    steps = [*range(0, last, apart), last]
    together = rows_together(order.experiment, apart) if table == "losses" else 1
    rows: list[Value] = []
    while len(rows) < len(steps):
        some = steps[len(rows) : len(rows) + together]
        rows += in_turn(run, some[-1], lambda some=some: [measure(each) for each in run.walk(some)])  # type: ignore[misc]
        report(len(rows), len(steps))
    return rows


def rows_together(experiment: Experiment, apart: int) -> int:
    """Return how many rows, so many steps apart, are measured in one turn."""
    row = apart * seconds_per_step(experiment) + seconds_per_readable_step(experiment)
    return min(max(1, int(_SLICE / row)), _TOGETHER)


def _signs(order: Order, snapshot: Snapshot) -> dict[str, float]:
    """Return a row of the vital signs by column."""
    experiment, train = order.experiment, timeline(order.experiment).train
    row: dict[str, float] = {"step": snapshot.step}
    for at, signs in enumerate(signs_without_roundoff(experiment, snapshot), start=1):
        values = {f"{item.name}_{at}": getattr(signs, item.name) for item in fields(LayerSigns)}
        row |= {name: np.nan if value is None else value for name, value in values.items()}
    threshold = sharpness_threshold(experiment, snapshot.step)
    l2 = experiment.value_at("l2", snapshot.step)
    return row | {
        "sharpness": sharpness(snapshot.network, train.X, train.Y, l2=l2),
        "threshold": np.nan if threshold is None else threshold,
    }


def _parts(run: Timeline) -> list[tuple[str, Dataset]]:
    """Return the training points and, if there are any, the test points."""
    return [("train", run.train), *([("test", run.test)] if run.has_test else [])]


def _part(name: str, part: Dataset, P: Array, letter: str) -> pd.DataFrame:
    probabilities = {f"{letter}{c}": P[:, c] for c in range(P.shape[1])}
    given = {"part": name, "x1": part.shown[:, 0], "x2": part.shown[:, 1], "class": part.y}
    return pd.DataFrame({**given, "predicted": P.argmax(axis=1), **probabilities})


def _tidy(weights_name: str, biases_name: str, layers: Iterable[tuple[Array, Array]]) -> pd.DataFrame:
    rows = [
        (at, name, i + 1, j + 1, M[i, j])
        for at, (W, b) in enumerate(layers, start=1)
        for name, M in ((weights_name, W), (biases_name, b[None, :]))
        for i, j in np.ndindex(*M.shape)
    ]
    return pd.DataFrame(rows, columns=["layer", "name", "row", "column", "value"])
