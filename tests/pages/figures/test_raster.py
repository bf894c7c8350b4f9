import base64
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pages.figures.raster import colours, level_bytes, png_url, signed_bytes

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
SCALES = st.floats(1e-6, 1e6)


def test_ends_and_zero():
    assert signed_bytes([-2, -1, 0, 1, 2], 1.0).tolist() == [1, 1, 128, 255, 255]
    assert level_bytes([-1, 0, 0.5, 1, 2], 0, 1).tolist() == [0, 0, 128, 255, 255]


def test_nothing_to_scale_by_is_still_a_picture():
    assert signed_bytes([-1, 0, 1], 0.0).tolist() == [1, 128, 255]
    assert level_bytes([3.0, 3.0], 3.0, 3.0).tolist() == [0, 0]
    assert signed_bytes([np.nan, np.inf, -np.inf], 1.0).tolist() == [128, 255, 1]


@pytest.mark.parametrize("scale", [-1.0, np.nan, np.inf])
def test_scale_that_is_none(scale):
    with pytest.raises(ValueError, match="scale"):
        signed_bytes([1.0], scale)


@given(NUMBERS, NUMBERS, SCALES)
def test_bytes_keep_the_order(a, b, scale):
    low, high = signed_bytes([min(a, b), max(a, b)], scale)
    assert low <= high


@given(NUMBERS, SCALES)
def test_opposite_numbers_have_opposite_bytes(a, scale):
    one, other = signed_bytes([a, -a], scale).astype(int) - 128
    assert one == -other


@given(st.floats(-1, 1))
def test_a_byte_is_within_half_a_level(ratio):
    byte = int(signed_bytes([ratio], 1.0)[0])
    assert abs((byte - 128) / 127 - ratio) <= 0.5 / 127 + 1e-12


@pytest.mark.parametrize("depth", [3, 4])
def test_png_shows_the_pixels(depth):
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, depth), dtype=np.uint8)
    data = base64.b64decode(png_url(pixels, magnify=2).split(",")[1])
    image = np.asarray(Image.open(io.BytesIO(data)))
    assert (image == np.kron(pixels, np.ones((2, 2, 1), dtype=np.uint8))).all()


def test_lookup():
    table = np.arange(768, dtype=np.uint16).reshape(256, 3).astype(np.uint8)
    assert colours(np.array([[0, 255]], np.uint8), table).tolist() == [[[0, 1, 2], [253, 254, 255]]]
