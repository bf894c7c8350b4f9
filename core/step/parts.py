"""The records of a training step: its matrices and its phases.

A `Matrix` knows what its rows and columns are; a `Phase` says how one matrix is made of others.  The
other convention, samples as columns, is one rule: transpose every matrix, and swap the factors of every
product, each of which stays as transposed as it was, because (L R)ᵀ = Rᵀ Lᵀ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.arrays import Array
from core.network.layers import Network

Kind = Literal["data", "product", "map", "softmax", "loss", "error", "total", "chain", "update"]


@dataclass(frozen=True)
class Axis:
    """Say what the rows or the columns of a matrix are.

    Attributes
    ----------
    letter : str
        Of their number: ``"n"``, ``"d"``, ``"h"``, ``"k"``; ``"h1"``, ``"h2"``, … where there are several
        hidden layers; ``"1"`` where there is one row or column by nature.
    words : str
        ``"samples"``, ``"features"``, ``"units of layer 1"``, ``"classes"``; empty for a single one.
    """

    letter: str
    words: str


@dataclass(frozen=True, eq=False)
class Matrix:
    """Hold one matrix of the step under its name.

    Attributes
    ----------
    name : str
        As in code: ``"dW2"``; ``"W2 next"`` is W2 after the update.
    values : (rows, columns) array
        Always two axes: biases are one row (1, h), the loss is (1, 1).
    rows, columns : Axis
    """

    name: str
    values: Array
    rows: Axis
    columns: Axis

    @property
    def letters(self) -> tuple[str, str]:
        """The shape in letters."""
        return self.rows.letter, self.columns.letter

    @property
    def transposed(self) -> Matrix:
        """The transpose, under the same name."""
        return Matrix(self.name, self.values.T, self.columns, self.rows)


@dataclass(frozen=True)
class Operand:
    """Name a factor of a product, and say whether it is transposed there."""

    name: str
    transposed: bool = False


@dataclass(frozen=True)
class Penalty:
    """Add ``factor`` times the matrix called `name`, or its signs: the terms l2·W and l1·sign(W) of dW."""

    factor: float
    name: str
    of_signs: bool = False


@dataclass(frozen=True)
class Summed:
    """Say over what a sum runs: its `axis`, and how many terms it has."""

    axis: Axis
    count: int


@dataclass(frozen=True)
class Move:
    """Name a parameter, the step that is subtracted from it, and the parameter after it.

    `new` is None where the run ends.
    """

    old: str
    step: str
    new: str | None


@dataclass(frozen=True)
class Phase:
    """Say how one matrix is made, by the definition of its kind.

    In the rows convention, entry (i, j) of the result is, with i a sample wherever rows are samples,

    ===========  ===================================================================================
    data         given
    product      Σ_m L[i, m] R[m, j], plus b[1, j] if `plus`, plus factor · W[i, j], or sign, of `penalties`
    map          f(Z[i, j]), f named by `formula`
    softmax      e^Z[i, j] / Σ_m e^Z[i, m]
    loss         ``"surprise"``: −log Σ_m Y[i, m] A[i, m]; ``"squares"``: ½ Σ_m (A[i, m] − Y[i, m])²;
                 ``"mean"``: the sum over samples / `over`
    error        (A[i, j] − Y[i, j]) / `over`
    total        Σ_m dZ[m, j]
    chain        dA[i, j] · f'(Z[i, j])
    update       W[i, j] − S[i, j], and so for b; S = `factor` · dW if there is a factor
    ===========  ===================================================================================

    In the columns convention, exchange the two indices, except in a product: its factors are swapped.

    Attributes
    ----------
    key : str
        The result's name, or ``"data"``, or ``"update 1"``, … for each layer.
    kind : str
    result : str or None
        The name of the matrix made; None for an update that the run does not make.
    factors : (Operand, Operand) or ()
        Of a product, the left one first.
    plus : str or None
        The bias added to every sample.
    penalties : tuple of Penalty
    inputs : tuple of str
        What the other kinds are made of, in the order of their definition: Z for a map or softmax; Z, Y
        and A for the loss of a sample; A, Y for the error; dA, Z, A for the chain; dW, db for an update by
        rate.
    formula : str
        Which function, where the kind has several.
    factor : float or None
        The learning rate of an update that is lr · gradient.
    over : int or None
        What the result is divided by: n.
    summed : Summed or None
        The axis over which each entry is summed; for softmax, over which it is normalized.
    moves : tuple of Move
        The blocks of an update: W and b.
    """

    key: str
    kind: Kind
    result: str | None
    factors: tuple[Operand, ...] = ()
    plus: str | None = None
    penalties: tuple[Penalty, ...] = ()
    inputs: tuple[str, ...] = ()
    formula: str = ""
    factor: float | None = None
    over: int | None = None
    summed: Summed | None = None
    moves: tuple[Move, ...] = ()

    @property
    def transposed(self) -> Phase:
        """The same phase in the other convention."""
        return replace(self, factors=self.factors[::-1])


@dataclass(frozen=True)
class Update:
    """Hold what a run's next update does.

    Attributes
    ----------
    steps : sequence of ((d, h), (h,)) pairs of arrays
        What is subtracted from W and b of each layer; see `Snapshot.updates`.
    after : Network or None
        The network after it; None where the run ends.
    rate : float or None
        The learning rate, if each step is rate · gradient *of the inspected batch*.
    """

    steps: Sequence[tuple[Array, Array]]
    after: Network | None
    rate: float | None = None


@dataclass(frozen=True, eq=False)
class TrainingStep:
    """Hold one training step as matrices and phases.

    Attributes
    ----------
    matrices : mapping of str to Matrix
        By name, in the order of computation.
    phases : tuple of Phase
        From the data to the update.
    columns : bool
        Whether samples are columns.
    """

    matrices: Mapping[str, Matrix]
    phases: tuple[Phase, ...]
    columns: bool = False

    @property
    def transposed(self) -> TrainingStep:
        """The same step in the other convention."""
        matrices = {name: matrix.transposed for name, matrix in self.matrices.items()}
        return TrainingStep(matrices, tuple(phase.transposed for phase in self.phases), not self.columns)

    def phase(self, key: str) -> Phase:
        """Return the phase called `key`.

        Raises
        ------
        KeyError
            If the step has no such phase.
        """
        for phase in self.phases:
            if phase.key == key:
                return phase
        raise KeyError(f"phase must be one of {', '.join(p.key for p in self.phases)}; got {key!r}")

    def factor(self, operand: Operand) -> Matrix:
        """Return a factor of a product, transposed if the operand says so."""
        matrix = self.matrices[operand.name]
        return matrix.transposed if operand.transposed else matrix
