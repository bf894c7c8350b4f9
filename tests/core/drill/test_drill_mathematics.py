"""The right lines of the drill against `core.backward` and against differences of the loss itself."""

from itertools import product

import numpy as np
import pytest

from core import LOSSES
from core.arrays import Array
from core.drill.answers import answers
from core.drill.evaluation import evaluate
from core.drill.exercise import LEVELS, ORDER, SQUARE, STEP, DrillLine, Exercise, make_exercise
from core.drill.expression import read_expression
from core.drill.judgement import judge_line
from core.drill.problem import PENALTY, Problem, make_problem
from core.drill.tiles import read_tiles

CONVENTIONS = ("rows", "columns")
EXERCISES = [
    make_exercise(level, seed, convention=convention, loss=loss)
    for level, seed, convention, loss in product(LEVELS, (0, 1, 2), CONVENTIONS, LOSSES)
]
LINES = [(exercise, line) for exercise in EXERCISES for line in exercise.lines]


def name_of(value: object) -> str:
    if isinstance(value, Exercise):
        return f"{value.level}-{value.problem.convention}-{value.problem.loss}"
    return value.target if isinstance(value, DrillLine) else str(value)


def computed(problem: Problem, text: str) -> Array:
    value = evaluate(read_expression(read_tiles(text)), problem.values)[-1].value
    assert value is not None
    return value


@pytest.mark.parametrize(("exercise", "line"), LINES, ids=name_of)
def test_the_right_line_is_right(exercise: Exercise, line: DrillLine) -> None:
    assert line.whole(line.gap) == line.answer
    assert judge_line(exercise, line, line.gap).is_right
    assert set(line.gap) <= set(line.tiles)


def loss_of(problem: Problem, values: dict[str, Array]) -> float:
    """Return the mean loss from the formulas alone."""
    turn = np.transpose if problem.convention == "columns" else np.asarray
    X, Y, W1, b1, W2, b2 = (np.asarray(turn(values[name])) for name in ("X", "Y", "W1", "b1", "W2", "b2"))
    A1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    Z2 = A1 @ W2 + b2
    if problem.loss == "cross_entropy":
        losses = np.log(np.exp(Z2).sum(axis=1)) - (Y * Z2).sum(axis=1)
    else:
        losses = 0.5 * ((1 / (1 + np.exp(-Z2)) - Y) ** 2).sum(axis=1)
    return float(losses.mean())


@pytest.mark.parametrize(
    ("loss", "convention", "is_square"), [*product(LOSSES, CONVENTIONS, (False, True))]
)
def test_the_right_gradients_are_differences_of_the_loss(
    loss: str, convention: str, is_square: bool
) -> None:
    problem = make_problem(7, convention=convention, loss=loss, is_square=is_square)
    right = answers(convention, loss)
    for name in ("W1", "b1", "W2", "b2"):
        gradient = computed(problem, right[f"d{name}"])
        assert gradient.shape == problem.values[name].shape
        for at in np.ndindex(gradient.shape):
            sides = []
            for step in (1e-5, -1e-5):
                moved = np.array(problem.values[name])
                moved[at] += step
                sides.append(loss_of(problem, {**problem.values, name: moved}))
            assert gradient[at] == pytest.approx((sides[0] - sides[1]) / 2e-5, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize(("convention", "loss"), [*product(CONVENTIONS, LOSSES)])
def test_the_forward_pass_and_the_update(convention: str, loss: str) -> None:
    problem = make_problem(3, convention=convention, loss=loss, is_penalized=True)
    plain = make_problem(3, convention=convention, loss=loss)
    now, right = problem.values, answers(convention, loss)
    for name in ("Z1", "Z2", "A2"):
        np.testing.assert_allclose(computed(problem, right[name]), now[name], rtol=1e-12)
    np.testing.assert_allclose(now["dW2"], plain.values["dW2"] + PENALTY * now["W2"], rtol=1e-12)
    np.testing.assert_allclose(problem.updated["W2"], now["W2"] - 0.5 * now["dW2"], rtol=1e-12)
    np.testing.assert_allclose(problem.updated["m"], 0.9 * now["m"] + 0.1 * now["dW2"], rtol=1e-12)
    np.testing.assert_allclose(now["mhat"], now["m"] / (1 - 0.9**3), rtol=1e-12)


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_sizes_are_all_different_or_all_equal(exercise: Exercise) -> None:
    sizes = exercise.problem.sizes
    assert len(set(sizes.values())) == (1 if exercise.level == SQUARE else 4)
    assert min(sizes.values()) >= 2
    samples = 1 if exercise.problem.convention == "columns" else 0
    assert exercise.problem.values["X"].shape[samples] == sizes["n"]
    assert bool(exercise.lines) == (exercise.level != ORDER)


def test_another_seed_is_another_network() -> None:
    one, two = (make_problem(seed, convention="rows", loss="cross_entropy") for seed in (0, 1))
    assert one.values["W1"].tolist() != two.values["W1"].tolist()
    again = make_problem(0, convention="rows", loss="cross_entropy")
    assert all((one.values[name] == again.values[name]).all() for name in one.values)


def test_the_levels_have_what_they_promise() -> None:
    of = {e.level: [line.target for line in e.lines] for e in EXERCISES}
    assert len(of[1]) == 8
    assert of[3] == of[SQUARE] == ["dZ2", "dW2", "db2", "dZ1", "dW1", "db1"]
    assert of[STEP] == ["A2", "dW2", "dA1", "m", "W2"]
