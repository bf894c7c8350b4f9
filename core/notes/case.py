"""A case: the numbers at which the equations of the notes are evaluated.

The notes have two layers, X → W1 → Z1 → A1 → W2 → Z2 → A2.  The last two layers of any deeper network are
just that, with their input as X; so a case holds those two and serves every depth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from core.arrays import Array, require_matrix
from core.network.activations import ACTIVATIONS
from core.network.layers import Layer, Network, forward
from core.network.loss_functions import LOSS_OF_OUTPUT, Loss
from core.network.losses import softmax


@dataclass(frozen=True)
class Case:
    """Hold the top of a network, a batch, and which sample, classes and unit the equations are about.

    Attributes
    ----------
    layers : tuple of Layer
        The last hidden layer, if there is one, and the output.
    depth : int
        How many layers the whole network has.
    X : (n, d) array
        The input of the first of these layers.
    Z1, A1 : (n, h) arrays
        Pre-activations and activations of the hidden layer.
    Z2, A2 : (n, k) arrays
        Pre-activations of the output, and its activations.
    Y : (n, k) array
        One-hot targets.
    sample, i, j, unit : int
        A row of the batch, two classes and a unit of the hidden layer, each counted from 0.
    """

    layers: tuple[Layer, ...]
    depth: int
    X: Array
    Z1: Array
    A1: Array
    Z2: Array
    A2: Array
    Y: Array
    sample: int
    i: int
    j: int
    unit: int

    @classmethod
    def of(
        cls, network: Network, X: Array, Y: Array, *, sample: int = 0, i: int = 0, j: int = 1, unit: int = 0
    ) -> Case:
        """Run a batch forward and keep the last two layers.

        Parameters
        ----------
        network : Network
            Of any depth.
        X : (n, d) array
            What enters its first layer.
        Y : (n, k) array
            One-hot targets.
        sample, i, j, unit : int
            What the equations are about, each counted from 0.

        Raises
        ------
        TypeError, ValueError
            If X or Y does not fit the network, or an index lies outside of what it counts.
        """
        trace, k = forward(network, X), network.sizes[-1]
        require_matrix("Y", Y, k)
        if len(Y) != len(X):
            raise ValueError(f"X and Y must have the same rows; got {len(X)} and {len(Y)}")
        first = max(len(network.layers) - 2, 0)
        units = network.sizes[first + 1] if len(network.layers) > 1 else 1
        counted = {"sample": (sample, len(Y)), "i": (i, k), "j": (j, k), "unit": (unit, units)}
        for name, (index, size) in counted.items():
            if not 0 <= index < size:
                raise ValueError(f"{name} must be 0 to {size - 1}; got {index}")
        layers, Z, A = network.layers[first:], trace.Z[first:], trace.A[first:]
        X = trace.layer_input(first)
        return cls(layers, len(network.layers), X, Z[0], A[0], Z[-1], A[-1], Y, sample, i, j, unit)

    def same(self) -> Case:
        """Return the case at i = j."""
        return replace(self, j=self.i)

    def apart(self) -> Case:
        """Return the case at i ≠ j: where both are the same class, j becomes the next one."""
        return self if self.j != self.i else replace(self, j=(self.i + 1) % self.k)

    # --- sizes -----------------------------------------------------------------------------------

    @property
    def has_hidden(self) -> bool:
        """Whether there is an A1 at all."""
        return len(self.layers) == 2

    @property
    def n(self) -> int:
        """Rows of the batch."""
        return len(self.Y)

    @property
    def d(self) -> int:
        """Columns of X."""
        return int(self.X.shape[1])

    @property
    def h(self) -> int:
        """Units of the hidden layer."""
        return int(self.W1.shape[1])

    @property
    def k(self) -> int:
        """Classes."""
        return int(self.Y.shape[1])

    # --- the weights -----------------------------------------------------------------------------

    @property
    def W1(self) -> Array:
        """Weights of the hidden layer, (d, h)."""
        return self.layers[0].W

    @property
    def W2(self) -> Array:
        """Weights of the output, (h, k)."""
        return self.layers[-1].W

    # --- the sample ------------------------------------------------------------------------------

    @property
    def x(self) -> Array:
        """The sample's row of X, (d,)."""
        return np.asarray(self.X[self.sample])

    @property
    def target(self) -> Array:
        """The sample's row of Y, (k,)."""
        return np.asarray(self.Y[self.sample])

    @property
    def z1(self) -> Array:
        """The sample's row of Z1, (h,)."""
        return np.asarray(self.Z1[self.sample])

    @property
    def a1(self) -> Array:
        """The sample's row of A1, (h,)."""
        return np.asarray(self.A1[self.sample])

    @property
    def z2(self) -> Array:
        """The sample's row of Z2, (k,)."""
        return np.asarray(self.Z2[self.sample])

    @property
    def a2(self) -> Array:
        """The sample's row of A2, (k,)."""
        return np.asarray(self.A2[self.sample])

    @cached_property
    def e(self) -> Array:
        """The exponentials e^Z2 of the sample as the notes write them, (k,); they may overflow."""
        with np.errstate(over="ignore"):
            return np.asarray(np.exp(self.z2))

    # --- the output ------------------------------------------------------------------------------

    @property
    def loss(self) -> Loss:
        """The loss of the network."""
        return LOSS_OF_OUTPUT[self.layers[-1].activation]

    @property
    def with_softmax(self) -> Case:
        """The case with softmax and cross-entropy, the output of the notes, from the same Z2."""
        layers = (*self.layers[:-1], replace(self.layers[-1], activation="softmax"))
        return replace(self, layers=layers, A2=softmax(self.Z2))

    # --- the hidden layer's function -------------------------------------------------------------

    @property
    def activation(self) -> str:
        """The name of the hidden layer's function."""
        return self.layers[0].activation

    def activate(self, Z: Array) -> Array:
        """Return the hidden layer's function of Z, elementwise."""
        return ACTIVATIONS[self.activation].function(Z)

    @property
    def slopes(self) -> Array:
        """The derivative of the hidden layer's function at the sample's Z1, (h,)."""
        return ACTIVATIONS[self.activation].derivative(self.z1, self.a1)

    @property
    def dz2(self) -> Array:
        """The derivative of the sample's loss with respect to its Z2, (k,)."""
        return np.asarray(self.dZ2[self.sample] * self.n)

    @property
    def dz1(self) -> Array:
        """The derivative of the sample's loss with respect to its Z1, (h,)."""
        return np.asarray(self.dZ1[self.sample] * self.n)

    @property
    def dZ2(self) -> Array:
        """The derivative of the mean loss with respect to Z2, (n, k)."""
        return self.loss.gradients(self.A2, self.Y)[1]

    @property
    def dZ1(self) -> Array:
        """The derivative of the mean loss with respect to Z1, (n, h)."""
        slopes = ACTIVATIONS[self.activation].derivative(self.Z1, self.A1)
        return np.asarray((self.dZ2 @ self.W2.T) * slopes)
