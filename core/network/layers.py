"""The network and the forward pass.

A layer is ``Z = A_prev @ W + b`` followed by ``A = f(Z)``.  A network is a list of layers. It is
never changed in place: training makes a new one.  `forward` keeps every Z and every A, because the
backward pass needs them and the app shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, require_choice, require_matrix
from core.network.activations import ACTIVATIONS
from core.network.initializers import INITIALIZERS
from core.network.loss_functions import LOSS_OF_OUTPUT, LOSSES, Loss
from core.network.losses import softmax


@dataclass(frozen=True)
class Layer:
    """Hold one layer's parameters.

    Attributes
    ----------
    W : (d, h) array
        Weights: column j belongs to unit j.
    b : (h,) array
        Biases.
    activation : str
        A name from `core.ACTIVATIONS`; of the output ``"softmax"`` or ``"sigmoid"``, by the loss.
    """

    W: Array
    b: Array
    activation: str


@dataclass(frozen=True)
class Network:
    """Hold layers in the order of the forward pass.

    Attributes
    ----------
    layers : tuple of Layer
        The last one is the output.
    """

    layers: tuple[Layer, ...]

    @property
    def loss(self) -> Loss:
        """The loss that training minimizes: the one to which the output's function belongs."""
        return LOSS_OF_OUTPUT[self.layers[-1].activation]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Widths from the input to the output, as in ``(2, 4, 2)``."""
        return (self.layers[0].W.shape[0], *(layer.W.shape[1] for layer in self.layers))


@dataclass(frozen=True)
class Trace:
    """Hold all that one forward pass computed.

    Attributes
    ----------
    X : (n, d) array
        The input batch.
    Z, A : tuple of (n, h) arrays
        Pre-activations and activations, one pair a layer.  The notes' Z1 is ``Z[0]``.
    """

    X: Array
    Z: tuple[Array, ...]
    A: tuple[Array, ...]

    @property
    def probabilities(self) -> Array:
        """The output's activation, (n, k): after softmax, the predicted probability of each class."""
        return self.A[-1]

    def layer_input(self, index: int) -> Array:
        """Return the input of layer `index`: X for the first, the previous A for the others."""
        return self.A[index - 1] if index else self.X


def initial_network(
    sizes: Sequence[int],
    *,
    activation: str,
    init: str,
    rng: np.random.Generator,
    loss: str = "cross_entropy",
) -> Network:
    """Make the network that a run starts from.

    Parameters
    ----------
    sizes : sequence of int
        Widths from the input to the output: ``(2, 4, 2)`` is the notes' network.
    activation : str
        Of the hidden layers.
    init : str
        One of `INITIALIZERS`.  Biases are zero.
    rng : numpy.random.Generator
        Draws the weights, first layer first.
    loss : str
        One of `LOSSES`; it tells the function of the output.

    Raises
    ------
    ValueError
        For fewer than two sizes, a size below 1 or an unknown name.

    >>> initial_network((2, 4, 2), activation="tanh", init="he", rng=np.random.default_rng(0)).sizes
    (2, 4, 2)
    """
    require_choice("activation", activation, ACTIVATIONS)
    require_choice("init", init, INITIALIZERS)
    require_choice("loss", loss, LOSSES)
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"sizes must be two or more widths of at least 1; got {tuple(sizes)}")
    functions = [activation] * (len(sizes) - 2) + [LOSSES[loss].output]
    return Network(
        tuple(
            Layer(INITIALIZERS[init](d, h, rng), np.zeros(h), function)
            for d, h, function in zip(sizes[:-1], sizes[1:], functions, strict=True)
        )
    )


def forward(network: Network, X: Array) -> Trace:
    """Run a batch through the network and keep everything.

    For each layer Z = A_prev W + b and A = f(Z), from A_prev = X to the output.

    Parameters
    ----------
    network : Network
        Layers of widths d, …, k.
    X : (n, d) array of float
        One row a sample.

    Returns
    -------
    Trace
        X and every Z and A.

    Raises
    ------
    TypeError, ValueError
        If X is no float matrix with d columns.
    """
    require_matrix("X", X, network.sizes[0])
    Zs: list[Array] = []
    As: list[Array] = []
    A = X
    for layer in network.layers:
        Z = A @ layer.W + layer.b  # (n, d) @ (d, h) + (h,) = (n, h)
        A = activate(layer.activation, Z)  # (n, h)
        Zs.append(Z)
        As.append(A)
    return Trace(X, tuple(Zs), tuple(As))


def activate(name: str, Z: Array) -> Array:
    """Return f(Z) (..., n, h) of the function called `name`, of hidden layers or of the output."""
    return softmax(Z) if name == "softmax" else ACTIVATIONS[name].function(Z)
