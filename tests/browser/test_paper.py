"""Handout and cheat sheet in the installed Chromium: one sheet, nothing cut, the same file each time."""

import io
import re
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from pages.export import cheat_sheet, handout, worksheet
from pages.export.browser import renderer
from pages.export.choices import PAPERS
from pages.export.formats import export
from pages.export.order import Order, read_order

pytestmark = pytest.mark.browser

POINTS = {"A4": (595, 842), "Letter": (612, 792)}
MOST = "strip,heatmaps,phase,curves,epsilon,network"
OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const side = each.closest("article") ?? document.body;
  if (each === side || each.tagName === "title") return false;  // the name of a drawing is not drawn
  const box = each.getBoundingClientRect();
  const sheet = side.getBoundingClientRect();
  return box.right > sheet.right - 30 || box.bottom > sheet.bottom - 20 || box.left < 30 || box.top < 20;
}).map((each) => each.outerHTML.slice(0, 80))"""
HIDDEN = """() => [...document.querySelectorAll("figcaption, td, th, p, h1")]
  .filter((each) => each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.textContent)"""


@pytest.fixture(scope="module", autouse=True)
def one_browser() -> Iterator[None]:
    yield
    renderer().close()


def ordered(paper: str, **link: str) -> Order:
    order, ignored = read_order({"paper": paper, "step": "60", "hidden": "8,8", "phase": "dW2", **link})
    assert ignored == ()
    return order


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ["handout", "worksheet", "cheat_sheet"])
def test_a_pdf_is_one_sheet_and_the_same_each_time(name: str, paper: str) -> None:
    order = ordered(paper, figures=MOST)
    made = export(order, f"{name}.pdf")
    boxes = re.findall(rb"/MediaBox \[([^]]*)\]", made)
    assert len(re.findall(rb"/Type /Page\b", made)) == len(boxes) == (1 if name == "cheat_sheet" else 2)
    for box in boxes:
        assert np.allclose(sorted(map(float, box.split()[2:])), POINTS[paper], atol=1.5)
    assert made == export(order, f"{name}.pdf")


def test_a_png_has_300_dots_per_inch_and_pictures_everywhere() -> None:
    order = ordered("Letter", figures=MOST)
    image = Image.open(io.BytesIO(export(order, "handout.png")))
    assert image.size == (2550, 6600)
    both = np.asarray(image.convert("L")) < 128
    edge = 60  # a fifth of an inch
    for ink in np.split(both, 2):
        parts = [part for band in np.array_split(ink, 4) for part in np.array_split(band, 2, axis=1)]
        assert all(part.any() for part in parts)
        assert not ink[:edge].any()
        assert not ink[-edge:].any()
        assert not ink[:, :edge].any()
        assert not ink[:, -edge:].any()


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ["handout", "worksheet", "cheat_sheet"])
def test_nothing_leaves_the_sheet_or_its_place(name: str, paper: str, page: Page) -> None:
    order = ordered(paper, figures=MOST, schedule="0.1@9,0.2@19,0.3@29", l2="0.01", batch="10")
    html = {
        "handout": lambda: handout.page(order, handout.drawn(order)),
        "worksheet": lambda: worksheet.page(order, "https://example.org/slides"),
        "cheat_sheet": lambda: cheat_sheet.page(order),
    }[name]()
    page.set_viewport_size({"width": 1300, "height": 1300})
    page.evaluate("(html) => { document.documentElement.innerHTML = html; }", html)
    page.evaluate("() => Promise.all([...document.images].map((image) => image.decode()))")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(HIDDEN) == []
    page.add_style_tag(content="li, figcaption { font-size: 30px }")
    assert page.evaluate(OUTSIDE) + page.evaluate(HIDDEN) != []
