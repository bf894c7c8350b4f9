"""The Drill on the page: a line is built, missed and answered; the link keeps it; a ticket ends it."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import LOSSES
from core.drill.exercise import LEVELS, ORDER, STEP, make_exercise
from core.drill.judgement import UNFINISHED
from core.drill.mistakes import MISCONCEPTIONS
from core.drill.ordering import program_lines
from core.drill.tiles import MOST_TILES, TILES, write_tiles
from pages.scenes.drill import result, words
from pages.scenes.drill.choices import MOST_ATTEMPTS, DrillChoices
from pages.scenes.drill.progress import DrillProgress
from pages.session.ticket import MOST_MINUTES, read_ticket, write_ticket

Open = Callable[..., Any]
PAGE = "pages/drill.py"
EXERCISES = [make_exercise(level, 0, convention="rows", loss="cross_entropy") for level in LEVELS]
RIGHT = {line.target: line.gap for line in EXERCISES[0].lines}


def text(visited: Any) -> str:
    kinds = ("markdown", "caption", "code", "success", "warning")
    return "\n".join(each.value for kind in kinds for each in visited.at.get(kind))


def bench(visited: Any) -> dict[str, Any]:
    """Return what the browser was told of the tiles."""
    boxes = visited.at.get("bidi_component")
    (found,) = [each for each in boxes if each.proto.component_name == "live_tiles"]
    told: dict[str, Any] = json.loads(found.proto.json)
    return told


def send(visited: Any, line: Iterable[str], *, check: bool = False, **other: Any) -> None:
    """Send a line as the browser does."""
    now = bench(visited)
    sent = {"number": now["heard"] + 1, "task": now["task"], "tiles": "".join(line), "check": check}
    visited.send("tiles", line=sent | other)


def build(visited: Any, tiles: tuple[str, ...]) -> None:
    offered = [name for row in bench(visited)["rows"].values() for name, *_ in row]
    assert set(tiles) <= set(offered)
    send(visited, (*bench(visited)["built"], *tiles))


def take_back(visited: Any) -> None:
    send(visited, bench(visited)["built"][:-1])


def check(visited: Any) -> None:
    assert bench(visited)["is_complete"]
    send(visited, bench(visited)["built"], check=True)


def try_out(visited: Any, tiles: tuple[str, ...]) -> None:
    send(visited, ())
    build(visited, tiles)
    check(visited)


def checked_of(level: int, seed: int = 0, convention: str = "rows", loss: str = "cross_entropy") -> str:
    if level == ORDER:
        return "order:" + "".join(program_lines(convention, loss))
    lines = make_exercise(level, seed, convention=convention, loss=loss).lines
    return "~".join(f"{line.target}:{write_tiles(line.gap)}" for line in lines)


def test_a_line_is_built_and_the_next_one_begins(visit: Open) -> None:
    visited = visit(PAGE)
    assert not bench(visited)["is_complete"]
    build(visited, ("X", "@"))
    assert "Z1 = X @ ▢ + b1" in text(visited)
    assert "quantity is missing after" not in text(visited)  # `+ b1` follows
    assert not bench(visited)["is_complete"]
    build(visited, ("W1",))
    assert "| `X @ W1` | (4, 3) |" in text(visited)
    assert "| `X @ W1 + b1` | (4, 3), broadcast |" in text(visited)
    check(visited)
    assert "`Z1 = X @ W1 + b1` is right." in visited.at.success[0].value
    assert "## dZ2" in text(visited)
    assert not bench(visited)["is_complete"]  # `A2 - Y` alone would run, but nothing was built
    assert "1 of 8 right" in text(visited)
    assert (visited.link["checked"], "tiles" in visited.link) == ("Z1:X@W1", False)


def test_the_first_miss_gets_a_hint_and_the_second_the_answer(visit: Open) -> None:
    visited = visit(PAGE, checked="Z1:X@W1~dZ2:*1/n")
    try_out(visited, ("A1", "@"))
    said = visited.at.warning[0].value
    assert "**Python stops.** `ValueError: matmul: Input operand 1 has a mismatch" in said
    assert "(4, 3) @ (4, 5): the inner sizes 3 and 4 differ." in said
    assert "**A wrong transpose or order.**" in said
    assert words.HINTS["dW2"] in said
    assert "A1.T" not in said
    take_back(visited)
    assert "Not complete yet: an operator is missing between `A1` and `dZ2`." in text(visited)
    assert not bench(visited)["is_complete"]
    try_out(visited, ("W2", ".T", "@", "A1", ".T", "@"))
    assert "**Answer.** `dW2 = A1.T @ dZ2`" in visited.at.warning[0].value
    try_out(visited, RIGHT["dW2"])
    assert "`dW2 = A1.T @ dZ2` is right, at try 3." in visited.at.success[0].value
    assert not visited.at.warning


def test_the_link_brings_everything_back(visit: Open) -> None:
    visited = visit(PAGE, drill="3", drill_seed="5", drill_convention="columns", drill_loss="squared_error")
    build(visited, ("A2", "-", "Y"))
    check(visited)
    assert "**f′ is missing.**" in visited.at.warning[0].value
    take_back(visited)
    again = visit(PAGE, **visited.link)
    assert again.state == visited.state
    assert text(again) == text(visited)
    assert "dZ2 = A2 - ▢" in text(again)


def test_another_exercise_begins_empty(visit: Open) -> None:
    visited = visit(PAGE, checked="Z1:X@W1", tiles="*1/n")
    for label, value in (("Samples as", "columns"), ("Loss", "squared_error"), ("Level", 3)):
        visited.choose(label, value)
        now = visited.state.of(DrillChoices)
        assert (now.tiles, now.checked, now.minutes) == ("", "", ())
    build(visited, ("A2",))
    seed = visited.state.of(DrillChoices).network
    visited.press("New network")
    now = visited.state.of(DrillChoices)
    assert (now.tiles, now.level) == ("", 3)
    assert now.network != seed


def test_hidden_shapes_are_hidden(visit: Open) -> None:
    visited = visit(PAGE, drill="4", tiles="(A2-Y)*", drill_shapes="hidden")
    assert re.findall(r"\(\d, ?\d?\)", text(visited)) == []
    assert "Not complete yet: a quantity is missing after `*`." in text(visited)
    visited.choose("Shapes", "shown")
    assert "| `A2 - Y` | (3, 3) |" in text(visited)
    assert visited.state.of(DrillChoices).tiles == "(A2-Y)*"


def test_the_order_of_lines(visit: Open) -> None:
    visited = visit(PAGE, drill="2")
    program = program_lines("rows", "cross_entropy")

    def place(order: list[str]) -> None:
        build(visited, tuple(order))

    assert "Lines chosen: none yet." in text(visited)
    place(["A1"])
    assert "Lines chosen: A1." in text(visited)
    check(visited)
    assert "**Python stops at the line of A1.** `NameError: name 'Z1' is not defined`" in text(visited)
    send(visited, ())
    backward = ["dZ2", "dW2", "W2", "dA1", "dZ1", "dW1", "W1", "db2", "b2", "db1", "b1"]
    place(["Z1", "A1", "Z2", "A2", *backward])
    check(visited)
    said = visited.at.warning[0].value
    assert "**It runs, but dA1 is wrong.**" in said
    assert "**W2 after its update.**" in said
    send(visited, ())
    place(list(program))
    check(visited)
    assert "0 of 1 at the first try" in text(visited)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("convention", ["rows", "columns"])
def test_a_level_ends_with_a_ticket(
    visit: Open, monkeypatch: pytest.MonkeyPatch, level: int, loss: str, convention: str
) -> None:
    tickets: list[Any] = []
    monkeypatch.setattr("pages.session.ticket_box.draw", tickets.append)
    how = {"drill_convention": convention, "drill_loss": loss, "drill_seed": "3"}
    checked = checked_of(level, 3, convention, loss)
    visited = visit(PAGE, drill=str(level), checked=checked, **how)
    assert "## Level complete" in text(visited)
    (ticket,) = tickets
    title = words.LEVEL_TITLES[level]
    assert ticket.activity == f"Drill {title}, samples as {convention}, {LOSSES[loss].label}"
    assert {answer.verdict for answer in ticket.answers} == {"right"}
    assert len(ticket.answers) == (1 if level == ORDER else len(checked.split("~")))
    if level < LEVELS[-1]:
        visited.press("Next level")
        assert visited.state.of(DrillChoices).level == level + 1


def test_the_ticket_has_the_first_answers(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    monkeypatch.setattr(
        "pages.session.ticket_box.mount_copy_text", lambda key, label, text: texts.append(text)
    )
    wrong = "m:beta*mhat+(1-beta)*dW2~m:dW2~"
    checked = checked_of(STEP).replace("m:", wrong + "m:", 1)
    visited = visit(PAGE, drill="5", checked=checked, drill_minutes="29000000,29000012")
    ticket = read_ticket(texts[-1])
    assert (ticket.minutes, ticket.activity) == (
        12,
        "Drill 5 · A whole step, samples as rows, cross-entropy",
    )
    mean = next(answer for answer in ticket.answers if answer.question == "m")
    assert (mean.verdict, mean.tries, mean.misconception) == ("wrong", 3, "m_hat instead of m")
    assert mean.given == "m = beta * m_hat + (1 - beta) * dW2"
    again = visit(PAGE, **dict(parse_qsl(ticket.link.partition("?")[2])))
    assert ticket.link.startswith("drill?")
    assert again.state == visited.state
    assert "4 of 5 at the first try" in text(visited)


def test_all_that_can_be_found_has_words() -> None:
    assert set(words.MISCONCEPTION_WORDS) == set(MISCONCEPTIONS)
    targets = {line.target for exercise in EXERCISES for line in exercise.lines}
    assert targets | {"order"} == set(words.HINTS)
    assert set(words.LEVEL_TITLES) == set(words.TASKS) == set(LEVELS)


SEQUENCES = st.lists(st.sampled_from(list(TILES)), min_size=1, max_size=8).map(tuple)


@given(st.sampled_from(LEVELS), SEQUENCES, st.booleans(), st.sampled_from(list(LOSSES)))
def test_there_is_something_to_say_of_any_line(
    level: int, tiles: tuple[str, ...], is_columns: bool, loss: str
) -> None:
    convention = "columns" if is_columns else "rows"
    choices = DrillChoices(level=level, samples_as=convention, minimized=loss, tiles=write_tiles(tiles))
    target = DrillProgress(choices).target
    progress = DrillProgress(replace(choices, checked=f"{target}:{choices.tiles}"))
    found = progress.judge(target, tiles)
    assert found
    assert bool(progress.attempts) == (found.kind != UNFINISHED)
    assert result.part_table(found, is_checked=True).count("\n") != 1
    result.spoken(progress)
    result.ticket_of(progress)
    if not progress.attempts:
        return
    said = result.verdict(progress)
    assert said.startswith("`")
    assert ("Hint." in said) != progress.attempts[-1][1].is_right
    assert (result.compared(progress) != "") == (found.value is not None)


def test_a_wrong_line_is_compared_with_the_numbers_wanted(visit: Open) -> None:
    visited = visit(PAGE, drill="3", checked="dZ2:A2-Y")
    (numbers,) = [block.value for block in visited.at.code if "what you built" in block.value]
    exercise = EXERCISES[2]
    wanted = exercise.problem.values["dZ2"]
    printed = [float(each) for each in re.findall(r"-?\d+\.\d*", numbers)]
    assert printed == pytest.approx([*(4 * wanted).ravel(), *wanted.ravel()], abs=6e-5)
    assert "Every entry is n = 4 times dZ2." in text(visited)


def test_a_teacher_can_fix_the_exercise(visit: Open) -> None:
    visited = visit(PAGE, drill="3", hide="drill,drill_seed,drill_loss,drill_convention,drill_shapes")
    (style,) = [each.proto.body for each in visited.at.get("html") if "chosen_level" in each.proto.body]
    choices = (f"chosen_{name}" for name in ("level", "minimized", "samples_as", "shapes"))
    for key in (*choices, "new_network", "another_network"):
        assert f".st-key-{key}" in style


def test_no_link_is_too_much_for_a_ticket() -> None:
    longest = max(TILES, key=len)
    misses = ["A2:" + longest * MOST_TILES] * (MOST_ATTEMPTS - len(EXERCISES[-1].lines))
    checked = "~".join([*misses, checked_of(STEP)])
    for minutes in ((29000012, 29000000), (0, 10**9)):
        choices = DrillChoices(level=STEP, checked=checked, minutes=minutes, tiles=longest * MOST_TILES)
        progress = DrillProgress(choices)
        assert not progress.target
        ticket = result.ticket_of(progress)
        assert read_ticket(write_ticket(ticket)) == ticket
        assert 0 <= ticket.minutes <= MOST_MINUTES


def test_the_same_line_checked_again_is_no_second_miss(visit: Open) -> None:
    visited = visit(PAGE, drill="3")
    try_out(visited, ("Y", "-", "A2"))
    check(visited)
    assert visited.link["checked"] == "dZ2:Y-A2"


def test_a_line_that_does_not_fit_yet_shows_no_error_until_it_is_checked(visit: Open) -> None:
    visited = visit(PAGE, checked="Z1:X@W1~dZ2:*1/n")
    build(visited, ("A1", "@"))
    assert "| `A1 @ dZ2` | not complete yet: (4, 3) and (4, 5) do not fit |" in text(visited)
    assert "ValueError" not in text(visited)
    check(visited)
    assert "| `A1 @ dZ2` | `ValueError: matmul: " in text(visited)


def test_an_outdated_or_impossible_line_changes_nothing(visit: Open) -> None:
    visited = visit(PAGE, drill="3")
    build(visited, ("A2",))
    before = visited.state
    for other in ({"task": "another line"}, {"tiles": "import os"}, {"tiles": 7, "task": None}):
        send(visited, ("A2", "-", "Y"), **other)
        assert visited.state == before
    send(visited, ("A2",) * (MOST_TILES + 3))
    assert len(visited.state.of(DrillChoices).built) == MOST_TILES


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("convention", ["rows", "columns"])
def test_all_six_lines_of_the_backward_pass_are_put_in_order(convention: str, loss: str) -> None:
    program = program_lines(convention, loss)
    assert {"dZ2", "dW2", "db2", "dZ1", "dW1", "db1"} <= set(program)
    assert program["b1"].code == "b1 = b1 - lr * db1"
