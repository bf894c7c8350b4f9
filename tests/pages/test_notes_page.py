"""The notes: what the page says of every equation is what core computes at the same network."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from core import EQUATIONS, Case, Equation, Timeline, examine
from core.notes import Comparison, derivation
from pages.scenes.notes import NotesChoices, derived
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.chapters import CHAPTERS
from pages.session import pipeline

Open = Callable[..., Any]
PAGE = "pages/notes.py"
PRINTED = {"notes": "printed"}

LINKS: dict[str, dict[str, str]] = {
    "the notes' network": {},
    "at a step, another sample": {"step": "40", "point": "7", "i": "1", "j": "0", "unit": "3"},
    "i is j": {"i": "1", "step": "3"},
    "no hidden layer": {"hidden": "none", "step": "5"},
    "three classes": {"dataset": "blobs", "i": "2", "j": "0", "unit": "4", "step": "20"},
    "four layers of 64, tanh": {"dataset": "arms", "hidden": "64,64,64,64", "activation": "tanh"},
    "relu, all zeros": {"activation": "relu", "init": "zeros", "hidden": "2,2"},
    "a run that overflows": {"activation": "relu", "init": "he", "l2": "1", "lr": "10", "step": "4000"},
    "one unit": {"hidden": "1"},
}  # fmt: skip
every_link = pytest.mark.parametrize("link", LINKS.values(), ids=LINKS.keys())

VERDICT = re.compile(
    r'data-testid="verdict" data-equation="([^"]+)" data-line="(\w+)" data-holds="(\w+)" '
    r'data-error="([^"]+)"(?: data-claimed="false")?>([^<]+)<'
)


@pytest.fixture(autouse=True)
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand for a browser that is idle."""
    monkeypatch.setattr(pipeline, "is_idle", lambda _: True)


def verdicts(visited: Any) -> list[tuple[str, ...]]:
    """Return each verdict on the page: equation, line, whether it holds, error, words."""
    return [found for body in bodies(visited) for found in VERDICT.findall(body)]


def bodies(visited: Any) -> list[str]:
    return [each.proto.body for each in visited.at.get("html")]


def text(visited: Any) -> str:
    return "\n".join(each.value for each in visited.at.markdown)


def computed(visited: Any, link: dict[str, str]) -> dict[str, tuple[Equation, Any]]:
    """Examine the same run from core alone."""
    run = Timeline(visited.experiment)
    at = {name: int(link.get(name, default)) for name, default in
          (("point", 1), ("i", 0), ("j", 1), ("unit", 1), ("step", 0))}  # fmt: skip
    case = Case.of(
        run.at(at["step"]).network, run.train.X, run.train.Y,
        sample=at["point"] - 1, i=at["i"], j=at["j"], unit=at["unit"] - 1,
    )  # fmt: skip
    return {equation.key: (equation, examine(equation, case)) for equation in EQUATIONS}


def comparison(examined: Any, line: str) -> Comparison:
    found = examined.corrected if line == "added" else getattr(examined, line)
    assert isinstance(found, Comparison)
    return found


@every_link
def test_every_verdict_on_the_page_is_the_one_computed(visit: Open, link: dict[str, str]) -> None:
    visited = visit(PAGE, **PRINTED, **link)
    found, right = verdicts(visited), computed(visited, link)
    assert [key for key, line, *_ in found if line in ("printed", "added")] == [e.key for e in EQUATIONS]
    for key, line, holds, error, _ in found:
        true = comparison(right[key][1], line)
        assert holds == {True: "true", False: "false", None: "unknown"}[true.holds]
        assert error == repr(true.error)


def test_a_browser_gets_the_first_section_until_it_is_idle(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "is_idle", lambda _: False)
    visited = visit(PAGE, **PRINTED)
    first = [each.key for each in EQUATIONS if each.section == EQUATIONS[0].section]
    shown = list(dict.fromkeys(key for key, *_ in verdicts(visited)))
    assert shown == first
    assert visited.widget("Learning rate")
    monkeypatch.setattr(pipeline, "is_idle", lambda _: True)
    visited.run()
    assert list(dict.fromkeys(key for key, *_ in verdicts(visited))) == [each.key for each in EQUATIONS]


@every_link
def test_the_counts_are_those_of_the_verdicts(visit: Open, link: dict[str, str]) -> None:
    visited = visit(PAGE, **PRINTED, **link)
    printed = [holds for _, line, holds, *_ in verdicts(visited) if line == "printed"]
    added = [holds for _, line, holds, *_ in verdicts(visited) if line == "added"]
    said = text(visited)
    assert f"The notes have {len(printed)} lines: **{printed.count('true')} hold** as printed" in said
    assert f"**{printed.count('false')} do not**" in said
    assert ("cannot be decided here" in said) is ("unknown" in printed)
    assert f"{len(added)} missing lines are added below, and {added.count('true')} of these" in said


@every_link
def test_the_lines_that_fail_are_first_in_view(visit: Open, link: dict[str, str]) -> None:
    visited = visit(PAGE, **PRINTED, **link)
    failed = [key for key, line, holds, *_ in verdicts(visited) if line == "printed" and holds == "false"]
    jumps = next(body for body in bodies(visited) if body.startswith("<nav"))
    assert re.findall(r'href="#equation-([^"]+)"', jumps) == failed
    places = [
        found for body in bodies(visited) for found in re.findall(r'<div id="equation-([^"]+)"', body)
    ]
    assert places == [equation.key for equation in EQUATIONS]


def test_as_printed_the_errors_of_the_notes_are_shown_without_a_click(visit: Open) -> None:
    visited = visit(PAGE, **PRINTED)
    failed = {key for key, line, holds, *_ in verdicts(visited) if line == "printed" and holds == "false"}
    assert failed == {"6", "19-2", "21", "8-8", "6-last", "7", "10-1", "10", "7-last"}
    assert not [each for each in verdicts(visited) if each[1] == "corrected" and each[2] != "true"]


def test_a_verdict_is_told_by_a_sign_and_a_word_too(visit: Open) -> None:
    signs = {
        "true": ("✓", "old"),
        "false": (("✗", "○"), "fails|not hold"),
        "unknown": ("?", "annot be decided"),
    }
    for link in (LINKS["the notes' network"], LINKS["no hidden layer"]):
        for _, _, holds, _, words in verdicts(visit(PAGE, **PRINTED, **link)):
            sign, word = signs[holds]
            assert words.startswith(sign)
            assert re.search(word, words)


@every_link
def test_each_equation_can_be_copied_with_symbols_and_with_numbers(
    visit: Open, link: dict[str, str]
) -> None:
    visited = visit(PAGE, **PRINTED, **link)
    assert not visited.at.code
    for equation in EQUATIONS:
        visited.at.session_state[f"copy_{equation.key}"] = True
    visited.run()
    copies = [code.value for code in visited.at.code]
    assert len(copies) == 2 * len(EQUATIONS)
    assert all(copies)
    assert not any(re.search(r"<\w+>", each) for each in copies)


def test_the_figures_say_what_they_show(visit: Open) -> None:
    visited = visit(PAGE, **PRINTED, dataset="blobs", step="30")
    assert len(visited.at.get("plotly_chart")) == 3
    captions = [caption.value for caption in visited.at.caption]
    assert any(said.startswith("The Jacobian of the softmax, 3 × 3") for said in captions)
    assert any(said.startswith("Unit 1 has Z₁ = ") for said in captions)
    assert any(said.startswith("Where unit 1 can still learn") for said in captions)
    assert len(visit(PAGE, **PRINTED, hidden="none").at.get("plotly_chart")) == 1


def test_what_is_chosen_is_what_is_computed_and_what_the_link_says(visit: Open) -> None:
    visited = visit(PAGE, **PRINTED, step="12")
    for label, value in (("Sample", 9), ("Class i", 1), ("Class j", 0), ("Unit u", 2)):
        visited.choose(label, value)
    link = {"step": "12", "point": "9", "i": "1", "j": "0", "unit": "2"}
    assert visited.link == PRINTED | link
    right = computed(visited, link)
    for key, line, _, error, _ in verdicts(visited):
        assert error == repr(comparison(right[key][1], line).error)


def test_a_choice_beyond_the_run_is_moved_to_its_nearest(visit: Open) -> None:
    visited = visit(PAGE, **PRINTED, point="900", i="2", j="2", unit="64")
    assert visited.link == PRINTED | {"point": "140", "i": "1", "unit": "4"}
    assert "Training sample 140 of 140" in text(visited)


def test_a_network_that_shrinks_takes_the_unit_with_it(visit: Open) -> None:
    visited = visit(PAGE, **PRINTED, hidden="8", unit="7")
    visited.choose("Units 1", 3)
    assert visited.link == PRINTED | {"hidden": "3", "unit": "3"}


def test_the_place_is_kept_while_the_reader_looks_elsewhere(visit: Open) -> None:
    link = {"dataset": "moons", "point": "4", "unit": "2", "step": "3"}
    visited = visit(PAGE, **PRINTED, **link)
    visited.turn_to("app.py")
    visited.turn_to(PAGE)
    assert visited.link == PRINTED | link


def test_the_place_is_within_what_a_run_has() -> None:
    place = NotesChoices(point=900, class_i=2, class_j=1, unit=64)
    assert place.within(points=14, classes=2, units=0) == NotesChoices(
        point=14, class_i=1, class_j=1, unit=1
    )
    printed = NotesChoices(text="printed", point=900)
    assert printed.within(points=14, classes=2, units=4) == NotesChoices(text="printed", point=14)


# --- the derivation ------------------------------------------------------------------------------


def steps(visited: Any) -> list[str]:
    """Return the steps of the derivation, as they are written."""
    written = [each.value for each in visited.at.markdown]
    return [each for each in written if "begin{aligned}" in each and "**" in each]


def test_the_first_visit_says_whose_notes_they_are_and_derives_without_a_verdict(visit: Open) -> None:
    visited = visit(PAGE)
    said = text(visited)
    assert "assignment 2 of the course 521153S, by Lam Huynh (2020)" in said
    assert not verdicts(visited)
    headings = re.findall(r"^### Equation \((\d+)\)$", said, re.MULTILINE)
    assert headings == ["19", "20", "21", "8", "9", "6", "10", "11", "12", "7"]
    assert not re.search(r"do(es)? not hold|✗", said)
    visited.choose("The notes", "printed")
    assert visited.link == PRINTED
    assert verdicts(visited)
    visited.choose("The notes", "derivation")
    assert visited.link == {}


@every_link
def test_each_step_is_that_of_the_run_and_measured(visit: Open, link: dict[str, str]) -> None:
    visited = visit(PAGE, **link)
    run, at = Timeline(visited.experiment), visited.state
    place = at.of(NotesChoices)
    case = Case.of(
        run.at(at.step).network, run.train.X, run.train.Y,
        sample=place.point - 1, i=place.class_i, j=place.class_j, unit=place.unit - 1,
    )  # fmt: skip
    right = derivation(case)
    assert steps(visited) == [derived.text(step) for step in right]
    numbers = [each.value for each in visited.at.markdown if each.value.startswith("$$")]
    assert numbers == [said for step in right if (said := derived.numbers(step, case))]
    shown = [each.value for each in visited.at.caption if each.value.startswith(("✓", "?", "✗"))]
    assert shown == [said for step in right if (said := derived.verdict(step, step.compared(case)))]
    assert not [each for each in shown if each.startswith("✗")]


def test_every_number_of_start_here_leads_to_a_heading_here(visit: Open) -> None:
    for link in ({}, {"hidden": "none"}, {"objective": "squared_error", "activation": "tanh"},
                 {"objective": "squared_error"}, {"hidden": "3,3,3", "activation": "relu"}):  # fmt: skip
        visited = visit(PAGE, **link)
        batch = BatchAtStep(Timeline(visited.experiment), 0)
        wanted = {each.number for chapter in CHAPTERS for each in chapter.equations(batch)} - {""}
        assert wanted <= {*re.findall(r"^### Equation \((\d+)\)$", text(visited), re.MULTILINE)}


def test_a_deep_network_is_told_how_it_goes_on(visit: Open) -> None:
    assert "Each layer further back" in text(visit(PAGE, hidden="3,3"))
    assert "Each layer further back" not in text(visit(PAGE))
    assert "is $W_{1}$, $b_{1}$, $Z_{1}$ and $A_{1}$ here" in text(visit(PAGE, hidden="none"))
    assert "What the notes call" not in text(visit(PAGE))


@every_link
def test_each_step_and_the_whole_derivation_can_be_copied(visit: Open, link: dict[str, str]) -> None:
    visited = visit(PAGE, **link)
    assert not visited.at.code
    for key in ("derivation", "from_the_loss_to_w2_0", "from_the_loss_to_w2_1"):
        visited.at.session_state[f"copy_{key}"] = True
    visited.run()
    whole, with_numbers, *steps = (code.value for code in visited.at.code)
    assert len(steps) == 3  # the plan for W2 has no numbers
    for step, in_all in zip(steps, (whole, with_numbers, whole), strict=True):
        assert step.partition("\n")[2] in in_all
    assert whole.count("% Needs") == with_numbers.count("% Needs") == 1
    for text in (whole, with_numbers):
        assert not re.search(r"<\w+>", text)
        assert text.count(r"\begin{align*}") == text.count(r"\end{align*}") >= 8
    assert r"\tag{7}" in whole or link.get("hidden") == "none"
