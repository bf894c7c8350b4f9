"""The backward pass with replaceable lines, to inject a bug into one of them.

`CORRECT` computes the same as `core.backward`; tests compare the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.arrays import Array
from core.network.activations import ACTIVATIONS
from core.network.backprop import Gradients, LayerGradients
from core.network.layers import Network, Trace
from core.network.penalties import Penalties, penalty_gradient
from core.run.optimizers import OPTIMIZERS, Rule

Slope = Callable[[str, Trace, int], Array]


@dataclass(frozen=True)
class BackwardPass:
    """Hold the lines of the backward pass, and of what follows it, that a bug may replace.

    Attributes
    ----------
    output : callable
        Trace → A (n, k) of the output layer.
    error : callable
        (A (n, k), Y (n, k)) → dZ of the softmax output, or dA of sigmoid outputs (n, k).
    slope : callable
        (activation, trace, index of the layer) → f'(Z), (n, h).
    weights : callable
        (A_prev (n, d), dZ (n, h), W (d, h), strengths of the penalties) → dW (d, h).
    bias : callable
        dZ (n, h) → db (h,).
    back : callable
        (dZ (n, h), W (d, h), rate · dW (d, h)) → dA_prev (n, d).
    adam : callable
        The rule of Adam; see `core.run.optimizers`.
    accumulates : bool
        Whether training adds the gradients of all steps so far.
    """

    output: Callable[[Trace], Array]
    error: Callable[[Array, Array], Array]
    slope: Slope
    weights: Callable[[Array, Array, Array, Penalties], Array]
    bias: Callable[[Array], Array]
    back: Callable[[Array, Array, Array], Array]
    adam: Rule
    accumulates: bool = False

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
        A = self.output(trace)
        dA = dZ = self.error(A, Y)
        if network.loss.error_of == "Z":
            dA, _ = network.loss.gradients(A, Y)
        layers: list[LayerGradients] = []
        for index in reversed(range(len(network.layers))):
            layer = network.layers[index]
            if layer.activation != "softmax":
                dZ = dA * self.slope(layer.activation, trace, index)
            dW = self.weights(trace.layer_input(index), dZ, layer.W, {"l2": l2, "l1": l1})
            layers.append(LayerGradients(dW, self.bias(dZ), dZ, dA))
            dA = self.back(dZ, layer.W, rate * dW)
        return Gradients(tuple(reversed(layers)))


CORRECT = BackwardPass(
    output=lambda trace: trace.A[-1],
    error=lambda A, Y: (A - Y) / len(A),
    slope=lambda name, trace, index: ACTIVATIONS[name].derivative(trace.Z[index], trace.A[index]),
    weights=lambda A_prev, dZ, W, strengths: A_prev.T @ dZ + penalty_gradient(W, **strengths),
    bias=lambda dZ: dZ.sum(axis=0),
    back=lambda dZ, W, step: dZ @ W.T,
    adam=OPTIMIZERS["adam"][1],
)
"""The lines of `core.backward`, and of the optimizer."""
