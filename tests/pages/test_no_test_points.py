"""A run without test points, such as one entered by hand, shows and exports no numbers of any."""

import io
import itertools
from dataclasses import replace
from typing import Any

import numpy as np

from core import Timeline
from core.run.worked_example import WORKED_EXAMPLE
from pages.export.data import TABLES, npz
from pages.export.file_names import numbers_name, picture_name
from pages.export.order import Order, read_order
from pages.export.pictures import draw
from pages.figures.curves import LOSSES_HERE, TEST_ACCURACY, TEST_LOSS, TRAIN_ACCURACY, TRAIN_LOSS
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.chapters import CHAPTERS
from pages.stage.look import Look
from pages.stage.views import CurvesView, DecisionView, Setting
from pages.stage.views.moment import Moment

ORDER = Order(experiment=WORKED_EXAMPLE, step=3)


def drawn(figure: str, order: Order = ORDER) -> Any:
    order = replace(order, style=replace(order.style, figure=figure))
    return draw(order, order.style.sheet)


def test_the_tables_hold_each_sample_once_and_no_test_numbers() -> None:
    assert TABLES["points"](ORDER)["part"].tolist() == ["train"]
    columns = ["step", "train_loss", "train_accuracy", "gradient_norm_1", "gradient_norm_2"]
    assert TABLES["losses"](ORDER).columns.tolist() == columns
    with np.load(io.BytesIO(npz(ORDER)), allow_pickle=False) as found:
        assert not [name for name in found.files if "test" in name]
        assert found["history_columns"].tolist() == columns
        np.testing.assert_array_equal(found["history"][:, 1], Timeline(WORKED_EXAMPLE).history(3)[:, 1])


def test_the_curves_are_those_of_the_training_samples() -> None:
    setting = Setting(WORKED_EXAMPLE, Look(), "light")
    view = CurvesView(setting)
    (lines,) = view.channels()
    assert lines["traces"] == [
        {"trace": TRAIN_LOSS, "column": 1 + TRAIN_LOSS},
        {"trace": TRAIN_ACCURACY, "column": 1 + TRAIN_ACCURACY},
    ]
    figure = view.figure()["figure"]
    hidden = [at for at, trace in enumerate(figure["data"]) if trace.get("visible") is False]
    assert hidden == [TEST_LOSS, TEST_ACCURACY]
    assert figure["layout"]["showlegend"] is False
    exact = view.exact(Moment.at(setting, 3))
    assert [len(each) for each in exact.patches[0]["update"]["y"]] == [1, 1]
    other = CurvesView(Setting(read_order({})[0].experiment, Look(), "light"))
    assert [len(channel["traces"]) for channel in other.channels()] == [4]
    assert not any("visible" in trace for trace in other.figure()["figure"]["data"])


def test_no_alternative_text_tells_test_numbers() -> None:
    setting = Setting(WORKED_EXAMPLE, Look(), "light")
    for view in (CurvesView(setting), DecisionView(setting)):
        label = view.exact(Moment.at(setting, 3)).label
        assert "test" not in label
        assert "on training data." in label or "of the training points are classified" in label


def test_a_picture_of_the_curves_has_no_test_series() -> None:
    made = drawn("curves")
    full = {at for at, trace in enumerate(made.figure["data"]) if len(trace.get("x", ())) > 1}
    assert full == {TRAIN_LOSS, TRAIN_ACCURACY}
    assert len(made.figure["data"][LOSSES_HERE]["y"]) == 1


def test_the_tour_tells_the_accuracy_of_the_training_samples() -> None:
    told = {0: "100\u00a0% of the training points", 3: "training accuracy from 100\u00a0% to "}
    for step, text in told.items():
        said = CHAPTERS[-1].numbers(BatchAtStep(Timeline(WORKED_EXAMPLE), step))
        assert text in said
        assert "test" not in said


def test_a_file_name_leaves_out_samples_entered_by_hand() -> None:
    rows = tuple((at + 0.123456789, -at / 7, 0.3, 1 / (at + 3)) for at in range(12))
    order = replace(ORDER, experiment=replace(WORKED_EXAMPLE, given_rows=rows))
    for name, other in itertools.pairwise(
        (picture_name(each, "svg"), numbers_name(each, "losses", "csv")) for each in (order, ORDER)
    ):
        assert name == other
        assert max(map(len, name)) < 120
