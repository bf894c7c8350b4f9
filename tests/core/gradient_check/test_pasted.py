"""Gradients that a learner's program printed: read in any usual form, and judged."""

import io
import re
from contextlib import redirect_stdout
from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core import ACTIVATIONS, LOSSES, Experiment, Timeline, backward, forward
from core.arrays import Array
from core.gradient_check.pasted import PastedArray, read_pasted
from core.gradient_check.pasted_verdict import GradientVerdict, judge_pasted
from core.gradient_check.wrong_gradients import GradientCase, Named, gradients, wrong_gradients

FORMS = {
    "print": lambda name, M: f"{name} =\n{M}",
    "repr": lambda name, M: f"{name} {M!r}",
    "list": lambda name, M: f"{name}: {M.tolist()}",
    "tensor": lambda name, M: f"{name} {torch.tensor(M)!r}",
    "tensor with gradient": lambda name, M: f"{name}\n{torch.tensor(M, requires_grad=True)}",
    "grad": lambda name, M: f"{name[1:]}.grad {torch.tensor(M)}",
    "a column each": lambda name, M: f"{name} = {M[:, None] if M.ndim == 1 else M}",
}
DEPTHS: tuple[tuple[int, ...], ...] = ((4,), (), (3, 3), (4, 3, 3))
RUNS = {
    f"{loss}, {activation}": Experiment(
        loss=loss, activation=activation, hidden=DEPTHS[at % 4], dataset=("circles", "blobs")[at % 2],
        l2=(0.0, 0.02)[at % 2], l1=(0.0, 0.01)[at // 2 % 2], samples=60,
    )
    for at, (loss, activation) in enumerate(product(LOSSES, ACTIVATIONS))
}  # fmt: skip
every_run = pytest.mark.parametrize("experiment", RUNS.values(), ids=RUNS.keys())


def case_of(experiment: Experiment, step: int = 3) -> GradientCase:
    run = Timeline(experiment)
    now = run.at(step)
    return GradientCase(
        now.network,
        forward(now.network, run.train.X),
        run.train.Y,
        experiment.penalties_at(now.step),
        now.learning_rate,
    )


def printed(named: Named, form: str = "print", *, columns: bool = False) -> str:
    return "\n".join(FORMS[form](name, M.T if columns else M) for name, M in named.items())


def judged(named: Named, case: GradientCase) -> list[GradientVerdict]:
    with np.printoptions(threshold=10_000):
        return judge_pasted(read_pasted(printed(named)), [case])[1]


# --- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("scale", [1.0, 1e-5, 300.0])
def test_every_form_is_read_within_its_printed_digits(form: str, scale: float) -> None:
    rng = np.random.default_rng(0)
    named = {"dW1": scale * rng.normal(size=(2, 4)), "db1": scale * rng.normal(size=4)}
    found = read_pasted(printed(named, form))
    assert [each.name for each in found] == ["dW1", "db1"]
    for each, true in zip(found, named.values(), strict=True):
        values = each.values.ravel() if true.ndim == 1 else each.values
        assert values.shape == true.shape
        off = np.abs(values - true)
        assert (off <= each.tolerance.reshape(true.shape) * 1.001).all()
        assert each.tolerance.max() < 1e-3 * scale


def test_names_are_optional_and_text_around_is_ignored() -> None:
    (found,) = read_pasted("step 3 · loss 0.6\n[[1.5, -2e-3], [0.25, 4.0]]\ndone 17")
    assert found.name == ""
    assert found.values.tolist() == [[1.5, -0.002], [0.25, 4.0]]


@pytest.mark.parametrize(
    ("before", "factor"),
    [("1e-02 *", 0.01), ("10. *\n", 10.0), ("the end. *", 1.0), ("1.2.3 *", 1.0), ("dW1 *", 1.0)],
)
def test_only_a_number_in_front_is_a_factor(before: str, factor: float) -> None:
    (found,) = read_pasted(f"{before} [1.5, -2.0]")
    assert found.values.tolist() == [1.5 * factor, -2.0 * factor]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "There is no array in it"),
        ("dW1 = 0.5", "There is no array in it"),
        ("dW1 = [[1.0, 2.0], [3.0", "dW1 is cut off"),
        ("dW1 = [[1.0 ... 2.0]]", "dW1 is shortened with …"),
        ("[[1.0 … 2.0]]", "An array is shortened with …"),
        (f"dW1 = {np.zeros((64, 64))}", "np.set_printoptions(threshold=100_000)"),
        ("dW1 = [[1.0, 2.0], [3.0]]", "dW1 has rows of different lengths"),
        ("dW1 = []", "dW1 has rows of different lengths, or no numbers"),
        ("dW1 = [nan, 1.0]", "dW1 contains nan or inf"),
        ("dW1 = [1e999]", "dW1 contains nan or inf"),
        ("dW1 = [1.0, two]", "dW1 holds 'two', which is not a number"),
        ("dW1 = [1.0]\ndW1 = [2.0]", "dW1 is there twice"),
        ("[" * 300_000, "The text has 300,000 characters"),
    ],
)
def test_what_cannot_be_used_is_told(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        read_pasted(text)


WORDS = st.sampled_from(
    ["[", "]", "[[", "]]", "dW1", "=", "tensor(", "1.5", "-", "e5", "...", "nan", ",", "1e-999", "*", "\n"]
)


@given(st.text(max_size=80) | st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        found = read_pasted(text)
    except ValueError:
        return
    assert found
    assert all(np.isfinite(each.values).all() and each.values.size for each in found)


# --- judging ---------------------------------------------------------------------------------------


@every_run
def test_the_lines_without_a_mistake_are_the_backward_pass(experiment: Experiment) -> None:
    case = case_of(experiment)
    right = gradients(case)
    truth = backward(case.network, case.trace, case.Y, **case.penalties)
    for at, layer in enumerate(truth.layers, start=1):
        assert np.allclose(right[f"dW{at}"], layer.dW, rtol=1e-12, atol=1e-15)
        assert np.allclose(right[f"db{at}"], layer.db, rtol=1e-12, atol=1e-15)


@every_run
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("columns", [False, True])
def test_right_gradients_are_right_in_every_form(experiment: Experiment, form: str, columns: bool) -> None:
    case = case_of(experiment)
    text = printed(gradients(case), form, columns=columns)
    _, found = judge_pasted(read_pasted(text), [case], columns=columns)
    assert len(found) == 2 * len(case.network.layers)
    coarse = "it has too few digits: print more of them"
    assert all(each.is_right or each.found == coarse for each in found)
    if "tensor" not in form and form != "grad":
        assert all(each.is_right for each in found)


@every_run
def test_every_known_mistake_is_recognized(experiment: Experiment) -> None:
    case = case_of(experiment)
    right, count = gradients(case), 0
    same: dict[bytes, list[str]] = {}
    for what, wrong in wrong_gradients(case):
        same.setdefault(b"".join(M.round(14).tobytes() for M in wrong.values()), []).append(what)
    for whats in same.values():
        wrong = dict(wrong_gradients(case))[whats[0]]
        found = judged(wrong, case)
        off = [each for each in found if not each.is_right]
        assert off
        assert any(each.found in whats for each in off), (whats, off)
        shaped = {name: M for name, M in wrong.items() if M.shape == right[name].shape}
        assert {each.name for each in found if each.is_right} == {
            name for name, M in shaped.items() if np.allclose(M, right[name])
        }
        count += 1
    assert count >= 8


def test_one_wrong_entry_is_named_by_its_place() -> None:
    case = case_of(Experiment())
    wrong = gradients(case)
    wrong["dW1"][1, 2] = 0.5
    wrong["db1"][3] = -1
    told = {each.name: each.found for each in judged(wrong, case) if not each.is_right}
    right = gradients(case)
    assert told == {
        "dW1": f"one entry is wrong: row 2, column 3 is 0.5, not {right['dW1'][1, 2]:.4g}",
        "db1": f"one entry is wrong: entry 4 is -1, not {right['db1'][3]:.4g}",
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda M: M.T, "it is transposed"),
        (lambda M: 3 * M, "every entry is 3 times the right one"),
        (lambda M: -M, "the sign is wrong"),
        (lambda M: M[:1], "its shape is (1, 2), not (4, 2)"),
        (lambda M: M + 1, "it differs, and no known mistake gives these numbers"),
    ],
)
def test_other_faults_of_one_gradient(change: object, told: str) -> None:
    case = case_of(Experiment())
    named = gradients(case)
    named["dW2"] = change(named["dW2"])  # type: ignore[operator]
    found = judged(named, case)
    assert [(each.name, each.found) for each in found if not each.is_right] == [("dW2", told)]


def test_the_case_that_fits_best_is_found() -> None:
    run, cases = Timeline(Experiment()), [case_of(Experiment(), step) for step in (9, 0)]
    assert run.at(0).step == 0
    for place, case in enumerate(cases):
        at, found = judge_pasted(read_pasted(printed(gradients(case))), cases)
        assert at == place
        assert all(each.is_right for each in found)


def test_arrays_without_names_are_recognized_by_their_shapes() -> None:
    case = case_of(Experiment(hidden=(3,)))
    out = io.StringIO()
    with redirect_stdout(out):
        for M in gradients(case).values():
            print(M)
    _, found = judge_pasted(read_pasted(out.getvalue()), [case])
    assert [(each.name, each.is_right) for each in found] == [
        ("dW2", True), ("db2", True), ("dW1", True), ("db1", True)
    ]  # fmt: skip
    _, (odd,) = judge_pasted([PastedArray("", np.ones((5, 5)), np.zeros((5, 5)))], [case])
    assert odd.found == "an array is (5, 5): dW1 is (2, 3), dW2 is (3, 2), db1 is (3,), db2 is (2,)"


def test_too_few_digits_are_told() -> None:
    case = case_of(Experiment())
    coarse: dict[str, Array] = {name: M.round(3) for name, M in gradients(case).items()}
    found = judge_pasted(read_pasted(printed(coarse)), [case])[1]
    assert "it has too few digits: print more of them" in {each.found for each in found}
