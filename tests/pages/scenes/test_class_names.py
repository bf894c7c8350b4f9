"""The names of classes stand beside their numbers, where points have names."""

import re
from dataclasses import replace

import pytest

from core import Experiment, Timeline
from core.diagnosis.degenerate import one_class
from core.diagnosis.symptoms import symptoms_at
from core.vital_signs.slices import finish
from pages.figures.network_layout import PHONE, RIGHT
from pages.figures.network_words import right_pixels
from pages.figures.text_size import text_height, text_width
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.message import step_message
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.numbers import data, output
from pages.stage.by_hand import change_marks
from pages.stage.frames import sentence_of
from pages.stage.look import Look
from pages.stage.views.decision import DecisionView
from pages.stage.views.moment import Moment, Setting
from pages.stage.views.network import NetworkView

IRIS = Experiment(dataset="iris")
NAMES = ("setosa", "versicolor", "virginica")
OWN = Experiment(dataset="own", points="cat@.3,4_.25,3.6_.28,4.4__dog@.6,22_.55,30_.7,41__6")
NUMBERED = Experiment(dataset="own")


def sentences(experiment: Experiment) -> str:
    run = Timeline(experiment)
    message = step_message(run, 3, OneStepChoices(predict="on"), "light")
    batch = BatchAtStep(run, 3)
    parts = [str(message["phases"]), str(message["samples"]), data(batch), output(batch)]
    return " ".join(parts)


@pytest.mark.parametrize(("experiment", "names"), [(IRIS, NAMES), (OWN, ("cat", "dog"))])
def test_sentences_name_the_class(experiment: Experiment, names: tuple[str, ...]) -> None:
    text = sentences(experiment)
    for label, name in enumerate(names):
        assert f"class {label} ({name})" in text
    own = Timeline(experiment)
    first = own.train.y[own.at(3).batch[0]]
    assert f"It is of class {first} ({names[first]}), so row 1 of Y" in data(BatchAtStep(own, 3))


@pytest.mark.parametrize("experiment", [NUMBERED, Experiment(dataset="arms")])
def test_classes_without_names_have_their_numbers(experiment: Experiment) -> None:
    assert "class 1 (" not in sentences(experiment)


def labels(experiment: Experiment) -> list[str]:
    view = NetworkView(Setting(experiment, Look(), "light"))
    return [note["text"] for note in view.figure()["figure"]["layout"]["annotations"]]


def test_the_network_names_its_outputs() -> None:
    assert {*NAMES} <= {*labels(IRIS)}
    assert {"class 0", "class 1"} <= {*labels(NUMBERED)}
    assert not {f"class {label}" for label in range(3)} & {*labels(IRIS)}
    assert right_pixels(("cat", "dog")) == right_pixels(()) == RIGHT
    assert RIGHT < right_pixels(NAMES) < right_pixels(("x" * 24,)) < 3 * RIGHT


@pytest.mark.parametrize(
    ("experiment", "name"), [(IRIS, "class 0 (setosa)"), (NUMBERED, "class 0"), (Experiment(), "class 0")]
)
def test_the_diagnosis_names_the_class_that_every_sample_gets(experiment: Experiment, name: str) -> None:
    run = Timeline(replace(experiment, init="zeros"))
    finding = one_class(finish(symptoms_at(run, 0)))
    assert finding is not None
    assert finding.sentence.startswith(f"Every training sample is classified as {name}. ")


def test_a_weight_is_named_by_its_class() -> None:
    setting = Setting(replace(IRIS, edits=((3, "W2:1,2", 0.5),)), Look(), "light")
    assert "W₂[unit 1, versicolor] was set from" in sentence_of(Moment.at(setting, 3))
    assert re.search(
        r"moved \w+\[.*(setosa|versicolor|virginica)\] most", sentence_of(Moment.at(setting, 40))
    )
    assert change_marks(setting.experiment)[0]["text"] == "W₂[unit 1, versicolor] set to 0.5 at step 3"
    scene = NetworkView(setting).figure()
    assert "b₂[virginica]" in [line[5] for line in scene["weights"]["lines"]]
    assert "setosa, layer 2" in [part[4] for part in scene["picks"]["parts"]]
    assert "mean of A₂[:, setosa]" in str(scene["figure"])


def test_the_key_of_the_plane_is_in_the_middle_of_a_phone_where_names_make_it_wide() -> None:
    figure = DecisionView(Setting(IRIS, Look(), "light")).figure()["figure"]
    (key,) = figure["layout"]["annotations"]
    margin, width = figure["layout"]["margin"], text_width(key["text"], key["font"]["size"])
    middle = (margin["l"] + PHONE - margin["r"]) / 2 + key["xshift"]
    assert middle == PHONE / 2
    assert "virginica" in key["text"]
    assert width < PHONE - 16
    plain_figure = DecisionView(Setting(Experiment(), Look(), "light")).figure()["figure"]
    (plain,) = plain_figure["layout"]["annotations"]
    assert "xshift" not in plain


def test_an_opened_unit_names_the_class() -> None:
    opened = [Moment.at(Setting(IRIS, Look(opened=unit), "light"), 3) for unit in ((2, 2), (1, 1))]
    titles = [DecisionView(moment.setting).figure()["title"] for moment in opened]
    assert titles == [
        "Class 1 (versicolor) of layer 2: predicted probability",
        "Unit 1 of layer 1: activation map",
    ]
    assert "b₂[versicolor]: " in opened[0].unit_numbers
    assert all(f"{name} " in opened[1].unit_numbers for name in NAMES)


@pytest.mark.parametrize("experiment", [IRIS, OWN, Experiment(dataset="arms"), Experiment()])
def test_the_key_of_an_opened_unit_fits_a_phone(experiment: Experiment) -> None:
    layout = DecisionView(Setting(experiment, Look(opened=(1, 1)), "light")).figure()["figure"]["layout"]
    (key,), margin = layout["annotations"], layout["margin"]
    lines = key["text"].split("<br>")
    assert lines[-1].endswith("─ z = 0")
    assert max(text_width(line, key["font"]["size"]) for line in lines) < PHONE - 16
    assert (margin["l"] + PHONE - margin["r"]) / 2 + key["xshift"] == PHONE / 2
    assert margin["b"] + key["yshift"] >= text_height(key["text"], key["font"]["size"])


@pytest.mark.parametrize(("experiment", "names"), [(IRIS, NAMES), (OWN, ("cat", "dog")), (NUMBERED, ())])
def test_the_words_for_the_plane_name_the_classes(experiment: Experiment, names: tuple[str, ...]) -> None:
    setting = Setting(experiment, Look(), "light")
    said = DecisionView(setting).exact(Moment.at(setting, 3)).label
    assert re.findall(r"class \d \((\w+)\) ", said) == [*names]
