"""One training step, phase by phase: what `forward` and `backward` compute, as a list.

    data → Z1 → A1 → Z2 → A2 → l → loss → dZ2 → dW2 → db2 → dA1 → dZ1 → dW1 → db1 → update 1 → update 2

at any depth; this is the notes' network.  With the squared error dA2 comes before dZ2.  Nothing is computed
a second time: every matrix is an array of `forward`'s trace or of `backward`'s gradients.  What is written
here is only how each is made of others.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.arrays import Array
from core.network.backprop import Gradients, backward
from core.network.layers import Network, Trace, forward
from core.network.penalties import Penalties
from core.step.parts import Axis, Matrix, Move, Operand, Penalty, Phase, Summed, TrainingStep, Update

SAMPLES = Axis("n", "samples")
ONE = Axis("1", "")


def open_step(
    network: Network,
    X: Array,
    Y: Array,
    *,
    l2: float = 0.0,
    l1: float = 0.0,
    columns: bool = False,
    update: Update | None = None,
) -> TrainingStep:
    """Return one training step as matrices and phases.

    Parameters
    ----------
    network : Network
        Layers of widths d, …, k.
    X : (n, d) array of float
        The batch, one row a sample.
    Y : (n, k) array of float
        Targets.
    l2, l1 : float
        Strengths of the penalties; add l2 · W and l1 · sign(W) to each dW.
    columns : bool
        Whether samples are columns: Z = W A_prev + b, dW = dZ A_prevᵀ, dA_prev = Wᵀ dZ.
    update : Update, optional
        What the run's next update does; without it the step ends with its gradients.

    Returns
    -------
    TrainingStep
        Its matrices and its phases.  The losses of the samples, l (n, 1), and their mean, loss (1, 1),
        do not include the penalties; the dW do.

    Raises
    ------
    TypeError, ValueError
        If X or Y is not a float matrix of the right shape.

    References
    ----------
    Derivative notes, Eqs. (6)–(12); the mean over the batch and the biases are added here.

    >>> from core.run.training import start
    >>> from core.run.experiment import Experiment
    >>> step = open_step(start(Experiment()), np.zeros((6, 2)), np.eye(2)[[0, 1, 0, 1, 0, 1]])
    >>> [phase.key for phase in step.phases][:6], step.matrices["dW1"].letters
    (['data', 'Z1', 'A1', 'Z2', 'A2', 'l'], ('d', 'h'))
    """
    trace = forward(network, X)
    gradients = backward(network, trace, Y, l2=l2, l1=l1)
    step_parts = _Parts(network, trace, Y, gradients, {"l2": l2, "l1": l1})
    parts = [*step_parts.forward(), *step_parts.loss(), *step_parts.backward(), *step_parts.update(update)]
    matrices = {matrix.name: matrix for made, _ in parts for matrix in made}
    step = TrainingStep(matrices, tuple(phase for _, phase in parts))
    return step.transposed if columns else step


_Part = tuple[list[Matrix], Phase]


class _Parts:
    """Give each array its name and its axes, and each phase what it is made of; layers count from 1."""

    def __init__(
        self, network: Network, trace: Trace, Y: Array, gradients: Gradients, strengths: Penalties
    ) -> None:
        self._network, self._trace, self._Y, self._strengths = network, trace, Y, strengths
        self._gradients = gradients
        self._last = len(network.layers)
        self._axes = _axes(network)
        self._n = len(Y)

    def forward(self) -> Iterator[_Part]:
        """Yield the data, and Z and A of each layer."""
        X = Matrix("X", self._trace.X, SAMPLES, self._axes[0])
        Y = Matrix("Y", self._Y, SAMPLES, self._axes[-1])
        yield [X, Y], Phase("data", "data", "X", inputs=("X", "Y"))
        for at, layer in enumerate(self._network.layers, start=1):
            W, b, Z, A = (f"{letter}{at}" for letter in ("W", "b", "Z", "A"))
            before = self._layer_input(at)
            factors = Operand(before), Operand(W)
            linear = Phase(Z, "product", Z, factors, plus=b, summed=self._over_units(at - 1))
            made = [self._weights(W, layer.W, at), self._biases(b, layer.b, at)]
            yield [*made, self._per_sample(Z, self._trace.Z[at - 1], at)], linear
            yield [self._per_sample(A, self._trace.A[at - 1], at)], self._activation(A, Z, at)

    def loss(self) -> Iterator[_Part]:
        """Yield the loss of each sample, and their mean."""
        Z, A = f"Z{self._last}", f"A{self._last}"
        loss, last = self._network.loss, self._trace.Z[-1]
        l = Matrix("l", loss.of_samples(last, self._Y)[:, None], SAMPLES, ONE)  # noqa: E741
        yield [l], Phase("l", "loss", "l", inputs=(Z, "Y", A), formula=loss.formula)
        mean = np.array([[float(loss.mean(last, self._Y))]])
        over_samples = Summed(SAMPLES, self._n)
        phase = Phase(
            "loss", "loss", "loss", inputs=("l",), formula="mean", over=self._n, summed=over_samples
        )
        yield [Matrix("loss", mean, ONE, ONE)], phase

    def backward(self) -> Iterator[_Part]:
        """Yield dA (but not of the softmax output, which dZ skips), dZ, dW and db, last layer to first."""
        for at in range(self._last, 0, -1):
            layer = self._gradients.layers[at - 1]
            Z, A, dZ, dA, dW, db = (f"{letter}{at}" for letter in ("Z", "A", "dZ", "dA", "dW", "db"))
            skips_dA = at == self._last and self._network.loss.error_of == "Z"
            if at == self._last:
                made, error = (dZ, layer.dZ) if skips_dA else (dA, layer.dA)
                phase = Phase(made, "error", made, inputs=(A, "Y"), over=self._n)
                yield [self._per_sample(made, error, at)], phase
            else:
                factors = Operand(f"dZ{at + 1}"), Operand(f"W{at + 1}", transposed=True)
                back = Phase(dA, "product", dA, factors, summed=self._over_units(at + 1))
                yield [self._per_sample(dA, layer.dA, at)], back
            if not skips_dA:
                activation = self._network.layers[at - 1].activation
                chain = Phase(dZ, "chain", dZ, inputs=(dA, Z, A), formula=activation)
                yield [self._per_sample(dZ, layer.dZ, at)], chain
            over = Summed(SAMPLES, self._n)
            factors = Operand(self._layer_input(at), transposed=True), Operand(dZ)
            both = (
                Penalty(self._strengths["l2"], f"W{at}"),
                Penalty(self._strengths["l1"], f"W{at}", True),
            )
            penalties = tuple(penalty for penalty in both if penalty.factor)
            weights = Phase(dW, "product", dW, factors, penalties=penalties, summed=over)
            yield [self._weights(dW, layer.dW, at)], weights
            yield [self._biases(db, layer.db, at)], Phase(db, "total", db, inputs=(dZ,), summed=over)

    def update(self, update: Update | None) -> Iterator[_Part]:
        """Yield what is subtracted from W and b of each layer, and W and b after it."""
        if update is None:
            return
        for at, (S, s) in enumerate(update.steps, start=1):
            made = [self._weights(f"S{at}", S, at), self._biases(f"s{at}", s, at)]
            W, b = f"W{at} next", f"b{at} next"
            if update.after is not None:
                after = update.after.layers[at - 1]
                made += [self._weights(W, after.W, at), self._biases(b, after.b, at)]
            moves = (
                Move(f"W{at}", f"S{at}", W if update.after else None),
                Move(f"b{at}", f"s{at}", b if update.after else None),
            )
            inputs = () if update.rate is None else (f"dW{at}", f"db{at}")
            key, result = f"update {at}", moves[0].new
            yield made, Phase(key, "update", result, inputs=inputs, factor=update.rate, moves=moves)

    def _activation(self, A: str, Z: str, at: int) -> Phase:
        name = self._network.layers[at - 1].activation
        if name == "softmax":
            return Phase(A, "softmax", A, inputs=(Z,), formula=name, summed=self._over_units(at))
        return Phase(A, "map", A, inputs=(Z,), formula=name)

    def _layer_input(self, at: int) -> str:
        return f"A{at - 1}" if at > 1 else "X"

    def _over_units(self, at: int) -> Summed:
        return Summed(self._axes[at], self._network.sizes[at])

    def _per_sample(self, name: str, values: Array, at: int) -> Matrix:
        return Matrix(name, values, SAMPLES, self._axes[at])

    def _weights(self, name: str, values: Array, at: int) -> Matrix:
        return Matrix(name, values, self._axes[at - 1], self._axes[at])

    def _biases(self, name: str, values: Array, at: int) -> Matrix:
        return Matrix(name, values[None, :], ONE, self._axes[at])


def _axes(network: Network) -> list[Axis]:
    """Return what the columns of X and of each layer's A are."""
    hidden = len(network.layers) - 1
    letters = ["h"] if hidden == 1 else [f"h{at}" for at in range(1, hidden + 1)]
    units = [Axis(letter, f"units of layer {at}") for at, letter in enumerate(letters, start=1)]
    return [Axis("d", "features"), *units, Axis("k", "classes")]
