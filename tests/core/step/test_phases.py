"""One step opened up: its numbers are forward's and backward's, and its records say how each is made."""

import ast
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core import (
    LOSSES,
    OPTIMIZERS,
    Experiment,
    Layer,
    Matrix,
    Network,
    Phase,
    Timeline,
    TrainingStep,
    Update,
    backward,
    forward,
    initial_network,
    line_of_code,
    listing,
    one_hot,
    open_step,
)
from core.network.losses import sample_losses
from core.network.penalties import Penalties

Array = NDArray[np.float64]
RATE = 0.3

NO_PENALTY: Penalties = {"l2": 0.0, "l1": 0.0}


@st.composite
def steps(draw: st.DrawFn) -> tuple[TrainingStep, Network, Array, Array, Penalties]:
    """Draw a step at any depth, with what it was made from."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    hidden = draw(st.lists(st.integers(1, 5), max_size=4))
    activation = draw(st.sampled_from(["sigmoid", "tanh", "relu", "leaky", "linear"]))
    k, n = draw(st.sampled_from([2, 3])), draw(st.integers(1, 7))
    strengths: Penalties = {
        "l2": draw(st.sampled_from([0.0, 0.07])),
        "l1": draw(st.sampled_from([0.0, 0.03])),
    }
    loss = draw(st.sampled_from(list(LOSSES)))
    made = initial_network((2, *hidden, k), activation=activation, init="xavier", rng=rng, loss=loss)
    network = Network(
        tuple(Layer(2 * layer.W, rng.normal(size=layer.b.shape), layer.activation) for layer in made.layers)
    )
    X, Y = rng.normal(size=(n, 2)), one_hot(rng.integers(0, k, n), k)
    update = next_update(network, X, Y, strengths, rate=draw(st.sampled_from([None, RATE])))
    return open_step(network, X, Y, **strengths, update=update), network, X, Y, strengths


def next_update(
    network: Network, X: Array, Y: Array, strengths: Penalties, *, rate: float | None
) -> Update:
    gradients = backward(network, forward(network, X), Y, **strengths)
    pairs = [(RATE * layer.dW, RATE * layer.db) for layer in gradients.layers]
    after = [
        Layer(layer.W - S, layer.b - s, layer.activation)
        for layer, (S, s) in zip(network.layers, pairs, strict=True)
    ]
    return Update(pairs, Network(tuple(after)), rate)


def example(
    hidden: tuple[int, ...] = (4,), *, strengths: Penalties = NO_PENALTY, rate: float | None = RATE
) -> TrainingStep:
    """Return the notes' step, or one of other hidden layers, for six samples."""
    timeline = Timeline(Experiment(hidden=hidden))
    network, X, Y = timeline.at(3).network, timeline.train.X[:6], timeline.train.Y[:6]
    return open_step(network, X, Y, **strengths, update=next_update(network, X, Y, strengths, rate=rate))


# --- the numbers ---------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(steps())
def test_every_matrix_is_an_array_of_forward_or_backward(case: Any) -> None:
    step, network, X, Y, strengths = case
    trace = forward(network, X)
    gradients = backward(network, trace, Y, **strengths)
    wanted = {"X": X, "Y": Y, "loss": np.array([[network.loss.mean(trace.Z[-1], Y)]])}
    for at, (layer, grad) in enumerate(zip(network.layers, gradients.layers, strict=True), start=1):
        wanted |= {f"W{at}": layer.W, f"b{at}": layer.b[None], f"Z{at}": trace.Z[at - 1]}
        wanted |= {
            f"A{at}": trace.A[at - 1],
            f"dZ{at}": grad.dZ,
            f"dW{at}": grad.dW,
            f"db{at}": grad.db[None],
        }
        if at < len(network.layers) or network.loss.error_of == "A":
            wanted[f"dA{at}"] = grad.dA
    found = {name: step.matrices[name].values for name in step.matrices if name in wanted}
    assert found.keys() == wanted.keys()
    for name, values in wanted.items():
        np.testing.assert_array_equal(found[name], values, err_msg=name)
    assert set(step.matrices) - set(wanted) == {"l"} | {
        f"{name}{at}{rest}"
        for at in range(1, len(network.layers) + 1)
        for name, rest in (("S", ""), ("s", ""), ("W", " next"), ("b", " next"))
    }


@given(steps())
@settings(max_examples=30, deadline=None)
def test_the_losses_of_the_samples_are_those_of_batches_of_one(case: Any) -> None:
    step, network, _, Y, _ = case
    Z = step.matrices[f"Z{len([n for n in step.matrices if n.startswith('Z')])}"].values
    each = [float(network.loss.mean(Z[i : i + 1], Y[i : i + 1])) for i in range(len(Y))]
    np.testing.assert_allclose(step.matrices["l"].values[:, 0], each, rtol=1e-12, atol=1e-14)


def test_a_loss_is_exact_where_the_probability_is_0() -> None:
    assert sample_losses(np.array([[0.0, 3000.0]]), np.array([[1.0, 0.0]])).tolist() == [3000.0]


# --- the records: an evaluator that knows their definitions and nothing else ------------------------

BENDS: Mapping[str, Callable[[float], float]] = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "leaky": lambda z: z if z > 0 else 0.01 * z,
    "linear": lambda z: z,
}
SLOPES: Mapping[str, Callable[[float], float]] = {
    "sigmoid": lambda z: BENDS["sigmoid"](z) * (1 - BENDS["sigmoid"](z)),
    "tanh": lambda z: 1 / math.cosh(z) ** 2,
    "relu": lambda z: float(z > 0),
    "leaky": lambda z: 1.0 if z > 0 else 0.01,
    "linear": lambda z: 1.0,
}


class Reader:
    """Read a step's matrices as (sample or row, unit) whatever its convention."""

    def __init__(self, step: TrainingStep) -> None:
        self.step = step

    def __call__(self, name: str) -> Array:
        values = self.step.matrices[name].values
        return values.T if self.step.columns else values

    def made(self, phase: Phase) -> dict[str, Array]:
        """Return what the phase's definition gives, by name, in the step's own convention."""
        if phase.kind == "product":
            return {str(phase.result): self.product(phase)}
        if phase.kind == "update":
            return self.update(phase)
        plain = self.cells(phase)
        return {str(phase.result): plain.T if self.step.columns else plain}

    def product(self, phase: Phase) -> Array:
        L, R = (
            self.step.matrices[f.name].values.T if f.transposed else self.step.matrices[f.name].values
            for f in phase.factors
        )
        assert phase.summed is not None
        assert L.shape[1] == R.shape[0] == phase.summed.count
        made = np.zeros((L.shape[0], R.shape[1]))
        for i, j in np.ndindex(made.shape):
            made[i, j] = math.fsum(float(L[i, m]) * float(R[m, j]) for m in range(phase.summed.count))
            if phase.plus:
                b = self.step.matrices[phase.plus].values
                made[i, j] += b[i, 0] if self.step.columns else b[0, j]
            for penalty in phase.penalties:
                W = float(self.step.matrices[penalty.name].values[i, j])
                made[i, j] += penalty.factor * ((W > 0) - (W < 0) if penalty.of_signs else W)
        return made

    def update(self, phase: Phase) -> dict[str, Array]:
        made = {
            str(move.new): self.step.matrices[move.old].values - self.step.matrices[move.step].values
            for move in phase.moves
        }
        if phase.factor is not None:
            for move, name in zip(phase.moves, phase.inputs, strict=True):
                made[move.step] = phase.factor * self.step.matrices[name].values
        return made

    def cells(self, phase: Phase) -> Array:
        given = [self(name) for name in phase.inputs]
        made = np.zeros(self(str(phase.result)).shape)
        cell = CELLS[phase.formula if phase.kind == "loss" else phase.kind]
        for i, j in np.ndindex(made.shape):
            made[i, j] = cell(phase, given, i, j)
        return made


Cell = Callable[[Any, list[Array], int, int], float]
CELLS: Mapping[str, Cell] = {
    "data": lambda phase, given, i, j: given[0][i, j],
    "map": lambda phase, given, i, j: BENDS[phase.formula](given[0][i, j]),
    "softmax": lambda phase, given, i, j: 1 / math.fsum(np.exp(given[0][i] - given[0][i, j])),
    "surprise": lambda phase, given, i, j: -math.log(math.fsum(given[1][i] * given[2][i])),
    "squares": lambda phase, given, i, j: math.fsum((given[2][i] - given[1][i]) ** 2) / 2,
    "mean": lambda phase, given, i, j: math.fsum(given[0][:, 0]) / phase.over,
    "error": lambda phase, given, i, j: (given[0][i, j] - given[1][i, j]) / phase.over,
    "total": lambda phase, given, i, j: math.fsum(given[0][:, j]),
    "chain": lambda phase, given, i, j: given[0][i, j] * SLOPES[phase.formula](given[1][i, j]),
}
"""Entry (i, j) of a result, by kind, or by formula where a kind has several."""


def faults(step: TrainingStep) -> list[str]:
    """Return the phases whose result is not what their records say."""
    read = Reader(step)
    wrong = []
    for phase in step.phases:
        for name, made in read.made(phase).items():
            shown = step.matrices[name].values
            size = max(1.0, *(np.abs(m.values).max() for m in step.matrices.values()))
            if made.shape != shown.shape or not np.allclose(made, shown, rtol=1e-12, atol=1e-12 * size):
                wrong.append(f"{phase.key}: {name}")
    return wrong


@settings(max_examples=40, deadline=None)
@given(steps(), st.booleans())
def test_every_cell_is_made_as_its_phase_says(case: Any, columns: bool) -> None:
    step = case[0].transposed if columns else case[0]
    assert faults(step) == []


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize(
    "name", ["Z1", "A1", "A2", "l", "loss", "dZ2", "dW2", "db1", "dA1", "dZ1", "W1 next"]
)
def test_the_evaluator_sees_one_wrong_number(name: str, columns: bool) -> None:
    step, name = example(), name.replace("_", " ")
    values = step.matrices[name].values.copy()
    values[0, 0] += 1e-7
    made = step.matrices[name]
    bent = replace(step, matrices={**step.matrices, name: Matrix(name, values, made.rows, made.columns)})
    assert faults(bent.transposed if columns else bent) != []


def test_the_evaluator_sees_a_forgotten_transpose() -> None:
    step = example((2,))  # W2 is square: the shapes fit either way
    wrong = [
        replace(phase, factors=tuple(replace(f, transposed=False) for f in phase.factors))
        if phase.key == "dA1"
        else phase
        for phase in step.phases
    ]  # fmt: skip
    assert faults(replace(step, phases=tuple(wrong))) == ["dA1: dA1"]


# --- conventions and shapes ------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(steps(), st.booleans())
def test_one_letter_is_one_number(case: Any, columns: bool) -> None:
    step = case[0].transposed if columns else case[0]
    sizes: dict[str, int] = {"1": 1}
    for matrix in step.matrices.values():
        for letter, size in zip(matrix.letters, matrix.values.shape, strict=True):
            assert sizes.setdefault(letter, size) == size
    for phase in step.phases:
        if phase.summed:
            assert sizes[phase.summed.axis.letter] == phase.summed.count
        if phase.factors:
            left, right = (step.factor(operand).letters for operand in phase.factors)
            assert phase.summed is not None
            assert left[1] == right[0] == phase.summed.axis.letter
            assert (left[0], right[1]) == step.matrices[str(phase.result)].letters


@settings(max_examples=20, deadline=None)
@given(steps())
def test_the_other_convention_is_every_matrix_turned(case: Any) -> None:
    step, network, X, Y, strengths = case
    columns = open_step(network, X, Y, **strengths, columns=True)
    for name, matrix in columns.matrices.items():
        np.testing.assert_array_equal(matrix.values, step.matrices[name].values.T)
        assert matrix.letters == step.matrices[name].letters[::-1]
    back = step.transposed.transposed
    assert back.phases == step.phases
    assert [m.letters for m in back.matrices.values()] == [m.letters for m in step.matrices.values()]


def test_the_two_conventions_of_the_notes_network() -> None:
    step = example()
    written = {
        side.columns: {
            phase.key: tuple(f"{f.name}{'ᵀ' if f.transposed else ''}" for f in phase.factors)
            for phase in side.phases
            if phase.factors
        }
        for side in (step, step.transposed)
    }
    assert written[False] == {
        "Z1": ("X", "W1"), "Z2": ("A1", "W2"), "dW2": ("A1ᵀ", "dZ2"), "dA1": ("dZ2", "W2ᵀ"),
        "dW1": ("Xᵀ", "dZ1"),
    }  # fmt: skip
    assert written[True] == {
        "Z1": ("W1", "X"), "Z2": ("W2", "A1"), "dW2": ("dZ2", "A1ᵀ"), "dA1": ("W2ᵀ", "dZ2"),
        "dW1": ("dZ1", "Xᵀ"),
    }  # fmt: skip


def test_the_order_is_that_of_the_argument() -> None:
    keys = "data Z1 A1 Z2 A2 l loss dZ2 dW2 db2 dA1 dZ1 dW1 db1 update_1 update_2"
    assert [phase.key for phase in example().phases] == [key.replace("_", " ") for key in keys.split()]
    one = "data Z1 A1 l loss dZ1 dW1 db1 update_1"
    assert [phase.key for phase in example(()).phases] == [key.replace("_", " ") for key in one.split()]
    squared = Timeline(Experiment(loss="squared_error"))
    step = open_step(squared.at(0).network, squared.train.X, squared.train.Y)
    keys = "data Z1 A1 Z2 A2 l loss dA2 dZ2 dW2 db2 dA1 dZ1 dW1 db1"
    assert [phase.key for phase in step.phases] == keys.split()


def test_letters_of_hidden_layers_are_counted_only_if_there_are_several() -> None:
    assert example((4,)).matrices["W2"].letters == ("h", "k")
    assert example((4, 3)).matrices["W2"].letters == ("h1", "h2")
    assert example(()).matrices["W1"].letters == ("d", "k")


# --- code ----------------------------------------------------------------------------------------

LINE = re.compile(r"(?P<names>[\w, ]+) = (?P<made>.+)  # (?P<shapes>.+)")
BEFORE = re.compile(r"(?P<names>E|log_A\d) = (?P<made>[^#]+)")


def namespace(step: TrainingStep, strengths: Penalties) -> dict[str, Any]:
    """Return what a line of code may use: NumPy, the matrices, and four numbers."""
    flat = lambda m: m.values[0] if m.rows.letter == "1" and not step.columns else m.values  # noqa: E731
    named = {name: flat(matrix) for name, matrix in step.matrices.items() if " " not in name}
    n = step.matrices["X"].values.shape[1 if step.columns else 0]
    return {**named, "np": np, "n": n, **strengths, "lr": RATE, "__builtins__": {}}


def last_line(step: TrainingStep, phase: Phase, names: dict[str, Any]) -> re.Match[str]:
    """Return the line that makes the result of a phase; run those before it, which `names` then holds."""
    *before, last = line_of_code(step, phase).split("\n")
    for line in before:
        found = BEFORE.fullmatch(line)
        assert found is not None
        names[found["names"]] = run(found["made"], names)
    found = LINE.fullmatch(last)
    assert found is not None
    return found


def run(text: str, names: dict[str, Any]) -> Any:
    with np.errstate(all="ignore"):
        return eval(text, names)


@settings(max_examples=40, deadline=None)
@given(steps(), st.booleans())
def test_a_line_of_code_makes_the_result(case: Any, columns: bool) -> None:
    step, strengths = case[0].transposed if columns else case[0], case[4]
    names = namespace(step, strengths)
    for phase in step.phases[1:]:
        line = last_line(step, phase, names)
        made = run(line["made"], names)
        results = [move.new for move in phase.moves] or [phase.result]
        parts = made if isinstance(made, tuple) else (made,)
        for name, part in zip(results, parts, strict=True):
            shown = step.matrices[str(name)].values
            size = max(1.0, float(np.abs(shown).max()))
            np.testing.assert_allclose(
                np.reshape(part, shown.shape), shown, rtol=1e-11, atol=1e-12 * size, err_msg=phase.key
            )


@settings(max_examples=40, deadline=None)
@given(steps(), st.booleans())
def test_a_shape_comment_is_true(case: Any, columns: bool) -> None:
    step, strengths = case[0].transposed if columns else case[0], case[4]
    names = namespace(step, strengths)
    for phase in step.phases[1:]:
        line = last_line(step, phase, names)
        *parts, result = re.split(r" = ", line["shapes"])
        made = run(line["made"], names)
        shapes = [np.shape(part) for part in made] if isinstance(made, tuple) else np.shape(made)
        assert ast.literal_eval(f"[{result}]" if phase.moves else result) == shapes
        if phase.factors:
            written = [ast.literal_eval(part) for part in re.split(r" [@+] ", parts[0])]
            terms = re.split(r" [@+] ", line["made"])[: len(written)]
            assert written == [np.shape(run(term, names)) for term in terms]


def test_the_data_line_says_their_shapes() -> None:
    step = example()
    assert line_of_code(step, step.phase("data")) == "X.shape, Y.shape  # (6, 2), (6, 2)"


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize("hidden", [(), (4,), (5, 3)])
def test_the_listing_is_a_program_that_trains(hidden: tuple[int, ...], columns: bool) -> None:
    strengths: Penalties = {"l2": 0.1, "l1": 0.02}
    step = example(hidden, strengths=strengths)
    step = step.transposed if columns else step
    given = {"X", "Y", *(name for name in step.matrices if name[0] in "Wb" and " " not in name)}
    names = {k: v for k, v in namespace(step, strengths).items() if k not in step.matrices or k in given}
    for line in listing(step).splitlines()[1:]:
        found = LINE.fullmatch(line) or BEFORE.fullmatch(line)
        assert found is not None
        made = run(found["made"], names)
        parts = made if isinstance(made, tuple) else (made,)
        names |= dict(zip(found["names"].split(", "), parts, strict=True))
    for layer in range(1, len(hidden) + 2):
        for letter in "Wb":
            shown = step.matrices[f"{letter}{layer} next"].values
            made = np.reshape(names[f"{letter}{layer}"], shown.shape)
            np.testing.assert_allclose(made, shown, rtol=1e-12, atol=1e-14)


# --- the update ----------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_the_update_is_the_runs_own(optimizer: str) -> None:
    timeline = Timeline(Experiment(optimizer=optimizer, learning_rate=0.05, batch_size=9, hidden=(3, 2)))
    now, after = timeline.at(11), timeline.at(12)
    X, Y = timeline.train.X[now.batch], timeline.train.Y[now.batch]
    rate = now.learning_rate if optimizer == "sgd" else None
    step = open_step(now.network, X, Y, update=Update(now.updates, after.network, rate))
    assert faults(step) == faults(step.transposed) == []
    for at, layer in enumerate(after.network.layers, start=1):
        np.testing.assert_array_equal(step.matrices[f"W{at} next"].values, layer.W)
        np.testing.assert_array_equal(step.matrices[f"S{at}"].values, now.updates[at - 1][0])
    assert (step.phase("update 1").factor is None) == (optimizer != "sgd")


def test_a_run_that_ends_has_no_next() -> None:
    timeline = Timeline(Experiment())
    now = timeline.at(0)
    step = open_step(now.network, timeline.train.X, timeline.train.Y, update=Update(now.updates, None))
    last = step.phase("update 2")
    assert last.result is None
    assert [move.new for move in last.moves] == [None, None]
    assert not [name for name in step.matrices if "next" in name]
    assert line_of_code(step, last) == "W2, b2 = W2 - S2, b2 - s2  # (4, 2), (2,)"


def test_without_an_update_the_step_ends_with_its_gradients() -> None:
    timeline = Timeline(Experiment())
    step = open_step(timeline.at(0).network, timeline.train.X, timeline.train.Y)
    assert step.phases[-1].key == "db1"


def test_what_does_not_fit_is_refused_by_name() -> None:
    network = Timeline(Experiment()).at(0).network
    with pytest.raises(ValueError, match="X must have shape"):
        open_step(network, np.zeros((3, 5)), np.zeros((3, 2)))
    with pytest.raises(ValueError, match="Y must have shape"):
        open_step(network, np.zeros((3, 2)), np.zeros((4, 2)))
    with pytest.raises(TypeError, match="X must be an array of floats"):
        open_step(network, np.zeros((3, 2), dtype=int), np.zeros((3, 2)))
    with pytest.raises(KeyError, match="phase must be one of data, Z1"):
        example().phase("Z9")
