"""The words: numbers in the readout and the sentence are core's numbers, to the last printed digit."""

import re
from dataclasses import replace

import numpy as np
import pytest

from core import Experiment, Snapshot, Timeline
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
