"""What the board of One step must show in each cell: computed by core alone, for links of all kinds."""

import re
from typing import Any

import numpy as np

from core import Timeline, backward, forward, from_link

SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
LINKS = {
    "the notes' network": {"step": "240"},
    "columns": {"step": "240", "convention": "columns"},
    "three classes, two layers, a penalty": {
        "dataset": "arms", "hidden": "3,2", "activation": "tanh", "l2": "0.01", "l1": "0.02", "step": "60",
    },
    "relu, columns, picked": {
        "hidden": "3", "activation": "relu", "init": "he", "convention": "columns", "points": "3,17,25",
        "count": "3", "step": "30",
    },
    "no hidden layer, Adam": {"hidden": "none", "optimizer": "adam", "step": "10"},
    "the run's own batch": {"batch": "5", "whole": "yes", "step": "12"},
    "a few as the batch": {"whole": "taken", "count": "4", "points": "9", "l2": "0.01", "step": "40"},
    "the first visit": {},
    "the first visit, columns": {"convention": "columns"},
    "sure of everything": {"lr": "30", "step": "500"},
    "late, columns": {"step": "3000", "convention": "columns"},
    "late": {"step": "3000"},
    "three classes, sure of them": {"lr": "10", "step": "2000", "dataset": "blobs"},
    "three classes, sure of them, columns": {
        "lr": "10", "step": "2000", "dataset": "blobs", "convention": "columns",
    },
    "squared error": {"objective": "squared_error", "step": "240"},
    "squared error, three classes, columns": {
        "objective": "squared_error", "dataset": "blobs", "hidden": "3,2", "l2": "0.01", "step": "60",
        "convention": "columns",
    },
    "squared error, sure of everything": {"objective": "squared_error", "lr": "30", "step": "900"},
    "what cancels": {"init": "zeros", "whole": "yes", "lr": "0.7"},
}  # fmt: skip


class Truth:
    """Compute what the board shows, with core alone, for the samples that it names."""

    def __init__(self, link: dict[str, str], samples: list[int]) -> None:
        self.experiment, step, _ = from_link(link)
        timeline = Timeline(self.experiment)
        self.is_turned = link.get("convention") == "columns"
        self.now, self.next = timeline.at(step), timeline.at(step + 1)
        train = timeline.train
        self.samples = samples
        self.trace = forward(self.now.network, train.X[samples])
        self.Y = train.Y[samples]
        self.gradients = backward(
            self.now.network, self.trace, self.Y, l2=self.experiment.l2, l1=self.experiment.l1
        )
        self.updates = [(dW, db) for dW, db in self.now.updates]
        self.after = [(layer.W, layer.b) for layer in self.next.network.layers]
        if link.get("whole") == "taken":  # a step of plain SGD on these samples
            lr, pairs = self.now.learning_rate, self.gradients.layers
            self.updates = [(lr * layer.dW, lr * layer.db) for layer in pairs]
            moves = zip(self.now.network.layers, self.updates, strict=True)
            self.after = [(layer.W - W, layer.b - b) for layer, (W, b) in moves]

    def value(self, cell: str) -> float:
        """Return the number in a cell named as in ``dW2[unit 1, class 0]``, in either convention."""
        symbol, _, place = cell.translate(SUBSCRIPTS).partition("]")[0].partition("[")
        name, layer = re.fullmatch(
            r"(next W|next b|l|loss|d?[ZAWb]|lr · dW|lr · db|[sS])(\d*)", symbol
        ).groups()  # type: ignore[union-attr]
        index = int(layer or 1) - 1
        array = self.array(name, index)
        parts = [part for part in place.split(", ") if part]
        return float(array[self.place(array, name, parts)])

    def array(self, name: str, i: int) -> Any:
        P, grads = self.trace.probabilities, self.gradients.layers
        after, updates = self.after, self.updates
        losses = -np.log((P * self.Y).sum(axis=1))
        if self.experiment.loss == "squared_error":
            losses = ((P - self.Y) ** 2).sum(axis=1) / 2
        made = {
            "Z": lambda: self.trace.Z[i], "A": lambda: self.trace.A[i], "l": lambda: losses,
            "loss": lambda: np.array(losses.mean()), "dZ": lambda: grads[i].dZ, "dA": lambda: grads[i].dA,
            "dW": lambda: grads[i].dW, "db": lambda: grads[i].db,
            "next W": lambda: after[i][0], "next b": lambda: after[i][1],
            "lr · dW": lambda: updates[i][0], "lr · db": lambda: updates[i][1],
        }  # fmt: skip
        return made[name]()

    def place(self, array: Any, name: str, parts: list[str]) -> tuple[int, ...]:
        """Return where a cell stands in core's array, whose rows are samples or what enters a layer."""
        of_sample = [part for part in parts if part.startswith("sample")]
        at = [self.samples.index(int(part.split()[1]) - 1) for part in of_sample]
        rest = [number_of(part) for part in parts if part not in of_sample]
        if name in ("dW", "next W", "lr · dW") and self.is_turned:
            rest.reverse()
        return tuple(at + rest)[: array.ndim]


def number_of(part: str) -> int:
    """Return the place that ``unit 2``, ``class 0`` or ``x₁`` names, from 0."""
    if part.startswith("x"):
        return int(part[1:]) - 1
    word, count = part.split()
    return int(count) - (word == "unit")
