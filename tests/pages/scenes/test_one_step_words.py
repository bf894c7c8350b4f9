"""The words of One step: every number in a sentence and every answer is that of an independent pass."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core import Experiment, Timeline
from pages.figures.words import fmt
from pages.scenes.one_step import OneStepChoices, step_message
from tests.browser.journeys import sums
from tests.pages.by_hand import Array, Pass, bent, by_hand, every_run, every_view, phases_of, plain, slope

STEPS = (0, 1, 37)

# --- sentences -----------------------------------------------------------------------------------

NUMBER = r"−?\d[\d.]*(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
SIGNS = re.compile(
    rf" Over all training samples, the mean of \|f′\| in this layer is ({NUMBER}): "
    rf"({NUMBER})\u00a0% of its units are saturated, ({NUMBER})\u00a0% are dead\."
)
NAMES = re.compile(r"([Ss]ample|unit|class|[Rr]ow|[Cc]olumn) \d+|1/n")


def numbers(text: str) -> list[str]:
    """Return the numbers of a sentence, those in names left out."""
    return [number.rstrip(".") for number in re.findall(NUMBER, NAMES.sub("", text))]


def farthest(M: Array) -> tuple[int, int]:
    """Return the place of the number farthest from 0: the first, where two differ by rounding."""
    return min((i, j) for i, j in np.ndindex(M.shape) if abs(M[i, j]) >= np.abs(M).max() * 0.999999999)


def products(own: Pass, left: Array, right: Array) -> list[float]:
    """Return the numbers of Σ left · right as it is told: in the order of the equation."""
    if len(left) <= 4:
        return [number for pair in zip(left, right, strict=True) for number in own.in_order(*pair)]
    _, top = farthest((left * right)[None])
    return [len(left), *own.in_order(left[top], right[top]), left[top] * right[top]]


def expected(  # noqa: PLR0911, PLR0912
    own: Pass, key: str, depth: int, l2: float, l1: float, loss: str
) -> list[float]:
    """Return the numbers of a phase's sentence, in their order."""
    M, n = own.named, len(own.samples)
    name, layer = re.fullmatch(r"(\D+?)(\d*)", key).groups()  # type: ignore[union-attr]
    at = int(layer or 0)
    if key == "data":
        return [*M["X"][0], *M["Y"][0]]
    if name == "Z":
        return [*products(own, M[f"A{at - 1}"][0], M[f"W{at}"][:, 0]), M[f"b{at}"][0, 0], M[key][0, 0]]
    is_squared = loss == "squared_error"
    if name == "A" and at == depth and is_squared:
        return [*M[key][0], M[key][0].sum(), 1]
    if name == "A":
        return [*M[key][0], 1] if at == depth else [M[f"Z{at}"][0, 0], M[key][0, 0]]
    if key == "l" and is_squared:
        return [*M[f"A{depth}"][0], *M["Y"][0], M["l"][0, 0]]
    if key == "l":
        return [M[f"A{depth}"][0, own.y[0]], M["l"][0, 0]]
    if key == "loss":
        return [M["loss"][0, 0]] if n == 1 else [n, M["loss"][0, 0], M["l"].max()]
    if key == f"{'dA' if is_squared else 'dZ'}{depth}":
        return [*M[f"A{depth}"][0], *M["Y"][0], n, *M[key][0]]
    if not M[key].any():
        return [0]
    i, j = farthest(M[key])
    if name == "dA":
        return [*products(own, M[f"dZ{at + 1}"][i], M[f"W{at + 1}"][j]), M[key][i, j]]
    if name == "dZ":
        return [M[f"dA{at}"][i, j], *slope_parts(M, at, i, j), M[key][i, j]]
    if name == "db":
        terms = [*M[f"dZ{at}"][:, j]] if 1 < n <= 6 else []
        return [*terms, M[key][0, j], *([] if terms or n == 1 else [n])]
    before, dZ = M[f"A{at - 1}"][:, i], M[f"dZ{at}"][:, j]
    _, top = farthest((before * dZ)[None])
    told = [M[key][i, j], *([n] if n > 1 else [])]
    if n > 1 and before[top] * dZ[top]:
        told += [*own.in_order(before[top], dZ[top]), before[top] * dZ[top]]
    W = M[f"W{at}"][i, j]
    return told + ([l2 * W + l1 * np.sign(W)] if l2 or l1 else [])


def slope_parts(M: dict[str, Array], at: int, i: int, j: int) -> list[float]:
    return [M[f"dA{at}"][i, j] and M[f"dZ{at}"][i, j] / M[f"dA{at}"][i, j]]


def spoken(values: list[float]) -> list[str]:
    return [fmt(value) for value in values]


def says(text: str) -> float:
    return sums.evaluate(text)


def agree(told: list[str], wanted: list[float]) -> bool:
    """Return whether numbers, told to four digits or more, are those wanted."""
    pairs = zip(map(says, told), wanted, strict=True)
    return all(said == pytest.approx(value, rel=6e-4, abs=1e-12) for said, value in pairs)


@every_view
@every_run
@pytest.mark.parametrize("step", STEPS)
def test_a_sentence_tells_the_numbers_of_the_run(
    experiment: Experiment, choices: OneStepChoices, step: int
) -> None:
    timeline, shown = phases_of(experiment, choices, step)
    own = by_hand(timeline, step, choices)
    for phase in shown["phases"]:
        if phase["kind"] == "update":
            continue
        text = re.sub(r"the derivative .*? = (?=[\d−])", "the derivative ", phase["sentence"])
        text = SIGNS.sub("", text)
        e = experiment
        wanted = expected(own, phase["key"], len(e.sizes) - 1, e.l2, e.l1, e.loss)
        assert agree(numbers(text), wanted), (phase["sentence"], wanted)


@every_view
@every_run
@pytest.mark.parametrize("step", STEPS)
def test_an_activation_phase_tells_the_signs_of_its_layer(
    experiment: Experiment, choices: OneStepChoices, step: int
) -> None:
    timeline, shown = phases_of(experiment, choices, step)
    A, layers = timeline.train.X, timeline.at(step).network.layers
    for layer, W, b in [(f"A{i}", each.W, each.b) for i, each in enumerate(layers[:-1], start=1)]:
        Z = A @ W + b
        A, slopes = bent(experiment, Z), np.abs(slope(experiment, Z)).mean(axis=0)
        (told,) = (p["sentence"] for p in shown["phases"] if p["key"] == layer)
        mean, saturated, dead = SIGNS.search(told).groups()  # type: ignore[union-attr]
        assert agree([mean], [slopes.mean()])
        steepest = {"sigmoid": 0.25}.get(experiment.activation, 1.0)
        shares = (slopes < 0.05 * steepest).mean(), (slopes == 0).mean()
        assert [float(saturated), float(dead)] == pytest.approx([100 * s for s in shares], abs=0.0501)
    assert sum(bool(SIGNS.search(p["sentence"])) for p in shown["phases"]) == len(layers) - 1


@pytest.mark.parametrize(
    ("activation", "seed", "shares"),
    [("relu", 0, (100, 100)), ("tanh", 0, (87.5, 12.5)), ("sigmoid", 1, (25, 0))],
)
def test_saturated_units_and_dead_ones_are_told_apart(
    activation: str, seed: int, shares: tuple[float, float]
) -> None:
    run = Experiment(dataset="xor", hidden=(8,), activation=activation, learning_rate=10.0, seed=seed)
    phases = phases_of(run, OneStepChoices(), 60)[1]["phases"]
    (found,) = (SIGNS.search(p["sentence"]) for p in phases if p["key"] == "A1")
    assert found
    assert tuple(map(float, found.groups()[1:])) == shares


@every_view
@every_run
@pytest.mark.parametrize("step", STEPS)
def test_an_update_phase_tells_its_ratio(
    experiment: Experiment, choices: OneStepChoices, step: int
) -> None:
    timeline, shown = phases_of(experiment, choices, step)
    own = by_hand(timeline, step, choices).named
    updates = [p["sentence"] for p in shown["phases"] if p["kind"] == "update"]
    assert len(updates) == len(experiment.sizes) - 1
    for layer, told in enumerate(updates, start=1):
        found = re.findall(rf"The update ratio ‖Δ(W.)‖/‖(W.)‖ is ({NUMBER}|∞)\.", told)
        old, new = own[f"W{layer}"], own[f"next W{layer}"]
        moved, size = (float(np.sqrt((M**2).sum())) for M in (new - old, old))
        if not moved:
            assert found == []
            continue
        ((*names, ratio),) = found
        assert [plain(name) for name in names] == [f"W{layer}"] * 2
        assert ratio == "∞" if size == 0 else agree([ratio], [moved / size])


@every_view
@every_run
@pytest.mark.parametrize("step", STEPS)
def test_the_update_is_told_with_the_run_s_own_numbers(
    experiment: Experiment, choices: OneStepChoices, step: int
) -> None:
    timeline, shown = phases_of(experiment, choices, step)
    own, before = by_hand(timeline, step, choices), timeline.at(step)
    is_other = choices.whole != "taken" and sorted(own.samples) != sorted(before.batch.tolist())
    for layer, phase in enumerate([p for p in shown["phases"] if p["kind"] == "update"], start=1):
        told = phase["sentence"]
        found = re.match(
            rf"(?P<name>[Wb].+?\]) moves most: (?P<old>{NUMBER}) − (?P<by>.+?) = (?P<new>{NUMBER})\.", told
        )
        if found is None:
            assert re.match(r"Nothing moves|.* too little to show in", told), told
        else:
            name = plain(found["name"].partition("[")[0])
            old, new = own.entry(found["name"]), own.entry(f"next {found['name']}")
            assert agree([found["old"], found["new"]], [old, new])
            moves = [np.abs(own.steps[f"{letter}{layer}"]).max() for letter in "Ss"]
            by = own.entry(("S" if name[0] == "W" else "s") + found["name"][1:])
            assert abs(by) == pytest.approx(max(moves), rel=1e-9)
            parts = re.findall(NUMBER, found["by"])
            if phase["factor"] is None:
                assert agree(parts, [by])
            else:
                gradient = ("G" if name[0] == "W" else "g") + found["name"][1:]
                opened_up = own.entry(f"d{found['name']}")
                assert agree(parts, [before.learning_rate, own.entry(gradient) if is_other else opened_up])
        if layer == len(experiment.sizes) - 1:
            assert fmt(own.losses[1]) in told


@every_view
@every_run
@pytest.mark.parametrize("step", [*STEPS, 600])
def test_a_sum_in_a_sentence_is_that_of_its_terms(
    experiment: Experiment, choices: OneStepChoices, step: int
) -> None:
    for phase in phases_of(experiment, choices, step)[1]["phases"]:
        for text in sums_in(phase["sentence"]):
            assert sums.adds_up(text), (text, phase["sentence"])


def sums_in(sentence: str) -> list[str]:
    """Return the sums that a sentence tells, each as ``terms = value``."""
    number, place = rf"\(?{NUMBER}\)?", r"\[[^\]]*\]"
    arithmetic = rf"{number}(?: [·+−] {number})+ = {NUMBER}"
    found = re.findall(arithmetic, re.sub(place, "[]", sentence))
    for form, to in (
        (rf"adds up ({number}.*?) and its bias ({NUMBER}): \S+ = ({NUMBER})", "{0} + ({1}) = {2}"),
        (rf"gets back ({number}.*?): ({NUMBER})", "{0} = {1}"),
        (
            rf"= ({NUMBER}) times the derivative .*? = ({NUMBER}) gives \S+ = ({NUMBER})",
            "({0}) · ({1}) = {2}",
        ),
    ):
        found += [
            to.format(*groups) for groups in re.findall(form, sentence) if "products" not in groups[0]
        ]
    for P, Y, n, dZ in re.findall(r"= \(\((.*?)\) − \((.*?)\)\) / (\d+) = \((.*?)\)", sentence):
        rows = zip(*(row.split(", ") for row in (P, Y, dZ)), strict=True)
        found += [f"({p} − {y}) / {n} = {made}" for p, y, made in rows]
    return [text.rstrip(".") for text in found]


@every_view
@every_run
@pytest.mark.parametrize("step", STEPS)
def test_no_sentence_is_said_twice(experiment: Experiment, choices: OneStepChoices, step: int) -> None:
    for phase in phases_of(experiment, choices, step)[1]["phases"]:
        said = re.split(r"(?<=[.:]) ", phase["sentence"])
        assert len(said) == len(set(said)), phase["sentence"]


@every_view
@every_run
def test_a_sample_says_what_was_believed_and_what_is_true(
    experiment: Experiment, choices: OneStepChoices
) -> None:
    timeline, shown = phases_of(experiment, choices, 37)
    own = by_hand(timeline, 37, choices)
    P, Y = own.named[f"A{len(experiment.sizes) - 1}"], own.named["Y"]
    assert [told["index"] for told in shown["samples"]] == own.samples
    for row, told in enumerate(shown["samples"]):
        c, words = own.y[row], told["words"]
        assert told["y"] == c
        np.testing.assert_array_equal(told["point"], own.named["X"][row])
        assert words.startswith(f"Sample {own.samples[row] + 1} is of class {c}. ")
        what = "an output" if experiment.loss == "squared_error" else "a probability"
        assert f"class {c} {what} of {fmt(P[row, c])}: " in words
        assert words.endswith(f"({', '.join(spoken(list(P[row] - Y[row])))}).")
        is_tie = np.sum(P[row] == P[row].max()) > 1
        verdict = "a tie" if is_tie else "right" if P[row].argmax() == c else "wrong"
        assert f": {verdict}" in words
        assert ("sure" in words and "not sure" not in words) == (P[row].max() >= 0.9)
        assert ("Its column" in words) == (choices.convention == "columns")


# --- questions -----------------------------------------------------------------------------------


def answer(  # noqa: PLR0911, PLR0912
    question: dict[str, Any], key: str, own: Pass, experiment: Experiment
) -> str:
    """Return the right option, worked out from the question's words and an independent pass."""
    text, options, M = question["text"], question["options"], own.named
    depth, k = len(experiment.sizes) - 1, experiment.sizes[-1]
    match question["kind"]:
        case "shape":
            values = M[plain(text.removeprefix("What is the shape of ").rstrip("?"))]
            rows, columns = values.shape if own.rows_first else values.shape[::-1]
            is_vector = own.rows_first and key.startswith("db")
            return f"({columns},)" if is_vector else f"({rows} × {columns})"
        case "product":
            return str(*(option for option in options if makes(option, key, own, experiment)))
        case "summed":
            return summed(key, depth)
        case "sign":
            return "positive" if own.entry(entry_in(text)) > 0 else "negative"
        case "largest":
            return str(max(options, key=lambda name: abs(own.entry(name))))
        case "unit":
            reach = np.abs(M[key]).max(axis=0)
            return str(max(options, key=lambda name: reach[own.place(name)]))
        case "sample":
            return str(max(options, key=lambda name: M["l"][own.place(name), 0]))
        case "class":
            row = own.place(sample_in(text))
            return f"class {int(M[f'A{depth}'][row].argmax())}"
        case "saturated":
            Z = M[f"Z{key[1:]}"][own.place(sample_in(text)), own.place(unit_in(text))]
            if key == f"A{depth}":
                experiment = replace(experiment, activation="sigmoid")
            steepest = {"sigmoid": 0.25, "tanh": 1.0}[experiment.activation]
            return str(options[int(slope(experiment, Z) > 0.5 * steepest)])
        case "on":
            Z = M[f"Z{key[1:]}"][own.place(sample_in(text)), own.place(unit_in(text))]
            return fmt(max(Z, {"relu": 0.0, "leaky": 0.01 * Z}[experiment.activation]))
        case "guess":
            guess = k * 0.5**2 / 2 if experiment.loss == "squared_error" else np.log(k)
            return f"{'more' if M['loss'][0, 0] > guess else 'less'} than that"
        case "way":
            name = entry_in(text)
            return "up" if own.entry(f"next {name}") > own.entry(name) else "down"
        case "loss":
            return "it rises" if own.losses[1] > own.losses[0] else "it falls"
    raise AssertionError(question["kind"])


def makes(product: str, key: str, own: Pass, experiment: Experiment) -> bool:
    """Return whether a product as it is written gives a matrix, without what is added to it."""
    turn = (lambda M: M) if own.rows_first else np.transpose
    named = {"X": own.named["X"], **own.named}
    factors = [(plain(each.removesuffix("ᵀ")), each.endswith("ᵀ")) for each in product.split()]
    left, right = (turn(named[name]).T if is_turned else turn(named[name]) for name, is_turned in factors)
    wanted = own.named[key]
    if key[0] == "Z":
        wanted = wanted - own.named[f"b{key[1:]}"]
    if key.startswith("dW"):
        W = own.named[key[1:]]
        wanted = wanted - experiment.l2 * W - experiment.l1 * np.sign(W)
    if left.shape[1] != right.shape[0] or (left.shape[0], right.shape[1]) != turn(wanted).shape:
        return False
    return bool(np.allclose(left @ right, turn(wanted), rtol=1e-9, atol=1e-12))


def summed(key: str, depth: int) -> str:
    letter, layer = key[:-1], int(key[-1])
    if letter in ("dW", "db"):
        return "the samples"
    at = layer - 1 if letter == "Z" else layer + 1
    return {0: "the features", depth: "the classes"}.get(at, f"the units of layer {at}")


def entry_in(text: str) -> str:
    return re.findall(r"[dWbZA]+[₀₁₂₃₄₅₆₇₈₉]+\[[^\]]+\]", text)[-1]


def sample_in(text: str) -> str:
    return re.findall(r"sample \d+", text)[0]


def unit_in(text: str) -> str:
    return re.findall(r"(?:unit|class) \d+", text)[0]


@every_view
@every_run
@pytest.mark.parametrize("step", STEPS)
def test_a_question_has_one_right_answer_and_it_is_the_one_given(
    experiment: Experiment, choices: OneStepChoices, step: int
) -> None:
    timeline, shown = phases_of(experiment, choices, step)
    own = by_hand(timeline, step, choices)
    for phase in shown["phases"]:
        question = phase["question"]
        if question is None:
            assert phase["kind"] == "update"
            assert phase["given"]
            continue
        options = question["options"]
        assert 2 <= len(options) <= 4
        assert len(set(options)) == len(options)
        assert options[question["answer"]] == answer(question, phase["key"], own, experiment), question
        assert question["because"]


def test_questions_are_of_many_kinds_and_the_same_each_time() -> None:
    timeline, shown = phases_of(Experiment(), OneStepChoices(), 37)
    questions = [phase["question"] for phase in shown["phases"]]
    assert len({question["kind"] for question in questions}) >= 8
    again = step_message(timeline, 37, OneStepChoices(), "light")["phases"]
    assert [phase["question"] for phase in again] == questions


def test_where_nothing_is_clear_the_shape_is_asked_for() -> None:
    _, shown = phases_of(Experiment(init="zeros", activation="tanh"), OneStepChoices(), 0)
    kinds = {phase["key"]: (phase["question"] or {}).get("kind") for phase in shown["phases"]}
    assert kinds["update 1"] is None
    assert kinds["A2"] == kinds["l"] == kinds["loss"] == kinds["dZ1"] == kinds["dW1"] == "shape"


@every_run
def test_a_bias_has_one_axis_in_every_question(experiment: Experiment) -> None:
    _, shown = phases_of(experiment, OneStepChoices(), 3)
    reasons = {p["key"]: p["question"]["because"] for p in shown["phases"] if p["key"].startswith("db")}
    assert reasons
    for reason in reasons.values():
        assert "(1 × " not in reason, reason


def test_the_shape_of_db_is_asked_for_as_that_of_a_vector() -> None:
    _, shown = phases_of(Experiment(init="zeros", samples=40), OneStepChoices(whole="yes"), 0)
    (question,) = (phase["question"] for phase in shown["phases"] if phase["key"] == "db2")
    assert question["kind"] == "shape"
    assert question["options"][question["answer"]] == "(2,)"
    assert "(1 × " not in " ".join(question["options"])
    assert "is (k,) = (2,)" in question["because"]


def test_the_loss_question_is_answered_by_the_run() -> None:
    """Both answers occur, so that neither can be given unread."""
    timeline = Timeline(replace(Experiment(), learning_rate=10.0))
    asked = [
        step_message(timeline, step, OneStepChoices(), "light")["phases"][-1]["question"]
        for step in range(12)
    ]
    answers = {q["options"][q["answer"]] for q in asked if q["kind"] == "loss"}
    assert answers == {"it falls", "it rises"}


def test_the_batch_names_a_given_point_in_its_own_units_and_as_it_is_scaled() -> None:
    timeline, shown = phases_of(Experiment(dataset="iris"), OneStepChoices(), 0)
    sentence = shown["phases"][0]["sentence"]
    at = shown["samples"][0]["index"]
    x, scaled = timeline.train.shown[at], timeline.train.X[at]
    point = f"the point ({fmt(x[0])}, {fmt(x[1])}), scaled to ({fmt(scaled[0])}, {fmt(scaled[1])})."
    assert point in sentence
