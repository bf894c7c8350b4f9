import numpy as np
import pytest
from plotly.colors import sample_colorscale

from pages.figures.palette import DIVERGING, bar_colorscale, colorscale, css, lookup, signed_table
from pages.figures.raster import signed_bytes
from pages.figures.spread import DECADES, LEAST_SHARE, knots, position

SPREADS = pytest.mark.parametrize("spread", ["linear", "root", "log"])


@SPREADS
def test_a_position_has_the_sign_of_its_number_and_grows_with_it(spread):
    sizes = np.logspace(-9, 1, 50)
    at = position(np.concatenate([-sizes[::-1], [0], sizes]), 2.0, spread)
    assert (np.diff(at) >= 0).all()
    assert (at[50], at[0], at[-1]) == (0, -1, 1)
    np.testing.assert_array_equal(at, -at[::-1])


def test_half_of_the_colours():
    assert position(LEAST_SHARE * 3, 3.0, "root") == 0.5
    assert position(1.5, 3.0, "linear") == 0.5


def test_a_log_scale_has_equal_steps_and_keeps_zero_apart():
    decades = position(10.0 ** np.arange(-DECADES, 1), 1.0, "log")
    np.testing.assert_allclose(np.diff(decades), np.diff(decades)[0])
    smallest = signed_bytes([-1e-30, 0, 1e-30], 1.0, "log").astype(int)
    assert smallest[1] == 128
    assert 128 - smallest[0] == smallest[2] - 128 >= 12


@SPREADS
def test_nothing_on_a_scale_of_zero(spread):
    assert position([0.0, np.nan], 0.0, spread).tolist() == [0, 0]


@SPREADS
def test_plotly_shows_the_raster_s_colours(spread, theme):
    values = np.concatenate([-np.logspace(0, -6, 40), [0], np.logspace(-6, 0, 40)])
    raster = signed_table(theme)[signed_bytes(values, 1.0, spread)].astype(int)
    shares = (1 + values) / 2
    plotly = 255 * np.array(
        sample_colorscale(colorscale(DIVERGING[theme], spread), shares, colortype="tuple")
    )
    steps = np.abs(np.diff(signed_table(theme)[1:].astype(int), axis=0)).max()
    assert np.abs(plotly - raster).max() <= 3 * steps  # one byte of the raster is one step


@SPREADS
def test_a_bar_has_the_colours_of_its_numbers(spread, theme):
    bar = dict(bar_colorscale(DIVERGING[theme], spread))
    assert (bar[0], bar[1]) == (DIVERGING[theme][0][1], DIVERGING[theme][-1][1])
    if spread == "log":  # three decades below the end, half-way from the middle
        scale = bar_colorscale(DIVERGING[theme], spread)
        (half,) = sample_colorscale(scale, [0.75], colortype="tuple")
        expected = lookup(DIVERGING[theme], (1 + position(1e-3, 1.0, "log")) / 2)
        assert np.abs(255 * np.array(half) - expected).max() < 4
        (zero,) = sample_colorscale(scale, [0.5], colortype="tuple")
        assert css(255 * np.array(zero)) == css(signed_table(theme)[128])


@SPREADS
def test_knots_are_in_order(spread):
    shares = knots(spread)
    assert (np.diff(shares) > 0).all()
    assert (shares[0], shares[-1], shares[len(shares) // 2]) == (-1, 1, 0)
