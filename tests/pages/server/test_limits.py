"""Limits: declared once, told before any work, and nothing of a link lost without a word."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import Experiment, from_link, kind_of
from pages.export.choices import Style
from pages.server.limits import UNLIMITED, Limits, read_limits
from pages.server.rate_limit import RateLimit


def test_ones_own_computer_has_no_limits() -> None:
    largest = Experiment(hidden=(64, 64, 64, 64), samples=1000)
    assert read_limits({"BACKPASS_UNITS": "8"}) == UNLIMITED
    assert UNLIMITED.within(largest) == (largest, ())
    assert UNLIMITED.rates((60, 30)) == (60, 30)


@pytest.mark.parametrize("yes", ["1", "true", "YES", " on "])
def test_a_host_sets_limits_by_name(yes: str) -> None:
    limits = read_limits({"BACKPASS_HOSTED": yes, "BACKPASS_UNITS": "16", "BACKPASS_RATE": " 15"})
    assert (limits.hosted, limits.units, limits.rate, limits.samples) == (True, 16, 15, Limits().samples)


@pytest.mark.parametrize(
    ("name", "text"), [("UNITS", "0"), ("UNITS", "many"), ("RATE", "61"), ("SAMPLES", "")]
)
def test_a_setting_that_cannot_be_is_named(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"BACKPASS_{name}={text} is not .*from"):
        read_limits({"BACKPASS_HOSTED": "1", f"BACKPASS_{name}": text})


def test_a_link_beyond_the_limits_is_told_the_value_the_limit_and_the_reason() -> None:
    asked, _, _ = from_link({"hidden": "64,4", "samples": "900", "lr": "0.3"})
    allowed, notices = Limits(units=16, samples=100).within(asked)
    assert (allowed.hidden, allowed.samples, allowed.learning_rate) == ((16, 4), 100, 0.3)
    assert len(notices) == 2
    for notice, given_value, bound in zip(
        notices, ("hidden=64,4", "samples=900"), ("16", "100"), strict=True
    ):
        assert given_value in notice
        assert bound in notice
        assert "many share this server" in notice


@settings(deadline=None)
@given(st.lists(st.integers(1, 64), max_size=4), st.integers(20, 1000), st.integers(1, 64))
def test_what_is_allowed_is_within_and_stays(widths: list[int], samples: int, units: int) -> None:
    limits = Limits(units=units)
    allowed, notices = limits.within(Experiment(hidden=tuple(widths), samples=samples))
    assert all(width <= units for width in allowed.hidden)
    assert allowed.samples <= limits.samples
    assert limits.within(allowed) == (allowed, ())
    assert bool(notices) == (max(widths, default=0) > units or samples > limits.samples)


def test_the_highest_rate_that_is_allowed_is_offered() -> None:
    assert Limits(rate=20).rates((60, 30, 10, 1)) == (20, 10, 1)
    assert Limits(rate=30).slower(60)
    assert Limits(rate=30).slower(30) == Limits(rate=30).slower(None) == ()


def test_bounds_of_limits_lie_within_those_of_the_fields() -> None:
    widths: Any = kind_of(Experiment, "hidden")
    assert kind_of(Limits, "units").high == widths.each.high
    assert kind_of(Limits, "samples").high == kind_of(Experiment, "samples").high


def test_who_asks_without_pause_waits_longer_and_longer_and_is_never_refused() -> None:
    allowance = RateLimit(10)
    waits = [allowance.take(100.0) for _ in range(40)]
    assert waits[:10] == [0.0] * 10
    assert waits == sorted(waits)
    assert waits[-1] == pytest.approx(3.0)
    assert allowance.take(200.0) == 0.0


def test_a_picture_beyond_the_limit_is_refused_with_both_numbers() -> None:
    Limits(megapixels=1).check_picture(1000, 1000)
    with pytest.raises(ValueError, match="1280 × 800 pixels are more than the 1 megapixels allowed"):
        Limits(megapixels=1).check_picture(1280, 800)
    UNLIMITED.check_picture(kind_of(Style, "width").high, kind_of(Style, "height").high)
