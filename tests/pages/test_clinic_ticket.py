"""The Clinic's ticket: it grows with what the learner does, and its link brings back the very run."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from pages.scenes.clinic import actions, consultation
from pages.scenes.clinic.causes import CAUSES
from pages.session.ticket import Ticket, read_ticket

Open = Callable[..., Any]

_CLASSES = ("_".join(f"{at + side}.1234567,{at}.7654321" for at in range(1, 301)) for side in (0, 5))
POINTS = f"{'__'.join(_CLASSES)}__600"
"""Too long for the link of a ticket."""


def tickets(visited: Any) -> list[Ticket]:
    boxes = [json.loads(each.proto.json) for each in visited.at.get("bidi_component") if each.proto.json]
    return [read_ticket(each["text"]) for each in boxes if each.get("name") == "ticket"]


@pytest.mark.parametrize("link", [{"patient": "still"}, {"patient": "still", "own": "default"}])
def test_a_patient_of_a_link_is_timed_from_its_opening(
    visit: Open, monkeypatch: pytest.MonkeyPatch, link: dict[str, str]
) -> None:
    monkeypatch.setattr(actions, "this_minute", lambda: 1000)
    visited = visit("pages/clinic.py", **link)
    monkeypatch.setattr(consultation, "this_minute", lambda: 1007)
    visited.press(CAUSES["symmetry"].label)
    assert [ticket.minutes for ticket in tickets(visited)] == [7]


def test_a_ticket_tells_each_visit_and_opens_the_run(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "this_minute", lambda: 1000)
    visited = visit("pages/clinic.py", dataset="moons", lock="seed", step="20")
    visited.press("Open the first patient")
    assert (tickets(visited), visited.link["begun"]) == ([], "1000")
    visited.press(CAUSES["rate_too_small"].label)
    visited.choose("Patient", "xor")
    assert visited.link["record"] == "still@rate_too_small@0@"
    visited.press(CAUSES["local_minimum"].label)
    visited.choose("Patient", "still")
    visited.press(CAUSES["symmetry"].label)
    visited.choose("Initialization", "he")
    assert visited.link["record"] == "still@rate_too_small.symmetry@1@init:he~xor@local_minimum@0@"
    (ticket,) = tickets(visited)
    assert [each.verdict for each in ticket.answers] == ["wrong", "right", "wrong", "open"]
    shown = visit("pages/clinic.py", **dict(parse_qsl(urlsplit(ticket.link).query)))
    assert shown.experiment == visited.experiment
    assert shown.state.step == visited.state.step
    assert tickets(shown)[0].answers == ticket.answers
    assert "lock" not in shown.link


def test_a_ticket_of_a_run_that_is_too_long_for_a_link_opens_the_patient(visit: Open) -> None:
    link = {"dataset": "own", "data": POINTS, "begun": "9"}
    visited = visit("pages/clinic.py", patient="still", own="default", guesses="dead", **link)
    assert not any("ignored" in each for each in visited.notices)
    (ticket,) = tickets(visited)
    assert ticket.link == "clinic?patient=still&guesses=dead&begun=9"
