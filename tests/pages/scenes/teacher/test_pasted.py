"""Tickets are found in whatever a teacher pastes; every other line is named with the reason."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.scenes.teacher.answers_csv import COLUMNS, answers_csv
from pages.scenes.teacher.pasted import LONGEST_PASTE, read_pasted
from pages.scenes.teacher.tally import OUTCOMES, AnswerCount, activities, minutes, misconceptions, questions
from pages.session.ticket import Answer, Ticket, write_ticket


def ticket(number: int, given: str = "a", activity: str = "lesson rate") -> Ticket:
    is_right = given == "a"
    first = Answer(
        question="1",
        given=given,
        verdict="right" if is_right else "wrong",
        misconception="" if is_right else f"takes {given} for a",
        tries=1 if is_right else 2,
    )
    second = Answer(question="why", given=f"=HYPERLINK({number})", verdict="open")
    return Ticket(
        activity=activity,
        version="1f",
        minutes=number,
        answers=(first, second),
        link=f"clinic?step={number}",
    )


TICKETS = (ticket(3), ticket(4, "b"), ticket(8, "b"), ticket(9, "c"))
LINES = [write_ticket(each) for each in TICKETS]


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n\n", " ", "\t", '"\n"'])
def test_tickets_are_found_whatever_separates_them(between: str) -> None:
    found = read_pasted(between.join(LINES))
    assert (found.tickets, found.unread, found.repeated) == (TICKETS, (), 0)


def test_a_csv_export_has_other_columns_and_a_head() -> None:
    table = io.StringIO()
    csv.writer(table).writerows([("Name", "Answer", "At"), *(("Ann, Li", line, "9:30") for line in LINES)])
    found = read_pasted(table.getvalue())
    assert found.tickets == TICKETS
    (head,) = found.unread
    assert (head.number, head.start) == (1, "Name,Answer,At")
    assert head.reason == "There is no ticket in this line."


@pytest.mark.parametrize("how", [{}, {"delimiter": ";"}, {"delimiter": "\t"}, {"quoting": csv.QUOTE_ALL}])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_damaged_ticket_in_a_column_takes_no_other_with_it(how: dict[str, Any], end: str) -> None:
    changed = LINES[1].replace("minutes=4", "minutes=5")
    headless = LINES[2][20:]
    answers = [LINES[0], LINES[3][:90], changed, headless, "", 'He said "done", then left', LINES[2]]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator=end, **how)
    writer.writerow(("Name", "Answer", "Mark"))
    writer.writerows((f'Li, "{at}"', answer, "3,5") for at, answer in enumerate(answers))
    found = read_pasted(table.getvalue())
    assert found.tickets == (TICKETS[0], TICKETS[2])
    assert [(each.number, each.reason.partition(":")[0]) for each in found.unread] == [
        (1, "There is no ticket in this line."),
        (3, "The ticket is cut off"),
        (4, "The ticket was changed on its way"),
        (5, "There is no ticket in this line."),
        (6, "There is no ticket in this line."),
        (7, "There is no ticket in this line."),
    ]


def test_broken_lines_are_named_with_their_number_and_the_reason() -> None:
    broken = LINES[1].replace("minutes=4", "minutes=5")
    quoted = f"> {LINES[2][:99]}\n> {LINES[2][99:]}"
    found = read_pasted("\n".join([LINES[0], "I am done", LINES[1][:60], "", broken, quoted]))
    assert found.tickets == (TICKETS[0], TICKETS[2])
    assert [(each.number, each.reason.partition(":")[0]) for each in found.unread] == [
        (2, "There is no ticket in this line."),
        (3, "The ticket is cut off"),
        (5, "The ticket was changed on its way"),
    ]


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert read_pasted(text).tickets == ()


def test_a_class_is_read_whole() -> None:
    text = "\n".join(write_ticket(ticket(at, "ab"[at % 2])) for at in range(100))
    found = read_pasted(text)
    assert len(found.tickets) == 100
    assert questions(found.tickets)


def test_a_huge_paste_is_cut() -> None:
    found = read_pasted("x\n" * LONGEST_PASTE)
    assert len(found.unread) == LONGEST_PASTE // 2


def test_answers_are_counted_the_most_frequent_first() -> None:
    first, why = questions(TICKETS)
    assert first.answers == (
        AnswerCount("b", {"wrong": 2}),
        AnswerCount("a", {"right": 1}),
        AnswerCount("c", {"wrong": 1}),
    )
    assert [first.count(outcome) for outcome in OUTCOMES] == [1, 0, 3, 0]
    assert [why.count(outcome) for outcome in OUTCOMES] == [0, 0, 0, 4]


def test_right_at_a_later_try_is_not_right_on_the_first_and_its_misconception_counts() -> None:
    (first, *others), then = TICKETS[0].answers, "takes b for a"
    later = replace(TICKETS[1], answers=(replace(first, tries=2, misconception=then), *others))
    asked, _ = questions((TICKETS[0], later))
    assert asked.answers == (AnswerCount("a", {"right": 1, "later": 1}),)
    assert [asked.count(outcome) for outcome in OUTCOMES] == [1, 1, 0, 0]
    assert next((each.count, each.misconception) for each in misconceptions((*TICKETS, later))) == (3, then)


def test_misconceptions_are_ranked() -> None:
    ranked = [(each.count, each.misconception, each.questions) for each in misconceptions(TICKETS)]
    assert ranked == [(2, "takes b for a", ("1",)), (1, "takes c for a", ("1",))]
    assert misconceptions(TICKETS[:1]) == ()


def test_activities_are_kept_apart() -> None:
    other = ticket(2, activity="drill 1")
    assert activities((other, *TICKETS)) == {"lesson rate": TICKETS, "drill 1": (other,)}
    assert minutes(TICKETS) == "Median time: 6 minutes (3 to 9)."


def test_equal_tickets_are_counted_and_said() -> None:
    assert read_pasted("\n".join([LINES[0], LINES[1], LINES[0]])).repeated == 1


def test_a_spreadsheet_computes_nothing_of_the_table() -> None:
    minus = Ticket(
        activity="-x",
        version="",
        minutes=1,
        answers=(Answer(question="1", given="-0.5", verdict="right"),),
        link="",
    )
    rows = list(csv.DictReader(io.StringIO(answers_csv((*TICKETS, minus)))))
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == 9
    assert [rows[1][name] for name in ("ticket", "minutes", "question")] == ["1", "3", "why"]
    assert rows[1]["given"] == "'=HYPERLINK(3)"
    assert (rows[8]["activity"], rows[8]["given"]) == ("'-x", "-0.5")
    assert rows[2]["misconception"] == "takes b for a"
