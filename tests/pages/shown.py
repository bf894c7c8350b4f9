"""What the tests share: pictures to ask, numbers read back from words, work counted."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from numpy.typing import NDArray

from core import Experiment, Snapshot, Timeline
from core.run.fast_step import FastStep
from pages.frontend import Request, decode, encode, unpack
from pages.server.cache import LRUCache
from pages.stage import picture as pictures
from pages.stage import runs
from pages.stage.frames import Batch
from pages.stage.look import Look, Pace
from pages.stage.picture import Picture
from pages.stage.views import CurvesView, DecisionView, HeatmapsView, NetworkView, NormsView

Array = NDArray[np.float64]

VIEWS = (DecisionView, NetworkView, HeatmapsView, CurvesView, NormsView)
SMALL = Experiment(dataset="moons", samples=60, hidden=(3,))
# A rectified net that l2 pulls through zero at twenty times too large a step.
DIVERGING = Experiment(activation="relu", init="he", learning_rate=10.0, l2=1.0)


def picture_of(experiment: Experiment = SMALL, look: Look | None = None, theme: Any = "light") -> Picture:
    return Picture(experiment, look or Look(), theme, VIEWS, ("wide", "narrow"))


def asked(picture: Picture, stand: int = 0, **fields: Any) -> dict[str, Any]:
    """Return the answer to a browser that holds the picture's scene."""
    whole = {"n": 1, "run": picture.run, "view": picture.view, "scene": picture.id, **fields}
    return unpack(decode(encode(picture.response(Request(**whole), stand, Pace()))))


def opened(picture: Picture, stand: int = 0) -> dict[str, Any]:
    """Return the first message to a browser that knows nothing."""
    return unpack(decode(encode(picture.opening(Request(), stand, Pace()))))


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty the shelves, as in a process that has just begun."""
    timelines: LRUCache[Timeline] = LRUCache(64)
    batches: LRUCache[Batch] = LRUCache(10_000)
    monkeypatch.setattr(runs, "CACHE", timelines)
    monkeypatch.setattr(pictures, "_batches", batches)


def batch_of(picture: Picture, index: int, stride: int = 1) -> dict[str, Any]:
    answer = asked(picture, want=(index,), stride=stride, playing=True)
    (batch,) = answer["batches"]
    return dict(batch)


def stacked(snapshot: Snapshot, kind: str) -> list[Array]:
    """Return each layer's numbers (d + 1, h), the biases last."""
    if kind == "step":
        return [-np.vstack(pair) for pair in snapshot.updates]
    if kind == "weights":
        return [np.vstack([layer.W, layer.b]) for layer in snapshot.network.layers]
    return [np.vstack([layer.dW, layer.db]) for layer in snapshot.gradients.layers]


# --- numbers in words ----------------------------------------------------------------------------

_SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = r"[−-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"


@dataclass(frozen=True)
class Printed:
    """Hold a printed number and half a unit of its last digit."""

    value: float
    half: float

    def says(self, true: float) -> bool:
        return abs(self.value - true) <= self.half * (1 + 1e-9) + 1e-300


def printed(text: str, digits: int = 4) -> Printed:
    """Read a number of `digits` significant digits back."""
    mantissa, _, power = text.replace(",", "").replace("−", "-").partition("×10")
    value = float(mantissa) * 10.0 ** int(power.translate(_SUPERSCRIPT) or 0)
    if value == 0:
        return Printed(0.0, 0.0)
    return Printed(value, 0.5 * 10.0 ** (np.floor(np.log10(abs(value))) - digits + 1))


def numbers_in(pattern: str, text: str) -> list[str]:
    """Return the numbers that stand where `pattern` has #."""
    found = re.fullmatch(re.escape(pattern).replace(r"\#", f"({NUMBER})"), text)
    assert found, text
    return list(found.groups())


# --- work ----------------------------------------------------------------------------------------


class TooMuchError(Exception):
    """More updates were made than an answer may make."""


@contextmanager
def counted(budget: int | None = None) -> Iterator[list[int]]:
    """Count the updates that timelines make; beyond the budget, stop."""
    made = [0]
    run = FastStep.run

    def counting(self: FastStep, step: int, stop: int) -> None:
        made[0] += stop - step
        if budget is not None and made[0] > budget:
            raise TooMuchError(f"{made[0]} updates, {budget} allowed")
        run(self, step, stop)

    with patch.object(FastStep, "run", counting):
        yield made
