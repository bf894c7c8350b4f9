"""The notes: the numbers in words and LaTeX are those of the run, and the remarks are plain."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from core import EQUATIONS, Experiment, Timeline
from core.notes import Examination, in_symbols
from pages.figures.palette import INK, contrast
from pages.figures.words import fmt
from pages.scenes.notes import NotesAtStep, NotesChoices, card, derived, drawings, html, latex, words
from tests.pages.shown import NUMBER, printed

RUNS = {
    "the notes' network": Experiment(),
    "three classes": Experiment(dataset="blobs", hidden=(5,)),
    "deep, tanh": Experiment(dataset="arms", hidden=(6, 3), activation="tanh"),
    "relu": Experiment(hidden=(3,), activation="relu"),
    "leaky": Experiment(hidden=(3,), activation="leaky"),
    "linear": Experiment(hidden=(3,), activation="linear"),
    "no hidden layer": Experiment(hidden=()),
    "squared error": Experiment(loss="squared_error", dataset="blobs"),
    "wide": Experiment(hidden=(64,), dataset="blobs"),
}
every_run = pytest.mark.parametrize("experiment", RUNS.values(), ids=RUNS.keys())
Say = Callable[[str], Any]


def reading_of(experiment: Experiment, step: int = 20, **place: int) -> NotesAtStep:
    return NotesAtStep(Timeline(experiment), step, NotesChoices(**place))


def found(reading: NotesAtStep, key: str) -> Any:
    return next(each for each in reading.examinations if each.equation.key == key)


@every_run
def test_both_sides_are_printed_as_computed(experiment: Experiment) -> None:
    reading = reading_of(experiment)
    for each in reading.examinations:
        for name, said in words.rows(each):
            side = {"measured": each.measured, "as printed": each.printed and each.printed.value}.get(
                name, each.corrected and each.corrected.value
            )
            if side is None:
                assert said == "no value"
                continue
            bare = re.sub(r" \(\d+ numbers\)$|; … \(.*\)$", "", said)
            shown = [printed(number) for number in re.findall(NUMBER, bare)]
            entries = np.atleast_2d(side)[:4, :4].ravel()
            assert len(shown) == len(entries)
            assert all(number.says(true) for number, true in zip(shown, entries, strict=True))


def test_the_lines_that_need_softmax_are_marked_where_the_run_has_another_loss() -> None:
    for loss, is_other in (("cross_entropy", False), ("squared_error", True)):
        reading = reading_of(Experiment(loss=loss))
        marked = [
            each.equation
            for each in reading.examinations
            if "Softmax and cross-entropy only" in card.text(each, reading.case)
        ]
        assert marked == ([each for each in EQUATIONS if each.needs_softmax] if is_other else [])
        said = words.other_loss(reading)
        assert (f" {len(marked)} lines are marked" in said) is is_other
        assert bool(said) is is_other
    first, *_ = words.chips(found(reading, "6"), reading.case)
    assert first.text.startswith("✓ Holds here: a sigmoid output depends on its own Z alone.")
    # Of the lines with softmax all but (20) fail; the others hold, corrected where the notes are wrong.
    for each in reading.examinations:
        right = each.corrected or each.main
        assert right.holds is not each.equation.needs_softmax, each.equation.key


def test_rows_and_matrices_in_words() -> None:
    assert words.values(np.array(0.25)) == "0.25"
    assert words.values(np.array([1.0, -2.0])) == "(1, −2)"
    assert words.values(np.arange(6.0)) == "(0, 1, 2, 3, …) (6 numbers)"
    assert words.values(np.eye(2)) == "(1, 0); (0, 1)"
    assert words.values(np.zeros((5, 2))).endswith("(0, 0); … (5 × 2)")


@every_run
def test_the_shapes_are_those_of_the_run(experiment: Experiment) -> None:
    reading = reading_of(experiment)
    case = reading.case
    sizes = {"n": case.n, "d": case.d, "k": case.k, "h": case.h if case.has_hidden else -1}
    for equation in EQUATIONS:
        letters, numbers = words.shapes(equation, case)
        if equation.needs_hidden and not case.has_hidden:
            assert numbers == ""
            continue
        asked = [str(sizes[letter]) for letter in re.findall(r"\b[ndhk]\b", letters)]
        assert re.findall(r"\d+", numbers) == asked


def test_the_place_is_told() -> None:
    reading = reading_of(Experiment(dataset="arms", hidden=(6, 3), activation="tanh"), point=5, unit=2)
    said = words.place(reading)
    assert "Your 2-6-3-3 network at step 20. Training sample 5 of 140 " in said
    assert f"is of class {reading.timeline.train.y[4]};" in said
    assert "The unit u is 2 of 3." in said
    assert "their layer 2 is your layer 3, their layer 1 your layer 2, and X is its input $A_{1}$" in said
    assert "Your units are tanh" in said


def test_a_wrong_line_that_happens_to_hold_is_said_to() -> None:
    reading = reading_of(Experiment(init="zeros"), step=0)
    (first, *_) = words.chips(found(reading, "21"))
    assert first.text.startswith("✓ Holds here by accident.")


def test_shapes_that_do_not_fit_are_named() -> None:
    first, corrected, aside = words.chips(found(reading_of(Experiment()), "6-last"))
    assert first.text == "✗ As printed, it fails: shapes do not fit: (2) · (4)."
    assert corrected.text.startswith("✓ Corrected, it holds. Relative error ")
    assert aside.text.startswith("✓ Taken for class i alone, it holds. ")


def test_an_equation_is_called_by_its_number_or_the_one_that_it_leads_to() -> None:
    names = [words.title(equation) for equation in EQUATIONS]
    assert len(set(names)) == len(names)
    assert "To (19), line 2: i = j: a common factor" in names
    assert "(8) Probabilities minus targets" in names


def numbers(examined: Examination, reading: NotesAtStep) -> str:
    """Return an equation with its numbers, one line each."""
    return "\n".join(latex.numbers(examined, reading.case))


@every_run
def test_the_latex_with_numbers_ends_with_what_was_computed_and_measured(experiment: Experiment) -> None:
    reading = reading_of(experiment)
    for each in reading.examinations:
        text = numbers(each, reading)
        if each.measured is None:
            assert text == r"\text{this network has no hidden layer}"
        else:
            assert text.splitlines()[-1].startswith(r"\text{measured} = ")


def test_twenty_in_numbers() -> None:
    reading = reading_of(Experiment())
    a = reading.case.a2[0]
    text = numbers(found(reading, "20"), reading)
    assert rf"= {a:.4g} \cdot (1 - {a:.4g}) \approx {a * (1 - a):.4g}" in text


def test_a_line_in_numbers_is_an_equation_only_if_it_holds_as_printed() -> None:
    """Rounded terms give a rounded value: 0.3842 · (1 − 0.3842) is 0.23659…, not 0.2366."""
    for step in range(30):
        reading = reading_of(Experiment(), step=step)
        for key, right in (("20", r"([\d.]+) \\cdot \(1 - ([\d.]+)\)"), ("8", r"([\d.]+) - ([\d.]+)")):
            text = numbers(found(reading, key), reading)
            claim = re.search(rf"= {right} (=|\\approx) (-?[\d.]+)$", text, re.MULTILINE)
            assert claim, text
            a, b = Fraction(claim[1]), Fraction(claim[2])
            exact = a * (1 - b) if key == "20" else a - b
            assert claim[3] == r"\approx" or exact == Fraction(claim[4]), text


def test_a_line_of_exact_numbers_stays_an_equation() -> None:
    reading = reading_of(Experiment())
    assert "1 = 1.0 = 1" in numbers(found(reading, "sum-y"), reading)


def test_the_latex_with_symbols_is_that_of_the_record() -> None:
    for each in reading_of(Experiment()).examinations:
        text = "\n".join(latex.symbols(each))
        assert in_symbols(each.equation.right or each.equation.fixed) in text
        assert (r"\tag" in text) is (each.equation.number is not None)


@every_run
def test_the_figures_are_of_the_sample_and_the_unit(experiment: Experiment) -> None:
    reading, theme = reading_of(experiment, point=3), "light"
    formula, twin, *_ = drawings.jacobian(reading, theme).figure.data
    a = reading.case.with_softmax.a2
    assert np.allclose(formula.z, np.diag(a) - np.outer(a, a), atol=1e-12)
    assert np.allclose(twin.z, formula.z, atol=1e-8)
    if not experiment.hidden:
        return
    slope, plane = drawings.slope(reading, theme), drawings.slope_map(reading, theme)
    assert f"Z₁ = {fmt(reading.case.z1[0])} " in slope.alternative
    assert f"slope {fmt(reading.case.slopes[0])};" in slope.alternative
    assert list(plane.figure.data[2].x) == [reading.timeline.train.X[2, 0]]
    assert plane.figure.data[0].z.min() >= 0
    assert plane.figure.data[0].z.max() <= plane.figure.data[0].zmax


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_verdicts_can_be_read_in_both_themes(theme: Any) -> None:
    style = html.style(theme)
    kinds = re.findall(
        r'data-holds="\w+"\] \{ color: (#\w+); border-color: #\w+; background: (#\w+)', style
    )
    assert len(kinds) == 4
    assert all(contrast(colour, background) >= 4.5 for colour, background in kinds)
    assert all(contrast(colour, INK[theme].page) >= 4.5 for colour, _ in kinds)


def test_the_words_are_escaped() -> None:
    reading = reading_of(Experiment())
    for each in reading.examinations:
        body = html.findings(each, reading.case)
        assert body.count("<div") == body.count("</div>")
        assert "<script" not in body


OVERFLOWN = Experiment(learning_rate=100, activation="relu", init="normal")


def test_an_overflow_is_explained_once_and_rows_have_dashes() -> None:
    reading = reading_of(OVERFLOWN, step=3)
    told = words.overflow(reading)
    assert "overflows at this sample" in told
    assert fmt(reading.case.z2.max()) in told
    said = [text for each in reading.examinations for _, text in words.rows(each)]
    assert any("—" in text for text in said)
    assert not any("not a number" in text for text in said)
    chips = [chip.text for each in reading.examinations for chip in words.chips(each)]
    assert not any("exponential" in text for text in chips)
    assert words.overflow(reading_of(Experiment())) == ""


def test_the_count_says_where_alone_lines_hold() -> None:
    reading = reading_of(Experiment())
    told = words.summary(reading)
    for scope in ("only when i = j", "only when i ≠ j", "only for one sample", "only for sigmoid units"):
        count = sum(each.equation.scope == scope for each in reading.lines(True))
        assert f"{count} {scope}" in told


def test_beyond_its_scope_a_line_is_not_called_a_failure() -> None:
    reading = reading_of(Experiment())
    *_, aside = words.chips(found(reading, "8"))
    assert aside.holds == "false"
    assert not aside.is_claimed
    assert aside.text.startswith(
        "○ Taken for the mean loss of the batch, outside its scope, it does not hold"
    )
    assert ' data-claimed="false">○ ' in html.findings(found(reading, "8"), reading.case)
    *_, within = words.chips(found(reading, "7-last"))
    assert within.text.startswith("✗ Taken for class i and unit u alone, it fails.")


ASCII = re.compile(r"(?<![\w{$\\])(?:d?[AZWb][0-9][iju]?|[YX]_[iju]|e\^)")


@every_run
def test_no_symbol_in_prose_is_spelt_in_ascii(experiment: Experiment) -> None:
    reading = reading_of(experiment)
    said = [words.place(reading), words.LETTERS, words.summary(reading)]
    for each in reading.examinations:
        said += [words.title(each.equation), html.heading(each).partition(">")[2]]
        said += [chip.text for chip in words.chips(each)] + [
            card.text(each, reading.case).replace(r"\(", "")
        ]
    for text in said:
        plain = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "", text, flags=re.DOTALL)
        assert not ASCII.search(plain), plain


def derived_numbers(reading: NotesAtStep, number: str) -> str:
    steps = [step for section in reading.derivation.values() for step, _ in section]
    return derived.numbers(next(step for step in steps if step.number == number), reading.case)


def test_the_numbers_of_the_derivation_are_those_of_the_sample_and_the_unit() -> None:
    for at in ({"point": 1}, {"point": 7, "class_i": 1, "class_j": 0, "unit": 3}):
        reading = reading_of(Experiment(), **at)
        network, train = reading.snapshot.network, reading.timeline.train
        x, i, u = train.X[at["point"] - 1], at.get("class_i", 0), at.get("unit", 1) - 1
        a1 = 1 / (1 + np.exp(-(x @ network.layers[0].W + network.layers[0].b)))
        z2 = a1 @ network.layers[1].W + network.layers[1].b
        a2, y = np.exp(z2) / np.exp(z2).sum(), train.Y[at["point"] - 1]
        error = a2 - y
        assert f"&= {a2[i]:.4g} - {y[i]:g}" in derived_numbers(reading, "8")
        assert f"approx {error[i]:.4g} " in derived_numbers(reading, "8")
        assert f"&= {a2[i]:.4g} (1 - {a2[i]:.4g})" in derived_numbers(reading, "20")
        assert f"&= {a1[u]:.4g} (1 - {a1[u]:.4g})" in derived_numbers(reading, "11")
        back = network.layers[1].W @ error
        assert " & ".join(f"{value:.4g}" for value in back) in derived_numbers(reading, "10")
        dW1 = np.outer(x, back * a1 * (1 - a1))
        for value in dW1.ravel():
            mantissa, _, power = f"{value:.4g}".partition("e")
            written = rf"{mantissa} \times 10^{{{int(power)}}}" if power else mantissa
            assert f" {written} " in derived_numbers(reading, "7").split("approx")[1]
