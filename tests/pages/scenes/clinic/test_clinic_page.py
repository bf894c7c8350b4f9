"""The Clinic on the page: a patient is opened, diagnosed and cured, and the link keeps what was done."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core import Experiment, Timeline
from pages.figures.words import fmt, percent
from pages.scenes.clinic.causes import CAUSES
from pages.scenes.clinic.choices import ClinicChoices
from pages.scenes.clinic.patients import PATIENTS
from pages.server.limits import Limits

Open = Callable[..., Any]
PAGE = "pages/clinic.py"
WORSE = PATIENTS["worse"]
OWN = {"dataset": "moons", "hidden": "3", "step": "40"}


def text(visited: Any) -> str:
    at = visited.at
    return "\n".join(
        each.value for kind in (at.markdown, at.caption, at.success, at.warning, at.info) for each in kind
    )


def choices(visited: Any) -> ClinicChoices:
    found: ClinicChoices = visited.state.of(ClinicChoices)
    return found


def guess(visited: Any, cause: str) -> None:
    visited.press(CAUSES[cause].label)


@pytest.fixture
def worse(visit: Open) -> Any:
    """The patient whose rate is too large, just opened by a short link."""
    return visit(PAGE, patient="worse")


def test_the_page_opens_on_the_learner_s_own_run(visit: Open) -> None:
    visited = visit(PAGE, **OWN)
    assert visited.link == OWN
    assert "12 runs that do not learn" in text(visited)


def test_a_patient_is_opened_where_it_is_judged(visit: Open) -> None:
    visited = visit(PAGE)
    visited.press("Open the first patient")
    name, patient = next(iter(PATIENTS.items()))
    assert (choices(visited).patient, visited.experiment, visited.state.step) == (
        name, patient.experiment, patient.step,
    )  # fmt: skip
    assert patient.complaint in text(visited)
    assert visited.link["own"] == "default"


def test_the_learner_s_own_run_comes_back(visit: Open) -> None:
    visited = visit(PAGE, **OWN)
    visited.choose("Patient", "xor")
    assert "replaces your own run" in text(visited)
    visited.choose("Patient", "line")
    assert visited.experiment == PATIENTS["line"].experiment
    assert choices(visited).own == "dataset:moons~hidden:3~step:40"
    visited.choose("Patient", "none")
    assert visited.link == OWN


@pytest.mark.parametrize("name", ["xor", "jumpy", "perfect"])
def test_a_short_link_opens_a_patient_and_the_full_link_keeps_it(visit: Open, name: str) -> None:
    visited = visit(PAGE, patient=name)
    assert visited.notices == []
    assert (visited.experiment, visited.state.step) == (PATIENTS[name].experiment, PATIENTS[name].step)
    again = visit(PAGE, **visited.link)
    assert again.notices == []
    assert again.state == visited.state
    assert {CAUSES[cause].label for cause in PATIENTS[name].answers} <= {
        b.label for b in again.at.main.button
    }


def test_a_wrong_guess_gets_a_number_and_a_hint_and_not_the_answer(worse: Any) -> None:
    guess(worse, "rate_too_small")
    losses = [
        Timeline(replace(WORSE.experiment, learning_rate=rate)).at(WORSE.step).test_loss
        for rate in (10.0, 100.0)
    ]
    said = worse.at.warning[0].value
    assert f"the test loss is {fmt(losses[0])} at a rate of 10; it is {fmt(losses[1])} at 100" in said
    assert WORSE.hint in said
    assert WORSE.lesson not in text(worse)
    assert worse.widget(CAUSES["rate_too_small"].label).disabled
    assert not worse.widget(CAUSES[WORSE.cause].label).disabled
    assert worse.link["guesses"] == "rate_too_small"


def test_the_right_guess_is_told_with_the_count(worse: Any) -> None:
    guess(worse, "rate_too_small")
    guess(worse, WORSE.cause)
    said = worse.at.success[0].value
    assert "your second guess" in said
    assert "in 4 of 4 hidden units" in said
    assert WORSE.lesson in said
    assert not worse.at.warning
    assert "Cure it" in text(worse)


def test_a_cure_is_compared_at_the_same_step_and_kept_in_the_link(worse: Any, visit: Open) -> None:
    guess(worse, WORSE.cause)
    worse.choose("Learning rate", 3.0)
    assert (worse.experiment, worse.state.step) == (
        replace(WORSE.experiment, learning_rate=3.0),
        WORSE.step,
    )
    before, after = (Timeline(each).at(WORSE.step) for each in (WORSE.experiment, worse.experiment))
    rows = [
        f"| training loss | {fmt(before.train_loss)} | {fmt(after.train_loss)} |",
        f"| test loss | {fmt(before.test_loss)} | {fmt(after.test_loss)} |",
        f"| training accuracy | {percent(before.train_accuracy)} | {percent(after.train_accuracy)} |",
        f"| test accuracy | {percent(before.test_accuracy)} | {percent(after.test_accuracy)} |",
    ]
    assert f"| at step {WORSE.step:,} | before | after |\n|---|---|---|\n" + "\n".join(rows) in text(worse)
    assert "**Cured** on your first try: Learning rate 10 → 3." in text(worse)
    assert "1 of 12 cured" in text(worse)
    assert (worse.link["solved"], worse.link["tries"]) == ("worse", "lr:3")
    again = visit(PAGE, **worse.link)
    assert again.state == worse.state
    assert "1 of 12 cured" in text(again)
    again.press("Next patient")
    assert choices(again).patient == "half"
    assert (choices(again).solved, choices(again).guesses, choices(again).tries) == (("worse",), (), "")


def test_a_new_rate_holds_from_step_0_wherever_it_was_set(worse: Any) -> None:
    worse.stand(137)
    worse.choose("Learning rate", 5.0)
    assert worse.experiment == replace(WORSE.experiment, learning_rate=5.0)
    assert worse.state.step == WORSE.step


def test_each_change_counts_once(worse: Any) -> None:
    guess(worse, WORSE.cause)
    for rate in (20.0, 7.0, 20.0):
        worse.choose("Learning rate", rate)
    assert choices(worse).treatments == ("lr:20", "lr:7")
    assert "These controls can cure it: Learning rate." in text(worse)
    worse.press("Undo all changes")
    worse.choose("Units 1", 8)
    assert choices(worse).treatments == ("lr:20", "lr:7", "hidden:8")


def test_what_a_slider_passes_on_its_way_is_not_counted(worse: Any) -> None:
    guess(worse, WORSE.cause)
    for rate in (7.0, 5.0, 3.0):
        worse.choose("Learning rate", rate)
    assert choices(worse).treatments == ("lr:3",)
    assert "your first try" in text(worse)


def test_a_change_that_does_not_help_is_said_not_to(worse: Any) -> None:
    worse.choose("Learning rate", 50.0)
    assert "**Not better:** Learning rate 10 → 50. The test loss must be below 0.3." in text(worse)
    assert choices(worse).solved == ()
    worse.press("Undo all changes")
    assert (worse.experiment, worse.state.step) == (WORSE.experiment, WORSE.step)
    assert choices(worse).treatments == ("lr:50",)


def test_some_help_is_no_cure(visit: Open) -> None:
    visited = visit(PAGE, patient="line")
    visited.choose("Units 1", 2)
    assert "**Better, but not cured:** Hidden units 1 → 2." in text(visited)


def test_a_cure_without_a_diagnosis_is_not_enough(worse: Any) -> None:
    worse.choose("Learning rate", 3.0)
    assert "Now say what was wrong." in text(worse)
    assert choices(worse).solved == ()
    guess(worse, WORSE.cause)
    assert choices(worse).solved == ("worse",)


def test_two_changes_at_a_time_are_no_treatment(worse: Any) -> None:
    worse.choose("Learning rate", 3.0)
    worse.choose("Units 1", 8)
    assert "You changed Hidden units and Learning rate. Change one control at a time" in text(worse)
    assert choices(worse).treatments == ("lr:3",)
    assert worse.experiment.hidden == (8,)
    worse.press("Undo all changes")
    assert worse.experiment == WORSE.experiment


def test_other_data_are_another_patient(worse: Any) -> None:
    worse.choose("Dataset", "gaussians")
    assert "with other data it is another patient" in text(worse)
    assert choices(worse).tries == ""


def test_a_run_that_overflows_is_no_cure(visit: Open) -> None:
    visited = visit(PAGE, patient="huge")
    visited.choose("Learning rate", 50.0)
    assert "**Not cured:** Learning rate 3 → 50. The run stopped at step" in text(visited)


def test_other_pages_show_the_patient(worse: Any) -> None:
    worse.turn_to("app.py")
    assert worse.experiment == WORSE.experiment
    worse.choose("Learning rate", 3.0)
    assert worse.experiment.schedule == ((WORSE.step, 3.0),)
    worse.turn_to(PAGE)
    assert worse.experiment == replace(WORSE.experiment, learning_rate=3.0)
    assert choices(worse).treatments == ("lr:3",)


def test_the_run_put_aside_may_be_any(visit: Open) -> None:
    visited = visit(PAGE, lr="2", schedule="0.03@200,0.01@400", step="500", hidden="none")
    before = visited.state
    visited.choose("Patient", "deep")
    visited.choose("Patient", "none")
    assert (visited.experiment, visited.state.step) == (before.experiment, before.step)
    assert visited.experiment != Experiment()


def test_a_server_s_last_step_bounds_both_sides_of_a_comparison(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    cured = replace(WORSE.experiment, learning_rate=1.0)
    monkeypatch.setattr(Limits, "last_step", lambda self, run: 700 if run == cured else 1500)
    visited = visit(PAGE, dataset="circles", lr="1", patient="worse", own="default")
    said = text(visited)
    assert "| at step 700 | before | after |" in said
    for run in (WORSE.experiment, cured):
        assert fmt(Timeline(run).at(700).test_loss) in said
    assert "The run ends here, at step 700" in said
