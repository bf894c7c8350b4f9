"""Any link, and anything that a component may tell, is read: nothing raises, what was ignored is named."""

from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core import Experiment, from_link, key_of, kind_of, read_record, to_link, write_record
from pages.frontend import panel
from pages.frontend.schema import read
from pages.scenes.clinic.choices import ClinicChoices
from pages.scenes.drill.choices import DrillChoices
from pages.scenes.gradient_check import GradientCheckChoices
from pages.scenes.lessons.choices import LessonChoices
from pages.scenes.notes import NotesChoices
from pages.scenes.one_step import OneStepChoices
from pages.scenes.one_step import page as one_step_page
from pages.scenes.one_step.board import BoardRequest
from pages.scenes.start_here.choices import StartHereChoices
from pages.session import actions, store
from pages.session.state import State
from pages.stage.look import Look, Pace

RECORDS = (
    Experiment, Look, Pace,
    OneStepChoices, StartHereChoices, NotesChoices, GradientCheckChoices, ClinicChoices,
    DrillChoices, LessonChoices,
)  # fmt: skip
KEYS = sorted({key_of(record, item.name) for record in RECORDS for item in fields(record)} | {"step"})
LONGEST_NOTICE = 250

# Words of the language that links speak, in any order: nearer to the edge than any text is.
WORDS = st.sampled_from(
    ["0", "1", "-1", "4", "8,8", ",", "@", ":", "0.3", "1e9", "1e-400", "nan", "inf", "none", "full", "W1",
     "dW2", "spiral", "sgd", "٣", "１", "1_0", "+1", " 1", "0x1", "\0", "9" * 5000, "4," * 3000, "<b>",
     "%00", "\ud800"]
)  # fmt: skip
VALUES = st.text(max_size=60) | st.lists(WORDS, max_size=6).map("".join)
LINKS = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), VALUES, max_size=12)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=6), inner, max_size=5),
)


def legal(record: Any) -> bool:
    kind = type(record)
    return all(
        kind_of(kind, item.name).validate(getattr(record, item.name)) == getattr(record, item.name)
        for item in fields(record)
    )


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
@given(link=LINKS)
def test_a_record_is_read_from_any_link(kind: type[Any], link: dict[str, str]) -> None:
    record, ignored = read_record(kind, link)
    assert legal(record)
    assert read_record(kind, write_record(record)) == (record, ())
    named = [notice.partition("=")[0] for notice in ignored]
    assert set(named) <= {key_of(kind, item.name) for item in fields(kind)} & set(link)
    assert len(named) == len(set(named))
    assert all("was ignored: it must be" in notice for notice in ignored)
    assert all(len(notice) < LONGEST_NOTICE for notice in ignored)


@given(link=LINKS)
@example(link={"step": "9" * 5000, "schedule": "0.1@1," * 3000})
def test_a_link_is_read_and_written_alike(link: dict[str, str]) -> None:
    experiment, step, _ = from_link(link)
    assert legal(experiment)
    assert from_link(to_link(experiment, step)) == (experiment, step, ())


@given(
    experiment=st.sampled_from([Experiment(), Experiment(hidden=(8, 8), schedule=((5, 0.1),))]),
    data=st.data(),
)
def test_one_bad_value_takes_no_good_one_with_it(experiment: Experiment, data: Any) -> None:
    link = {"optimizer": "adam", **to_link(experiment, 7)}
    spoilt = data.draw(st.sampled_from(["dataset", "noise", "seed", "l2", "batch"]))
    read, step, ignored = from_link(link | {spoilt: data.draw(VALUES)})
    assert (read.optimizer, read.hidden, read.schedule, step) == (
        "adam",
        experiment.hidden,
        experiment.schedule,
        7,
    )
    assert len(ignored) <= 1


# --- what components tell ------------------------------------------------------------------------


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The session's state as a plain mapping, in which a test may put anything."""
    held: dict[str, Any] = {}
    session = SimpleNamespace(session_state=held)
    for module in (store,):
        monkeypatch.setattr(module, "st", session)
    return held


def test_a_panel_may_tell_anything(told: dict[str, Any]) -> None:
    wishes = st.fixed_dictionaries({"at": ANYTHING, "pick": ANYTHING | st.fixed_dictionaries(PICK)})

    @given(ANYTHING | wishes)
    def tell(value: Any) -> None:
        told["panel"] = value
        position, pick = (
            panel.read_position(store.component("panel"), 9),
            panel.read_pick(store.component("panel")),
        )
        assert position is None or 0 <= position < 9
        assert pick is None or all(0 <= each < panel.MOST_CELLS for each in pick)

    tell()


PICK = {"trace": ANYTHING, "cell": ANYTHING | st.lists(st.integers(-5, 2000) | st.floats(), max_size=3)}
BOARD_ASK = {"run": ANYTHING, "at": ANYTHING | st.integers(), "pick": ANYTHING | st.integers()}


def test_a_board_may_tell_anything(told: dict[str, Any]) -> None:
    @given(ANYTHING | st.fixed_dictionaries({"request": ANYTHING | st.fixed_dictionaries(BOARD_ASK)}))
    def tell(value: Any) -> None:
        told[one_step_page.BOARD] = value
        ask = read(BoardRequest, store.component(one_step_page.BOARD).get("request"))
        assert isinstance(ask.run, str)
        assert isinstance(ask.at, int)
        assert ask.at >= 0
        assert ask.pick is None or isinstance(ask.pick, int)

    tell()


def test_a_stage_may_offer_anything(told: dict[str, Any]) -> None:
    links = VALUES | LINKS.map(lambda link: "&".join(f"{key}={text}" for key, text in link.items()))

    @given(ANYTHING | st.fixed_dictionaries({"offer": ANYTHING | st.fixed_dictionaries({"link": links})}))
    def tell(value: Any) -> None:
        before = State(experiment=Experiment(seed=3), step=5)
        told.clear()
        told.update({store.STAGE: value, store.STATE: before})
        actions.follow_offer()
        assert legal(store.current().experiment)
        said = value.get("offer") if isinstance(value, dict) else None
        assert (isinstance(said, dict) and "link" in said) or store.current() == before

    tell()


def test_an_offer_is_taken_up(told: dict[str, Any]) -> None:
    told.update({store.STAGE: {"offer": {"link": "hidden=8,8&lr=3&step=500"}}, store.STATE: State(step=5)})
    actions.follow_offer()
    assert store.current() == State(experiment=Experiment(hidden=(8, 8), learning_rate=3.0), step=500)
    assert store.is_moving(store.LIVE)
    assert store.is_moving(store.STILL)
