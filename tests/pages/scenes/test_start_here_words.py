"""The tour: its shapes are those of the real matrices, and its numbers those of an independent pass."""

import re
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core import ACTIVATIONS, Experiment, Timeline, kind_of
from pages.figures.words import fmt, percent, sub
from pages.scenes.start_here import numbers
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.chapters import CHAPTERS, Chapter
from pages.scenes.start_here.choices import StartHereChoices
from pages.stage.look import Look
from tests.browser.journeys import sums
from tests.pages.scenes.printed import NUMBER

Array = NDArray[np.float64]

RUNS = {
    "the notes' network": Experiment(),
    "no hidden layer": Experiment(hidden=()),
    "no hidden layer, three classes": Experiment(dataset="blobs", hidden=(), batch_size=1),
    "deep, relu, batches, adam, l2": Experiment(
        dataset="arms", hidden=(6, 3), activation="relu", batch_size=16, optimizer="adam",
        learning_rate=0.03, l2=0.01, l1=0.005, features=("x1sq", "x1x2", "sinx2"),
    ),
    "tanh, momentum": Experiment(
        dataset="moons", hidden=(5,), activation="tanh", optimizer="momentum", learning_rate=0.1
    ),
    "squared error": Experiment(loss="squared_error"),
    "squared error, three classes, deep": Experiment(
        dataset="arms", hidden=(5, 4), activation="tanh", loss="squared_error", l2=0.01
    ),
    "four layers, rmsprop": Experiment(
        dataset="blobs", hidden=(3, 4, 5, 6), optimizer="rmsprop", learning_rate=0.01, samples=60
    ),
}  # fmt: skip
STEPS = (0, 1, 37)
PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
PARAMETER = r"([Wb])([₁-₉])\[(?:(?:x|unit )([\d₁₂]+), )?(class|unit) (\d+)\]"
DATA, HIDDEN, OUTPUT, OUTPUT_GRADIENTS, HIDDEN_GRADIENTS, UPDATE, AGAIN = CHAPTERS

every_run = pytest.mark.parametrize("experiment", RUNS.values(), ids=RUNS.keys())


@dataclass
class Pass:
    """A forward and a backward pass written out by hand, unit after unit where it is short."""

    named: dict[str, Array]
    loss: float
    y: NDArray[np.int64]


def by_hand(experiment: Experiment, step: int) -> Pass:
    timeline = Timeline(experiment)
    now = timeline.at(step)
    X, y = timeline.train.X[now.batch], timeline.train.y[now.batch]
    n, last = len(X), len(now.network.layers)
    Y = np.array([[float(c == k) for k in range(experiment.sizes[-1])] for c in y])
    named: dict[str, Array] = {"X": X, "Y": Y, "A_0": X}
    for i, layer in enumerate(now.network.layers, start=1):
        Z = named[f"A_{i - 1}"] @ layer.W + layer.b
        named |= {
            f"W_{i}": layer.W,
            f"b_{i}": layer.b,
            f"Z_{i}": Z,
            f"A_{i}": bent(experiment, Z, i == last),
        }
    A = named[f"A_{last}"]
    losses = -np.log(A[np.arange(n), y])
    named[f"dZ_{last}"] = (A - Y) / n
    if experiment.loss == "squared_error":
        losses = ((A - Y) ** 2).sum(axis=1) / 2
        named[f"dA_{last}"] = (A - Y) / n
        named[f"dZ_{last}"] = named[f"dA_{last}"] * A * (1 - A)
    for i in range(last, 0, -1):
        if i < last:
            named[f"dA_{i}"] = named[f"dZ_{i + 1}"] @ named[f"W_{i + 1}"].T
            named[f"dZ_{i}"] = named[f"dA_{i}"] * slope(experiment, named[f"Z_{i}"])
        named[f"dW_{i}"] = named[f"A_{i - 1}"].T @ named[f"dZ_{i}"] + experiment.l2 * named[f"W_{i}"]
        named[f"dW_{i}"] += experiment.l1 * np.sign(named[f"W_{i}"])
        named[f"db_{i}"] = named[f"dZ_{i}"].sum(axis=0)
        named |= {rf"\Delta {letter}_{i}": named[f"d{letter}_{i}"] for letter in "Wb"}
    return Pass(named, float(losses.mean()), y)


def bent(experiment: Experiment, Z: Array, is_output: bool) -> Array:
    if is_output and experiment.loss == "squared_error":
        return np.asarray(1 / (1 + np.exp(-Z)))
    if is_output:
        return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    functions = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: z * (z > 0),
        "leaky": lambda z: z * np.where(z > 0, 1, 0.01), "linear": lambda z: z,
    }  # fmt: skip
    return np.asarray(functions[experiment.activation](Z))


def slope(experiment: Experiment, Z: Array) -> Array:
    e = np.exp(-Z)
    slopes = {
        "sigmoid": e / (1 + e) ** 2, "tanh": 1 / np.cosh(Z) ** 2, "relu": 1.0 * (Z > 0),
        "leaky": np.where(Z > 0, 1, 0.01), "linear": np.ones_like(Z),
    }  # fmt: skip
    return slopes[experiment.activation]


def row(values: Array) -> str:
    return f"({', '.join(fmt(value) for value in values)})"


# --- the table -----------------------------------------------------------------------------------


def test_the_link_leads_to_every_chapter_and_no_further() -> None:
    kind = kind_of(StartHereChoices, "chapter")
    assert (kind.low, kind.high) == (1, len(CHAPTERS))
    assert StartHereChoices().chapter == 1


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.title)
def test_a_chapter_lays_out_its_own_views_in_a_look_that_exists(chapter: Any) -> None:
    areas = set(re.findall(r'"(\w+)"', chapter.grid))
    assert areas == {view.name for view in chapter.views}
    for name, value in chapter.look.items():
        assert kind_of(Look, name).validate(value) == value
    assert {*chapter.look} <= {item.name for item in fields(Look)}


@every_run
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.title)
def test_a_chapter_is_short(chapter: Any, experiment: Experiment) -> None:
    text = chapter.words(BatchAtStep(Timeline(experiment), 3))
    assert 2 <= len(re.findall(r"[.?!](?: |$)", text)) <= 5
    assert len(text.split()) <= 75


# --- equations -----------------------------------------------------------------------------------

SIZED = re.compile(
    r"\\underset\{\\substack\{\(([^)]*)\) \\\\ \(([^)]*)\)\}\}\{([^}]*(?:\{[^}]*\})?[^}]*)\}"
)


@every_run
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.title)
def test_the_shapes_are_those_of_the_matrices(chapter: Any, experiment: Experiment) -> None:
    named = by_hand(experiment, 5).named
    named |= {each.slope_latex.format(Z="Z_1", A="A_1"): named["Z_1"] for each in ACTIVATIONS.values()}
    widths = letters_of(experiment, len(named["X"]))
    for equation in chapter.equations(BatchAtStep(Timeline(experiment), 5)):
        for letters, digits, symbol in SIZED.findall(equation.latex):
            matrix = named[symbol.removesuffix(r"^\top")]
            shape = matrix.T.shape if symbol.endswith(r"^\top") else matrix.shape
            assert tuple(int(part) for part in sizes_in(digits)) == shape
            assert tuple(widths[part.strip()] for part in sizes_in(letters)) == shape


def written(chapter: Chapter, batch: BatchAtStep) -> str:
    return " ".join(equation.latex for equation in chapter.equations(batch))


def sizes_in(text: str) -> list[str]:
    """Return the sizes of a printed shape: ``n \\times h``, or ``h,`` of a vector."""
    return text.split(r"\times") if r"\times" in text else [text.removesuffix(",")] * text.endswith(",")


def letters_of(experiment: Experiment, n: int) -> dict[str, int]:
    sizes = experiment.sizes
    hidden = {f"h_{i}": h for i, h in enumerate(sizes[1:-1], start=1)}
    return {"n": n, "d": sizes[0], "k": sizes[-1], **hidden, **({"h": sizes[1]} if len(sizes) == 3 else {})}


def test_there_are_shapes_to_check() -> None:
    counts = [
        len(SIZED.findall(written(chapter, BatchAtStep(Timeline(Experiment()), 0)))) for chapter in CHAPTERS
    ]
    assert counts == [2, 5, 5, 7, 10, 8, 0]


def test_the_equations_of_the_notes_carry_their_numbers() -> None:
    def told(experiment: Experiment) -> list[str]:
        batch = BatchAtStep(Timeline(experiment), 0)
        numbers = [e.number for chapter in CHAPTERS for e in chapter.equations(batch)]
        return [number for number in numbers if number]

    assert told(Experiment()) == ["8", "6", "10", "11", "7"]
    assert told(Experiment(activation="tanh")) == ["8", "6", "10", "7"]
    assert told(Experiment(hidden=())) == ["8"]
    assert told(Experiment(loss="squared_error")) == ["11", "6", "10", "11", "7"]


def test_what_the_run_does_not_use_is_not_shown() -> None:
    plain, other = (
        BatchAtStep(Timeline(Experiment()), 0),
        BatchAtStep(Timeline(Experiment(l2=0.1, optimizer="adam")), 0),
    )
    assert "lambda" not in "".join(written(c, plain) for c in CHAPTERS)
    assert all("lambda" in written(c, other) for c in (OUTPUT, OUTPUT_GRADIENTS, HIDDEN_GRADIENTS))
    assert "lr" in written(UPDATE, plain)
    assert "lr" not in written(UPDATE, other)


# --- numbers -------------------------------------------------------------------------------------


@every_run
@pytest.mark.parametrize("step", STEPS)
def test_the_forward_numbers_are_those_computed(experiment: Experiment, step: int) -> None:
    batch, right = BatchAtStep(Timeline(experiment), step), by_hand(experiment, step)
    at, last = right.named, len(experiment.sizes) - 1
    said = DATA.numbers(batch)
    what = "with the inputs" if experiment.features else "the point"
    assert f"{what} {row(at['X'][0])}." in said
    assert f"class {right.y[0]}," in said
    assert f"row 1 of Y is {row(at['Y'][0])}, with the 1 in column {right.y[0] + 1}." in said
    if experiment.hidden:
        said = HIDDEN.numbers(batch)
        assert f"Z1[1, 1] = {fmt(at['Z_1'][0, 0])} " in said
        assert f"A1[1, 1] = {fmt(at['A_1'][0, 0])}." in said
    said = OUTPUT.numbers(batch)
    p = at[f"A_{last}"][0, right.y[0]]
    assert f"of X is {fmt(right.loss)}" in said
    if experiment.loss == "squared_error":
        outputs, targets = row(at[f"A_{last}"][0]), row(at["Y"][0])
        own = fmt(((at[f"A_{last}"][0] - at["Y"][0]) ** 2).sum() / 2)
        assert f"Its outputs are {outputs}, its targets {targets}, and its loss is {own}. " in said
        return
    found = re.search(rf"a probability of ({NUMBER}), a loss of −log ({NUMBER}) = ({NUMBER})\. ", said)
    assert found, said
    assert found[1] == found[2]
    assert number(found[1]) == pytest.approx(p, rel=5e-4)
    assert found[3] == fmt(-np.log(p))


@every_run
@pytest.mark.parametrize("step", STEPS)
def test_the_backward_numbers_are_those_computed(experiment: Experiment, step: int) -> None:
    batch, right = BatchAtStep(Timeline(experiment), step), by_hand(experiment, step)
    at, last = right.named, len(experiment.sizes) - 1
    said = OUTPUT_GRADIENTS.numbers(batch)
    letter = "dA" if experiment.loss == "squared_error" else "dZ"
    truth, dZ = row(at["Y"][0]), row(at[f"{letter}_{last}"][0])
    if letter == "dA":
        slopes = row(at[f"A_{last}"][0] * (1 - at[f"A_{last}"][0]))
        assert (
            f"Multiplied by A(1 − A) = {slopes}, this gives dZ{last} = {row(at[f'dZ_{last}'][0])}. " in said
        )
    found = re.search(
        rf"{letter}{last} = \(\((.*?)\) − {re.escape(truth)}\) / {len(at['X'])} = (\(.*?\))\.", said
    )
    assert found, said
    assert found[2] == dZ
    assert [number(p) for p in found[1].split(", ")] == pytest.approx(at[f"A_{last}"][0], rel=5e-4)
    assert_names_the_largest(said, f"dW{last}", at[f"dW_{last}"])
    said = HIDDEN_GRADIENTS.numbers(batch)
    assert_names_the_largest(said, "dW1", at["dW_1"])
    if experiment.hidden:
        found = re.search(rf"dZ1 = dA1 × .+? = ({NUMBER}) × ({NUMBER}) = ({NUMBER})\. ", said)
        assert found, said
        factors = [at["dA_1"][0, 0], slope(experiment, at["Z_1"])[0, 0]]
        assert [number(text) for text in found.groups()[:2]] == pytest.approx(factors, rel=5e-4)
        assert found[3] == fmt(at["dZ_1"][0, 0])


def assert_names_the_largest(said: str, name: str, dW: Array) -> None:
    written = sub(name[:-1], int(name[-1]))
    found = re.search(rf"is {written}\[(?:x|unit )([\d₁₂]+), (class|unit) (\d+)\] = (\S+)\.$", said)
    assert found, said
    i, j = int(found[1].translate(PLAIN)) - 1, int(found[3]) - (found[2] == "unit")
    assert found[4] == fmt(dW[i, j])
    assert abs(dW[i, j]) == pytest.approx(np.abs(dW).max(), rel=1e-9)


def test_a_difference_that_is_a_factor_is_in_brackets() -> None:
    said = {name: HIDDEN_GRADIENTS.numbers(BatchAtStep(Timeline(Experiment(activation=name)), 3))
            for name in ("tanh", "sigmoid", "relu")}  # fmt: skip
    assert "dZ1 = dA1 × (1 − A1²) = " in said["tanh"]
    assert "dZ1 = dA1 × A1 (1 − A1) = " in said["sigmoid"]
    assert "dZ1 = dA1 × [Z1 > 0] = " in said["relu"]


@every_run
@pytest.mark.parametrize("step", STEPS)
def test_the_update_told_is_the_update_made(experiment: Experiment, step: int) -> None:
    timeline = Timeline(experiment)
    now, after = timeline.at(step), timeline.at(step + 1)
    said = UPDATE.numbers(BatchAtStep(Timeline(experiment), step))
    found = re.match(rf"{PARAMETER} moves most: (\S+) ([−+]) (.*) = (\S+)\. ", said)
    assert found, said
    old, new = (parameter(each.network, found) for each in (now, after))
    assert number(found[6]) == pytest.approx(old, rel=5e-4)
    assert found[9] == fmt(new)
    moves = [np.abs(b.W - a.W).max() for a, b in zip(now.network.layers, after.network.layers, strict=True)]
    assert abs(new - old) >= max(moves) * (1 - 1e-9)
    how = product if experiment.optimizer == "sgd" else number
    sign = -1 if found[7] == "−" else 1
    assert sign * how(found[8]) == pytest.approx(new - old, rel=2e-3)
    losses = fmt(now.train_loss), fmt(after.train_loss)
    went = (
        f"leave the training loss at {losses[1]}"
        if len({*losses}) == 1
        else "from {} to {}".format(*losses)
    )
    assert f"{went}." in said


def parameter(network: Any, found: re.Match[str]) -> float:
    layer = network.layers[int(found[2].translate(PLAIN)) - 1]
    column = int(found[5]) - (found[4] == "unit")
    return float(
        layer.W[int(found[3].translate(PLAIN)) - 1, column] if found[1] == "W" else layer.b[column]
    )


def product(text: str) -> float:
    rate, factor = text.split(" × ")
    return number(rate) * number(factor)


def number(text: str) -> float:
    return sums.evaluate(text)


@every_run
def test_the_way_of_the_run_is_told(experiment: Experiment) -> None:
    timeline = Timeline(experiment)
    first, now = timeline.at(0), timeline.at(37)
    said = AGAIN.numbers(BatchAtStep(timeline, 37))
    assert f"loss went from {fmt(first.train_loss)} to {fmt(now.train_loss)}" in said
    assert f"accuracy from {percent(first.test_accuracy)} to {percent(now.test_accuracy)}." in said
    for i, layer in enumerate(now.gradients.layers, start=1):
        length = np.sqrt((layer.dW**2).sum() + (layer.db**2).sum())
        assert f"{fmt(float(length))} in layer {i}" in said
    assert fmt(first.train_loss) in AGAIN.numbers(BatchAtStep(timeline, 0))


def test_the_heading_names_the_run_and_the_step() -> None:
    batch = BatchAtStep(Timeline(Experiment(dataset="arms", hidden=(6, 3), activation="relu")), 1234)
    assert numbers.heading(batch) == "Your run at step 1,234 (arms, 2-6-3-3 relu)"


# --- the ends of a run ---------------------------------------------------------------------------


def test_a_run_that_overflows_says_so_and_stays_at_its_last_finite_step() -> None:
    timeline = Timeline(Experiment(activation="relu", init="he", learning_rate=10.0, l2=1.0))
    end = timeline.at(10_000).step
    batch = BatchAtStep(timeline, 10_000)
    assert f"step {end:,}" in numbers.heading(batch)
    assert "The run stopped at step" in UPDATE.numbers(batch)
    assert all(chapter.numbers(batch) and chapter.words(batch) for chapter in CHAPTERS)


def test_without_a_hidden_layer_the_chapters_on_it_say_so() -> None:
    batch = BatchAtStep(Timeline(Experiment(hidden=())), 3)
    for chapter in (HIDDEN, HIDDEN_GRADIENTS):
        assert "hidden layer" in chapter.words(batch)
        assert chapter.equations(batch) == []


# --- the six lines: what is displayed is the backward pass ---------------------------------------------

RULES = (
    (r"\\underset\{\\substack\{[^}]*\}\}\{((?:[^{}]|\{[^{}]*\})*)\}", r"\1"),  # symbols over their shapes
    (r"\\(?:bigl|bigr|left|right)", ""),
    (r"\\frac\{1\}\{n\} *\(", "1 / n * ("),
    (r"\\sum_\{i=1\}\^\{n\} (dZ)_\{(\d),i\}", r"\1_\2.sum(axis=0)"),
    (r"\^\\top", ".T"),
    (r" *\\; *", " @ "),
    (r"\\odot", "*"),
    (r"\\max(\(.*\))$", r"np.maximum\1"),
    (r"\[(Z_\d) > 0\]", r"(1.0 * (\1 > 0))"),
    (r"\\lambda (W_\d)", r"l2 * \1"),
    (r"\\mu \\operatorname\{sign\}\((W_\d)\)", r"l1 * np.sign(\1)"),
)


def in_numpy(latex: str) -> tuple[str, str]:
    """Return the name on the left, and the right side as NumPy."""
    for pattern, by in RULES:
        latex = re.sub(pattern, by, latex)
    left, _, right = latex.partition(" = ")
    return left, right


@every_run
def test_the_equations_displayed_are_the_whole_backward_pass(experiment: Experiment) -> None:
    """Who types what the tour shows, line by line, gets every gradient of a network of two layers."""
    experiment = replace(experiment, hidden=experiment.hidden[:1])
    batch = BatchAtStep(Timeline(experiment), 5)
    right = by_hand(experiment, 5).named
    given = {name for name in right if name[:1] in "XYWbZA"}
    known: dict[str, Any] = {name: right[name] for name in given}
    known |= {"n": batch.n, "np": np, **experiment.penalties_at(5)}
    for chapter in (OUTPUT_GRADIENTS, HIDDEN_GRADIENTS):
        for equation in chapter.equations(batch):
            name, line = in_numpy(equation.latex)
            known[name] = eval(line, {"__builtins__": {}}, known)
            assert np.allclose(known[name], right[name], rtol=1e-9, atol=1e-15), equation.latex
    last = batch.depth
    wanted = {f"d{letter}_{at}" for letter in ("Z", "W", "b") for at in range(1, last + 1)}
    assert wanted | ({"dA_1"} if last == 2 else set()) <= known.keys()
