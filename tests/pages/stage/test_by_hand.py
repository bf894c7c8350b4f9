"""The sentence beside an edit: its numbers are those of the run with it and of the run without it."""

from dataclasses import replace

import numpy as np
import pytest

from core import Experiment, Timeline
from core.run.worked_example import WORKED_EXAMPLE
from pages.figures.words import fmt
from pages.stage.by_hand import sentence_of_edits, weight_numbers
from pages.stage.frames import sentence_of
from pages.stage.look import Look
from pages.stage.run_at_step import RunAtStep
from pages.stage.runs import CACHE, timeline, without_changes_from
from pages.stage.views.moment import Moment, Setting
from tests.pages.shown import counted

EDITED = Experiment(edits=((240, "W1:2,1", 0.5),))


def test_it_compares_the_edit_with_the_next_update() -> None:
    plain, edited = Timeline(Experiment()), Timeline(EDITED)
    before, now, after = plain.at(240), edited.at(240), plain.at(241)
    gradient = before.gradients.layers[0].dW[1, 0]
    old = before.network.layers[0].W[1, 0]
    assert now.network.layers[0].W[1, 0] == 0.5
    said = sentence_of_edits(EDITED, 240)
    rose = "rose" if now.train_loss > before.train_loss else "fell"
    assert said.startswith(
        f"At step 240, W₁[x₂, unit 1] was set from {fmt(old)} to 0.5: training loss {rose} "
        f"from {fmt(before.train_loss)} to {fmt(now.train_loss)}."
    )
    assert f"would have changed it by −1 × {fmt(gradient)}" in said.replace("(", "").replace(")", "")
    losses = f"from {fmt(before.train_loss)} to {fmt(after.train_loss)}"
    assert said.endswith(f". All updates together would have changed the training loss {losses}.")


@pytest.mark.parametrize("step", [0, 240])
def test_the_picture_of_the_step_says_it(step: int) -> None:
    run = Experiment(edits=((step, "b1:1", 0.5), (step, "W1:2,1", 0.5)))
    said = sentence_of(Moment.at(Setting(run, Look(), "light"), step))
    assert said == sentence_of_edits(run, step)
    assert said.startswith(f"At step {step}, 2 parameters were set by hand: training loss ")
    assert sentence_of(Moment.at(Setting(run, Look(), "light"), step + 1)).startswith(
        f"Step {step + 1} moved "
    )


WEIGHTS = [f"W{layer}:{row},{column}" for layer, d, h in ((1, 2, 4), (2, 4, 2))
           for row in range(1, d + 1) for column in range(1, h + 1)]  # fmt: skip


def test_where_a_network_is_entered_no_weight_was_changed() -> None:
    hand = Experiment(
        dataset="by_hand", loss="squared_error", hidden=(1,), edits=((0, "b1:1", 0.5), (3, "b1:1", 0.25))
    )
    circles = Experiment(edits=tuple((0, name, 0.5) for name in WEIGHTS))
    weights = tuple(edit for edit in WORKED_EXAMPLE.edits if edit[1].startswith("W"))
    for run, step, opening in (
        (WORKED_EXAMPLE, 0, "Before training: "),
        (replace(WORKED_EXAMPLE, edits=weights), 0, "Before training: "),
        (replace(WORKED_EXAMPLE, edits=weights[1:]), 0, "At step 0, 7 parameters were set "),
        (circles, 0, "At step 0, 16 parameters were set "),
        (hand, 0, "At step 0, b₁[unit 1] was set "),
        (hand, 3, "At step 3, b₁[unit 1] was set "),
    ):
        assert sentence_of(Moment.at(Setting(run, Look(), "light"), step)).startswith(opening)
    assert sentence_of_edits(WORKED_EXAMPLE, 0) == ""


def test_a_frozen_weight_is_no_round_off() -> None:
    run = Experiment(frozen=tuple((name, 0, None) for name in ("W1", "b1", "W2", "b2")))
    assert sentence_of(Moment.at(Setting(run, Look(), "light"), 3)).startswith(
        "Step 3 changed no parameter;"
    )


def test_the_update_before_an_edit_is_shown_without_it() -> None:
    now = RunAtStep(Timeline(EDITED), 239)
    assert now.after is not None
    np.testing.assert_array_equal(now.after.parameters, Timeline(Experiment()).at(240).parameters)


@pytest.mark.parametrize("step", [240, 5000])
def test_the_run_without_an_edit_starts_from_what_the_edited_run_has_computed(step: int) -> None:
    run = Experiment(samples=40, data_seed=step, edits=((step, "W1:2,1", 0.5),))
    timeline(run).at(step)
    assert CACHE.peek(run.until(step)) is None
    with counted(0):
        assert without_changes_from(timeline(run), step).frontier > step - 200
    with counted() as made:
        sentence_of_edits(run, step)
        assert RunAtStep(timeline(run), step - 1).after is not None
    assert made[0] < 200
    assert without_changes_from(timeline(run), step).at(step).train_loss == (
        Timeline(run.until(step)).at(step).train_loss
    )


def test_the_panel_has_the_numbers_of_its_weight() -> None:
    run = Experiment(edits=EDITED.edits, frozen=(("W1:2,1", 240, None), ("b1", 0, None)))
    now = Timeline(run).at(240)
    gradient = now.gradients.layers[0].dW[1, 0]
    assert weight_numbers(run, now, "W1:2,1") == {
        "name": "W1:2,1",
        "title": "W₁[x₂, unit 1]",
        "value": 0.5,
        "text": f"gradient {fmt(gradient)} · next update 0",
        "layer": {"name": "W1", "title": "W₁", "frozen": False},
        "frozen": True,
        "edited": True,
    }
    bias = weight_numbers(run, now, "b1:3")
    assert bias is not None
    assert (bias["layer"], bias["frozen"], bias["edited"]) == (
        {"name": "b1", "title": "b₁", "frozen": True},
        False,
        False,
    )
    for name in ("", "W1", "W1:2,5", "W9:1,1", "Z1:1,1"):
        assert weight_numbers(run, now, name) is None
