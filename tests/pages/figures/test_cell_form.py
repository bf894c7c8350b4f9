"""The forms in which the numbers of a block are printed."""

import numpy as np
import pytest

from pages.figures.cell_form import PADDING, forms_of, narrow_form, plain_form
from pages.figures.text_size import text_width

MIXED = np.array([[0.0078, -0.0786], [0.0, 0.0002]])


def test_plain_numbers_come_first_then_a_power_of_ten_with_fewer_and_fewer_decimals() -> None:
    assert [(form.unit, form.texts) for form in forms_of(MIXED)] == [
        ("", ["0.0078", "−0.0786", "0", "0.0002"]),
        ("", ["0.0078", "−0.079", "0", "0.0002"]),
        ("in 10⁻²", ["0.78", "−7.86", "0", "0.02"]),
        ("in 10⁻²", ["0.8", "−7.9", "0", "0.0"]),
        ("in 10⁻²", ["1", "−8", "0", "0"]),
    ]


@pytest.mark.parametrize(
    ("values", "unit", "texts"),
    [
        ([4.3e-19, -1.2e-18], "in 10⁻¹⁸", ["0.43", "−1.20"]),
        ([1e-6, 250.0], "", ["0", "250"]),
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


def test_narrow_cells_have_plain_numbers_only_if_these_are_short() -> None:
    assert narrow_form(forms_of(np.array([[0.25, -0.5]])), 3).unit == ""
    assert narrow_form(forms_of(np.array([[0.000123, -0.5]])), 3).texts == ["0.000", "−0.500"]
    assert narrow_form(forms_of(MIXED), 2).texts == ["0.8", "−7.9", "0", "0.0"]
    assert narrow_form(forms_of(MIXED), 1).texts == ["1", "−8", "0", "0"]
