"""Every page, opened with any link, runs, tells what it ignored and keeps the rest."""

from collections.abc import Callable
from typing import Any

import pytest

from core import Experiment, from_link
from pages.scenes.table import SCENES

Open = Callable[..., Any]

PAGES = pytest.mark.parametrize("page", [scene.file for scene in SCENES])
# Each link has keys of several kinds: a page takes most of a second, and what breaks is named.
GOOD: list[dict[str, str]] = [
    {},
    {
        "dataset": "spiral", "hidden": "8,8", "lr": "0.3", "surface": "decision", "cells": "step",
        "lines": "gradient", "loss": "log", "scale": "40", "step": "240",
    },
    {
        "dataset": "arms", "hidden": "none", "optimizer": "adam", "batch": "10", "speed": "64", "rate": "1",
        "cells": "weights", "scale": "0",
    },
    {"hidden": "1,2,3,4", "activation": "relu", "init": "zeros", "l2": "1", "opened": "2,2"},
    {"hidden": "3,2", "activation": "leaky", "init": "he", "step": "20"},
    {"hidden": "3,2", "activation": "linear", "opened": "1,1", "step": "20"},
    {"features": "x1sq,x1x2,sinx2", "hidden": "3", "opened": "1,2", "cells": "weights", "step": "30"},
    {
        "dataset": "blobs", "samples": "123", "noise": "0.123", "test": "0.77", "lr": "0.123",
        "schedule": "0.03@200,0.01@400", "seed": "999999", "step": "500",
    },
    {"activation": "relu", "init": "he", "l2": "1", "lr": "10", "step": "4000"},
    {"samples": "20", "test": "0.8", "batch": "1", "data_seed": "5"},
]  # fmt: skip
BAD: list[dict[str, str]] = [
    {
        "dataset": "cats", "lr": "foo", "hidden": "8,8,", "schedule": "0.03@0", "speed": "3", "rate": "61",
        "cells": "<script>alert(1)</script>", "step": "99999999999999999999", "scale": "x", "test": "",
        "surface": "ħ", "opened": "2",
    },
    {
        "lr": "nan", "l2": "inf", "step": "-1", "noise": "1e999", "hidden": "0", "samples": "1e9",
        "batch": "0", "seed": "-1", "loss": "\0", "lines": "'; DROP TABLE",
    },
    {"hidden": "4," * 400, "schedule": "1@1," * 400},
]  # fmt: skip


@PAGES
@pytest.mark.parametrize("link", GOOD, ids=str)
def test_a_good_link_opens_and_stays(visit: Open, page: str, link: dict[str, str]) -> None:
    visited = visit(page, **link)
    assert visited.notices == []
    assert visited.link == link
    assert visited.experiment == from_link(link)[0]


@PAGES
@pytest.mark.parametrize("link", BAD, ids=",".join)
def test_each_bad_value_is_named_once(visit: Open, page: str, link: dict[str, str]) -> None:
    good = {"optimizer": "adam", "init": "he"}
    visited = visit(page, **good, **link)
    told = [notice.split("=")[0] for notice in visited.notices]
    assert sorted(told) == sorted(link)
    assert all("was ignored: it must be" in notice for notice in visited.notices)
    assert visited.link == good


@PAGES
def test_a_notice_is_told_once(visit: Open, page: str) -> None:
    visited = visit(page, lr="foo")
    assert len(visited.notices) == 1
    visited.run()
    assert visited.notices == []


@PAGES
def test_a_page_has_menu_and_stage_and_keys_of_nobody_are_no_trouble(visit: Open, page: str) -> None:
    visited = visit(page, utm_source="mail", hidden="3")
    assert visited.notices == []
    assert visited.experiment == Experiment(hidden=(3,))
    labels = [link.proto.label for link in visited.at.sidebar.get("page_link")]
    assert labels == [scene.title for scene in SCENES]
    assert "bidi_component" in [element.type for element in walk(visited.at.main)]


def walk(block: Any) -> list[Any]:
    children = getattr(block, "children", {})
    return [block, *(found for child in children.values() for found in walk(child))]


def test_a_page_takes_over_what_was_chosen_on_another(visit: Open) -> None:
    visited = visit("app.py", dataset="moons", cells="weights")
    visited.choose("Hidden layers", 2)
    visited.stand(120)
    visited.run()
    chosen, link = visited.experiment, visited.link
    assert link == {"dataset": "moons", "hidden": "4,4", "cells": "weights", "step": "120"}
    for scene in (*SCENES[1:], SCENES[0]):
        visited.turn_to(scene.file)
        assert visited.experiment == chosen
        assert visited.link == link
