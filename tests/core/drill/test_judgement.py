"""What is said of a line: the wrong ones of CASES by name, NumPy's errors, equal lines accepted."""

import ast
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.drill.evaluation import evaluate
from core.drill.exercise import COMPLETE, SQUARE, STEP, WRITE, DrillLine, Exercise, make_exercise
from core.drill.expression import form_of, read_expression
from core.drill.judgement import ERROR, FACTOR, NUMBERS, SHAPE, UNFINISHED, Judgement, judge_line
from core.drill.mistakes import MISCONCEPTIONS
from core.drill.ordering import judge_order, program_lines
from core.drill.problem import make_problem
from core.drill.tiles import MOST_TILES, TILES, code_of, read_tiles, write_tiles
from tests.core.drill.equal_lines import equal_lines

CE, SQ = "cross_entropy", "squared_error"
COLUMNS_OF_A_STEP = {"level": STEP, "convention": "columns"}
SEQUENCES = st.lists(st.sampled_from(list(TILES)), max_size=MOST_TILES).map(tuple)


def judged(
    text: str, target: str, level: int = WRITE, *, convention: str = "rows", loss: str = CE, seed: int = 0
) -> Judgement:
    exercise = make_exercise(level, seed, convention=convention, loss=loss)
    line = exercise.line(target)
    assert line
    return judge_line(exercise, line, read_tiles(text))


@pytest.mark.parametrize(
    ("text", "target", "how", "kind", "misconception"),
    [
        # 1: a product whose shapes fit by chance, or do not fit
        ("A1@dZ2", "dW2", {"level": SQUARE}, NUMBERS, "transpose"),
        ("A1@dZ2", "dW2", {}, ERROR, "transpose"),
        ("dZ2.T@A1", "dW2", {}, SHAPE, "transpose"),
        ("dZ2@W2*fp(Z1)", "dZ1", {"level": SQUARE}, NUMBERS, "transpose"),
        ("X@dZ1.T", "dW1", {"convention": "columns"}, SHAPE, "transpose"),
        ("A1.T*dZ2", "dW2", {"level": SQUARE}, NUMBERS, "elementwise"),
        # 2: the mean
        ("A2-Y", "dZ2", {}, FACTOR, "no_mean"),
        ("(A2-Y)*fp(Z2)", "dZ2", {"loss": SQ}, FACTOR, "no_mean"),
        ("(A2-Y)*1/n*1/n", "dZ2", {}, FACTOR, "mean_twice"),
        ("A1.T@dZ2*1/n", "dW2", {}, FACTOR, "mean_twice"),
        ("(Y-A2)*1/n", "dZ2", {}, FACTOR, "sign"),
        ("A2-Y*1/n", "dZ2", {}, NUMBERS, "no_brackets"),
        ("A2-Y*fp(Z2)*1/n", "dZ2", {"loss": SQ}, NUMBERS, "no_brackets"),
        # 3: the biases
        ("dZ2", "db2", {}, SHAPE, "not_summed"),
        ("dZ2.sum1", "db2", {}, SHAPE, "wrong_axis"),
        ("dZ2.sum1", "db2", {"level": SQUARE}, NUMBERS, "wrong_axis"),
        ("dZ2.sum0k", "db2", {"convention": "columns"}, SHAPE, "wrong_axis"),
        ("dZ2.sum1", "db2", {"convention": "columns"}, SHAPE, "axis_lost"),
        # 4: the derivative of the softmax once more
        ("(A2-Y)*1/n*A2*(1-A2)", "dZ2", {}, NUMBERS, "softmax_again"),
        ("A2*(1-A2)*(A2-Y)", "dZ2", {}, NUMBERS, "softmax_again"),
        # 5: the slope
        ("dZ2@W2.T*(Z1*(1-Z1))", "dZ1", {}, NUMBERS, "slope_of_Z"),
        ("dZ2@W2.T*fp(A1)", "dZ1", {}, NUMBERS, "slope_of_A"),
        ("dZ2@W2.T*fp(Z2)", "dZ1", {}, ERROR, "other_slope"),
        ("dZ2@W2.T*A2*(1-A2)", "dZ1", {"level": SQUARE}, NUMBERS, "other_slope"),
        ("*(1-Z1)*Z1", "dZ1", {"level": COMPLETE}, NUMBERS, "slope_of_Z"),
        ("dZ2@W2.T", "dZ1", {}, NUMBERS, "missing_slope"),
        # 6: W2 updated too early
        ("dZ2@W2new.T", "dA1", {"level": STEP}, NUMBERS, "early_update"),
        # 7: softmax over the whole batch
        ("exp(Z2)/exp(Z2).total", "A2", {"level": STEP}, NUMBERS, "softmax_over_batch"),
        ("exp(Z2)/exp(Z2).sum0", "A2", {"level": STEP}, NUMBERS, "softmax_over_batch"),
        ("exp(Z2)/exp(Z2).sum1k", "A2", COLUMNS_OF_A_STEP, NUMBERS, "softmax_over_batch"),
        # 8: the penalty
        ("A1.T@dZ2-l2*W2", "dW2", {"level": STEP}, NUMBERS, "penalty_sign"),
        ("W2+A1.T@dZ2", "dW2", {"level": STEP}, NUMBERS, "penalty_factor"),
        ("A1.T@dZ2", "dW2", {"level": STEP}, NUMBERS, "no_penalty"),
        # 9: accumulated
        ("A1.T@dZ2+l2*W2+dW2old", "dW2", {"level": STEP}, NUMBERS, "accumulated"),
        # 10: the running mean overwritten
        ("(1-beta)*dW2+beta*mhat", "m", {"level": STEP}, NUMBERS, "mean_overwritten"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(
    text: str, target: str, how: dict[str, Any], kind: str, misconception: str
) -> None:
    seeds = range(5)
    found = {(j.kind, j.misconception) for seed in seeds for j in [judged(text, target, **how, seed=seed)]}
    assert found == {(kind, misconception)}


def test_every_listed_misconception_has_a_name() -> None:
    for level in (COMPLETE, WRITE, SQUARE, STEP):
        for convention, loss in (("rows", CE), ("rows", SQ), ("columns", CE), ("columns", SQ)):
            exercise = make_exercise(level, 0, convention=convention, loss=loss)
            for line in exercise.lines:
                assert {name for name, _ in line.mistakes} <= set(MISCONCEPTIONS)
                for name, tiles in line.mistakes:
                    value = evaluate(read_expression(tiles), exercise.problem.values)[-1].value
                    same = value is not None and value.shape == line.expected.shape
                    assert not (same and np.allclose(value, line.expected)), (line.target, name, tiles)


@pytest.mark.parametrize(
    ("text", "target", "how"),
    [
        ("1/n*(A2-Y)", "dZ2", {}),
        ("A2*1/n-Y*1/n", "dZ2", {}),
        ("-(Y-A2)*1/n", "dZ2", {}),
        ("fp(Z2)*(A2-Y)*1/n", "dZ2", {"loss": SQ}),
        ("A2*(1-A2)*1/n*(A2-Y)", "dZ2", {"loss": SQ}),
        ("(dZ2.T@A1).T", "dW2", {}),
        ("(W2@dZ2.T).T*A1*(1-A1)", "dZ1", {}),
        ("((W2@dZ2.T).T*fp(Z1)).T.sum1", "db1", {}),
        ("dZ1.T.sum1", "db1", {}),
        ("(X@dZ1.T).T", "dW1", {"convention": "columns"}),
    ],
)
def test_an_equal_line_is_accepted(text: str, target: str, how: dict[str, Any]) -> None:
    assert judged(text, target, **how).is_right


@given(equal_lines())
def test_a_line_that_is_equal_by_algebra_is_right(drawn: tuple[Exercise, DrillLine, str]) -> None:
    exercise, line, text = drawn
    assert judge_line(exercise, line, read_tiles(text)).is_right, text


def test_a_factor_that_has_no_name_is_told() -> None:
    found = judged("(A2-Y)*1/n+(A2-Y)*1/n", "dZ2")
    assert (found.kind, found.detail, found.misconception) == (FACTOR, "2", "")


def test_numpy_speaks_for_itself() -> None:
    found = judged("A1@dZ2", "dW2")
    problem = make_problem(0, convention="rows", loss=CE)
    with pytest.raises(ValueError, match="matmul") as raised:
        problem.values["A1"] @ problem.values["dZ2"]
    assert found.detail == f"ValueError: {raised.value}"
    lost = judged("dZ2.sum0.sum1", "db2")
    assert lost.detail == "AxisError: axis 1 is out of bounds for array of dimension 1"


def test_a_silent_broadcast_is_seen() -> None:
    found = judged("exp(Z2)/exp(Z2).sum0", "A2", STEP)
    assert [part.is_broadcast for part in found.parts][-1]
    assert not any(part.is_broadcast for part in judged("A1.T@dZ2", "dW2").parts)


def test_whose_numbers_they_are() -> None:
    assert judged("A1", "dZ1").known == "A1"
    assert judged("dZ2.T@A1", "dW2").known == "dW2.T"
    half = judged("dZ2@W2.T*A1", "dZ1")
    assert (half.kind, half.misconception, half.known, half.entries) == (NUMBERS, "", "", 0)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "A quantity is missing."),
        ("A1.T@", "A quantity is missing after `@`."),
        ("(A2-Y", "A closing bracket is missing."),
        ("A1dZ2", "An operator is missing between `A1` and `dZ2`."),
        (")", "`)` has no quantity on its left."),
        ("A1)", "A closing bracket has no opening one."),
        ("@A1", "`@` has no quantity on its left."),
        (".T", "`.T` has no quantity on its left."),
    ],
)
def test_what_is_not_finished_is_told(text: str, problem: str) -> None:
    found = judged(text, "dW2")
    assert (found.kind, found.detail) == (UNFINISHED, problem)


@given(SEQUENCES)
def test_tiles_come_back_from_a_link(tiles: tuple[str, ...]) -> None:
    assert read_tiles(write_tiles(tiles)) == tiles
    assert code_of(tiles).count("dZ1") == sum(tile == "dZ1" for tile in tiles)


@pytest.mark.parametrize("text", ["A3", "A1 @ dZ2", "__import__('os')", "A1.T@dZ2;", "é"])
def test_nothing_but_tiles_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="must be tiles"):
        read_tiles(text)


@given(
    SEQUENCES, st.sampled_from([COMPLETE, WRITE, SQUARE, STEP]), st.booleans(), st.sampled_from([CE, SQ])
)
def test_no_sequence_of_tiles_raises(
    tiles: tuple[str, ...], level: int, is_columns: bool, loss: str
) -> None:
    exercise = make_exercise(level, 1, convention="columns" if is_columns else "rows", loss=loss)
    for line in exercise.lines:
        found = judge_line(exercise, line, tiles)
        assert (found.detail != "") == (found.kind in (UNFINISHED, ERROR, FACTOR))
        assert found.value is None or found.value.ndim <= 2


EXPRESSIONS = st.recursive(
    st.sampled_from(["X", "Y", "W1", "A1", "dZ2", "l2"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("@*+-/"), inner).map("".join),
        st.tuples(inner, st.sampled_from([".T", ".sum0", ".sum1k", ".total"])).map("".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-{text}"),
        inner.map(lambda text: f"exp({text})"),
    ),
    max_leaves=6,
)
SIGNS = {ast.MatMult: "@", ast.Mult: "*", ast.Div: "/", ast.Add: "+", ast.Sub: "-"}


def form_by_python(node: ast.expr) -> str:
    """Return the form of an expression as Python's own parser reads it."""
    match node:
        case ast.BinOp(left, operator, right):
            return f"{SIGNS[type(operator)]}[{form_by_python(left)}, {form_by_python(right)}]"
        case ast.UnaryOp(ast.USub(), operand):
            return f"negative[{form_by_python(operand)}]"
        case ast.Attribute(value, name):
            return f".{name}[{form_by_python(value)}]"
        case ast.Call(ast.Name(name), [argument]):
            return f"{name}([{form_by_python(argument)}]"
        case ast.Name(name):
            return name
    raise AssertionError(ast.dump(node))


@given(EXPRESSIONS)
def test_tiles_are_read_as_python_reads_them(text: str) -> None:
    expression = read_expression(read_tiles(text))
    assert expression.problem == ""
    assert form_of(expression) == form_by_python(ast.parse(text, mode="eval").body)


# --- the order of the lines ------------------------------------------------------------------------

LINES = program_lines("rows", CE)
FORWARD = ["Z1", "A1", "Z2", "A2"]


def test_any_order_that_runs_is_right() -> None:
    assert judge_order(LINES, list(LINES)).is_right
    late = ["Z1", "A1", "Z2", "A2", "dZ2", "dA1", "W2", "dZ1", "dW1", "W1", "dW2"]
    assert judge_order(LINES, late).detail == "NameError: name 'dW2' is not defined"
    assert judge_order(
        LINES, [*FORWARD, "dZ2", "dA1", "dZ1", "dW1", "W1", "db1", "b1", "db2", "b2", "dW2", "W2"]
    ).is_right


def test_an_early_update_is_named_though_python_says_nothing() -> None:
    early = [*FORWARD, "dZ2", "dW2", "W2", "dA1", "dZ1", "dW1", "W1", "db2", "db1", "b2", "b1"]
    found = judge_order(LINES, early)
    assert (found.kind, found.misconception, found.known) == (NUMBERS, "early_update", "dA1")


@given(st.lists(st.sampled_from([*LINES, "b1", "m"]), max_size=MOST_TILES))
def test_no_order_raises(built: list[str]) -> None:
    found = judge_order(LINES, built)
    assert found.is_right == (found.kind == "right")


@pytest.mark.parametrize("text", ["W1@X", "X*W1"])
def test_an_error_within_a_line_is_an_error_whatever_comes_after_it(text: str) -> None:
    found = judged(text, "Z1", COMPLETE)
    assert (found.kind, found.value) == (ERROR, None)
    assert found.detail.startswith("ValueError")
