"""A teacher's link: values that stay, whatever a page does, and a sentence that is plain text."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from core import Experiment
from pages.scenes.table import SCENES
from pages.session import actions, store
from pages.session.class_link import class_link
from pages.session.hide import Embedding
from pages.session.option_names import RUN_KEYS
from pages.session.state import State, read_state

Open = Callable[..., Any]

HOSTILE = "<img src=x onerror=alert(1)> **bold** $\\frac{1}{2}$ [a](javascript:1) :red[x]"
EVERY = ",".join(RUN_KEYS)
WITHOUT_CONTROLS = ("Start here", "Drill", "Tickets of a class")
WITH_CONTROLS = [scene for scene in SCENES if scene.title not in WITHOUT_CONTROLS]
SENTENCE = '<p class="backpass-ask"'


@pytest.mark.parametrize("scene", WITH_CONTROLS, ids=lambda scene: scene.title)
def test_the_controls_of_locked_values_take_no_input(visit: Open, scene: Any) -> None:
    visited = visit(scene.file, hidden="3,2", lock=EVERY)
    kinds = ("selectbox", "slider", "select_slider", "number_input", "multiselect", "text_input", "button")
    drawn = [each for kind in kinds for each in visited.at.sidebar.get(kind)]
    assert len(drawn) > 15
    free = [each.label for each in drawn if not each.disabled]
    assert free == ["For a class", "Reset"]


def test_other_controls_take_input_as_ever(visit: Open) -> None:
    visited = visit(lock="lr,hidden", lr="0.3", schedule="3@40", step="60")
    assert visited.widget("Learning rate").disabled
    assert visited.widget("Units 1").disabled
    assert not visited.widget("Activation").disabled
    visited.choose("Activation", "tanh")
    assert visited.experiment == Experiment(activation="tanh", learning_rate=0.3, schedule=((40, 3.0),))
    assert visited.notices == []
    assert visited.link["lock"] == "lr,hidden"
    visited.turn_to("pages/code.py")
    assert visited.widget("Learning rate").disabled


WANTED = replace(Experiment(), dataset="moons", seed=4, l2=0.1)


@pytest.mark.parametrize(
    ("lock", "experiment", "notice"),
    [
        ("seed", replace(WANTED, seed=0), ["Locked by this link and left as it is: Weight seed."]),
        (
            "l2,dataset",
            replace(WANTED, l2=0.0, dataset="circles"),
            ["Locked by this link and left as it is: Dataset, L2 penalty."],
        ),
        ("lr", WANTED, []),
    ],
)
def test_no_action_of_a_page_changes_what_is_locked(
    visit: Open, monkeypatch: pytest.MonkeyPatch, lock: str, experiment: Experiment, notice: list[str]
) -> None:
    visited = visit(lock=lock)
    run = store.enter

    def act(*arguments: Any) -> tuple[str, ...]:
        run(*arguments)
        actions.open_run(WANTED, 0)
        return run(*arguments)

    monkeypatch.setattr(store, "enter", act)
    visited.run()
    assert visited.experiment == experiment
    assert visited.notices == notice


def test_a_change_that_is_refused_leaves_the_step(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    visited = visit(lock="seed", step="20")
    monkeypatch.setattr(
        Embedding, "is_locked", lambda self, widget: False
    )  # a browser that sends it anyway
    visited.run()
    visited.choose("Weight seed", 5)
    assert (visited.experiment, visited.state.step) == (Experiment(), 20)
    assert visited.widget("Weight seed").value == 0


def test_points_stay_with_their_dataset() -> None:
    now, wanted = Experiment(dataset="own"), Experiment(dataset="iris")
    for key in ("data", "dataset"):
        assert Embedding(lock=(key,)).kept(now, wanted) == now


def test_a_patient_has_the_values_of_its_own_and_then_they_stay(visit: Open) -> None:
    visited = visit("pages/clinic.py", lock="init,dataset", init="he")
    visited.press("Open the first patient")
    patient = visited.experiment
    assert patient.init == "zeros"
    assert visited.widget("Initialization").disabled
    visited.choose("Activation", "tanh")
    assert visited.experiment == replace(patient, activation="tanh")


def test_a_key_of_no_value_is_named_and_the_others_hold(visit: Open) -> None:
    visited = visit(lock="lr,cells,step")
    assert visited.notices == ["lock=cells,step was ignored: no value of a run has such a key."]
    assert visited.link == {"lock": "lr"}


@pytest.mark.parametrize("page", ["app.py", "pages/code.py", "pages/one_step.py", "pages/clinic.py"])
def test_a_teacher_s_sentence_is_plain_text_on_every_page(visit: Open, page: str) -> None:
    visited = visit(page, ask=HOSTILE)
    (html,) = [each for each in visited.at.get("html") if SENTENCE in each.proto.body]
    assert html.proto.body == (
        '<p class="backpass-ask" dir="auto">&lt;img src=x onerror=alert(1)&gt; **bold** '
        "$\\frac{1}{2}$ [a](javascript:1) :red[x]</p>"
    )
    assert visited.link["ask"] == HOSTILE


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("  one\n\ttwo ", "one two"),
        ("x" * 300, "x" * 300),
        ("x" * 301, ""),
        ("a\x00b", ""),
        ("למה? 👩‍🔬", "למה? 👩‍🔬"),
    ],
)
def test_a_sentence_is_one_line_within_its_bound(text: str, ask: str) -> None:
    state, ignored = read_state({"ask": text}, ())
    assert state.embedding.ask == ask
    assert len(ignored) == (not ask)
    assert state.link(()) == ({"ask": ask} if ask else {})


def test_a_link_without_the_new_keys_draws_no_sentence(visit: Open) -> None:
    visited = visit(hide="lr")
    assert not [each for each in visited.at.get("html") if SENTENCE in each.proto.body]


# --- the dialog -----------------------------------------------------------------------------------


def shown_link(visited: Any) -> dict[str, str]:
    """Return the query of the link that the dialog shows, and check that it has a code."""
    (box,) = [each for each in visited.at.get("bidi_component") if "class_link" in str(each.proto)]
    data = json.loads(box.proto.json)
    assert data["svg"].startswith("<svg")
    return dict(parse_qsl(urlsplit(data["text"]).query, strict_parsing=True))


def test_a_teacher_makes_a_link_for_a_class(visit: Open) -> None:
    visited = visit("pages/code.py", dataset="moons", convention="columns", step="40")
    visited.press("For a class")
    assert shown_link(visited) == {"dataset": "moons", "convention": "columns", "step": "40"}
    (question,) = [each for each in visited.at.text_input if each.label == "Question or task"]
    question.set_value("Why & how?")
    visited.widget("Controls to hide").set_value(["menu", "lr"])
    visited.widget("Values to lock").set_value(["dataset"])
    visited.press("For a class")
    task = {"hide": "menu,lr", "lock": "dataset", "ask": "Why & how?"}
    assert shown_link(visited) == {"dataset": "moons", "convention": "columns", "step": "40"} | task
    assert visited.link == {"dataset": "moons", "convention": "columns", "step": "40"}  # it is for others


def test_the_dialog_of_another_page_offers_what_that_page_has(visit: Open) -> None:
    visited = visit("pages/one_step.py")
    visited.press("For a class")
    visited.widget("Controls to hide").set_value(["predict", "lr"])
    visited.press("For a class")
    assert shown_link(visited) == {"hide": "predict,lr"}
    visited.turn_to("pages/code.py")
    visited.press("For a class")
    assert shown_link(visited) == {"hide": "lr"}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.title)
def test_what_a_teacher_did_on_a_page_is_not_in_the_link(scene: Any) -> None:
    did = {
        "patient": "still", "guesses": "dead", "tries": "lr:2", "solved": "still", "own": "default",
        "record": "still@symmetry@1@init:he", "begun": "9", "replies": "rows", "lesson": "rate",
        "block": "3",
        "began": "7", "took": "3", "lessons": "rate", "drill": "2", "checked": "Z1:X@W1+b1",
        "drill_minutes": "1,2", "diagnose": "5", "clicked": "dA1,dW2",
    }  # fmt: skip
    state, _ = read_state(did, scene.choices)
    link = dict(parse_qsl(urlsplit(class_link("https://a.org/x", state, scene)).query))
    assert set(link) <= {"patient", "lesson", "drill", "diagnose"}
    kept = {"Clinic": "patient", "Lessons": "lesson", "Drill": "drill"}
    kept |= dict.fromkeys(("Gradient check", "Slides"), "diagnose")
    assert set(link) == {kept[scene.title]} if scene.title in kept else not link


def test_a_teacher_begins_with_what_the_link_says(visit: Open) -> None:
    visited = visit(hide="noise", lock="lr", ask="Why?")
    visited.press("For a class")
    assert shown_link(visited) == {"hide": "noise", "lock": "lr", "ask": "Why?"}


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://a.org", "https://a.org/?step=4"),
        ("https://a.org/x/clinic", "https://a.org/x/clinic?step=4"),
        ("https://a.org/x/?old=1", "https://a.org/x/?step=4"),
    ],
)
def test_a_link_begins_with_the_address_of_its_page(address: str, link: str) -> None:
    assert class_link(address, State(step=4), SCENES[0]) == link
    assert class_link(address, State(), SCENES[0]) == link.removesuffix("?step=4")
