"""Optimizers: rules that turn a gradient into an update.

Each rule turns a gradient g into a step that is *subtracted*, and may keep a state between
steps.  The rules are pure: state in, state out; they work on arrays of any shape.  The constants are
the usual ones (PyTorch's defaults, and 0.9 for RMSProp's average as in Hinton's lecture).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.arrays import Array

MOMENTUM = 0.9
RMSPROP_DECAY = 0.9
ADAM_DECAY = (0.9, 0.999)
EPSILON = 1e-8

State = tuple[Array, ...]
Rule = Callable[[Array, State, float, int], tuple[Array, State]]


def _sgd(g: Array, state: State, rate: float, t: int) -> tuple[Array, State]:
    return rate * g, ()


def _momentum(g: Array, state: State, rate: float, t: int) -> tuple[Array, State]:
    (v,) = state
    v = MOMENTUM * v + g
    return rate * v, (v,)


def _rmsprop(g: Array, state: State, rate: float, t: int) -> tuple[Array, State]:
    (s,) = state
    s = RMSPROP_DECAY * s + (1 - RMSPROP_DECAY) * g * g
    return rate * g / (np.sqrt(s) + EPSILON), (s,)


def _adam(g: Array, state: State, rate: float, t: int) -> tuple[Array, State]:
    m, s = state
    m = ADAM_DECAY[0] * m + (1 - ADAM_DECAY[0]) * g
    s = ADAM_DECAY[1] * s + (1 - ADAM_DECAY[1]) * g * g
    m_hat = m / (1 - ADAM_DECAY[0] ** t)
    s_hat = s / (1 - ADAM_DECAY[1] ** t)
    return rate * m_hat / (np.sqrt(s_hat) + EPSILON), (m, s)


OPTIMIZERS: dict[str, tuple[int, Rule]] = {
    "sgd": (0, _sgd),
    "momentum": (1, _momentum),
    "rmsprop": (1, _rmsprop),
    "adam": (2, _adam),
}
"""How many arrays the rule remembers, and the rule ``(g, state, rate, t) -> (step, state)``.

``t`` counts updates from 1.  References: Polyak 1964 (momentum), Hinton 2012 (RMSProp), Kingma & Ba
2015, Algorithm 1 (Adam).
"""


def initial_state(optimizer: str, like: Array) -> State:
    """Return the initial state of `optimizer`: zeros, shaped as `like`.

    >>> len(initial_state("adam", np.zeros(3)))
    2
    """
    return tuple(np.zeros_like(like) for _ in range(OPTIMIZERS[optimizer][0]))
