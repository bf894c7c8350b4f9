"""The numbers that a program prints are those of the line beside the transport, to its last digit."""

import re
from itertools import product

import pytest

from core import OPTIMIZERS, Agreement, Experiment, Timeline, program_output
from core.program.printing import PrintedNumbers, line
from pages.figures.story import StepSummary, readout
from pages.scenes.code import words
from pages.scenes.code.effort import first_goal, updates_within
from pages.stage.frames import readout_of
from tests.browser.journeys.tab import numbers

RATES = {"sgd": 1.0, "momentum": 0.1, "rmsprop": 0.01, "adam": 0.03}


def in_program(text: str) -> list[float]:
    """Return the numbers of a printed line: where the screen has ×10⁻⁵, Python has e-05."""
    found = re.findall(r"\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?", text)
    return [float(each.replace(",", "")) for each in found]


def on_screen(text: str) -> list[float]:
    step, _, _, *rest = numbers(text)
    return [step, *rest]


@pytest.mark.parametrize(("dataset", "optimizer"), [*product(["circles", "blobs", "spiral"], OPTIMIZERS)])
def test_each_line_is_that_of_the_screen(dataset: str, optimizer: str) -> None:
    run = Timeline(Experiment(dataset=dataset, optimizer=optimizer, learning_rate=RATES[optimizer]))
    for printed in program_output(run, 1200).splitlines():
        shown = readout_of(run.at(int(in_program(printed)[0])))
        assert in_program(printed) == pytest.approx(on_screen(shown), rel=1e-12)
        losses = printed.partition(" · ")[2]
        assert shown.endswith(losses) or "e" in losses


@pytest.mark.parametrize(
    "loss", [0.0, 3.2e-9, 4.56789e-5, 0.00012345, 0.69999, 1.0, 9.9995, 1234.56, 9999.4, 2e6, 3.14159e300]
)
def test_a_loss_of_any_size_has_the_digits_of_the_screen(loss: float) -> None:
    for share in (0.0, 0.05714, 0.5, 0.99949, 1.0):
        state = StepSummary(0, None, (), (loss, loss), (share, share), 1.0)  # type: ignore[arg-type]
        printed = in_program(line(0, PrintedNumbers(loss, loss, share, share)))
        assert printed == pytest.approx(on_screen(readout(state, 0)), rel=1e-12)


def test_a_loss_with_more_digits_before_the_point_has_them_all() -> None:
    run = Timeline(Experiment(activation="relu", init="he", l2=1.0, learning_rate=10.0))
    at = next(step for step in range(1, 30) if 1e4 <= run.at(step).train_loss < 1e6)
    last = program_output(run, at).splitlines()[-1]
    shown = on_screen(readout_of(run.at(at)))
    assert [round(number) for number in in_program(last)[1:3]] == [round(number) for number in shown[1:3]]


def test_the_page_says_how_far_the_digits_agree() -> None:
    assert words.agreed(Agreement(100, None), 100).endswith(
        "the updates of the program: every digit agrees."
    )
    assert "up to step 50:" in words.agreed(Agreement(50, None), 100)
    assert "**From step 50 on, the digits may differ.**" in words.agreed(Agreement(50, 50), 100)
    assert "too long" in words.agreed(Agreement(0, None), 100)


def test_a_first_look_is_shorter_where_updates_are_slow() -> None:
    small, large = Timeline(Experiment()), Timeline(Experiment(hidden=(64,) * 4, samples=1000))
    assert first_goal(small) == 1000
    assert 10 <= first_goal(large) < 1000
    assert updates_within(large, 1.0) < updates_within(small, 1.0)
