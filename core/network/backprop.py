"""The backward pass: the chain rule, written with its shapes.

Read with the notes' network X → W1 → Z1 → A1 → W2 → Z2 → A2 → loss.  Each layer takes four
lines, and each derivative has the shape of the quantity itself:

    dZ = dA · f'(Z)         (n, h)   elementwise; after softmax simply (A − Y)/n        Eq. (8), (11)
    dW = A_prevᵀ @ dZ       (d, h)   sums over the n samples                            Eq. (6), (7)
    db = Σ_samples dZ       (h,)     sums over the n samples
    dA_prev = dZ @ Wᵀ       (n, d)   sums over the h units of this layer                Eq. (10)

The 1/n of the mean enters once, at the output, and all other lines contain it through dZ.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.arrays import Array, norm, require_matrix
from core.network.activations import ACTIVATIONS
from core.network.layers import Network, Trace, forward
from core.network.penalties import penalty, penalty_gradient


@dataclass(frozen=True)
class LayerGradients:
    """Hold the derivatives of the loss with respect to one layer's quantities.

    Attributes
    ----------
    dW : (d, h) array
    db : (h,) array
    dZ, dA : (n, h) arrays
    """

    dW: Array
    db: Array
    dZ: Array
    dA: Array

    @property
    def norm(self) -> float:
        """The Euclidean norm of (dW, db) as one vector."""
        return norm(self.dW, self.db)


@dataclass(frozen=True)
class Gradients:
    """Hold every derivative of one backward pass, in the order of the layers."""

    layers: tuple[LayerGradients, ...]


def backward(network: Network, trace: Trace, Y: Array, *, l2: float = 0.0, l1: float = 0.0) -> Gradients:
    """Differentiate the mean loss with respect to every parameter and everything in the trace.

    The loss is the mean of `Network.loss` plus the penalties (l2/2) Σ W² + l1 Σ |W|; biases pay none.

    Parameters
    ----------
    network : Network
        The network that made the trace.
    trace : Trace
        From ``forward(network, X)``.
    Y : (n, k) array of float
        Targets: one-hot, or any numbers for the squared error.
    l2, l1 : float
        Strengths of the penalties; add ``l2 · W`` and ``l1 · sign(W)`` to each dW.

    Returns
    -------
    Gradients
        dW, db, dZ and dA of each layer.

    Raises
    ------
    TypeError, ValueError
        If Y is not a float matrix of the output's shape.

    References
    ----------
    Derivative notes, Eqs. (6)–(12); the mean over the batch and the biases are added here.
    """
    A = trace.A[-1]
    require_matrix("Y", Y, A.shape[1])
    if Y.shape != A.shape:
        raise ValueError(f"Y must have shape {A.shape}, that of the output; got {Y.shape}")
    dA, dZ = network.loss.gradients(A, Y)
    last = len(network.layers) - 1
    layers: list[LayerGradients] = []
    for index in reversed(range(len(network.layers))):
        layer, A_prev = network.layers[index], trace.layer_input(index)
        if index < last:
            dZ = dA * ACTIVATIONS[layer.activation].derivative(trace.Z[index], trace.A[index])
        # (d, n) @ (n, h) + (d, h) = (d, h)
        dW = A_prev.T @ dZ + penalty_gradient(layer.W, l2=l2, l1=l1)
        db = dZ.sum(axis=0)  # (h,)
        layers.append(LayerGradients(dW, db, dZ, dA))
        dA = dZ @ layer.W.T  # (n, h) @ (h, d) = (n, d)
    return Gradients(tuple(reversed(layers)))


def objective(network: Network, X: Array, Y: Array, *, l2: float = 0.0, l1: float = 0.0) -> float:
    """Return what training minimizes: the mean loss plus the penalties."""
    return float(network.loss.mean(forward(network, X).Z[-1], Y)) + penalty(network, l2=l2, l1=l1)
