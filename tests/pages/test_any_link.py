"""Links drawn at random, on every page, as a stranger would open them."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import from_link, read_record
from pages.scenes.table import RECORDS, SCENES
from pages.stage.look import Look, Pace

# Small runs: what is tried is the reading, not the computing.
GOOD = {
    "dataset": ["spiral", "blobs"],
    "hidden": ["none", "1", "2,3"],
    "samples": ["20", "33"],
    "lr": ["100", "1e-5"],
    "batch": ["1", "7"],
    "step": ["0", "3", "40"],
    "phase": ["dW1", "Z1", "update", "dW4"],
    "pin": ["dW1:1,1", "W9:64,64"],
    "mistake": ["none", "transposed"],
    "chapter": ["1", "3"],
}
BAD = [
    "",
    "-1",
    "nan",
    "1e999",
    "9" * 3000,
    "8,8,",
    "<img src=x onerror=alert(1)>",
    "\0",
    "0.3@0",
    "٣",
    "../../etc",
]
KEYS = [
    *GOOD,
    "noise",
    "test",
    "schedule",
    "seed",
    "surface",
    "cells",
    "speed",
    "point",
    "count",
    "utm_source",
]


def texts(key: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*GOOD.get(key, []), *BAD])


LINKS = st.lists(st.sampled_from(KEYS), unique=True, max_size=8).flatmap(
    lambda keys: st.fixed_dictionaries({key: texts(key) for key in keys})
)


def ignored(link: dict[str, str]) -> list[str]:
    found = [
        *from_link(link)[2],
        *(notice for each in (Look, Pace, *RECORDS) for notice in read_record(each, link)[1]),
    ]
    return sorted(dict.fromkeys(found))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.title)
def test_a_page_opens_with_any_link(visit: Callable[..., Any], scene: Any) -> None:
    @settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(link=LINKS)
    def opens(link: dict[str, str]) -> None:
        visited = visit(scene.file, **link)
        assert sorted(visited.notices) == ignored(link)
        assert visited.experiment == from_link(link)[0]

    opens()
