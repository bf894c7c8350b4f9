"""Film strips: every panel has room, and its labels too."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from pages.figures.strip import _step_names
from pages.figures.strip_layout import strip_layout
from pages.figures.template import LABEL
from pages.figures.text_size import text_width

ROOMS = st.floats(0.75, 4).map(lambda ratio: (440 * ratio - 24, 386.0))
BLOCKS = st.one_of(st.none(), st.tuples(st.integers(3, 65), st.integers(1, 64)))


@given(st.integers(2, 8), st.booleans(), BLOCKS, ROOMS, st.floats(10, 70))
def test_panels_do_not_meet_and_their_labels_fit(count, has_planes, block, room, needed):
    if not has_planes and block is None:
        return
    frame = strip_layout(count, has_planes, block, room, needed)
    assert frame.width + 5 >= needed
    parts = [0] * has_planes + [1] * (block is not None)
    boxes = []
    for at, part in itertools.product(range(count), parts):
        (x0, x1), (y0, y1) = frame.across(at), frame.up(part, at)
        above, below = (20 if part == parts[0] else 18), (18 if part else 0)
        assert y1 > y0
        boxes.append((x0 * room[0], y0 * room[1] - below, x1 * room[0], y1 * room[1] + above))
    for a, b in itertools.combinations(boxes, 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] - 0.01 and b[1] < a[3] - 0.01)
    assert min(box[0] for box in boxes) >= 0
    assert max(box[2] for box in boxes) <= room[0] - 60
    assert min(box[1] for box in boxes) >= (26 if has_planes else 0) - 0.01
    assert max(box[3] for box in boxes) <= room[1] + (18 if not has_planes else 0) + 0.01


def test_half_a_slide_has_two_rows_and_a_slide_one():
    assert strip_layout(5, True, (3, 4), (758.0, 386.0), 40).columns == 5
    assert strip_layout(5, True, (3, 4), (367.0, 386.0), 40).columns == 3


def test_where_the_word_has_no_room_the_number_stands_alone():
    assert _step_names([0, 1000], 120) == ["step 0", "step 1,000"]
    assert _step_names([0, 1000], 50) == ["0", "1,000"]
    assert text_width("1,000", LABEL) <= 50
