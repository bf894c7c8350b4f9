"""The state of a session: its link, read again, is the same state, and a change touches one field."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Experiment, default_of, key_of, kind_of
from pages.scenes.code.choices import CodeChoices
from pages.scenes.notes.choices import NotesChoices
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.table import RECORDS, SCENES
from pages.session.state import State, read_state
from pages.stage.look import Look, Pace
from tests.core.strategies import experiments

RUN = Experiment(dataset="moons", learning_rate=2.0, schedule=((100, 0.5), (200, 0.3)))
CHANGING = replace(RUN, l2_schedule=((50, 0.1), (160, 0.0)), l1=0.3, batch_schedule=((140, 7),))


def read(link: dict[str, str]) -> State:
    state, ignored = read_state(link, RECORDS)
    assert ignored == ()
    return state


@given(experiments(), st.integers(0, 10**6), st.sampled_from((1, 8, 64)), st.booleans())
def test_a_state_is_the_link_written_out_and_the_link_is_the_state_read(
    experiment: Experiment, step: int, speed: int, predict: bool
) -> None:
    state = replace(read({}), experiment=experiment, step=step, pace=Pace(speed=speed))
    state = state.changed(OneStepChoices, predict="on" if predict else "off", picked=(3, 1))
    assert read(state.link(RECORDS)) == state


def test_what_is_not_of_a_page_is_not_in_its_link_and_stays_in_the_state() -> None:
    state = read({"phase": "dW2", "chapter": "3", "step": "40"})
    assert state.link(()) == {"step": "40"}
    assert state.link((OneStepChoices,)) == {"phase": "dW2", "step": "40"}
    assert state.changed(Look, cells="weights").of(OneStepChoices).phase == "dW2"


@pytest.mark.parametrize("change", [{"seed": 3}, {"hidden": (5,)}, {"dataset": "xor"}])
def test_another_run_begins_at_step_0_with_the_rate_in_use(change: dict[str, Any]) -> None:
    state = State(experiment=RUN, step=150, look=Look(scale=40, cells="weights"))
    after = state.changed(Experiment, **change)
    assert after.experiment == replace(RUN, learning_rate=0.5, schedule=(), **change)
    assert (after.step, after.look) == (0, Look(cells="weights"))


def test_another_run_has_the_penalties_and_the_batch_size_in_use_unless_they_are_chosen() -> None:
    state = State(experiment=CHANGING, step=150)
    plain = replace(RUN, learning_rate=0.5, schedule=(), l2=0.1, l1=0.3, batch_size=7)
    assert state.changed(Experiment, seed=3).experiment == replace(plain, seed=3)
    assert state.changed(Experiment, l1=0.0).experiment == replace(plain, l1=0.0)


@pytest.mark.parametrize(
    ("opened", "hidden", "rule"),
    [
        ("2", "4", "it must be none, or 2 numbers from 1 to 64"),
        ("1,2,3", "4", "it must be none, or 2 numbers from 1 to 64"),
        ("0,1", "4", "it must be none, or 2 numbers from 1 to 64"),
        ("1,5", "4", "this network has no unit 5 in layer 1"),
        ("3,1", "4", "this network has no unit 1 in layer 3"),
        ("2,3", "none", "this network has no unit 3 in layer 2"),
    ],
)
def test_a_unit_that_the_network_lacks_is_ignored_with_a_notice(
    opened: str, hidden: str, rule: str
) -> None:
    state, ignored = read_state({"opened": opened, "hidden": hidden}, RECORDS)
    assert ignored == (f"opened={opened} was ignored: {rule}.",)
    assert state.look == Look()


@pytest.mark.parametrize(("opened", "hidden"), [((1, 4), "4"), ((2, 2), "4"), ((1, 2), "none")])
def test_a_unit_that_the_network_has_is_opened(opened: tuple[int, int], hidden: str) -> None:
    link = {"opened": ",".join(map(str, opened)), "hidden": hidden}
    assert read(link).look == Look(opened=opened)


def test_a_unit_stays_open_in_another_run_that_has_it() -> None:
    state = State(experiment=Experiment(hidden=(3, 2)), look=Look(opened=(2, 2)))
    assert state.changed(Experiment, seed=3).look.opened == (2, 2)
    assert state.changed(Experiment, hidden=(3, 1)).look.opened == ()
    assert state.at(Experiment(hidden=()), 30).look.opened == ()


@pytest.mark.parametrize("scale", ["one", "log"])
def test_a_scale_that_follows_the_run_stays_in_another_run(scale: str) -> None:
    assert State(look=Look(scale=scale)).changed(Experiment, seed=3).look == Look(scale=scale)


def test_a_run_that_is_offered_comes_whole_with_its_step_and_rates() -> None:
    state = State(experiment=Experiment(), step=150, look=Look(scale=40, cells="weights"))
    after = state.at(RUN, 300)
    assert (after.experiment, after.step, after.look) == (RUN, 300, Look(cells="weights"))
    assert state.at(state.experiment, 300) == replace(state, step=300)


def test_a_change_to_the_same_value_is_no_other_run() -> None:
    state = State(experiment=RUN, step=150)
    assert state.changed(Experiment, dataset="moons") is state


def test_what_two_scenes_share_under_one_key_changes_in_both() -> None:
    state = read({}).changed(CodeChoices, convention="columns")
    assert state.of(OneStepChoices).convention == "columns"
    assert state.changed(OneStepChoices, convention="rows").of(CodeChoices).convention == "rows"


def test_every_record_of_a_scene_is_held_once() -> None:
    state = read({})
    assert [type(record) for record in state.choices] == list(RECORDS)
    assert {kind for scene in SCENES for kind in scene.choices} == set(RECORDS)
    assert State().of(NotesChoices) == NotesChoices()


def test_two_records_with_the_same_key_mean_the_same() -> None:
    meanings: dict[str, set[tuple[str, object]]] = {}
    for record in (Experiment, Look, Pace, *RECORDS):
        for name in (item.name for item in fields(record)):
            meaning = str(kind_of(record, name).allowed), default_of(record, name)
            meanings.setdefault(key_of(record, name), set()).add(meaning)
    assert [key for key, several in meanings.items() if len(several) > 1] == []
