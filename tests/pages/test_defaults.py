"""Every control has the state's value as its default: a browser may show that, and take it for a wish."""

from collections.abc import Callable
from typing import Any

import pytest

from pages.scenes.table import SCENES

LINKS: dict[str, dict[str, str]] = {
    "app.py": {
        "dataset": "circles",
        "samples": "150",
        "features": "x1x2",
        "activation": "relu",
        "batch": "20",
        "cells": "weights",
        "scale": "log",
    },
    "pages/one_step.py": {"count": "9", "convention": "columns", "predict": "on", "whole": "taken"},
    "pages/gradient_check.py": {"scheme": "forward", "mistake": "sign", "entry": "3"},
    "pages/notes.py": {"point": "5", "i": "1", "j": "0", "unit": "2"},
    "pages/code.py": {"convention": "columns", "library": "torch"},
    "pages/slides.py": {
        "figure": "strip",
        "size": "4:3",
        "resolution": "1080",
        "steps": "1,3",
        "layer": "2",
    },
    "pages/drill.py": {"drill": "2", "drill_convention": "columns"},
    "pages/lessons.py": {"lesson": "line"},
    "pages/clinic.py": {"patient": "still"},
}
KINDS = (
    "selectbox", "slider", "select_slider", "number_input", "multiselect", "button_group", "text_input",
    "text_area",
)  # fmt: skip


def default_of(widget: Any) -> list[Any]:
    """Return what a browser without a value shows, as a list."""
    default = widget.proto.default
    if widget.type == "selectbox":
        return [widget.options[default]] if widget.proto.HasField("default") else [None]
    if widget.type in ("multiselect", "button_group"):
        return [widget.options[at] for at in default]
    if widget.type == "select_slider":
        return [widget.options[int(at)] for at in default]
    return [*default] if widget.type == "slider" else [default]


def value_of(widget: Any) -> list[Any]:
    """Return what the first run sets, as a list."""
    proto = widget.proto
    if widget.type == "selectbox":
        return [proto.raw_value] if proto.HasField("raw_value") else [None]
    if widget.type in ("multiselect", "button_group"):
        return [*proto.raw_values]
    if widget.type == "select_slider":
        return [*proto.raw_value]
    return [*proto.value] if widget.type == "slider" else [proto.value]


def controls(visited: Any) -> dict[str, Any]:
    """Return the page's controls by their keys."""
    found = [each for kind in KINDS for each in visited.at.get(kind)]
    return {each.key: each for each in found if "chosen_" in (each.key or "")}


@pytest.mark.parametrize("scene", [scene for scene in SCENES if scene.file in LINKS], ids=lambda s: s.title)
def test_a_control_that_the_browser_draws_late_begins_with_its_value(
    visit: Callable[..., Any], scene: Any
) -> None:
    run = {"hidden": "3,5", "lr": "0.3", "optimizer": "adam", "seed": "7"}
    visited = visit(scene.file, **run, **LINKS[scene.file])
    assert visited.notices == []
    first = {key: value_of(each) for key, each in controls(visited).items() if each.proto.set_value}
    visited.run()
    then = controls(visited)
    assert len(first) >= 3
    assert {key: default_of(then[key]) for key in first} == first
    assert not any(each.proto.set_value for each in then.values())
