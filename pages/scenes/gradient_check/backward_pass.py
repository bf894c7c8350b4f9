"""The backward pass with replaceable lines, to inject a bug into one of them.

`CORRECT` computes the same as `core.backward`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core import ACTIVATIONS, Gradients, LayerGradients, Network, Trace
from core.arrays import Array
from core.network.penalties import penalty_gradient


@dataclass(frozen=True)
class BackwardPass:
    """Hold the lines of the backward pass that a bug may replace.

    Attributes
    ----------
    error : callable
        (A (n, k), Y (n, k)) → dZ of the softmax output, or dA of sigmoid outputs (n, k).
    slope : callable
        (activation, Z, A) → f'(Z), (n, h).
    bias : callable
        dZ (n, h) → db (h,).
    back : callable
        (dZ (n, h), W (d, h), rate · dW (d, h)) → dA_prev (n, d).
    """

    error: Callable[[Array, Array], Array]
    slope: Callable[[str, Array, Array], Array]
    bias: Callable[[Array], Array]
    back: Callable[[Array, Array, Array], Array]

    def gradients(
        self,
        network: Network,
        trace: Trace,
        Y: Array,
        *,
        l2: float = 0.0,
        l1: float = 0.0,
        rate: float = 1.0,
    ) -> Gradients:
        """Return the gradients of the mean loss, computed with these lines.

        Parameters
        ----------
        network, trace, Y, l2, l1
            As `core.backward` takes them.
        rate : float
            The learning rate, for a bug that updates W too early.
        """
        A = trace.A[-1]
        dA = dZ = self.error(A, Y)
        if network.loss.error_of == "Z":
            dA, _ = network.loss.gradients(A, Y)
        layers: list[LayerGradients] = []
        for index in reversed(range(len(network.layers))):
            layer = network.layers[index]
            if layer.activation != "softmax":
                dZ = dA * self.slope(layer.activation, trace.Z[index], trace.A[index])
            dW = trace.layer_input(index).T @ dZ + penalty_gradient(layer.W, l2=l2, l1=l1)
            layers.append(LayerGradients(dW, self.bias(dZ), dZ, dA))
            dA = self.back(dZ, layer.W, rate * dW)
        return Gradients(tuple(reversed(layers)))


CORRECT = BackwardPass(
    error=lambda P, Y: (P - Y) / len(P),
    slope=lambda name, Z, A: ACTIVATIONS[name].derivative(Z, A),
    bias=lambda dZ: dZ.sum(axis=0),
    back=lambda dZ, W, step: dZ @ W.T,
)
"""The lines of `core.backward`."""
