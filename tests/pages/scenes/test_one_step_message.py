"""One step's message: its matrices are core's, its choices harmless text, and it can open any run."""

import re
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import (
    DATASETS,
    Experiment,
    Numbers,
    Timeline,
    Whole,
    from_link,
    key_of,
    kind_of,
    program,
    read_record,
    to_link,
    write_record,
)
from core.run.worked_example import WORKED_EXAMPLE
from pages.figures.palette import CLASS_SYMBOLS
from pages.frontend import decode, encode
from pages.scenes.one_step import OneStepChoices, chosen_samples, picked_with, step_message
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.scaling import colour
from pages.stage import run_at_step
from pages.stage.look import Look, Pace
from tests.core.oracles import SHAPES
from tests.pages.by_hand import (
    DIVERGING,
    OPENED,
    RUNS,
    by_hand,
    by_turns,
    every_run,
    every_view,
    phases_of,
    taken,
)

# --- the message ---------------------------------------------------------------------------------


@every_view
@every_run
def test_the_message_travels_and_its_numbers_are_core_s(
    experiment: Experiment, choices: OneStepChoices
) -> None:
    timeline, shown = phases_of(experiment, choices, 1)
    own, arrived = by_hand(timeline, 1, choices), decode(encode(shown))
    for name, matrix in arrived["matrices"].items():
        values = matrix["values"].T if choices.convention == "columns" else matrix["values"]
        key = f"next {name.removesuffix(' next')}" if name.endswith("next") else name
        wanted = own.steps[name] if name[0] in "SsGg" else own.named[key]
        np.testing.assert_allclose(values, wanted, rtol=1e-9, atol=1e-12, err_msg=name)
        rows, columns = matrix["values"].shape
        assert (len(matrix["row_names"]), len(matrix["column_names"])) == (rows, columns)
        is_vector = name.startswith(("b", "db", "s", "g")) and choices.convention == "rows"
        assert matrix["shape"].endswith(f" = ({columns},)" if is_vector else f"({rows} × {columns})")
        assert np.abs(values).max() <= matrix["scale"] * (1 + 1e-9)
    for phase in arrived["phases"]:
        for name in [phase["result"], *phase["inputs"], phase["plus"]]:
            assert name is None or name in arrived["matrices"]
        assert "nan" not in phase["sentence"].lower()
        assert "not a number" not in phase["sentence"]


def test_the_equations_of_the_notes_network_in_both_conventions() -> None:
    by_rows = {p["key"]: p for p in phases_of(Experiment(), OneStepChoices(), 0)[1]["phases"]}
    by_columns = {
        p["key"]: p for p in phases_of(Experiment(), OneStepChoices(convention="columns"), 0)[1]["phases"]
    }
    wanted = {
        "Z1": ("Z₁ = X W₁ + b₁", "Z₁ = W₁ X + b₁"),
        "A1": ("A₁ = σ(Z₁)", "A₁ = σ(Z₁)"),
        "A2": ("A₂ = softmax(Z₂)", "A₂ = softmax(Z₂)"),
        "l": ("l[i] = −log A₂[i, yᵢ]", "l[i] = −log A₂[yᵢ, i]"),
        "dZ2": ("dZ₂ = (A₂ − Y) / n", "dZ₂ = (A₂ − Y) / n"),
        "dW2": ("dW₂ = A₁ᵀ dZ₂", "dW₂ = dZ₂ A₁ᵀ"),
        "db2": ("db₂ = Σᵢ dZ₂[i, :]", "db₂ = Σᵢ dZ₂[:, i]"),
        "dA1": ("dA₁ = dZ₂ W₂ᵀ", "dA₁ = W₂ᵀ dZ₂"),
        "dZ1": ("dZ₁ = dA₁ ⊙ A₁ ⊙ (1 − A₁)", "dZ₁ = dA₁ ⊙ A₁ ⊙ (1 − A₁)"),
        "dW1": ("dW₁ = Xᵀ dZ₁", "dW₁ = dZ₁ Xᵀ"),
    }
    found = {key: (by_rows[key]["equation"], by_columns[key]["equation"]) for key in wanted}
    assert found == wanted
    numbered = {key: phase["number"] for key, phase in by_rows.items() if phase["number"]}
    assert numbered == {
        "A2": "its derivative: Eqs. (19)–(21)",
        "dZ2": "Eq. (8), by (20) and (21)",
        "dW2": "Eq. (6), by (9)",
        "dA1": "Eq. (10)",
        "dZ1": "Eq. (11)",
        "dW1": "Eq. (7), by (12)",
    }


def test_the_equations_of_the_squared_error() -> None:
    run = Experiment(loss="squared_error")
    views = OneStepChoices(), OneStepChoices(convention="columns")
    phases = [{p["key"]: p for p in phases_of(run, view, 0)[1]["phases"]} for view in views]
    wanted = {
        "A2": ("A₂ = σ(Z₂)", "A₂ = σ(Z₂)"),
        "l": ("l[i] = ½ Σ (A₂ − Y)²[i, :]", "l[i] = ½ Σ (A₂ − Y)²[:, i]"),
        "dA2": ("dA₂ = (A₂ − Y) / n", "dA₂ = (A₂ − Y) / n"),
        "dZ2": ("dZ₂ = dA₂ ⊙ A₂ ⊙ (1 − A₂)", "dZ₂ = dA₂ ⊙ A₂ ⊙ (1 − A₂)"),
    }
    found = {key: tuple(shown[key]["equation"] for shown in phases) for key in wanted}
    assert found == wanted
    numbered = {key: phase["number"] for key, phase in phases[0].items() if phase["number"]}
    assert numbered == {
        "dZ2": "Eq. (11)",
        "dW2": "Eq. (6), by (9)",
        "dA1": "Eq. (10)",
        "dZ1": "Eq. (11)",
        "dW1": "Eq. (7), by (12)",
    }
    titles = {key: phases[0][key]["title"] for key in ("A2", "dA2", "dZ2")}
    assert titles == {
        "A2": "Activations of layer 2",
        "dA2": "Output error: outputs minus targets",
        "dZ2": "Gradient with respect to the pre-activations of layer 2",
    }


def test_other_networks_have_other_equations() -> None:
    deep = {
        p["key"]: p
        for p in phases_of(RUNS["deep, relu, batches, adam, l2"], OneStepChoices(), 0)[1]["phases"]
    }
    assert deep["dZ1"]["equation"] == "dZ₁ = dA₁ ⊙ [Z₁ > 0]"
    assert deep["dZ1"]["number"] == ""
    assert deep["dW2"]["equation"] == "dW₂ = A₁ᵀ dZ₂ + λ W₂ + μ sign(W₂)"
    assert deep["update 1"]["equation"] == "W₁ ← W₁ − S₁, b₁ ← b₁ − s₁"
    alone = {p["key"]: p for p in phases_of(Experiment(hidden=()), OneStepChoices(), 0)[1]["phases"]}
    assert alone["dW1"]["number"] == ""


def test_the_step_is_lr_times_the_gradient_only_where_it_is() -> None:
    def update(experiment: Experiment, choices: OneStepChoices) -> tuple[str, float | None, str, str]:
        shown = phases_of(experiment, choices, 0)[1]
        phase, step = shown["phases"][-1], shown["matrices"]["S2"]
        assert phase["code"].startswith(
            "W2, b2 = W2 - lr * dW2, b2 - lr * db2" if phase["factor"] else "W2, b2 = W2 - S2, b2 - s2"
        )
        return phase["equation"], phase["factor"], f"{step['symbol']} {step['whose']}", step["made"]

    product = "W₂ ← W₂ − lr · dW₂, b₂ ← b₂ − lr · db₂"
    step = "W₂ ← W₂ − S₂, b₂ ← b₂ − s₂"
    assert update(Experiment(), OneStepChoices(whole="yes")) == (product, 1.0, "lr · dW₂ ", "")
    assert update(Experiment(), OneStepChoices()) == (product, 1.0, "lr · dW₂ of all 140", "")
    batches = Experiment(batch_size=16)
    assert update(batches, OneStepChoices()) == (product, 1.0, "lr · dW₂ of the run's 16", "")
    for optimizer, formula in (
        ("momentum", "lr · v, v ← 0.9 v + dW₂"),
        ("rmsprop", "lr · dW₂ / (√s + ε)"),
        ("adam", "lr · m̂ / (√ŝ + ε)"),
    ):
        for choices in (OneStepChoices(), OneStepChoices(whole="yes")):
            assert update(Experiment(optimizer=optimizer), choices) == (step, None, "S₂ ", formula)


def test_the_run_s_own_gradient_stands_beside_that_of_the_samples() -> None:
    timeline, shown = phases_of(Experiment(), OneStepChoices(), 240)
    own = timeline.at(240).gradients.layers[1]
    assert shown["phases"][-1]["inputs"] == ["G2", "g2"]
    np.testing.assert_array_equal(shown["matrices"]["G2"]["values"], own.dW)
    np.testing.assert_array_equal(shown["matrices"]["g2"]["values"], own.db[None, :])
    assert not np.allclose(shown["matrices"]["dW2"]["values"], own.dW)
    assert "G2" not in phases_of(Experiment(), OneStepChoices(whole="yes"), 240)[1]["matrices"]


def test_the_note_says_when_the_update_is_of_another_batch() -> None:
    assert phases_of(Experiment(), OneStepChoices(whole="yes"), 0)[1]["note"] == ""
    assert phases_of(Experiment(batch_size=5), OneStepChoices(whole="yes"), 3)[1]["note"] == ""
    note = phases_of(Experiment(batch_size=5), OneStepChoices(count=4), 3)[1]["note"]
    assert "These 4 samples" in note
    assert "next update has 5 samples:" in note
    assert (
        "next update has 1 sample:" in phases_of(Experiment(batch_size=1), OneStepChoices(), 3)[1]["note"]
    )


def test_a_run_that_ended_is_opened_up_where_it_ended() -> None:
    for choices in OPENED.values():
        timeline, shown = phases_of(DIVERGING, choices, 500)
        if choices.whole == "taken":
            continue  # see below
        assert timeline.divergence is not None
        assert shown["step"] == timeline.divergence.step
        last = shown["phases"][-1]
        assert last["result"] is None
        assert last["sentence"] == f"There is no next step. {timeline.divergence.message}"
        assert not [name for name in shown["matrices"] if "next" in name]
        decode(encode(shown))


@pytest.mark.parametrize("step", [0, 500])
def test_another_run_goes_on_or_ends_by_itself(step: int) -> None:
    choices = OneStepChoices(whole="taken", count=3)
    timeline, shown = phases_of(DIVERGING, choices, step)
    last, samples = shown["phases"][-1], [each["index"] for each in shown["samples"]]
    with np.errstate(all="ignore"):
        later = taken(DIVERGING, shown["step"], samples)
    if np.isfinite(later.train_loss):
        np.testing.assert_allclose(shown["matrices"]["W1 next"]["values"], later.network.layers[0].W)
    else:
        assert last["sentence"] == "There is no next step. The update on these samples overflows."
    assert timeline.at(step).step == shown["step"]


def test_samples_that_are_the_batch_are_told_as_another_run() -> None:
    run, few = Experiment(learning_rate=0.5), OneStepChoices(whole="taken", count=4)
    _, shown = phases_of(run, few, 40)
    assert shown["note"].startswith("This is another run. It is yours up to step 40, ")
    assert "these 4 samples" in shown["note"]
    values = {name: matrix["values"] for name, matrix in shown["matrices"].items()}
    assert not {"G1", "g1", "G2", "g2"} & values.keys()
    for at in (1, 2):
        np.testing.assert_allclose(values[f"S{at}"], 0.5 * values[f"dW{at}"], rtol=1e-12)
        np.testing.assert_allclose(values[f"W{at} next"], values[f"W{at}"] - values[f"S{at}"], rtol=1e-12)
        assert shown["matrices"][f"S{at}"]["whose"] == ""


def test_samples_that_are_the_run_s_own_batch_make_no_other_run() -> None:
    timeline, shown = phases_of(WORKED_EXAMPLE, OneStepChoices(whole="taken"), 0)
    assert shown["note"] == ""
    np.testing.assert_array_equal(
        shown["matrices"]["W1 next"]["values"], timeline.at(1).network.layers[0].W
    )


def test_the_last_step_of_all_has_no_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_at_step, "LAST_STEP", 5)
    shown = phases_of(Experiment(), OneStepChoices(), 5)[1]
    told = shown["phases"][-1]["sentence"]
    assert told == "There is no next step. This is the last step of the run."


@pytest.mark.parametrize(
    ("activation", "depth", "units"),
    [(*shape, units) for shape in SHAPES for units in (1, 64) if shape[1] or units == 1],
)
def test_any_network_can_be_opened_up(activation: str, depth: int, units: int) -> None:
    for dataset, init, optimizer in (("blobs", "he", "adam"), ("xor", "zeros", "sgd")):
        run = Experiment(
            dataset=dataset, hidden=(units,) * depth, activation=activation, init=init,
            optimizer=optimizer, samples=20, test_fraction=0.8,
        )  # fmt: skip
        for choices in (OneStepChoices(count=12), OneStepChoices(whole="yes", convention="columns")):
            shown = decode(encode(phases_of(run, choices, 2)[1]))
            assert len(shown["phases"]) == 3 + 6 * (depth + 1) + depth
            assert len(shown["samples"]) == len(Timeline(run).train.y)


def test_the_plane_shows_all_training_points_on_the_map_of_this_step() -> None:
    timeline, shown = phases_of(Experiment(dataset="blobs"), OneStepChoices(), 3)
    plane = shown["plane"]
    np.testing.assert_array_equal(plane["points"], timeline.train.X)
    np.testing.assert_array_equal(plane["y"], timeline.train.y)
    x0, x1, y0, y1 = plane["extent"]
    x, y = timeline.train.X.T
    assert x0 < x.min() < x.max() < x1
    assert y0 < y.min() < y.max() < y1
    assert plane["image"].startswith("data:image/png;base64,")
    assert plane["image"] != step_message(timeline, 3, OneStepChoices(), "dark")["plane"]["image"]
    assert plane["image"] != step_message(timeline, 30, OneStepChoices(), "light")["plane"]["image"]
    assert plane["symbols"] == list(CLASS_SYMBOLS[:3])
    assert len(plane["colours"]) == 3


def test_colours_and_scales_are_shared_where_a_comparison_says_something() -> None:
    matrices = phases_of(Experiment(), OneStepChoices(whole="yes"), 37)[1]["matrices"]
    scale = {name: matrix["scale"] for name, matrix in matrices.items()}
    assert scale["W1"] == scale["b1"] == scale["W1 next"]
    assert scale["dW1"] == scale["db1"]
    assert scale["dA1"] == scale["dZ1"]
    assert [colour(name) for name in ("X", "b2", "next", "Z1", "l", "db1")] == [
        "data", "weight", "gradient", "activation", "loss", "gradient",
    ]  # fmt: skip


def test_what_the_run_does_not_have_is_not_open() -> None:
    def opens(**chosen: Any) -> Any:
        return phases_of(Experiment(), OneStepChoices(**chosen), 0)[1]["open"]

    assert opens(phase="dW2") == {"phase": "dW2", "pin": None}
    assert opens(phase="dW5") == {"phase": "data", "pin": None}
    assert opens(pin="dW2:4,2")["pin"] == {"name": "dW2", "row": 3, "column": 1}
    assert opens(pin="dW2:2,4", convention="columns")["pin"] == {"name": "dW2", "row": 1, "column": 3}
    assert opens(pin="dW2:2,4")["pin"] is None
    assert opens(pin="dW5:1,1")["pin"] is None
    assert opens(pin="W1 next:1,1")["pin"] == {"name": "W1 next", "row": 0, "column": 0}


# --- samples -------------------------------------------------------------------------------------


@given(st.sampled_from(DATASETS), st.integers(3, 12), st.lists(st.integers(1, 1000), max_size=12))
@settings(max_examples=40, deadline=None)
def test_samples_are_those_picked_and_then_the_classes_in_turn(
    dataset: str, count: int, picked: list[int]
) -> None:
    train = Timeline(Experiment(dataset=dataset, samples=20, test_fraction=0.5)).train
    choices = OneStepChoices(count=count, picked=tuple(picked))
    chosen = chosen_samples(train, choices).tolist()
    assert chosen == by_turns(train.y, choices)
    assert len(chosen) == len(set(chosen)) == min(count, len(train.y))


def test_by_default_the_classes_take_turns() -> None:
    train = Timeline(Experiment(dataset="blobs")).train
    assert train.y[chosen_samples(train, OneStepChoices())].tolist() == [0, 1, 2, 0, 1, 2]


def test_there_are_never_more_samples_than_points() -> None:
    timeline = Timeline(Experiment(samples=20, test_fraction=0.8))
    assert len(chosen_samples(timeline.train, OneStepChoices(count=12))) == len(timeline.train.y) < 12


def test_a_click_picks_a_point_and_a_second_one_lets_it_go() -> None:
    once = picked_with(OneStepChoices(count=3), 17)
    assert once.picked == (17,)
    assert picked_with(once, 17).picked == ()
    many = OneStepChoices(count=3)
    for index in (1, 2, 3, 4):
        many = picked_with(many, index)
    assert many.picked == (4, 3, 2)
    assert picked_with(many, 3).picked == (4, 2)


def test_the_whole_batch_is_that_of_the_next_update() -> None:
    timeline = Timeline(Experiment(batch_size=7))
    inspected = InspectedStep(timeline, 5, OneStepChoices(whole="yes", picked=(1,)))
    np.testing.assert_array_equal(inspected.chosen, timeline.at(5).batch)


# --- the link ------------------------------------------------------------------------------------

opened_ones = st.builds(
    OneStepChoices,
    convention=st.sampled_from(["rows", "columns"]),
    count=st.integers(3, 12),
    picked=st.lists(st.integers(1, 1000), max_size=12).map(tuple),
    whole=st.sampled_from(["no", "yes"]),
    predict=st.sampled_from(["off", "on"]),
    phase=st.sampled_from(["data", "Z1", "A5", "l", "loss", "dZ2", "dW3", "db4", "dA1", "update 2"]),
    pin=st.sampled_from(["", "dW2:1,2", "W1 next:12,64", "s3:1,1", "loss:1,1", "X:900,2"]),
)
KEYS = [key_of(OneStepChoices, item.name) for item in fields(OneStepChoices)]
values = (
    st.text(max_size=30) | st.text("0123456789.,:@-+edWZ ", max_size=12) | st.sampled_from(["none", ""])
)


@given(opened_ones)
def test_the_choices_survive_their_link(choices: OneStepChoices) -> None:
    link = write_record(choices)
    assert read_record(OneStepChoices, link) == (choices, ())
    whole = to_link(Experiment(hidden=(8, 8)), 240) | link
    assert from_link(whole) == (Experiment(hidden=(8, 8)), 240, ())
    assert read_record(OneStepChoices, whole) == (choices, ())


@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=8))
def test_any_text_is_read(link: dict[str, str]) -> None:
    choices, ignored = read_record(OneStepChoices, link)
    for item in fields(OneStepChoices):
        value = getattr(choices, item.name)
        assert kind_of(OneStepChoices, item.name).validate(value) == value
    for key, text in link.items():
        was_ignored = any(notice.startswith(f"{key}={text[:40]}") for notice in ignored)
        assert was_ignored or read_record(OneStepChoices, {key: text})[1] == ()
    assert read_record(OneStepChoices, write_record(choices)) == (choices, ())


def test_a_bad_choice_is_named_with_what_is_allowed() -> None:
    link = {"phase": "dW9", "pin": "dW2", "points": "1,x", "count": "2", "convention": "diagonal"}
    choices, ignored = read_record(OneStepChoices, link)
    assert choices == OneStepChoices()
    assert ignored == (
        "convention=diagonal was ignored: it must be one of rows, columns.",
        "count=2 was ignored: it must be a whole number from 3 to 12.",
        "points=1,x was ignored: it must be none, or up to 12 points from 1 to 1000.",
        "phase=dW9 was ignored: it must be a phase, such as data, Z1, loss or update 1.",
        "pin=dW2 was ignored: it must be a cell, such as dW2:1,3.",
    )


def test_defaults_write_nothing_and_no_key_has_two_meanings() -> None:
    assert write_record(OneStepChoices()) == {}
    others = [key_of(record, item.name) for record in (Experiment, Look, Pace) for item in fields(record)]
    assert not set(KEYS) & {*others, "step", "chapter"}


def test_numbers_are_refused_by_what_they_are_called() -> None:
    kind = Numbers(2, Whole(0, 9), "points")
    assert kind.read("3,9") == (3, 9)
    assert kind.read(kind.write(())) == ()
    with pytest.raises(ValueError, match="up to 2 points from 0 to 9; got 3 points"):
        kind.validate((1, 2, 3))
    with pytest.raises(TypeError, match="must be a sequence"):
        kind.validate("12")


def test_numbers_may_have_to_be_several() -> None:
    kind = Numbers(2, Whole(0, 9), "points", least=2)
    assert (kind.read("3,9"), kind.read("none")) == ((3, 9), ())
    with pytest.raises(ValueError, match="must be none, or 2 points from 0 to 9; got 1 points"):
        kind.read("3")


@pytest.mark.parametrize("convention", ["rows", "columns"])
@pytest.mark.parametrize("hidden", [(), (4,), (3, 2)])
def test_the_softmax_is_written_as_in_the_program_and_explained_once(
    hidden: tuple[int, ...], convention: str
) -> None:
    timeline, shown = phases_of(Experiment(hidden=hidden), OneStepChoices(convention=convention), 2)
    phases, A = {phase["key"]: phase for phase in shown["phases"]}, f"A{len(hidden) + 1}"
    written = program(timeline, 2, convention=convention)
    for line in phases[A]["code"].split("\n"):
        code = line.partition("  #")[0]
        assert code in written or f"return {code.partition(' = ')[2]}" in written
    assert f"l = -(Y * log_{A})" in phases["l"]["code"]
    explains = [key for key, phase in phases.items() if "no exponential overflows" in phase["sentence"]]
    assert explains == [A]
    texts = " ".join(phase["code"] + phase["equation"] + phase["sentence"] for phase in phases.values())
    assert not re.search(r"\bP\b|_prev|logaddexp", texts)


@pytest.mark.parametrize("convention", ["rows", "columns"])
def test_products_and_shapes_are_asked_for_and_what_answers_a_question_is_hidden(convention: str) -> None:
    kinds: set[tuple[str, str]] = set()
    for step in range(24, 30):
        shown = phases_of(Experiment(), OneStepChoices(convention=convention), step)[1]
        for phase in shown["phases"]:
            asked = phase["question"]
            kinds.add((asked["kind"], phase["kind"]))
            tells_formula = asked["kind"] == "product" or (asked["kind"], phase["kind"]) == (
                "summed",
                "total",
            )
            assert ("formula" in asked["hides"]) == tells_formula
            assert ("plane" in asked["hides"]) == (asked["kind"] == "class")
            assert ("equation" in asked) == ("layout" in asked) == tells_formula
            if not tells_formula:
                continue
            assert asked["equation"] == f"{phase['label']} = ?"
            ((*given, result),) = asked["layout"]["lines"]
            assert result == {"name": phase["result"], "sign": "", "role": "result"}
            assert all(piece["sign"] == "" and "transposed" not in piece for piece in given)
            names = [piece["name"] for piece in given]
            used = phase["inputs"] or [phase["layout"][side]["name"] for side in ("left", "right")]
            assert names == sorted(used)
    assert {("product", "product"), ("shape", "product"), ("shape", "total"), ("summed", "total")} <= kinds


def test_an_update_that_moves_nothing_asks_nothing() -> None:
    run = Experiment(frozen=(("W1", 0, None), ("b1", 0, None)))
    shown = phases_of(run, OneStepChoices(), 3)[1]
    first, last = shown["phases"][-2:]
    assert first["question"] is None
    assert first["given"]
    assert last["question"]["kind"] == "loss"
