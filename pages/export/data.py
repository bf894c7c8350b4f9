"""The numbers behind the pictures, as tables or arrays, at any step of a run."""

import io
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from core import forward
from core.arrays import Array
from core.run.datasets import Dataset
from pages.export.order import Order
from pages.stage.runs import timeline


def points(order: Order) -> pd.DataFrame:
    """Return the points with their classes and predicted probabilities."""
    run = timeline(order.experiment)
    network = run.at(order.step).network
    parts = [
        _part(name, part, forward(network, part.X).probabilities)
        for name, part in (("train", run.train), ("test", run.test))
    ]
    return pd.concat(parts, ignore_index=True)


def losses(order: Order) -> pd.DataFrame:
    """Return loss, accuracy and the gradient norm of each layer, up to the step."""
    rows = timeline(order.experiment).history(order.step)
    names = ["step", "train_loss", "test_loss", "train_accuracy", "test_accuracy"]
    norms = [f"gradient_norm_{layer}" for layer in range(1, rows.shape[1] - len(names) + 1)]
    return pd.DataFrame(rows, columns=[*names, *norms]).astype({"step": int})


def weights(order: Order) -> pd.DataFrame:
    """Return every weight and bias at the step; rows and columns count from 1."""
    layers = timeline(order.experiment).at(order.step).network.layers
    return _tidy("W", "b", [(layer.W, layer.b) for layer in layers])


def gradients(order: Order) -> pd.DataFrame:
    """Return the gradient with respect to every weight and bias, for the batch of the next update."""
    layers = timeline(order.experiment).at(order.step).gradients.layers
    return _tidy("dW", "db", [(layer.dW, layer.db) for layer in layers])


TABLES = {"points": points, "losses": losses, "weights": weights, "gradients": gradients}

DESCRIPTIONS = {
    "points": "points, their classes and predicted probabilities",
    "losses": "loss, accuracy and the gradient norm of each layer up to the step",
    "weights": "every weight and bias at the step",
    "gradients": "gradient with respect to every weight and bias at the step",
}


def csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV; every number reads back as the very same float."""
    return table.to_csv(index=False, lineterminator="\n").encode()


def npz(order: Order) -> bytes:
    """Return all arrays of a step in one file: points, history, weights, gradients, the next step.

    Their names are those of the notation, ΔW is ``step_W``.
    """
    run = timeline(order.experiment)
    now = run.at(order.step)
    arrays: dict[str, Any] = {"history": run.history(order.step)}
    for name, part in (("train", run.train), ("test", run.test)):
        arrays |= {f"X_{name}": part.X, f"y_{name}": part.y}
    arrays |= {"step": np.array(now.step), "batch": now.batch}
    layers = zip(now.network.layers, now.gradients.layers, now.updates, strict=True)
    for at, (layer, gradient, (step_W, step_b)) in enumerate(layers, start=1):
        arrays |= {f"W{at}": layer.W, f"b{at}": layer.b, f"dW{at}": gradient.dW, f"db{at}": gradient.db}
        arrays |= {f"step_W{at}": step_W, f"step_b{at}": step_b}
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def _part(name: str, part: Dataset, P: Array) -> pd.DataFrame:
    probabilities = {f"P{c}": P[:, c] for c in range(P.shape[1])}
    given = {"part": name, "x1": part.X[:, 0], "x2": part.X[:, 1], "class": part.y}
    return pd.DataFrame({**given, "predicted": P.argmax(axis=1), **probabilities})


def _tidy(weights_name: str, biases_name: str, layers: Iterable[tuple[Array, Array]]) -> pd.DataFrame:
    rows = [
        (at, name, i + 1, j + 1, M[i, j])
        for at, (W, b) in enumerate(layers, start=1)
        for name, M in ((weights_name, W), (biases_name, b[None, :]))
        for i, j in np.ndindex(*M.shape)
    ]
    return pd.DataFrame(rows, columns=["layer", "name", "row", "column", "value"])
