"""What a learner did in the Clinic is kept in the link, and a ticket tells it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import read_record, write_record
from pages.scenes.clinic import consultation
from pages.scenes.clinic.causes import CAUSES
from pages.scenes.clinic.choices import ClinicChoices
from pages.scenes.clinic.consultation import Consultation, clinic_ticket, noted
from pages.scenes.clinic.patients import PATIENTS
from pages.scenes.clinic.treatment import MOST_TRIES
from pages.session.ticket import Answer, read_ticket, write_ticket

WRONG = Consultation("still", ("rate_too_small", "symmetry"), 2, "init:xavier")


@st.composite
def visits(draw: st.DrawFn) -> Consultation:
    name = draw(st.sampled_from(list(PATIENTS)))
    guesses = draw(st.lists(st.sampled_from(PATIENTS[name].answers), unique=True))
    tries = draw(st.integers(0, MOST_TRIES))
    cure = (
        draw(st.sampled_from(["", "lr:1", "init:xavier", "lr:0.3", "hidden:8,8", "edit:W1:1,1=0.5@3"]))
        if tries
        else ""
    )
    return Consultation(name, tuple(guesses), tries, cure)


@given(st.lists(visits(), unique_by=lambda each: each.patient))
def test_the_link_keeps_every_consultation(record: list[Consultation]) -> None:
    choices = ClinicChoices(record=tuple(record), begun=29_000_000)
    assert read_record(ClinicChoices, write_record(choices)) == (choices, ())
    ticket = clinic_ticket(record, 0, "clinic")
    assert read_ticket(write_ticket(ticket)) == ticket
    assert len(ticket.answers) == 2 * len(record)


@pytest.mark.parametrize(
    "text",
    [
        "house@@1@", "still@@1@~still@@1@", "still@luck@1@", "still@dead.dead@1@", "still@overfitting@1@",
        "still@@x@", "still@@1@lr:much", "still@@0@lr:1", "still@@51@", "still@@-1@", "still",
        "still@@1@lr:1~l2:0",
    ],
)  # fmt: skip
def test_anything_else_is_named_and_left_out(text: str) -> None:
    record, ignored = read_record(ClinicChoices, {"record": text})
    assert record == ClinicChoices()
    assert ignored[0].startswith("record=")


def test_the_first_guess_counts_also_after_another_visit() -> None:
    left = Consultation("still", ("rate_too_small",), 1)
    cured = Consultation("still", ("symmetry",), 1, "init:xavier")
    record = noted(noted((), left), cured)
    assert record == (WRONG,)
    assert noted(record, Consultation("still", ("dead",), 3)) == record
    assert noted(record, Consultation("xor", (), 1)) == (WRONG, Consultation("xor", (), 1))


def test_a_ticket_says_what_was_taken_for_what_and_what_cured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consultation, "this_minute", lambda: 1012)
    unread = Consultation("xor", ("no_hidden_layer",), 0)
    ticket = clinic_ticket((unread, WRONG), 1000, "clinic?patient=xor")
    said, truth = CAUSES["rate_too_small"].label, CAUSES["symmetry"].label
    assert ticket.minutes == 12
    assert ticket.answers[:2] == (
        Answer(
            question="still: what is wrong",
            given=said,
            verdict="wrong",
            misconception=f"{said} instead of: {truth}",
            tries=2,
        ),
        Answer(question="still: what cures it", given="init:xavier", verdict="right", tries=2),
    )
    assert [each.verdict for each in ticket.answers[2:]] == ["right", "open"]
    assert clinic_ticket((), 2000, "").minutes == 0
