"""The notes' equations: what holds, what fails, by how much, and that the oracle knows no formula."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from core import EQUATIONS, LOSSES, Case, Equation, Experiment, Timeline, examine
from core.notes import TOLERANCE, ShapesError, in_numbers, in_symbols, latex_of, oracle
from core.notes.record import product
from tests.core import oracles
from tests.core.oracles import Array, gap, network_of
from tests.core.strategies import experiments

EQUATION = {equation.key: equation for equation in EQUATIONS}
FAULTY = ("6", "19-2", "21", "8-8", "6-last", "7", "10-1", "10", "7-last")
MISSING = ("jacobian", "mean", "dW2", "db2", "dW1", "db1")
SIGMOID = tuple(key for key in EQUATION if key.startswith("11"))
SOUND = tuple(key for key in EQUATION if key not in (*FAULTY, *MISSING))

some_examples = settings(max_examples=25, deadline=None)
each = pytest.mark.parametrize


@st.composite
def cases(draw: st.DrawFn, activation: str = "sigmoid", classes: tuple[int, ...] = (2, 3)) -> Case:
    """Draw a two-layer network, a batch and what the equations speak of."""
    n, d, h = draw(st.integers(1, 5)), draw(st.integers(1, 4)), draw(st.integers(1, 4))
    k = draw(st.sampled_from(classes))
    rng = np.random.default_rng(draw(st.integers(0, 999_999)))
    weights = [(rng.normal(size=shape), rng.normal(size=shape[1])) for shape in ((d, h), (h, k))]
    X, Y = rng.normal(size=(n, d)), np.eye(k)[rng.integers(k, size=n)]
    i, j = draw(st.integers(0, k - 1)), draw(st.integers(0, k - 1))
    sample, unit = draw(st.integers(0, n - 1)), draw(st.integers(0, h - 1))
    return Case.of(network_of(weights, activation), X, Y, sample=sample, i=i, j=j, unit=unit)


def as_oracle_case(case: Case, *, one: bool = False) -> oracles.Case:
    """Return the batch, or its one sample, for the second opinion of the tests."""
    rows = slice(case.sample, case.sample + 1) if one else slice(None)
    weights = [(layer.W, layer.b) for layer in case.layers]
    return oracles.Case(weights, case.activation, case.X[rows], case.Y[rows].argmax(axis=1))


# --- the table -----------------------------------------------------------------------------------


def test_every_number_of_the_notes_is_there_in_their_order() -> None:
    numbers = [equation.number for equation in EQUATIONS if equation.number]
    assert numbers == ["6", "19", "20", "21", "8", "9", "6", "7", "10", "11", "12", "7"]


def test_the_keys_are_unique_and_every_line_has_a_side() -> None:
    assert len(EQUATION) == len(EQUATIONS) == 41
    assert tuple(e.key for e in EQUATIONS if e.fault) == FAULTY
    assert tuple(e.key for e in EQUATIONS if not e.is_in_the_notes) == MISSING
    for e in EQUATIONS:
        assert e.printed or e.corrected
        assert bool(e.right) == bool(e.printed)
        assert bool(e.fixed) == bool(e.corrected)
        assert not e.fault or e.corrected
        assert all((e.title, e.says, e.batch, e.shapes, e.section))


@given(cases())
@some_examples
def test_the_latex_is_whole_in_symbols_and_in_numbers(case: Case) -> None:
    for e in EQUATIONS:
        for template in (e.left, e.right, e.fixed, e.batch):
            for text in (in_symbols(template), in_numbers(template, e.at(case))):
                assert text.count("{") == text.count("}")
                assert text.count(r"\left") == text.count(r"\right")
                assert not any(sign in text for sign in ("<", ">", "nan"))


def test_numbers_stand_where_the_symbols_stood() -> None:
    run = Timeline(Experiment())
    case = Case.of(run.at(7).network, run.train.X, run.train.Y, i=1).same()
    a = f"{case.a2[1]:.4g}"
    assert in_numbers(EQUATION["20"].right, case) == rf"{a} \cdot (1 - {a})"
    assert in_symbols(EQUATION["20"].right) == r"A_{2i} \cdot (1 - A_{2j})"


@each(
    ("value", "text"),
    [
        (np.array(-0.5), "-0.5"),
        (np.array(np.inf), r"\infty"),
        (np.array([1.0, 2.5]), r"\begin{bmatrix} 1 & 2.5 \end{bmatrix}"),
        (np.eye(2), r"\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}"),
        (np.array([1e-12]), r"\begin{bmatrix} 1 \times 10^{-12} \end{bmatrix}"),
    ],
)
def test_numbers_in_latex(value: Array, text: str) -> None:
    assert latex_of(value) == text


def test_of_a_large_matrix_the_first_entries_are_written() -> None:
    text = latex_of(np.ones((64, 64)))
    assert text.count("1") == 16
    assert text.count(r"\cdots") == 4
    assert r"\vdots" in text


# --- what holds ----------------------------------------------------------------------------------


def assert_holds(equation: Equation, case: Case, which: str) -> None:
    examined = examine(equation, case)
    line, measured = getattr(examined, which), examined.measured
    assert measured is not None
    # Near 0 a difference sees nothing: the line may be told as undecided there, never as wrong.
    assert line.holds is not False
    if np.linalg.norm(measured) > 1e-3:
        assert line.holds is True
        assert line.error <= TOLERANCE
        assert line.why == ""


@each("key", SOUND)
@given(case=cases())
@some_examples
def test_a_sound_line_holds_as_printed(key: str, case: Case) -> None:
    assert_holds(EQUATION[key], case, "printed")


@each("key", FAULTY + MISSING + SIGMOID)
@given(case=cases())
@some_examples
def test_a_corrected_or_added_line_holds(key: str, case: Case) -> None:
    assert_holds(EQUATION[key], case, "corrected")


@each("activation", ["tanh", "relu", "leaky", "linear"])
@each("key", (*SIGMOID, "7", "7-last", "dW1", "db1"))
@given(data=st.data())
@some_examples
def test_with_another_activation_the_corrected_lines_hold(
    activation: str, key: str, data: st.DataObject
) -> None:
    case = data.draw(cases(activation))
    examined = examine(EQUATION[key], case)
    assert examined.corrected is not None
    assert examined.corrected.holds is not False


# --- what fails, where, and by how much ----------------------------------------------------------


def chain_of_classes(case: Case) -> tuple[Array, Array]:
    """Return what one class's share of dA1 is, and all of it, by hand."""
    error = case.a2 - case.target
    return error[case.i] * case.W2[:, case.i], case.W2 @ error


def printed_and_true(key: str, case: Case) -> tuple[Array, Array]:
    """Write both sides of a faulty line out by hand, from A1, A2 and Y alone."""
    a, y, i, j, u = case.a2, case.target, case.i, case.j, case.unit
    share, whole = chain_of_classes(case)
    slope = case.a1[u] * (1 - case.a1[u])
    sides = {
        "6": (-y[i] * (1 - a[i]) * case.a1, (a[i] - y[i]) * case.a1),
        "19-2": (np.exp(case.z2[i]), a[i] * (1 - a[i])),
        "21": (-(a[i] ** 2), -a[i] * a[j]),
        "8-8": (a[i] * case.k * y[j] - y[i], a[i] - y[i]),
        "7": (-y[i] * (1 - a[i]) * case.W2[u, i] * slope * case.x, whole[u] * slope * case.x),
        "10-1": (share, whole),
        "10": (share, whole),
    }
    printed, true = sides[key]
    return np.asarray(printed), np.asarray(true)


@each("key", [key for key in FAULTY if not key.endswith("last")])
@given(case=cases())
@some_examples
def test_a_faulty_line_fails_by_the_number_told(key: str, case: Case) -> None:
    case = EQUATION[key].at(case)
    printed, true = printed_and_true(key, case)
    wrong_by = gap(printed, true)
    assume(np.abs(printed - true).max() > 1e-5 and wrong_by > 1e-4)
    examined = examine(EQUATION[key], case)
    assert examined.printed is not None
    assert examined.printed.holds is False
    assert examined.printed.error == pytest.approx(wrong_by, rel=1e-3)
    assert examined.shows_correction


@given(case=cases())
@some_examples
def test_the_chain_holds_exactly_for_the_sample_s_own_class(case: Case) -> None:
    assume(np.linalg.norm(case.a1) > 0.1 and case.a2.min() > 1e-2)
    assert examine(EQUATION["6"], case).main.holds is bool(case.target[case.i] == 1)


@given(case=cases())
@some_examples
def test_the_wrong_subscript_does_no_harm_only_where_two_classes_are_believed_alike(case: Case) -> None:
    apart = case.apart()
    assume(case.a2.min() > 1e-3)
    alike = bool(abs(apart.a2[apart.i] - apart.a2[apart.j]) < 1e-9)
    assert examine(EQUATION["21"], case).main.holds is alike


def test_two_classes_at_one_half_hide_the_wrong_subscript() -> None:
    run = Timeline(Experiment(init="zeros"))
    case = Case.of(run.at(0).network, run.train.X, run.train.Y)
    examined = examine(EQUATION["21"], case)
    assert examined.main.holds is True
    assert examined.shows_correction


@given(case=cases())
@some_examples
def test_the_products_fit_only_by_accident(case: Case) -> None:
    d, h, k = case.d, case.h, case.k
    second, first = (examine(EQUATION[key], case).main for key in ("6-last", "7-last"))
    # One hidden unit: a row of k numbers times one number is the row of W2 itself.
    assert second.holds is not False if h == 1 else (second.holds is False and second.error == np.inf)
    # As many inputs and units as classes: the shapes fit, and the numbers are wrong.
    assert first.holds is not True
    assert (first.error == np.inf) is not (h == k == d)
    if np.isinf(first.error):
        assert "shapes do not fit: (" in first.why


@each("key", [key for key in EQUATION if key.startswith(("19", "20", "21"))])
@given(case=cases())
@some_examples
def test_a_line_for_i_equal_j_fails_elsewhere_and_the_other_way_round(key: str, case: Case) -> None:
    a, apart = case.a2, case.apart()
    assume(a.min() > 1e-2)
    aside = examine(EQUATION[key], case).aside
    assert aside is not None
    right, wrong = -a[apart.i] * a[apart.j], a[apart.i] * (1 - a[apart.j])
    if EQUATION[key].scope == "only when i ≠ j":
        right, wrong = a[case.i] * (1 - a[case.i]), -(a[case.i] ** 2)
    assert aside.holds is False
    assert aside.error == pytest.approx(gap(np.asarray(right), np.asarray(wrong)), rel=1e-3)


@given(case=cases())
@some_examples
def test_eight_is_right_for_one_sample_and_n_times_too_large_for_the_mean(case: Case) -> None:
    assume(np.abs(case.A2 - case.Y).max() > 1e-2)
    aside = examine(EQUATION["8"], case).aside
    assert aside is not None
    assert aside.holds is (case.n == 1)
    assert aside.error == pytest.approx((case.n - 1) / (case.n + 1), abs=1e-6)


@given(case=cases())
@some_examples
def test_a_sum_from_0_to_k_has_one_term_too_many(case: Case) -> None:
    assume(case.z2.max() < 5)
    aside = examine(EQUATION["softmax"], case).aside
    assert aside is not None
    total = np.exp(case.z2).sum()
    assert aside.holds is False
    assert aside.error == pytest.approx(1 / (2 * total + 1), rel=1e-6)  # the factor S / (S + 1)


@given(case=cases())
@some_examples
def test_one_over_a_is_the_derivative_of_the_natural_logarithm_alone(case: Case) -> None:
    assume(abs(case.a2[case.i] - case.target[case.i]) > 1e-2 and case.a2.min() > 1e-2)
    aside = examine(EQUATION["8-3"], case).aside
    assert aside is not None
    assert aside.holds is False
    assert aside.error == pytest.approx((np.log(10) - 1) / (np.log(10) + 1), rel=1e-4)


@each("key", ["9", "12"])
@given(case=cases())
@some_examples
def test_read_as_one_number_a_row_does_not_fit(key: str, case: Case) -> None:
    assume(case.has_hidden)
    examined = examine(EQUATION[key], case)
    assert examined.main.holds
    assert examined.aside is not None
    width = case.h if key == "9" else case.d
    if width > 1:
        assert examined.aside.why == f"shapes do not fit: ({width}) = ()"


@given(case=cases())
@some_examples
def test_the_gradient_of_w2_is_right_for_one_class_alone(case: Case) -> None:
    aside = examine(EQUATION["6-last"], case).aside
    assert aside is not None
    assert aside.holds is not False


@each(("activation", "key"), [(f, key) for f in ("tanh", "relu", "leaky", "linear") for key in SIGMOID])
def test_the_sigmoid_s_slope_is_wrong_for_other_units(activation: str, key: str) -> None:
    run = Timeline(Experiment(activation=activation))
    first = Case.of(run.at(30).network, run.train.X, run.train.Y)
    case = replace(first, unit=int(first.z1.argmax()))
    assert case.z1[case.unit] > 0.1  # a ReLU that is off has a slope of 0, and so has A (1 − A) there
    examined = examine(EQUATION[key], case)
    assert examined.main.holds is False
    assert examined.main.error > 0.01
    assert examined.shows_correction
    assert examined.corrected is not None
    assert examined.corrected.holds is True


# --- the oracle ----------------------------------------------------------------------------------


@given(case=cases())
@some_examples
def test_the_oracle_agrees_with_a_second_opinion_on_the_mean_loss(case: Case) -> None:
    (dW1, db1), (dW2, db2) = oracles.gradients_of(as_oracle_case(case))
    i, u = case.i, case.unit
    for measured, true in [
        (oracle.mean_by_w2(case), dW2[:, i]),
        (oracle.mean_by_b2(case), db2),
        (oracle.mean_by_w1(case), dW1[:, u]),
        (oracle.mean_by_b1(case), db1),
    ]:
        assert np.allclose(measured.value, true, rtol=1e-7, atol=10 * measured.noise)


@given(case=cases())
@some_examples
def test_the_oracle_agrees_with_a_second_opinion_on_one_sample(case: Case) -> None:
    one = as_oracle_case(case, one=True)
    (dW1, _), (dW2, db2) = oracles.gradients_of(one)
    dA1 = oracles.differences(lambda A: oracles.loss_from_activation(one, A, 0), case.a1[None])[0]
    for measured, true in [
        (oracle.loss_by_w1(case), dW1),
        (oracle.loss_by_w2(case), dW2),
        (oracle.loss_by_z2(case), db2),
        (oracle.loss_by_a1(case), dA1),
    ]:
        assert np.allclose(measured.value, true, rtol=1e-7, atol=1e-9)


@each("key", [key for key in EQUATION if key not in FAULTY])
def test_a_planted_error_is_found(key: str) -> None:
    run = Timeline(Experiment(dataset="blobs"))
    case = Case.of(run.at(20).network, run.train.X, run.train.Y, sample=5, unit=2)
    sound = EQUATION[key]
    name = "printed" if sound.printed else "corrected"
    side = getattr(sound, name)
    wrong = replace(sound, **{name: lambda c: np.asarray(side(c)) * 1.0001})
    assert examine(sound, case).main.holds is True
    assert examine(wrong, case).main.holds is False


def test_on_relu_s_kink_nothing_is_told() -> None:
    run = Timeline(Experiment(activation="relu", init="zeros"))
    case = Case.of(run.at(0).network, run.train.X, run.train.Y)
    examined = examine(EQUATION["11"], case)
    assert examined.main.holds is None
    assert "kink" in examined.main.why


# --- any network ---------------------------------------------------------------------------------


def test_without_a_hidden_layer_the_lines_on_a1_say_so_and_the_others_hold() -> None:
    run = Timeline(Experiment(dataset="arms", hidden=()))
    case = Case.of(run.at(30).network, run.train.X, run.train.Y)
    for e in EQUATIONS:
        examined = examine(e, case)
        if e.needs_hidden:
            assert examined.main.holds is None
            assert "no hidden layer" in examined.main.why
        elif e.key not in FAULTY:
            assert examined.main.holds is True


def test_of_a_deep_network_the_last_two_layers_are_taken() -> None:
    run = Timeline(Experiment(hidden=(3, 5, 4), activation="tanh"))
    network = run.at(10).network
    case = Case.of(network, run.train.X, run.train.Y)
    assert (case.d, case.h, case.k, case.depth) == (5, 4, 2, 4)
    numeric = run.at(10).gradients.layers
    assert gap(examine(EQUATION["dW1"], case).corrected.value, numeric[-2].dW[:, 0]) < 1e-12  # type: ignore[union-attr]
    assert gap(examine(EQUATION["db2"], case).corrected.value, numeric[-1].db) < 1e-12  # type: ignore[union-attr]


@given(experiment=experiments(samples=st.integers(20, 40)), step=st.sampled_from([0, 40]))
@example(Experiment(activation="relu", init="he", learning_rate=10.0, l2=1.0), 100_000)
@example(Experiment(hidden=(64, 64, 64, 64), dataset="arms", activation="tanh"), 3)
@settings(max_examples=25, deadline=None)
def test_no_network_of_the_app_raises_or_is_told_wrong(experiment: Experiment, step: int) -> None:
    run = Timeline(experiment)
    sample = min(4, len(run.train.y) - 1)
    case = Case.of(run.at(step).network, run.train.X, run.train.Y, sample=sample)
    for e in EQUATIONS:
        examined = examine(e, case)
        right = examined.corrected or examined.printed
        assert right is not None
        if e.key == "sum-y" and experiment.dataset == "by_hand":
            continue  # targets of any size
        if not e.needs_softmax or experiment.loss == "cross_entropy":
            assert right.holds is not False, (e.key, right)
        if case.has_hidden or not e.needs_hidden:
            assert all(in_numbers(template, e.at(case)) for template in (e.left, e.right or e.fixed))


def test_a_line_needs_softmax_if_it_fails_with_the_squared_error_alone() -> None:
    for dataset in ("circles", "arms"):
        runs = [Timeline(Experiment(dataset=dataset, loss=loss)) for loss in LOSSES]
        cases = [Case.of(run.at(30).network, run.train.X, run.train.Y, sample=4) for run in runs]
        for e in EQUATIONS:
            with_softmax, with_sigmoid = (examine(e, case) for case in cases)
            assert (with_softmax.corrected or with_softmax.main).holds is True, e.key
            assert (with_sigmoid.corrected or with_sigmoid.main).holds is not e.needs_softmax, e.key


def test_with_sigmoid_outputs_the_chains_need_no_sum_over_the_outputs() -> None:
    run = Timeline(Experiment(dataset="arms", loss="squared_error"))
    for i in range(3):
        case = Case.of(run.at(30).network, run.train.X, run.train.Y, i=i)
        assert examine(EQUATION["6"], case).main.holds is True


@each("index", [{"sample": 140}, {"sample": -1}, {"i": 2}, {"j": 2}, {"unit": 4}])
def test_an_index_out_of_bounds_is_named(index: dict[str, int]) -> None:
    run = Timeline(Experiment())
    with pytest.raises(ValueError, match=f"{next(iter(index))} must be 0 to"):
        Case.of(run.at(0).network, run.train.X, run.train.Y, **index)


def test_x_and_y_must_have_the_same_rows() -> None:
    run = Timeline(Experiment())
    with pytest.raises(ValueError, match="the same rows"):
        Case.of(run.at(0).network, run.train.X, run.train.Y[1:])


def test_a_product_names_the_shapes_that_do_not_fit() -> None:
    assert product(np.ones(2), np.ones((3, 2))).shape == (3, 2)
    with pytest.raises(ShapesError, match=r"\(2\) · \(4 × 3\)"):
        product(np.ones(2), np.ones((4, 3)))
