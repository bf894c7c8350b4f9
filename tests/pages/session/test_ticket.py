"""A ticket comes back as it was written, whatever programs did to its line; a damaged one is refused."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pages.session.ticket import (
    LONGEST_TEXT,
    MOST_ANSWERS,
    Answer,
    Ticket,
    _check_value,
    _compact,
    read_ticket,
    ticket_link,
    write_ticket,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
NAMES = TEXTS.filter(bool)
ANSWERS = st.builds(
    Answer,
    question=NAMES,
    given=TEXTS,
    verdict=st.sampled_from(["right", "wrong", "open"]),
    misconception=TEXTS,
    tries=st.integers(1, 9999),
)
TICKETS = st.builds(
    Ticket,
    activity=NAMES,
    version=TEXTS,
    minutes=st.integers(0, 9999),
    answers=st.lists(ANSWERS, max_size=5).map(tuple),
    link=st.builds(ticket_link, st.sampled_from(["", "clinic"]), st.dictionaries(NAMES, TEXTS, max_size=3)),
)
TICKET = Ticket(
    activity="lesson rate",
    version="3fa21c",
    minutes=6,
    answers=(
        Answer(question="2", given="−0.5", verdict="right", tries=2),
        Answer(
            question="why",
            given="a 10--100 times... “smaller” rate",
            verdict="wrong",
            misconception="rate is speed",
        ),
        Answer(question="3", given="", verdict="open"),
    ),
    link="?lesson=rate&lr=0.3,1@40&step=40",
)
LINE = write_ticket(TICKET)


@given(TICKETS)
def test_a_ticket_comes_back_as_it_was_written(ticket: Ticket) -> None:
    line = write_ticket(ticket)
    assert read_ticket(line) == ticket
    assert re.fullmatch(r"Backpass ticket 1; [!#-&(-;=?-~ ]*; check=[0-9a-f]{8}", line)


def test_a_line_can_be_read_by_people() -> None:
    assert LINE.startswith("Backpass ticket 1; activity=lesson_rate; version=3fa21c; minutes=6; ")
    assert "; answer=3,,open,1,; link=?lesson=rate&lr=0.3,1@40&step=40; check=" in LINE


@given(st.integers(20, 80), st.sampled_from(["\n", "\r\n", "\n> ", "\n>> ", " \n", "\n\t"]))
def test_line_breaks_of_an_e_mail_do_no_harm(width: int, between: str) -> None:
    broken = between.join(LINE[at : at + width] for at in range(0, len(LINE), width))
    assert read_ticket(f"Hello,\n> here it is:\n{between}{broken}\n-- \nBye") == TICKET


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        ("^", '="'),
        ("^", "+"),
        ("^", "'"),
        ("^", "“"),
        ("$", "”"),
        ("$", '","2026-11-30"'),
        ("--", "–"),
        ("--", "—"),
        (r"\.\.\.", "…"),
        ("-", "−"),
        ("&", "&amp;"),
        (" ", "\u00a0"),
        (";", "\u200b;"),
        ("; ", ";"),
        ("; ", ";\t"),
    ],
)
def test_what_spreadsheets_and_word_processors_write_does_no_harm(pattern: str, by: str) -> None:
    assert read_ticket(re.sub(pattern, by, LINE)) == TICKET


@given(st.integers(0, len(LINE) - 1))
def test_a_cut_ticket_is_refused(end: int) -> None:
    with pytest.raises(ValueError, match=r"^This is no ticket: .*|^The ticket is cut off: .*"):
        read_ticket(LINE[:end])


@given(st.integers(0, len(LINE.split("; check=")[0]) - 1), st.sampled_from("aZ09%;,&="))
def test_a_changed_ticket_is_refused(at: int, by: str) -> None:
    changed = LINE[:at] + by + LINE[at + 1 :]
    if changed[at] != LINE[at] and LINE[at] != " ":
        with pytest.raises(ValueError, match=r"[.]$"):
            read_ticket(changed)


def checked(body: str) -> str:
    """Return a text with the check value that it should have."""
    line = f"Backpass ticket 1; {body}"
    return f"{line}check={_check_value(_compact(line))}"


REST = "answer=2,a,right,1,; link=; "


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "This is no ticket"),
        ("=HYPERLINK(1)", "This is no ticket"),
        ("Backpass ticket 2; x=1; check=00000000", "has the form 2"),
        (checked("activity=a; "), "does not have the fields"),
        (checked(f"activity=a; version=b; minutes=−1; {REST}"), "does not have the fields"),
        (checked(f"activity=; version=b; minutes=1; {REST}"), "needs its activity"),
        (checked(f"activity=%FF; version=b; minutes=1; {REST}"), "is not readable: '%FF'"),
        (checked(f"activity=%ED%A0%80; version=b; minutes=1; {REST}"), "is not readable"),
        (checked(f"activity=%00; version=b; minutes=1; {REST}"), "a character that no text has"),
        (checked(f"activity={'a' * 201}; version=b; minutes=1; {REST}"), "up to 200 characters; got 201"),
        (checked("activity=a; version=b; minutes=1; answer=2,a,right; link=; "), "An answer of the ticket"),
        (
            checked("activity=a; version=b; minutes=1; answer=2,a,right,١,; link=; "),
            "An answer of the ticket",
        ),
        (
            checked("activity=a; version=b; minutes=1; answer=2,a,good,1,; link=; "),
            "A verdict is right, wrong, open",
        ),
        (
            checked("activity=a; version=b; minutes=1; answer=2,a,right,0,; link=; "),
            "tries is from 1 to 9999; got 0",
        ),
        (
            checked(f"activity=a; version=b; minutes=1; {REST}answer=,a,open,1,; "),
            "does not have the fields",
        ),
        (checked("activity=a; version=b; minutes=1; link=java\\script; "), "A ticket's link is"),
        (checked("activity=a; version=b; minutes=1; link=é; "), "A ticket's link is"),
    ],
)
def test_a_hostile_ticket_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_ticket(text)


@given(st.text())
@example("Backpass ticket 1; check=00000000")
def test_any_text_is_a_ticket_or_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"[.]$"):
        read_ticket(text)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"activity": ""}, "needs its activity"),
        ({"minutes": -1}, "minutes is from 0 to 9999; got -1"),
        ({"version": "x" * (LONGEST_TEXT + 1)}, "version has up to 200 characters; got 201"),
        ({"answers": TICKET.answers[:1] * (MOST_ANSWERS + 1)}, "up to 100 answers; got 101"),
        ({"link": "a b"}, "link is a page and its query, encoded; got 'a b'"),
        ({"link": "a--b"}, "link is a page"),
        ({"link": "a" * 8001}, "link is a page"),
        ({"activity": "\ud800"}, "a character that no text has"),
    ],
)
def test_a_ticket_is_within_its_bounds(values: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(TICKET, **values)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"question": ""}, "the name of its question"),
        ({"verdict": "good"}, "got 'good'"),
        ({"tries": 10_000}, "tries is"),
    ],
)
def test_an_answer_is_within_its_bounds(values: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(TICKET.answers[0], **values)
