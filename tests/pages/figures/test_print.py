"""The greys for print: lightness alone tells what colour tells elsewhere."""

import itertools

import numpy as np
import pytest

from pages.figures import palette
from pages.figures.network_layout import network_layout
from pages.figures.network_shapes import edge_shapes
from pages.figures.palette import INK, luminance, rgb, signed_table
from pages.figures.regions import BORDER, bordered, decision_bytes, decision_palette


def lightness(table):
    """CIE L* of sRGB rows."""
    Y = luminance(table)
    return np.where(Y > 216 / 24389, 116 * np.cbrt(Y) - 16, 24389 / 27 * Y)


def test_there_is_no_colour_in_it():
    stops = [palette.DIVERGING, palette.EDGE, palette.SEQUENTIAL]
    ink = INK["print"]
    found = [colour for table in stops for _, colour in table["print"]]
    found += [palette.class_colour(c, "print") for c in range(6)]
    found += [palette.class_fill(c, "print") for c in range(6)]
    found += [ink.page, ink.text, ink.muted, ink.grid, ink.neutral, ink.train, ink.test, *ink.layers]
    assert all(len(set(rgb(colour))) == 1 for colour in found)


def test_a_signed_number_is_the_lighter_the_larger_it_is():
    steps = np.diff(lightness(signed_table("print")[1:]))
    assert (steps >= 0).all()
    assert np.ptp(lightness(signed_table("print")[[1, 128]])) > 40
    assert np.ptp(lightness(signed_table("print")[[128, 255]])) > 25


def test_an_activation_is_the_darker_the_larger_it_is():
    assert (np.diff(lightness(palette.sequential_table("print"))) <= 0).all()


@pytest.mark.parametrize("k", [2, 3])
def test_classes_are_apart_in_lightness(k):
    pairs = list(itertools.combinations(range(k), 2))
    for colour in (palette.class_colour, palette.class_fill):
        light = lightness(np.array([rgb(colour(c, "print")) for c in range(k)]))
        assert min(abs(light[a] - light[b]) for a, b in pairs) > 15


def test_everything_printed_reads():
    ink = INK["print"]
    for colour in (ink.text, ink.muted, ink.train, ink.test, *ink.layers):
        assert palette.contrast(colour, ink.page) >= 4.5
    table = signed_table("print")
    for row, text in zip(table, palette.readable_on(table), strict=True):
        assert palette.contrast(palette.css(row), str(text)) >= 4.5


def test_a_weight_below_zero_is_dashed_in_print_alone():
    layout = network_layout((2, 3, 2))
    pixels = np.arange(len(layout.lines), dtype=np.uint8) + 122
    for theme, expected in (("print", pixels < 128), ("light", np.zeros(len(pixels), dtype=bool))):
        shapes = edge_shapes(layout, pixels, theme)
        assert ["dash" in shape["line"] for shape in shapes] == expected.tolist()


@pytest.mark.parametrize("k", range(2, 7))
def test_a_border_stands_wherever_the_winner_changes(k, rng):
    P = rng.dirichlet(np.ones(k), size=(12, 9))
    pixels, winner = decision_bytes(P), P.argmax(axis=-1)
    assert pixels.max() < BORDER
    drawn = bordered(pixels, k)
    for row, column in np.ndindex(12, 9):
        right = column < 8 and winner[row, column] != winner[row, column + 1]
        below = row < 11 and winner[row, column] != winner[row + 1, column]
        expected = BORDER if right or below else pixels[row, column]
        assert drawn[row, column] == expected
    assert decision_palette(k, "print", hard=False)[BORDER].tolist() == rgb(INK["print"].text).tolist()
