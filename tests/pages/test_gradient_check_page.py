"""Gradient check: what the panel says of every ε is what core measures at the same network."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

from core import Timeline, check_gradients
from pages.frontend import decode, encode
from pages.scenes.gradient_check import words
from pages.scenes.gradient_check.bugs import BUGS
from pages.scenes.gradient_check.checked_run import GRID, CheckedRun
from pages.scenes.gradient_check.choices import NONE, GradientCheckChoices
from pages.scenes.gradient_check.injected_bug import injected_bug, listing
from pages.scenes.gradient_check.panel import Panel
from pages.server.cache import LRUCache
from pages.session import pipeline

Open = Callable[..., Any]
PAGE = "pages/gradient_check.py"

LINKS: dict[str, dict[str, str]] = {
    "the notes' network": {"step": "40"},
    "no hidden layer": {"hidden": "none", "step": "5"},
    "three classes": {"dataset": "blobs", "step": "20"},
    "relu": {"activation": "relu", "init": "he", "step": "20"},
    "all zeros": {"activation": "relu", "init": "zeros"},
    "batches of ten": {"batch": "10", "step": "7"},
    "two layers of 64": {"hidden": "64,64", "dataset": "arms", "step": "3"},
    "a run that overflows": {"activation": "relu", "init": "he", "l2": "1", "lr": "10", "step": "5000"},
}  # fmt: skip
every_link = pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)


@every_link
@pytest.mark.parametrize("scheme", ["central", "forward"])
def test_any_run_can_be_checked(visit: Open, link: dict[str, str], scheme: str) -> None:
    visited = visit(PAGE, **link, scheme=scheme)
    assert visited.notices == []
    assert "Checked:" in visited.at.main.caption[-1].value


@every_link
def test_the_panel_tells_core_s_errors(visit: Open, link: dict[str, str]) -> None:
    visited = visit(PAGE, **link)
    run = Timeline(visited.experiment)
    checked_run = CheckedRun(run, int(link.get("step", 0)))
    states = decode(encode(Panel(checked_run, GradientCheckChoices(), "none", "light").message()))["states"]
    assert len(states) == len(GRID)
    now = checked_run.snapshot
    if checked_run.selection.count < checked_run.selection.total or checked_run.selection.rows < len(
        now.batch
    ):
        return
    X, Y = run.train.X[now.batch], run.train.Y[now.batch]
    if (
        checked_run.timeline.divergence
        or not np.abs(checked_run.analytic(BUGS["sign"].backward_pass)[0]).max()
    ):
        return
    for at in (GRID.index(1e-2), GRID.index(1e-3)):
        told = [float(item["data"]["error"]) for item in states[at]["items"]]
        measured = check_gradients(now.network, X, Y, l2=visited.experiment.l2, epsilon=GRID[at])
        np.testing.assert_allclose(told, measured, rtol=1e-3, atol=1e-11)


FITS = {
    "product": {"batch": "4"},
    "axis": {"batch": "4"},
    "penalty": {"l2": "0.01"},
    "factor": {"l2": "0.01"},
    "adam": {"optimizer": "adam", "lr": "0.01"},
}
SQUARE = {"hidden": "4,4", "step": "10"}


@pytest.mark.parametrize("name", BUGS)
def test_each_mistake_is_shown_with_the_lines_and_its_symptom(visit: Open, name: str) -> None:
    visited = visit(PAGE, **SQUARE, **FITS.get(name, {}), mistake=name)
    checked_run = CheckedRun(Timeline(visited.experiment), 10)
    correct, wrong = (listing(checked_run, each) for each in (NONE, name))
    (code,) = [each.value for each in visited.at.code]
    assert code == words.both_lines(correct, wrong)
    assert next(line.code.strip() for line in wrong if line.is_wrong) in code
    assert any(BUGS[name].why in each.value for each in visited.at.markdown)


def test_a_mistake_that_cannot_be_made_offers_a_run_where_it_can(visit: Open) -> None:
    visited = visit(PAGE, mistake="transpose", step="3")
    (told,) = [each.value for each in visited.at.info]
    assert "not possible here" in told
    assert "hidden=4,4" in told


@pytest.mark.parametrize(
    ("name", "change"),
    [("adam", "schedule=2@5"), ("penalty", "l2_schedule=0@5"), ("mean", "batch_schedule=1@2")],
)
def test_the_offered_run_keeps_what_it_sets(visit: Open, name: str, change: str) -> None:
    visited = visit(PAGE, mistake=name, step="9", seed="3", **dict([change.split("=")]))
    (told,) = [each.value for each in visited.at.info]
    there = dict(parse_qsl(told.partition("(?")[2].rstrip(")")))
    assert there == {"seed": "3", "mistake": name, **BUGS[name].remedy}


@pytest.mark.parametrize(
    ("link", "reasons"),
    [
        (
            {"hidden": "4"},
            {"transpose": "no W after the first is square, so W in place of Wᵀ would not fit"},
        ),
        ({"hidden": "4,4", "activation": "relu"}, {"slope": "the derivative of ReLU is 1 where Z > 0"}),
        (
            {"hidden": "4,4", "batch": "1"},
            {"mean": "a batch of one sample", "bias": "a batch of one sample"},
        ),
        (
            {"hidden": "none"},
            dict.fromkeys(("transpose", "slope", "early", "other"), "without a hidden layer"),
        ),
    ],
)
def test_the_list_of_mistakes_says_why_one_cannot_be_made(
    visit: Open, link: dict[str, str], reasons: dict[str, str]
) -> None:
    offered = visit(PAGE, **link).widget("Inject a bug").options
    for name, reason in reasons.items():
        (option,) = [each for each in offered if each.startswith(BUGS[name].title)]
        assert reason in option
    impossible = {*reasons, "product", "axis", "penalty", "factor", "adam"}
    impossible |= {"other"} if link["hidden"] == "4" else set()
    impossible |= {"twice", "normalize"} if "batch" in link else set()
    possible_here = {bug.title for name, bug in BUGS.items() if name not in impossible}
    assert possible_here == {option for option in offered if "not possible" not in option} - {"none"}


def clickable(visited: Any) -> dict[str, Any]:
    """Return the buttons of the lines of code by the code."""
    return {each.label.strip("`"): each for each in visited.at.button if each.label.startswith("`")}


def diagnosed(visited: Any, step: int = 10) -> tuple[str, list[str], list[str]]:
    """Return the hidden bug, and the lines that are right and that are wrong."""
    checked_run = CheckedRun(Timeline(visited.experiment), step)
    name = injected_bug(checked_run, GradientCheckChoices(diagnose=int(visited.link["diagnose"])))
    lines = [line for line in listing(checked_run, name) if line.key]
    return name, *([line.code for line in lines if line.is_wrong == wrong] for wrong in (False, True))


def test_a_wrong_line_is_found_by_a_click_and_counted(visit: Open) -> None:
    visited = visit(PAGE, **SQUARE, diagnose="5")
    name, right, wrong = diagnosed(visited)
    assert sorted(clickable(visited)) == sorted([*right, *wrong])
    assert not any(BUGS[name].title in each.value for each in visited.at.markdown)
    clickable(visited)[wrong[0]].click()
    visited.run()
    assert [each.value.startswith("Correct.") for each in visited.at.success] == [True]
    assert any("Found 1 of 1" in each.value for each in visited.at.markdown)
    assert all(button.disabled for button in clickable(visited).values())
    visited.widget("Next bug").click()
    visited.run()
    assert "clicked" not in visited.link


def test_a_hint_comes_before_the_answer(visit: Open) -> None:
    visited = visit(PAGE, **SQUARE, diagnose="5")
    name, right, wrong = diagnosed(visited)
    clickable(visited)[right[0]].click()
    visited.run()
    (told,) = [each.value for each in visited.at.warning]
    assert told.startswith(f"Not `{right[0]}`: this line is right.")
    assert told.endswith(BUGS[name].hint)
    assert BUGS[name].title not in told
    assert not visited.at.code
    assert not any("Found" in each.value for each in visited.at.markdown)
    clickable(visited)[right[1]].click()
    visited.run()
    (told,) = [each.value for each in visited.at.warning]
    assert told.startswith(f"Not `{right[1]}` either: this line is right. **{BUGS[name].title}.**")
    assert wrong[0].strip() in visited.at.code[0].value
    assert any("Found 0 of 1" in each.value for each in visited.at.markdown)
    again = visit(PAGE, **visited.link)
    assert [each.value for each in again.at.warning] == [told]
    assert all(button.disabled for button in clickable(again).values())


def test_a_click_and_what_was_done_on_other_pages_make_no_other_message(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: LRUCache[Any] = LRUCache(10)
    monkeypatch.setattr(pipeline, "_messages", kept)
    visited = visit(PAGE, **SQUARE, diagnose="5")
    _, right, _ = diagnosed(visited)
    clickable(visited)[right[0]].click()
    visited.run()
    visit(PAGE, **SQUARE, diagnose="5", replies="rows", lesson="rate", began="7", drill_minutes="1,2")
    assert kept.made == 1


@pytest.mark.parametrize(
    "link", [{"optimizer": "adam"}, {"hidden": "none"}, {"objective": "squared_error"}]
)
def test_every_run_can_be_diagnosed(visit: Open, link: dict[str, str]) -> None:
    visited = visit(PAGE, step="10", diagnose="3", clicked="v,update 5", **link)
    assert not visited.at.warning
    _, right, wrong = diagnosed(visited)
    assert sorted(clickable(visited)) == sorted([*right, *wrong])


@pytest.mark.parametrize(
    "bad",
    [{"epsilon": "tiny"}, {"mistake": "typo"}, {"scheme": "up"}, {"diagnose": "x"}, {"clicked": "dW9"}],
)
def test_a_bad_choice_is_named_and_the_rest_holds(visit: Open, bad: dict[str, str]) -> None:
    visited = visit(PAGE, hidden="3", **bad)
    ((name, value),) = bad.items()
    assert len(visited.notices) == 1
    assert f"{name}={value} was ignored" in visited.notices[0]
    assert visited.link == {"hidden": "3"}
