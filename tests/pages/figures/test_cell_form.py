"""The forms in which the numbers of a block are printed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.figures.cell_form import EMS, PADDING, forms_of, plain_form
from pages.figures.text_size import text_width

MIXED = np.array([[0.0078, -0.0786], [0.0, 0.0002]])


def test_plain_numbers_come_first_then_a_power_of_ten_with_fewer_and_fewer_decimals() -> None:
    assert [(form.unit, form.texts) for form in forms_of(MIXED)] == [
        ("", ["0.0078", "−0.0786", "0", "0.0002"]),
        ("", ["0.0078", "−0.079", "0", "0.0002"]),
        ("in 10⁻²", ["0.78", "−7.86", "0", "0.02"]),
        ("in 10⁻²", ["0.8", "−7.9", "0", "≈0"]),
        ("in 10⁻²", ["1", "−8", "0", "≈0"]),
    ]


@pytest.mark.parametrize(
    ("values", "unit", "texts"),
    [
        ([4.3e-19, -1.2e-18], "in 10⁻¹⁸", ["0.43", "−1.20"]),
        ([1e-6, 250.0], "", ["≈0", "250"]),
        ([-1e-6, 250.0], "", ["≈0", "250"]),
        ([2.5e7, -1e7], "in 10⁷", ["2.50", "−1.00"]),
        ([0.0, 0.0], "", ["0", "0"]),
        ([np.nan, np.inf], "", ["NaN", "∞"]),
    ],
)
def test_small_numbers_share_a_power_of_ten(values: list[float], unit: str, texts: list[str]) -> None:
    forms = [form for form in forms_of(np.array([values])) if form.digits == 3]
    assert (unit, texts) in [(form.unit, list(form.texts)) for form in forms]


def test_a_form_fits_a_cell_if_its_widest_number_does() -> None:
    form = plain_form(MIXED, 3)
    width = text_width("−0.0786", 14) + PADDING
    assert form.fits(14, width)
    assert not form.fits(14, width - 1)


@pytest.mark.parametrize("digits", EMS)
@given(st.lists(st.floats(allow_subnormal=False), min_size=1, max_size=6))
def test_every_block_has_a_form_for_cells_of_some_width(digits: int, values: list[float]) -> None:
    wide = EMS[digits] * 12 + PADDING
    assert any(form.fits(12, wide) for form in forms_of(np.array([values])) if form.digits >= digits)
