"""The widths that figures are laid out with: never less than what a browser draws."""

import string

import pytest
from playwright.sync_api import Browser

from pages.figures.template import FONT
from pages.figures.text_size import first_that_fits, text_height, text_width, wrapped

pytestmark = pytest.mark.browser

LETTERS = string.printable.strip() + "ᵢⱼ′ᵗ·ᵀⁿ²³¹⁰⁴⁵₀₁₂₃₄₅₆ε∂“”–‖⁻λθµΣβσ√ηΔδ∇±×←→−∞≈≠≤≥⊙—…"
TEXTS = [
    "−0.0081",
    "4.2 × 10⁻¹⁸",
    "dW₂ (h × k) = (8 × 3)",
    "gradient of the loss · step 3,000",
    "A₁ᵀ · dZ₂",
]
FONTS = [FONT, "DejaVu Sans", "Liberation Sans", "sans-serif"]

MEASURE = """([texts, font]) => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.font = font;
  return texts.map((text) => canvas.measureText(text).width);
}"""


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("is_bold", [False, True])
def test_no_text_is_wider_than_measured(browser: Browser, font: str, is_bold: bool) -> None:
    page = browser.new_page()
    texts = [*TEXTS, *([] if is_bold else [letter * 10 for letter in LETTERS])]
    drawn = page.evaluate(MEASURE, [texts, f"{'bold ' * is_bold}100px {font}"])
    told = [text_width(text, 100, is_bold=is_bold) for text in texts]
    assert {t: (d, m) for t, d, m in zip(texts, drawn, told, strict=True) if d > 1.03 * m} == {}
    page.close()


def test_a_text_is_not_measured_much_too_wide(browser: Browser) -> None:
    page = browser.new_page()
    drawn = page.evaluate(MEASURE, [TEXTS, "100px DejaVu Sans"])
    assert {t: d for t, d in zip(TEXTS, drawn, strict=True) if text_width(t, 100) > 1.12 * d} == {}
    page.close()


def test_tags_take_no_room_and_breaks_make_lines() -> None:
    assert text_width("<i>dW</i><br>W", 10) == text_width("dW", 10)
    assert text_width("<b>dW</b>", 10) == text_width("dW", 10, is_bold=True) > text_width("dW", 10)
    assert text_height("a<br>b", 10) == 2 * text_height("a", 10)
    assert text_width("mm", 10, is_mono=True) == text_width("ii", 10, is_mono=True)


def test_long_text_wraps_or_takes_its_short_form() -> None:
    lines = wrapped("the gradient of the loss with respect to the weights", 13, 120)
    assert len(lines) > 2
    assert all(text_width(line, 13) <= 120 for line in lines)
    assert " ".join(lines) == "the gradient of the loss with respect to the weights"
    assert first_that_fits(["the network and its maps", "the network", "net"], 13, 90) == "the network"
    assert first_that_fits(["the network and its maps", "the network"], 13, 10) == "the network"
