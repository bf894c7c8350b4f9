import itertools

import numpy as np
import pytest
from plotly.colors import sample_colorscale

from pages.figures import palette
from pages.figures.palette import INK, Theme

THEMES: tuple[Theme, Theme] = ("light", "dark")

# Viénot, Brettel and Mollon (1999): linear RGB as a deuteranope sees it.
DEUTERANOPIA = np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1]])


def lab(linear):
    """CIE L*a*b* of linear sRGB (3,), D65."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    ratio = xyz @ linear / np.array([0.9505, 1, 1.089])
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen(colour):
    linear = (palette.rgb(colour) / 255) ** 2.2
    return lab(np.clip(DEUTERANOPIA @ linear, 0, 1))


def distance(one, other):
    return float(np.linalg.norm(seen(one) - seen(other)))


def test_the_simulation_itself_merges_a_red_and_a_green():
    assert distance("#c05050", "#8a7a50") < 15 < distance("#c05050", "#3050c0")


@pytest.mark.parametrize("k", range(2, 7))
def test_classes_stay_apart_without_red_and_green(k):
    pairs = itertools.combinations(palette.CLASS_COLOURS[:k], 2)
    assert min(distance(a, b) for a, b in pairs) > (30 if k <= 3 else 15)


def test_colour_never_stands_alone():
    assert len(set(palette.CLASS_SYMBOLS)) == len(palette.CLASS_COLOURS) == palette.MAX_CLASSES


@pytest.mark.parametrize("theme", THEMES)
def test_text_reads_on_the_page(theme):
    ink = INK[theme]
    for colour in (ink.text, ink.muted, ink.train, ink.test, *ink.layers):
        assert palette.contrast(colour, ink.page) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_numbers_read_on_every_cell(theme):
    table = palette.signed_table(theme)
    for row, text in zip(table, palette.readable_on(table), strict=True):
        assert palette.contrast(palette.css(row), str(text)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("edges", [False, True])
def test_signed_table_is_the_colour_scale(theme, edges):
    stops = (palette.EDGE if edges else palette.DIVERGING)[theme]
    places = (np.arange(1, 256) - 1) / 254
    plotly = sample_colorscale(palette.colorscale(stops), places, colortype="tuple")
    table = palette.signed_table(theme, edges=edges)[1:]
    assert np.abs(np.array(plotly) * 255 - table).max() <= 1.01


@pytest.mark.parametrize("theme", THEMES)
def test_sequential_table_is_the_colour_scale(theme):
    scale = palette.colorscale(palette.SEQUENTIAL[theme])
    plotly = sample_colorscale(scale, np.arange(256) / 255, colortype="tuple")
    assert np.abs(np.array(plotly) * 255 - palette.sequential_table(theme)).max() <= 1.01


@pytest.mark.parametrize("theme", THEMES)
def test_zero_is_the_neutral_and_size_is_lightness(theme):
    table = palette.signed_table(theme)
    assert palette.css(table[128]) == INK[theme].neutral
    light = palette.luminance(table)
    sign = -1 if theme == "light" else 1
    assert (sign * np.diff(light[128:]) > -1e-6).all()
    assert (sign * np.diff(light[1:129]) < 1e-6).all()


def test_tables_are_shared_and_therefore_read_only():
    with pytest.raises(ValueError, match="read-only"):
        palette.sequential_table("light")[0] = 0


def lightness(table):
    """CIE L* of sRGB rows."""
    Y = palette.luminance(table)
    return np.where(Y > 216 / 24389, 116 * np.cbrt(Y) - 16, 24389 / 27 * Y)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("edges", [False, True])
def test_the_sign_survives_without_hue(theme, edges):
    light = lightness(palette.signed_table(theme, edges=edges))
    below, above = light[1:128][::-1], light[129:]
    assert (above > below).all()
    assert (above - below)[63:].min() > 15  # from half of the colour range on
    assert above[-1] - below[-1] > 20


@pytest.mark.parametrize("theme", THEMES)
def test_zero_has_no_hue(theme):
    assert np.ptp(palette.rgb(INK[theme].neutral)) <= 15


def hue_distance(one, other):
    """Distance of two colours' hues on the a*b* plane, in degrees."""
    angles = [np.degrees(np.arctan2(*lab((palette.rgb(c) / 255) ** 2.2)[:0:-1])) for c in (one, other)]
    return abs((angles[0] - angles[1] + 180) % 360 - 180)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("end", [0, 1, -2, -1])
def test_a_sign_has_the_hue_of_no_class(theme, end):
    """Signs and classes stand side by side and mean different things."""
    for stops in (palette.DIVERGING, palette.EDGE):
        for colour in palette.CLASS_COLOURS[:3]:
            assert hue_distance(stops[theme][end][1], colour) > 22, colour


@pytest.mark.parametrize("theme", THEMES)
def test_signs_are_told_apart_without_red_and_green(theme):
    table = palette.signed_table(theme)
    for size in (32, 64, 127):
        assert distance(palette.css(table[128 - size]), palette.css(table[128 + size])) > 30


@pytest.mark.parametrize("theme", THEMES)
def test_activations_have_no_hue_of_their_own(theme):
    assert np.ptp(palette.sequential_table(theme).astype(int), axis=-1).max() <= 20
