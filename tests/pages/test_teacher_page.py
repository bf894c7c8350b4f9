"""The teacher's page: tickets become a picture, ranked misconceptions and links; text stays text."""

from collections.abc import Callable
from typing import Any

import pytest

from pages.frontend import decode
from pages.session.ticket import Answer, Ticket, write_ticket

Open = Callable[..., Any]

SCRIPT = "<script>alert(1)</script> **x** $y$"


def ticket(given: str, link: str = "clinic?patient=still&step=40", question: str = "1") -> str:
    wrong = given != "right one"
    answer = Answer(
        question=question,
        given=given,
        verdict="wrong" if wrong else "right",
        misconception=SCRIPT if wrong else "",
    )
    return write_ticket(Ticket(activity="clinic", version="1", minutes=5, answers=(answer,), link=link))


def pasted(visit: Open, *lines: str) -> Any:
    visited = visit("pages/teacher.py")
    (box,) = visited.at.text_area
    box.set_value("\n".join(lines))
    visited.run()
    return visited


def tables(visited: Any) -> list[str]:
    return [each.proto.body for each in visited.at.get("html") if "<table" in each.proto.body]


def slide(visited: Any) -> dict[str, Any]:
    boxes = visited.at.get("bidi_component")
    (found,) = [each for each in boxes if each.proto.component_name == "live_slide"]
    message: dict[str, Any] = decode(found.proto.bytes)
    return message


def test_it_says_that_a_ticket_is_no_proof_and_that_nothing_is_stored(visit: Open) -> None:
    visited = visit("pages/teacher.py")
    text = " ".join(str(each.value) for each in visited.at.markdown)
    assert "it is no proof of who wrote it" in text
    assert "They stay in this page's session" in text
    assert tables(visited) == []


def test_tickets_become_a_picture_misconceptions_and_links(visit: Open) -> None:
    lines = (ticket("right one"), ticket("other"), ticket("other"), ticket("3rd")[:50])
    visited = pasted(visit, "Answer", *lines)
    unread, ranked, runs = tables(visited)
    assert unread.count("<tr>") == 3
    assert "There is no ticket in this line." in unread
    assert "cut off" in unread
    assert ranked.count("<tr>") == 2
    assert "<td>2</td>" in ranked
    assert runs.count('href="./clinic?patient=still&amp;step=40"') == 3
    assert visited.at.text[0].value.startswith(
        "3 tickets. Median time: 5 minutes (5 to 5). 1 of all tickets"
    )
    visited.choose("Question", "1")
    assert slide(visited)["label"] == "clinic: 1. other: 2 wrong; right one: 1 right on the first try."
    visited.turn_to("pages/code.py")
    visited.turn_to("pages/teacher.py")
    assert len(tables(visited)) == 3  # the tickets are still there
    assert visited.link == {}  # and in no address


def test_what_a_ticket_says_is_never_markup(visit: Open) -> None:
    visited = pasted(visit, ticket(SCRIPT, question=SCRIPT), f"<img src=x> {SCRIPT}")
    for table in tables(visited):
        assert "<script>" not in table
        assert "<img" not in table
    shown = [str(each.value) for each in (*visited.at.markdown, *visited.at.caption)]
    assert not any("alert(1)" in text for text in shown)
    (label,) = slide(visited)["figure"]["layout"]["yaxis"]["ticktext"]
    assert label.startswith("&lt;script&gt;")
    assert "<script>" not in slide(visited)["figure"]["layout"]["title"]["text"]


@pytest.mark.parametrize(
    "link", ["//evil.example/x", "https://evil.example/?a", "javascript:alert(1)", "a/../b?x"]
)
def test_a_link_to_elsewhere_is_not_offered(visit: Open, link: str) -> None:
    visited = pasted(visit, ticket("other", link))
    assert "href" not in tables(visited)[-1]
    assert "no run" in tables(visited)[-1]
