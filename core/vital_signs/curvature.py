"""Exact products with the Hessian, by Pearlmutter's R-operator.

R{·} is the derivative along a direction V of the parameters: R{W} = V_W and R{b} = V_b.  It obeys the
rules of calculus.  Apply it to each line of the forward and of the backward pass:

    R{Z}  = R{A_prev} @ W + A_prev @ V_W + V_b               (n, h)
    R{A}  = f'(Z) · R{Z}                                     (n, h)   elementwise
    R{A}  = A · (R{Z} − Σ_units A · R{Z})                    (n, k)   softmax
    R{dZ} = R{A} / n                                         (n, k)   softmax, where dZ = (A − Y)/n
    R{dA} = R{A} / n                                         (n, k)   sigmoid outputs, dA = (A − Y)/n
    R{dZ} = R{dA} · f'(Z) + dA · f''(Z) · R{Z}               (n, h)   elementwise
    R{dW} = R{A_prev}ᵀ @ dZ + A_prevᵀ @ R{dZ} + l2 · V_W     (d, h)
    R{db} = Σ_samples R{dZ}                                  (h,)
    R{dA_prev} = R{dZ} @ Wᵀ + dZ @ V_Wᵀ                      (n, d)

R of the gradient is the Hessian times V, for the cost of about two more passes and without the Hessian.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from core.network.activations import ACTIVATIONS
from core.network.backprop import Gradients, backward
from core.network.layers import Network, Trace, forward
from core.run.training import blocks, pack_pairs

Directions = Sequence[tuple[Array, Array]]
"""V_W (..., d, h) and V_b (..., h) of each layer."""


def hessian_vector_product(network: Network, X: Array, Y: Array, V: Array, *, l2: float = 0.0) -> Array:
    """Return H V, with H the Hessian of what training minimizes: the mean loss plus the penalty.

    ReLU'' = 0, also at 0, where ReLU' = 0 as in the backward pass.

    Parameters
    ----------
    X : (n, d) array
    Y : (n, k) array
        Targets.
    V : (..., p) array
        One direction or several, in the order of `core.run.training.pack`.
    l2 : float
        Strength of the penalty; adds ``l2`` to the diagonal, except for the biases.

    Returns
    -------
    (..., p) array

    Raises
    ------
    TypeError, ValueError
        As `core.forward` and `core.backward` do, and if V has another last dimension than p.

    References
    ----------
    Pearlmutter 1994, "Fast exact multiplication by the Hessian", Neural Computation 6.
    """
    parameters = sum(layer.W.size + layer.b.size for layer in network.layers)
    if V.shape[-1:] != (parameters,):
        raise ValueError(f"V must have shape (..., {parameters}), that of the parameters; got {V.shape}")
    trace = forward(network, X)
    return gradient_along(network, trace, backward(network, trace, Y), V, l2=l2)


def gradient_along(network: Network, trace: Trace, gradients: Gradients, V: Array, *, l2: float) -> Array:
    """Return the derivative of the gradient along V, from a trace and the gradients without penalty."""
    directions = [(block[..., :-1].swapaxes(-1, -2), block[..., -1]) for block in blocks(V, network.sizes)]
    RZ, RA = forward_along(network, trace, directions)
    return backward_along(network, trace, gradients, directions, RZ, RA, l2=l2)


def forward_along(network: Network, trace: Trace, V: Directions) -> tuple[list[Array], list[Array]]:
    """Return R{Z} and R{A}, (..., n, h) for each layer."""
    RZs: list[Array] = []
    RAs: list[Array] = []
    RA = np.zeros_like(trace.X)
    for index, (layer, (VW, Vb)) in enumerate(zip(network.layers, V, strict=True)):
        Z, A = trace.Z[index], trace.A[index]
        RZ = RA @ layer.W + trace.layer_input(index) @ VW + Vb[..., None, :]
        if layer.activation == "softmax":
            RA = A * (RZ - (A * RZ).sum(axis=-1, keepdims=True))
        else:
            RA = ACTIVATIONS[layer.activation].derivative(Z, A) * RZ
        RZs.append(RZ)
        RAs.append(RA)
    return RZs, RAs


def backward_along(
    network: Network,
    trace: Trace,
    gradients: Gradients,
    V: Directions,
    RZ: Sequence[Array],
    RA: Sequence[Array],
    *,
    l2: float,
) -> Array:
    """Return R{dW} and R{db} of all layers as vectors (..., p)."""
    pairs: list[tuple[Array, Array]] = []
    RdA = RdZ = RA[-1] / len(trace.X)
    for index in reversed(range(len(network.layers))):
        layer, (VW, _) = network.layers[index], V[index]
        dA, dZ, A_prev = gradients.layers[index].dA, gradients.layers[index].dZ, trace.layer_input(index)
        if layer.activation != "softmax":
            f, Z, A = ACTIVATIONS[layer.activation], trace.Z[index], trace.A[index]
            RdZ = RdA * f.derivative(Z, A) + dA * f.second_derivative(Z, A) * RZ[index]
        RdW = A_prev.T @ RdZ + l2 * VW
        if index:  # R{X} = 0
            RdW = RdW + RA[index - 1].swapaxes(-1, -2) @ dZ
            RdA = RdZ @ layer.W.T + dZ @ VW.swapaxes(-1, -2)
        pairs.append((RdW, RdZ.sum(axis=-2)))
    return pack_pairs(pairs[::-1])
