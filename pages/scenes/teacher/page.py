"""The teacher's page: the pasted tickets, what they answer as pictures and tables, and each one's run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from pages.figures.answers import Bar, alternative, answers_figure, most_frequent
from pages.figures.sheet import Sheet, laid_out
from pages.frontend import FILE_TEXT, component, encode, mount_file, read_file
from pages.scenes.teacher.answers_csv import answers_csv
from pages.scenes.teacher.pasted import LONGEST_PASTE, PastedTickets, read_pasted
from pages.scenes.teacher.tally import (
    OUTCOMES,
    QuestionTally,
    activities,
    minutes,
    misconceptions,
    outcome_of,
    questions,
)
from pages.session import shell, store
from pages.session.defaults import among
from pages.session.scene import Page, Visit
from pages.session.state import State
from pages.session.ticket import TITLE, Ticket

_TEXT = "tickets"
_ALL = "All questions"
_SIZE = (1280, 720)
_LINK = re.compile(r"[a-z_]*(\?.*)?", re.ASCII)
_MOST_UNREAD = 50
_WHICH = (
    "Lessons count the last answer to a question, Drill and Clinic the first. A misconception is that of "
    "the first wrong answer, also where a later one is right."
)
_ROOM = 420
"""Pixels of a long table; it scrolls."""

_INTRODUCTION = (
    "# Tickets of a class\n\nPaste the tickets that your students handed in. They stay in this page's "
    "session and are gone when you close it. A ticket has no name, and it is no proof of who wrote it: "
    "anybody can copy or invent one."
)


def _message(state: State, visit: Visit) -> PastedTickets:
    return read_pasted(store.remembered(_TEXT, ""))


def _paste() -> None:
    """Draw where the tickets go in."""
    mount_file(_take_file)
    st.text_area(
        "Tickets",
        height=140,
        max_chars=LONGEST_PASTE,
        placeholder=f"{TITLE} 1; activity=…",
        help="Lines, e-mails, or a column of a CSV export. Names and other columns are not used.",
        **store.widget(_TEXT, store.remembered(_TEXT, "")),
    )


def _take_file() -> None:
    if text := read_file(store.component(FILE_TEXT)):
        store.show(_TEXT, text[:LONGEST_PASTE])


def _draw(state: State, pasted: PastedTickets) -> None:
    _paste()
    _unread(pasted)
    if not pasted.tickets:
        return
    by_activity = activities(pasted.tickets)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="tickets_of"):
        activity = st.selectbox(
            "Activity",
            list(by_activity),
            width=320,
            **_kept("activity", list(by_activity)),
        )
        tickets = by_activity[activity]
        asked = questions(tickets)
        names = [_ALL, *(question.name for question in asked)]
        question = st.selectbox("Question", names, width=420, **_kept("question", names))
    st.text(_summary(tickets, pasted.repeated))
    picture, words = st.columns([5, 3], gap="large")
    with picture:
        chosen = [each for each in asked if each.name == question]
        _picture(f"{activity}: {question}", chosen[0] if chosen else None, asked)
    with words:
        _misconceptions(tickets)
    _runs(tickets)


def _kept(name: str, names: Sequence[str]) -> dict[str, Any]:
    """Bind a choice to what was chosen last, if it is still there."""
    now = store.remembered(name, names[0])
    return among(names, store.widget(name, now if now in names else names[0]))


def _summary(tickets: Sequence[Ticket], repeated: int) -> str:
    versions = len({ticket.version for ticket in tickets})
    count = f"{len(tickets)} ticket{'s' if len(tickets) > 1 else ''}"
    parts = [f"{count}. {minutes(tickets)}"]
    if versions > 1:
        parts.append(f"They are from {versions} versions of the activity.")
    if repeated:
        parts.append(f"{repeated} of all tickets are equal to another one; each is counted.")
    return " ".join(parts)


def _unread(pasted: PastedTickets) -> None:
    """Draw the lines that are no tickets, with the reasons."""
    if not (count := len(pasted.unread)):
        return
    title = "1 line was not read" if count == 1 else f"{count} lines were not read"
    with st.expander(title, icon=":material/warning:", expanded=not pasted.tickets):
        rows = [(str(each.number), each.start, each.reason) for each in pasted.unread[:_MOST_UNREAD]]
        _table(("Line", "Begins with", "Reason"), rows)


def _picture(heading: str, question: QuestionTally | None, asked: Sequence[QuestionTally]) -> None:
    """Draw the answers to one question, or the outcomes of all, as a slide that can be saved."""
    sheet = Sheet(*_SIZE, theme=shell.theme())
    if question:
        found = [Bar(each.given, each.counts) for each in question.answers]
    else:
        found = [Bar(each.name, {name: each.count(name) for name in OUTCOMES}) for each in asked]
    bars = most_frequent(found)
    width, height = sheet.room
    message = {
        "figure": laid_out(answers_figure(bars, theme=sheet.theme, width=width), sheet, escape(heading)),
        "width": width,
        "height": height,
        "scale": sheet.scale,
        "clear": sheet.is_transparent,
        "theme": sheet.theme,
        "label": alternative(bars, heading),
        "name": "answers",
        "formats": ["png", "svg"],
    }
    component("slide")(key="slide", data=encode(message))
    st.caption(_WHICH)


def _misconceptions(tickets: Sequence[Ticket]) -> None:
    st.markdown("## Misconceptions")
    if not (ranked := misconceptions(tickets)):
        st.text("The tickets name none.")
        return
    rows = [(str(each.count), each.misconception, ", ".join(each.questions)) for each in ranked]
    with st.container(height=_ROOM, border=False):
        _table(("Tickets", "Misconception", "Question"), rows)


def _runs(tickets: Sequence[Ticket]) -> None:
    """Draw one row for each ticket, with the link that opens its run."""
    st.markdown("## Tickets")
    table = answers_csv(tickets).encode("utf-8-sig")
    st.download_button("Save as CSV", table, "tickets.csv", "text/csv", icon=":material/download:")
    rows = []
    for number, ticket in enumerate(tickets, start=1):
        rows.append((str(number), f"{ticket.minutes} min", _right(ticket)))
    with st.container(height=_ROOM, border=False):
        _table(("Ticket", "Time", "Answers", "Run"), rows, [ticket.link for ticket in tickets])


def _right(ticket: Ticket) -> str:
    """Return how many answers of a ticket are right, and how many of them on the first try."""
    first, later = (sum(outcome_of(each) == name for each in ticket.answers) for name in ("right", "later"))
    at_once = f", {first} on the first try" if later else ""
    return f"{first + later} of {len(ticket.answers)} right{at_once}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], links: Sequence[str] = ()) -> None:
    """Draw a table of plain text; a link opens in another tab, so that the tickets stay."""
    cells = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    for at, link in enumerate(links):
        cells[at] += f"<td>{_anchor(link, at + 1)}</td>"
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    titles = "".join(f'<th scope="col">{title}</th>' for title in head)
    table = f"<thead><tr>{titles}</tr></thead><tbody>{body}</tbody>"
    st.html(f'<table class="backpass-table">{table}</table>')


def _anchor(link: str, number: int) -> str:
    """Return what opens a page of this app: a ticket may contain any address."""
    if not _LINK.fullmatch(link):
        return "no run"
    place = f'href="./{escape(link)}" target="_blank" rel="noopener"'
    return f'<a {place} aria-label="Open the run of ticket {number}">Open</a>'


PAGE = Page(message=_message, draw=_draw, heading=_INTRODUCTION, has_run_controls=False)
