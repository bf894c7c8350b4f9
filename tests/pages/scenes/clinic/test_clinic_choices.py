"""What the Clinic keeps in a link: it is read as it was written, and nothing else is taken."""

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Experiment, from_link, read_record, write_record
from core.run.experiment import SCHEDULES
from pages.scenes.clinic.causes import CAUSES
from pages.scenes.clinic.choices import MOST_TRIES, ClinicChoices
from pages.scenes.clinic.patients import PATIENTS
from pages.scenes.clinic.result import refusal
from pages.scenes.clinic.treatment import (
    DATA,
    LABELS,
    Change,
    changes,
    from_the_start,
)
from pages.session.own_run import parameters, settings
from tests.core.strategies import experiments


@given(experiment=experiments(), step=st.integers(0, 1000))
def test_a_run_comes_back_from_its_settings(experiment: Experiment, step: int) -> None:
    own = settings(experiment, step)
    assert from_link(parameters(own)) == (experiment, step, ())
    record = ClinicChoices(own=own)
    assert read_record(ClinicChoices, write_record(record)) == (record, ())


def some(names: Iterable[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(list(names)), unique=True)


@given(some(CAUSES), some(PATIENTS))
def test_names_come_back(guesses: list[str], solved: list[str]) -> None:
    record = ClinicChoices(guesses=tuple(guesses), solved=tuple(solved))
    assert read_record(ClinicChoices, write_record(record)) == (record, ())


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("patient", "dr house"), ("guesses", "bad luck"), ("guesses", "dead,dead"), ("solved", "still,"),
        ("tries", "lr:0.3~"), ("tries", "lr=0.3"), ("tries", "cat:3"), ("tries", "default"),
        ("tries", "~".join(["lr:2"] * (MOST_TRIES + 1))), ("own", "none"),
        ("own", "lr:much"), ("own", "lr:0.3~lr:0.3"), ("own", "step:1~lr:2"),
    ],
)  # fmt: skip
def test_anything_else_is_named_and_left_out(key: str, text: str) -> None:
    record, ignored = read_record(ClinicChoices, {key: text})
    assert record == ClinicChoices()
    assert [notice.partition("=")[0] for notice in ignored] == [key]


def test_the_documentation_lists_the_causes() -> None:
    text = (Path(__file__).resolve().parents[4] / "docs" / "links.md").read_text(encoding="utf-8")
    paragraph = text.partition("\nThe causes are ")[2].partition("\n\n")[0]
    assert re.findall(r"`(\w+)`", paragraph) == list(CAUSES)


@pytest.mark.parametrize(
    "before", [Experiment(init="zeros"), Experiment(learning_rate=3.0), Experiment(batch_size=20)]
)
def test_a_change_back_to_a_default_comes_back(before: Experiment) -> None:
    (change,) = changes(before, Experiment())
    record = ClinicChoices(tries=change.setting)
    assert read_record(ClinicChoices, write_record(record)) == (record, ())


def test_a_setting_may_be_tried_twice() -> None:
    record, ignored = read_record(ClinicChoices, {"tries": "lr:0.3~hidden:8,8~lr:3"})
    assert ignored == ()
    assert record.treatments == ("lr:0.3", "hidden:8,8", "lr:3")


def test_other_data_is_another_patient() -> None:
    assert {*DATA} <= {item.name for item in fields(Experiment)}
    for name in DATA:
        assert "another patient" in refusal([Change(name, "a", "b")])
    assert refusal([Change("samples", "200", "500")]) == ""


def test_a_change_is_named_as_its_control_is() -> None:
    (change,) = changes(Experiment(batch_size=None), Experiment(batch_size=20))
    assert (str(change), change.setting) == ("Batch size full → 20", "batch:20")
    assert changes(Experiment(), Experiment()) == ()
    assert [each.name for each in changes(Experiment(), Experiment(hidden=(8, 8), l2=0.1))] == [
        "hidden",
        "l2",
    ]
    assert set(LABELS) == set(Experiment.__dataclass_fields__) - set(SCHEDULES.values())


@pytest.mark.parametrize(
    ("name", "values", "is_passed"),
    [
        ("hidden", ("8,8,8,8", "8,8,8", "8,8"), True),
        ("hidden", ("none", "2", "4"), True),
        ("batch_size", ("1", "30", "full"), True),
        ("l2", ("0.1", "0.3", "0.01"), False),
        ("learning_rate", ("1", "1", "3"), False),
        ("seed", ("1", "2", "3"), False),
        ("init", ("zeros", "normal", "xavier"), False),
    ],
)
def test_a_slider_passes_what_lies_between(
    name: str, values: tuple[str, str, str], is_passed: bool
) -> None:
    before, between, after = values
    change = Change(name, before, after)
    assert change.passes(Change(name, before, between).setting) == is_passed


def test_the_latest_values_hold_from_the_start() -> None:
    changed = Experiment(learning_rate=2, schedule=((100, 0.5), (200, 0.3)))
    assert from_the_start(changed) == Experiment(learning_rate=0.3)
    changed = Experiment(l2=0.1, l2_schedule=((100, 0.0),), batch_schedule=((50, 10), (70, 20)))
    assert from_the_start(changed) == Experiment(batch_size=20)
