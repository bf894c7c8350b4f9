import numpy as np
import pytest

from pages.figures.jacobian import alt_jacobian, jacobian_figure
from pages.figures.slope import REACH, Touch, alt_slope, slope_figure
from pages.figures.slope_map import alt_slope_map, slope_map_figure

A = np.array([0.7, 0.2, 0.1])
J = np.diag(A) - np.outer(A, A)


def test_both_matrices_are_on_one_scale_with_their_numbers(theme):
    figure = jacobian_figure(J, J + 1e-9, theme=theme)
    formula, twin, numbers, _ = figure.data
    assert np.array_equal(formula.z, J)
    assert np.array_equal(twin.z, J + 1e-9)
    assert formula.zmax == twin.zmax == -formula.zmin == pytest.approx(0.21)
    assert numbers.text[:3] == ("0.21", "−0.14", "−0.07")
    assert (numbers.x[1], numbers.y[1]) == (1, 0)
    assert figure.layout.yaxis.range == (2.5, -0.5)


def test_a_jacobian_of_zeros_is_drawn(theme):
    assert jacobian_figure(np.zeros((2, 2)), np.zeros((2, 2)), theme=theme).data[0].zmax == 1


def test_the_jacobian_in_words():
    said = alt_jacobian(J, J + 1e-9)
    assert "3 × 3" in said
    assert "0.21, of A₂ of class 0 with respect to Z₂ of class 0" in said
    assert "The two differ by at most 1×10⁻⁹." in said


def test_the_tangent_touches_the_curve_with_its_slope(theme):
    z = np.linspace(-6, 6, 5)
    figure = slope_figure(
        z, np.tanh(z), 1 - np.tanh(z) ** 2, Touch(1.0, 0.76, 0.42), name="tanh", theme=theme
    )
    curve, slopes, tangent, point = figure.data
    assert np.array_equal(curve.y, np.tanh(z))
    assert np.array_equal(slopes.y, 1 - np.tanh(z) ** 2)
    (x0, x1), (y0, y1) = tangent.x, tangent.y
    assert (x0 + x1) / 2 == 1.0
    assert x1 - x0 == 2 * REACH
    assert (y1 - y0) / (x1 - x0) == pytest.approx(0.42)
    assert (y0 + y1) / 2 == pytest.approx(0.76)
    assert list(point.y) == [0.76, 0.42]


def test_the_slope_in_words():
    said = alt_slope(Touch(1.0, 0.5, 0.25), name="σ", unit=3, highest=0.25)
    assert said.startswith("Unit 3 has Z₁ = 1 for this sample and activation σ(Z₁) = 0.5.")


def test_the_map_shows_the_slopes_and_the_sample(theme, rng):
    slopes, X = rng.uniform(0, 0.25, size=(6, 6)), rng.normal(size=(9, 2))
    figure = slope_map_figure(
        slopes, X, 4, bounds=(-1, 1, -1, 1), highest=0.25, title="A1 (1 − A1)", theme=theme
    )
    plane, points, sample = figure.data
    assert np.array_equal(plane.z, slopes)
    assert (plane.zmin, plane.zmax) == (0, 0.25)
    assert plane.y[0] > plane.y[-1]
    assert len(points.x) == 9
    assert (sample.x[0], sample.y[0]) == tuple(X[4])


def test_the_flat_share_of_the_plane_is_told():
    slopes = np.array([[0.25, 0.01], [0.02, 0.2]])
    said = alt_slope_map(slopes, 0.2, unit=1, highest=0.25)
    assert "it is 0.2." in said
    assert "On 50\u00a0% of the plane" in said
