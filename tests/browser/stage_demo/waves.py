"""A made-up run of moving waves: every picture is a pure function of (phase, step)."""

import base64
from typing import Any

import numpy as np

SIZE = 32
LAST = 20_000
ROWS = 512
SIDE = 60
LINES = 60
BLANK = (
    "data:image/png;base64,"
    + base64.b64encode(
        base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        )
    ).decode()
)


def palette() -> np.ndarray:
    t = np.linspace(-1, 1, 256)[:, None]
    cold, middle, warm = np.array([0, 114, 178]), np.array([245, 245, 245]), np.array([213, 94, 0])
    mixed = np.where(t < 0, middle + t * (middle - cold), middle + t * (warm - middle))
    return np.round(mixed).astype(np.uint8)


def wave(phase: float, step: int, side: int = SIDE) -> np.ndarray:
    y, x = np.mgrid[0:side, 0:side] / side
    z = np.sin(8 * x + step / 40 + phase) * np.cos(6 * y - step / 55)
    return np.round(128 + 127 * z).astype(np.uint8)


def cells(phase: float, step: int) -> np.ndarray:
    i = np.arange(16).reshape(2, 8)
    return np.sin(i + step / 30 + phase)


def quantised(values: np.ndarray) -> np.ndarray:
    return np.round(128 + 127 * np.clip(values, -1, 1)).astype(np.uint8)


def tiles(phase: float, step: int) -> np.ndarray:
    parts = [wave(phase + t, step + 9 * t, 20).ravel() for t in range(6)]
    return np.concatenate(parts)


def lines(phase: float, step: int) -> np.ndarray:
    return quantised(np.sin(np.arange(LINES) / 3 + step / 25 + phase))


def row(phase: float, step: int) -> list[float]:
    decay = np.exp(-step / 3000)
    return [
        step,
        0.2 + decay * (1 + 0.1 * np.sin(step / 20 + phase)),
        0.3 + decay,
        1 - decay,
        0.9 - 0.9 * decay,
    ]


def is_shown(step: int) -> bool:
    return any(at == 0 or at <= ROWS * (at & -at) for at in (step, step + 1))


def batch(phase: float, stride: int, index: int) -> dict[str, Any]:
    steps = [k * stride for k in range(index * SIZE, (index + 1) * SIZE) if k * stride <= LAST]
    between = range(max(0, steps[0] - stride + 1), steps[-1] + 1) if steps else []
    extra = [row(phase, k) for k in between if k % stride and is_shown(k)]
    return {
        "stride": stride,
        "index": index,
        "steps": steps,
        "channels": {
            "map": np.array([wave(phase, k).ravel() for k in steps]),
            "cells": np.array([quantised(cells(phase, k)).ravel() for k in steps]),
            "tiles": np.array([tiles(phase, k) for k in steps]),
            "lines": np.array([lines(phase, k) for k in steps]),
        },
        "rows": np.array([row(phase, k) for k in steps]).reshape(-1, 5),
        "extra": np.array(extra).reshape(-1, 5),
        "text": {
            "readout": [f"step {k} · height {row(phase, k)[1]:.4f}" for k in steps],
            "sentence": [f"At step {k} the wave stands at {k / 40:.2f}." for k in steps],
        },
    }


def history(phase: float, step: int) -> np.ndarray:
    return np.array([row(phase, k) for k in range(step + 1) if is_shown(k)])


def exact(phase: float, step: int) -> dict[str, Any]:
    values = cells(phase, step)
    text = [[f"{v:.2f}" for v in line] for line in values]
    shapes = [line_shape(i, v) for i, v in enumerate(lines(phase, step))]
    return {
        "step": step,
        "patches": [
            {
                "figure": "cells",
                "update": {"z": [values], "text": [text], "visible": True},
                "layout": {},
                "traces": [0],
            },
            {"figure": "net", "update": {}, "layout": {"shapes": shapes}, "traces": None},
        ],
        "rasters": {"map": {"pixels": wave(phase, step, 120).ravel(), "width": 120, "height": 120}},
        "labels": {"map": f"A wave at step {step}"},
        "text": {"sentence": f"Exactly step {step}."},
    }


def line_shape(i: int, value: int = 128) -> dict[str, Any]:
    colour = palette()[value]
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "y0": i,
        "y1": LINES - i,
        "layer": "below",
        "line": {
            "color": "rgb({},{},{})".format(*colour),
            "width": 0.5 + 3.5 * min(1, abs(int(value) - 128) / 127),
        },
    }
