"""Packed batches: what is unpacked is what was packed, in fewer bytes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core import Experiment
from pages.frontend import decode, encode, pack, unpack
from tests.pages.shown import picture_of

frames = arrays.arrays(np.uint8, st.tuples(st.integers(1, 6), st.integers(1, 9)))


def there_and_back(batch: dict[str, object]) -> dict[str, object]:
    (back,) = unpack(decode(encode({"batches": [pack(batch)]})))["batches"]
    return dict(back)


@given(st.dictionaries(st.text(max_size=5), frames, max_size=3).filter(lambda found: set(found) != {"$"}))
def test_what_is_unpacked_is_what_was_packed(channels: dict[str, np.ndarray]) -> None:  # type: ignore[type-arg]
    batch = {"stride": 2, "index": 3, "steps": [6], "channels": channels, "text": {"a": ["é"]}}
    back = there_and_back(batch)
    assert {**back, "channels": 0} == {**batch, "channels": 0}
    assert set(back["channels"]) == set(channels)  # type: ignore[call-overload]
    for name, values in channels.items():
        np.testing.assert_array_equal(back["channels"][name], values)  # type: ignore[index]


def test_a_name_that_stands_for_an_array_is_refused() -> None:
    batch = {"stride": 2, "index": 3, "steps": [6], "channels": {"$": np.zeros((1, 1), np.uint8)}}
    with pytest.raises(ValueError, match='channels has "\\$" for its one key'):
        pack(batch)


def test_a_batch_without_frames_survives() -> None:
    batch = {"stride": 1, "index": 9, "steps": [], "channels": {}}
    assert there_and_back(batch) == batch


def test_a_batch_of_the_playground_is_less_than_a_third() -> None:
    picture = picture_of(Experiment())
    packed = picture._batch(2, 8).packed
    bare = sum(frames.nbytes for frames in unpack({"batches": [packed]})["batches"][0]["channels"].values())
    assert packed["packed"].nbytes < bare / 3
