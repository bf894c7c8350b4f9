"""A QR code on the page has the cells of its text, on white, with a margin; a long text is refused."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import segno

from pages.figures.qr_code import MOST_BYTES, qr_code

LINK = "https://example.org/one_step?dataset=moons&ask=Which+is+faster%3F&step=40"
MARGIN = 4


def drawn(svg: ET.Element) -> np.ndarray:
    """Return the cells of a code as its dark lines draw them."""
    size = int(svg.attrib["viewBox"].split()[-1])
    cells = np.zeros((size, size), dtype=int)
    white, dark = svg.findall("path")
    assert (white.attrib["fill"], white.attrib["d"]) == ("#fff", f"M0 0h{size}v{size}h-{size}z")
    assert dark.attrib["stroke"] == "#000"
    x, y = 0.0, 0.0
    for kind, *numbers in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", dark.attrib["d"]):
        dx, dy = float(numbers[0]), float(numbers[1] or 0)
        if kind == "h":
            cells[int(y), int(x) : int(x + dx)] = 1
        x, y = (dx, dy) if kind == "M" else (x + dx, y + dy)
    return cells


def test_the_cells_are_those_of_the_text() -> None:
    svg = ET.fromstring(qr_code(LINK, "A <title>"))
    assert svg.findtext("title") == "A <title>"
    cells = drawn(svg)
    matrix = np.array([list(row) for row in segno.make_qr(LINK, error="l").matrix])
    assert (cells[MARGIN:-MARGIN, MARGIN:-MARGIN] == matrix).all()
    assert cells.sum() == matrix.sum()
    assert segno.make_qr(LINK + "x", error="l").matrix != segno.make_qr(LINK, error="l").matrix


def test_a_link_that_no_phone_reads_is_refused() -> None:
    assert qr_code("x" * MOST_BYTES, "t")
    with pytest.raises(ValueError, match=r"it has 1,202 bytes, and a readable code has up to 1,200"):
        qr_code("é" * (MOST_BYTES // 2 + 1), "t")
