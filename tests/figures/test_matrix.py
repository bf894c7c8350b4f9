"""A sample of the matrix has no fault; `python -m tests.figures.audit` looks at all of it."""

from __future__ import annotations

from itertools import product

import pytest

from pages.export.pictures import PICTURES
from tests.figures.audit.auditor import audit
from tests.figures.audit.easel import Easel
from tests.figures.audit.matrix import LOOKS, RUNS, SIZES, VARIED, link_of, phases_of, sample, whole


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("figure", PICTURES)
def test_a_picture_has_no_fault(easel: Easel, figure: str, size: str) -> None:
    faults = [str(fault) for case in sample(figure, size) for fault in audit(case, easel)]
    assert faults == []


def test_the_sample_has_every_run_and_every_look() -> None:
    cases = [case for pair in product(PICTURES, SIZES) for case in sample(*pair)]
    assert {case.run for case in cases} == set(RUNS)
    assert {case.look for case in cases} == set(LOOKS)
    assert cases == [case for pair in product(PICTURES, SIZES) for case in sample(*pair)]


def test_the_matrix_has_every_picture_choice_and_phase() -> None:
    cases = list(whole(lambda case: case.size == "half" and case.look == "white"))
    assert len(set(cases)) == len(cases)
    assert {case.figure for case in cases} == set(PICTURES)
    for run in RUNS:
        phases = {
            dict(case.choices)["phase"] for case in cases if (case.figure, case.run) == ("phase", run)
        }
        assert phases == set(phases_of(run))
    for figure, choices in VARIED.items():
        found = [case.choices for case in cases if (case.figure, case.run) == (figure, "one unit")]
        assert [dict(each) for each in found] == list(choices)
    everything = sum(1 for _ in whole())
    assert everything == len(cases) * len(SIZES) * len(LOOKS)


def test_the_links_of_the_matrix_are_read_without_a_notice() -> None:
    cases = [case for pair in product(PICTURES, SIZES) for case in sample(*pair, count=3)]
    assert all(case.order.style.figure == case.figure for case in cases)


def test_the_diverging_run_ends_where_it_overflows() -> None:
    assert 0 < int(link_of("diverged")["step"]) < 1000
