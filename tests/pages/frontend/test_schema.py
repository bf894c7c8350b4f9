"""A record is read from anything: what is accepted stays, everything else takes its default."""

from dataclasses import dataclass
from typing import Any

import pytest

from pages.frontend import Request, parse_request
from pages.frontend.schema import accept, flag, read, real, reals, text, whole, wholes


@dataclass(frozen=True)
class Example:
    count: int = accept(whole(1, 9), 5)
    name: str = accept(text(3), "")
    on: bool = accept(flag, False)
    cells: tuple[int, ...] = accept(wholes(9, 3), ())
    pick: int | None = accept(whole(0, 9), None)


def test_what_is_accepted_stays() -> None:
    sent = {"count": 9, "name": "abc", "on": True, "cells": [3, 3, 0], "pick": 0, "unknown": 1}
    assert read(Example, sent) == Example(9, "abc", True, (3, 3, 0), 0)


@pytest.mark.parametrize("value", [None, 7, "text", [1], {}, {"count": None}])
def test_what_is_missing_takes_its_default(value: Any) -> None:
    assert read(Example, value) == Example()


@pytest.mark.parametrize(
    "value",
    [0, 10, True, "5", float("nan"), float("inf"), -float("inf"), [5], 10**4000],
    ids=lambda value: str(value)[:5],
)
def test_a_number_out_of_bounds_takes_its_default(value: Any) -> None:
    assert read(Example, {"count": value, "pick": value if value != 0 else -1}) == Example()


def test_a_float_is_a_whole_number() -> None:
    assert read(Example, {"count": 3.0}).count == 3


@pytest.mark.parametrize("value", ["abcd", b"a", 1, ["a"]])
def test_a_text_is_a_short_string(value: Any) -> None:
    assert read(Example, {"name": value}).name == ""


@pytest.mark.parametrize("value", [1, "true", None, [True]])
def test_a_flag_is_true_or_false(value: Any) -> None:
    assert read(Example, {"on": value}).on is False


def test_bad_entries_of_a_list_are_left_out_and_late_ones_not_read() -> None:
    assert read(Example, {"cells": [1, -1, "x", 2, 3]}).cells == (1,)
    assert read(Example, {"cells": {"0": 1}}).cells == ()


@pytest.mark.parametrize(
    "value",
    [True, "5", None, float("nan"), float("inf"), 10**400, -(10**400), [5]],
    ids=lambda value: str(value)[:5],
)
def test_a_number_that_no_float_holds_is_not_accepted(value: Any) -> None:
    assert real(value) is None
    assert reals(1e300, 2)([1, value]) is None


def test_numbers_are_accepted_up_to_their_limit() -> None:
    assert [real(5), real(-1e308), real(2.5, 2.5), real(-2.6, 2.5)] == [5.0, -1e308, 2.5, None]
    assert reals(3, 2)([1, -3.0]) == (1.0, -3.0)
    assert reals(3, 2)([]) == ()
    for bad in ([1, 2, 3], [3.1], "12", None):
        assert reals(3, 2)(bad) is None


def test_batches_are_wanted_once() -> None:
    assert parse_request({"want": [3, 2, 3, 2, 9]}) == Request(want=(3, 2))
