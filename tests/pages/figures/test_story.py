"""The words: numbers in the readout and the sentence are core's numbers, to the last printed digit."""

import re
from dataclasses import replace

import numpy as np
import pytest

from core import Experiment, Snapshot, Timeline
from pages.figures.story import StepSummary, step_sentence
from tests.pages.shown import NUMBER, Array, asked, batch_of, numbers_in, picture_of, printed, stacked

PLAIN = Experiment(dataset="moons", samples=60, hidden=(3,), learning_rate=0.7)
ADAM = replace(PLAIN, optimizer="adam", batch_size=7, schedule=((40, 0.003),))
EXPERIMENTS = pytest.mark.parametrize("experiment", [PLAIN, ADAM], ids=["sgd", "adam"])
READOUT = "step # · epoch # · rate # · loss # train, # test · accuracy #\u00a0% train, #\u00a0% test"


def moved(before: Snapshot, now: Snapshot) -> tuple[str, float, float, tuple[int, int, int]]:
    """Return the parameter that changed most: its name, its values and its place, worked out apart."""
    places = []
    for layer, (A, B) in enumerate(zip(stacked(before, "weights"), stacked(now, "weights"), strict=True)):
        for (row, column), change in np.ndenumerate(np.abs(B - A)):
            places.append((change, layer, row, column, float(A[row, column]), float(B[row, column])))
    _, layer, row, column, old, new = max(places, key=lambda place: place[0])
    fan_in = len(stacked(now, "weights")[layer]) - 1
    above = f"x{'₁₂'[row]}" if layer == 0 and row < fan_in else f"unit {row + 1}"
    own = f"class {column}" if layer == 1 else f"unit {column + 1}"
    name = f"b{'₁₂'[layer]}[{own}]" if row == fan_in else f"W{'₁₂'[layer]}[{above}, {own}]"
    return name, old, new, (layer, row, column)


def assert_readout(text: str, now: Snapshot) -> None:
    step, epoch, rate, *measured = numbers_in(READOUT, text)
    assert int(step.replace(",", "")) == now.step
    assert int(epoch.replace(",", "")) == now.epoch
    assert printed(rate).says(now.learning_rate)
    assert printed(measured[0]).says(now.train_loss)
    assert printed(measured[1]).says(now.test_loss)
    assert float(measured[2]) == pytest.approx(100 * now.train_accuracy, abs=0.05001)
    assert float(measured[3]) == pytest.approx(100 * now.test_accuracy, abs=0.05001)


@EXPERIMENTS
@pytest.mark.parametrize("stride", [1, 16])
def test_the_readout_says_core_s_numbers(experiment: Experiment, stride: int) -> None:
    fresh = Timeline(experiment)
    batch = batch_of(picture_of(experiment), 2, stride)
    for step, text in zip(batch["steps"], batch["text"]["readout"], strict=True):
        assert_readout(text, fresh.at(step))


@EXPERIMENTS
def test_the_exact_readout_is_the_frame_s(experiment: Experiment) -> None:
    picture = picture_of(experiment)
    exact = asked(picture, at=1234, exact=True)["exact"]["text"]
    assert_readout(exact["readout"], Timeline(experiment).at(1234))
    index, place = divmod(1234, len(batch_of(picture, 0)["steps"]))
    assert exact["readout"] == batch_of(picture, index)["text"]["readout"][place]
    assert exact["sentence"] == batch_of(picture, index)["text"]["sentence"][place]


@EXPERIMENTS
@pytest.mark.parametrize("stride", [1, 4])
def test_the_sentence_names_what_moved_most(experiment: Experiment, stride: int) -> None:
    fresh = Timeline(experiment)
    batch = batch_of(picture_of(experiment), 1, stride)
    for step, text in zip(batch["steps"], batch["text"]["sentence"], strict=True):
        before, now = fresh.at(step - stride), fresh.at(step)
        name, old, new, _ = moved(before, now)
        found = re.search(rf"moved (.+?) most, from ({NUMBER}) to ({NUMBER})", text)
        assert found, text
        assert found[1] == name
        assert printed(found[2]).says(old)
        assert printed(found[3]).says(new)
        assert_loss(text, before.train_loss, now.train_loss)


def assert_loss(text: str, before: float, now: float) -> None:
    changed = re.search(rf"training loss (fell|rose) from ({NUMBER}) to ({NUMBER})\.$", text)
    stayed = re.search(rf"training loss stayed at ({NUMBER})\.$", text)
    if stayed:
        assert printed(stayed[1]).says(now)
        assert printed(stayed[1]).says(before)
    else:
        assert changed, text
        assert (changed[1] == "fell") == (now < before)
        assert printed(changed[2]).says(before)
        assert printed(changed[3]).says(now)


def test_the_printed_product_is_the_printed_difference() -> None:
    fresh = Timeline(PLAIN)
    batch = batch_of(picture_of(PLAIN), 3)
    pattern = rf"from ({NUMBER}) to ({NUMBER}), by −({NUMBER}) × \(?({NUMBER})\)?;"
    for step, text in zip(batch["steps"], batch["text"]["sentence"], strict=True):
        found = re.search(pattern, text)
        assert found, text
        old, new, rate, slope = (printed(number) for number in found.groups())
        before = fresh.at(step - 1)
        layer, row, column = moved(before, fresh.at(step))[3]
        assert rate.says(before.learning_rate)
        assert slope.says(float(stacked(before, "gradient")[layer][row, column]))
        product = -rate.value * slope.value
        rounding = old.half + new.half + rate.half * abs(slope.value) + slope.half * rate.value
        assert new.value - old.value == pytest.approx(product, abs=1.001 * rounding)


def test_no_product_is_told_where_none_moved_it() -> None:
    batch = batch_of(picture_of(PLAIN), 0, 8)
    many = batch["text"]["sentence"][1:]
    assert not any("×" in re.sub(r"×10", "", text) for text in many)
    spans = [f"Steps {step - 8:,} → {step:,} moved" for step in batch["steps"][1:]]
    assert [text[: len(span)] for text, span in zip(many, spans, strict=True)] == spans
    adam = batch_of(picture_of(ADAM), 0)["text"]["sentence"][1:]
    assert not any("by −" in text for text in adam)


@EXPERIMENTS
def test_the_opening_sentence_says_where_the_run_starts(experiment: Experiment) -> None:
    now = Timeline(experiment).at(0)
    for stride in (1, 8):
        text = batch_of(picture_of(experiment), 0, stride)["text"]["sentence"][0]
        share, loss = re.findall(rf"({NUMBER})\s% of|loss of ({NUMBER})\. ", text)
        assert float(share[0]) == pytest.approx(100 * now.train_accuracy, abs=0.05001)
        assert printed(loss[1]).says(now.train_loss)


def test_printed_cells_are_core_s_numbers() -> None:
    exact = asked(picture_of(PLAIN), at=50, exact=True)["exact"]
    texts = next(p for p in exact["patches"] if p["figure"] == "heatmaps" and "text" in p["update"])
    for shown, M in zip(texts["update"]["text"], stacked(Timeline(PLAIN).at(50), "gradient"), strict=True):
        numbers: Array = M.ravel()
        assert len(shown) == len(numbers)
        assert all(printed(t, 2).says(v) for t, v in zip(shown, numbers.tolist(), strict=True) if t)
        assert all(shown)


def summary(step: int, parameters: list[float], loss: float, rate: float = 0.5) -> StepSummary:
    return StepSummary(
        step=step, parameters=np.array(parameters), widths=(1, 1), losses=(loss, loss),
        accuracies=(0.5, 0.5), rate=rate,
    )  # fmt: skip


def sentence(old: list[float], new: list[float], gradient: list[float] | None, **more: float) -> str:
    given = None if gradient is None else np.array(gradient)
    return step_sentence(summary(8, new, 0.4), summary(7, old, 0.4), gradient=given, **more)


def test_an_update_of_nothing_is_said_to_be_nothing_and_why() -> None:
    same = [0.25, 0.0]
    end = "; training loss stayed at 0.4."
    assert (
        sentence(same, same, [0.0, 0.0]) == f"Step 8 changed no parameter: every gradient is exactly 0{end}"
    )
    lost = "Step 8 changed no parameter: the largest update, 1.5×10⁻¹⁷, is lost in round-off"
    assert sentence(same, same, [3e-17, 0.0]) == lost + end
    assert sentence(same, same, None) == f"Step 8 changed no parameter{end}"


def test_an_update_too_small_to_print_is_told_with_its_size() -> None:
    told = "Step 8 moved W₁[x₁, class 0] most, by −2×10⁻⁷, which is too small to show in 0.25"
    for gradient in ([4e-7, 0.0], None):
        assert sentence([0.25, 0.0], [0.2499998, 0.0], gradient).startswith(told)
    more = sentence([0.25, 0.0], [0.24999, 0.0], [2e-5, 0.0])
    assert "W₁[x₁, class 0] most, from 0.25 to 0.24999, by −0.5 × 2×10⁻⁵;" in more


def test_what_the_gradient_does_not_explain_is_rounding() -> None:
    told = "Step 8 moved b₁[class 0] most, by 2×10⁻¹⁸, which is round-off;"
    assert sentence([0.25, 0.0], [0.25, 2e-18], [0.0, 0.0]).startswith(told)


def test_huge_parameters_are_compared_without_overflow() -> None:
    text = sentence([1.5e308, 0.0], [-1.5e308, 1.0], None)
    assert "W₁[x₁, class 0] most, from 1.5×10³⁰⁸ to −1.5×10³⁰⁸" in text


@pytest.mark.parametrize("stride", [1, 8])
@pytest.mark.parametrize("init", ["zeros", "normal"])
@pytest.mark.parametrize("index", [0, 8])
def test_no_sentence_of_a_run_says_nothing(init: str, stride: int, index: int) -> None:
    stuck = Experiment(
        dataset="xor", samples=40, hidden=(2,), activation="relu", init=init, learning_rate=60
    )
    for text in batch_of(picture_of(stuck), index, stride)["text"]["sentence"]:
        assert not re.search(rf"from ({NUMBER}) to \1[ ,;]", text), text
        assert "× 0;" not in text


SWINGING = Experiment(hidden=(8,), activation="relu", learning_rate=70.0)


def test_a_loss_that_swings_is_said_to_swing() -> None:
    run = Timeline(SWINGING)
    losses = [run.at(step).train_loss for step in range(318, 352)]
    batch = batch_of(picture_of(SWINGING), 10)
    assert batch["steps"][0] == 320
    said = 0
    for step, text in zip(batch["steps"], batch["text"]["sentence"], strict=True):
        a, b, c = losses[step - 320 : step - 317]
        swings = (a < b) != (b < c) and min(abs(b - a), abs(c - b)) > 0.05 * max(a, b, c)
        assert text.endswith(", swinging from step to step.") == swings, step
        exact = asked(picture_of(SWINGING), at=step, exact=True)["exact"]
        assert exact["text"]["sentence"] == text
        assert ("The training loss swings from step to step." in exact["labels"]["curves"]) == swings
        said += swings
    assert said > 20
    assert "swing" not in " ".join(batch_of(picture_of(SWINGING), 10, 8)["text"]["sentence"])
