"""The auditor is audited: it finds planted faults, and nothing in good figures."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.figures.audit.easel import Easel
from tests.figures.audit.fault import KINDS
from tests.figures.audit.rules import findings
from tests.figures.good import GOOD, Plain, cells, dark, lines, plane

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", GOOD)
def test_a_good_figure_has_no_fault(easel: Easel, name: str) -> None:
    assert findings(easel.draw(GOOD[name])) == []


def move_a_note_onto_another(figure: Plain) -> None:
    figure["layout"]["annotations"][1]["x"] = figure["layout"]["annotations"][0]["x"] + 0.03


def put_notes_too_near(figure: Plain) -> None:
    one, other = figure["layout"]["annotations"]
    one |= {"x": 0.5, "xanchor": "right"}
    other |= {"x": 0.4965, "xanchor": "left"}


def put_the_title_outside(figure: Plain) -> None:
    figure["layout"]["title"] |= {"x": 0.01, "xanchor": "center"}


def tilt_a_note_over_the_edge(figure: Plain) -> None:
    figure["layout"]["annotations"][0] |= {"x": -0.09, "y": 0.5, "textangle": -60}


def lengthen_a_number(figure: Plain) -> None:
    figure["data"][1]["text"][0] = "−0.000 012 345 678 9"


def put_a_name_on_cells(figure: Plain) -> None:
    figure["layout"]["annotations"][0] |= {"x": 0, "y": 0.7}


def shrink_a_font(figure: Plain) -> None:
    figure["layout"]["xaxis"]["tickfont"] = {"size": 10}


def shrink_one_number(figure: Plain) -> None:
    figure["data"][1]["textfont"]["size"] = [12, 12, 9, 12, 12, 12]


def fade_the_title(figure: Plain) -> None:
    figure["layout"]["title"]["font"] = {"color": "#8a8a8a"}


def fade_by_opacity(figure: Plain) -> None:
    figure["layout"]["annotations"][0]["opacity"] = 0.35


def write_dark_on_a_dark_cell(figure: Plain) -> None:
    figure["data"][0]["colorscale"] = [[0, "#3d1566"], [1, "#3d1566"]]


def cut_a_point(figure: Plain) -> None:
    figure["data"][2] |= {"x": [10], "y": [0.5], "marker": {"size": 14}}
    figure["layout"]["xaxis"]["range"] = [0, 10]


def cut_a_line(figure: Plain) -> None:
    figure["layout"]["yaxis"]["range"] = [0, 0.7]


def put_a_shape_outside(figure: Plain) -> None:
    box = {"xref": "paper", "yref": "paper", "x0": 0.9, "x1": 1.2, "y0": 0.4, "y1": 0.5}
    figure["layout"]["shapes"] = [{"type": "rect", "line": {"color": "#000000"}, **box}]


def blank_a_panel(figure: Plain) -> None:
    figure["data"][0] |= {"zmin": -1000, "zmax": 1000}
    figure["data"][0]["colorscale"] = [[0, "#8a63b8"], [0.5, "#ffffff"], [1, "#b3d27a"]]


def lengthen_a_bar(figure: Plain) -> None:
    figure["data"][0]["marker"]["colorbar"] |= {"len": 1.25}


def lengthen_a_bar_below(figure: Plain) -> None:
    figure["data"][2]["marker"]["colorbar"] |= {"len": 0.5, "x": 0.21}


def take_a_bar_away(figure: Plain) -> None:
    figure["layout"]["xaxis"]["domain"] = [0, 0.6]


def put_the_legend_on_lines(figure: Plain) -> None:
    figure["layout"]["legend"] |= {"y": 0.9, "yanchor": "top", "x": 0.02, "xanchor": "left"}


def put_the_legend_on_the_title(figure: Plain) -> None:
    figure["layout"]["legend"] |= {"y": 1.13, "x": 0.5, "xanchor": "center"}


def put_the_legend_on_cells(figure: Plain) -> None:
    figure["data"].append({"type": "scatter", "x": [None], "y": [None], "name": "train", "mode": "lines"})
    figure["layout"] |= {"legend": {"x": 0.1, "y": 0.5}, "showlegend": True}


def strike_a_note(figure: Plain) -> None:
    line = {"xref": "paper", "yref": "paper", "x0": 0.1, "x1": 0.4, "y0": 1.07, "y1": 1.07}
    figure["layout"]["shapes"] = [{"type": "line", **line}]


def put_a_point_on_a_tick(figure: Plain) -> None:
    figure["data"][0] |= {"x": [-1], "y": [-1], "cliponaxis": False}
    figure["data"][0]["marker"] |= {"color": [0], "size": 40}


def use_a_corner(figure: Plain) -> None:
    figure["layout"]["xaxis"]["domain"] = [0, 0.3]
    figure["layout"]["yaxis"]["domain"] = [0, 0.3]
    figure["layout"]["showlegend"] = False


PLANTED: list[tuple[Callable[[], Plain], Callable[[Plain], None], str]] = [
    (cells, move_a_note_onto_another, "overlap"),
    (cells, put_notes_too_near, "overlap"),
    (lines, put_the_title_outside, "off sheet"),
    (cells, tilt_a_note_over_the_edge, "off sheet"),
    (lines, put_a_shape_outside, "off sheet"),
    (cells, lengthen_a_number, "off cell"),
    (cells, put_a_name_on_cells, "on cells"),
    (cells, strike_a_note, "struck"),
    (plane, put_a_point_on_a_tick, "struck"),
    (lines, shrink_a_font, "small"),
    (cells, shrink_one_number, "small"),
    (lines, fade_the_title, "faint"),
    (cells, fade_by_opacity, "faint"),
    (cells, write_dark_on_a_dark_cell, "faint"),
    (lines, cut_a_point, "cut"),
    (lines, cut_a_line, "cut"),
    (cells, blank_a_panel, "blank"),
    (plane, lengthen_a_bar, "bar"),
    (cells, lengthen_a_bar_below, "bar"),
    (plane, take_a_bar_away, "bar"),
    (lines, put_the_legend_on_lines, "legend"),
    (lines, put_the_legend_on_the_title, "legend"),
    (cells, put_the_legend_on_cells, "legend"),
    (lines, use_a_corner, "empty"),
    (plane, use_a_corner, "empty"),
]


@pytest.mark.parametrize(
    ("good", "plant", "kind"), PLANTED, ids=lambda each: getattr(each, "__name__", each)
)
def test_a_planted_fault_is_found(easel: Easel, good: Any, plant: Any, kind: str) -> None:
    figure = good()
    plant(figure)
    assert kind in [found.kind for found in findings(easel.draw(figure))]


def test_each_kind_is_planted() -> None:
    assert {kind for _, _, kind in PLANTED} == set(KINDS)


def test_the_same_faults_are_found_on_a_dark_page(easel: Easel) -> None:
    figure = dark(cells())
    assert findings(easel.draw(figure, behind="#0e1117")) == []
    fade_by_opacity(figure)
    shrink_one_number(figure)
    kinds = {found.kind for found in findings(easel.draw(figure, behind="#0e1117"))}
    assert kinds == {"faint", "small"}


def test_a_clear_background_is_judged_on_what_shines_through(easel: Easel) -> None:
    figure = copy.deepcopy(GOOD["lines"])
    figure["layout"] |= {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
    assert findings(easel.draw(figure)) == []
    assert "faint" in [found.kind for found in findings(easel.draw(figure, behind="#0e1117"))]


def test_a_finding_names_the_two_that_collide(easel: Easel) -> None:
    figure = cells()
    move_a_note_onto_another(figure)
    (found,) = [found for found in findings(easel.draw(figure)) if found.kind == "overlap"]
    assert {found.what, found.other} == {"dW1 (2 × 3)", "dW2 (2 × 3)"}
    assert float(found.amount.removesuffix(" px")) > 5
