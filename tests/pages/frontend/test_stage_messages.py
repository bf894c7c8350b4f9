"""The stage's Python half: messages, asks and published files."""

import errno
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.frontend import Request, assets, decode, encode, parse_request, publish

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("given_dtype", "sent"),
    [
        ("uint8", "u1"),
        ("bool", "u1"),
        ("int16", "i4"),
        ("int64", "i4"),
        ("uint32", "i4"),
        ("float32", "f4"),
        ("float64", "f8"),
    ],
)
def test_arrays_keep_values_and_shape(given_dtype: str, sent: str) -> None:
    array = np.array([[0, 1, 2], [3, 4, 5]]).astype(given_dtype)
    back = decode(encode({"a": {"b": [array]}}))["a"]["b"][0]
    np.testing.assert_array_equal(back, array)
    assert back.dtype == np.dtype("<" + sent)


def test_large_integers_go_as_floats() -> None:
    assert decode(encode({"a": np.array([2**40])}))["a"].dtype == np.float64


def test_every_array_starts_at_a_multiple_of_eight() -> None:
    message = encode({"text": "é", "a": np.ones(3, np.uint8), "b": np.arange(5.0)})
    length = int.from_bytes(message[:4], "little")
    start = math.ceil((4 + length) / 8) * 8
    assert message[start : start + 3] == b"\1\1\1"
    assert np.frombuffer(message, "<f8", 5, start + 8).tolist() == [0, 1, 2, 3, 4]


def test_what_json_cannot_say_becomes_null() -> None:
    header = {"a": math.nan, "b": [math.inf, np.float64("nan")], "c": np.array(["x", "y"])}
    assert decode(encode(header)) == {"a": None, "b": [None, None], "c": ["x", "y"]}


def test_a_plotly_figure_may_stand_in_a_header() -> None:
    figure = go.Figure(go.Scatter(x=[1, 2], y=[3, 4]))
    assert decode(encode({"figure": figure}))["figure"]["data"][0]["type"] == "scatter"


def test_a_stranger_in_a_header_is_named() -> None:
    with pytest.raises(TypeError, match=r"header\.a\[1\] is a set"):
        encode({"a": [1, {2}]})


@given(ANYTHING | st.fixed_dictionaries(dict.fromkeys(Request.__dataclass_fields__, ANYTHING)))
def test_any_state_gives_an_ask(value: Any) -> None:
    ask = parse_request(value)
    assert ask.n >= 0
    assert ask.stride >= 1
    assert len(ask.want) <= 4
    assert all(index >= 0 for index in ask.want)


def test_an_ask_is_read_as_sent() -> None:
    sent = {"n": 3, "run": "r", "view": "v", "scene": "s", "at": 7, "playing": True, "speed": 8}
    more = {"rate": 30, "want": [2, 3], "stride": 8, "exact": True, "history": True}
    assert parse_request({**sent, **more}) == Request(**{**sent, **more, "want": (2, 3)})  # type: ignore[arg-type]


def test_publishing_writes_once_and_removes_only_what_nobody_serves(tmp_path: Path) -> None:
    for name in ("plotly-1.0.min.js", "mine.js"):
        (tmp_path / name).write_text("old")
    for name in ("stage-0123456789ab", "stage-ba9876543210"):
        (tmp_path / name).mkdir()
    for name in ("plotly-1.0.min.js", "mine.js", "stage-0123456789ab"):
        os.utime(tmp_path / name, (0, 0))
    published = publish(tmp_path)
    served = {"mine.js", "stage-ba9876543210", published.stage, published.plotly}
    assert {path.name for path in tmp_path.iterdir()} == served
    assert (tmp_path / published.stage / "stage.css").read_bytes() == (
        assets.SOURCES / "stage.css"
    ).read_bytes()
    written = (tmp_path / published.plotly).stat().st_mtime_ns
    publish.cache_clear()
    assert publish(tmp_path) == published
    assert (tmp_path / published.plotly).stat().st_mtime_ns == written


def test_a_folder_published_ahead_of_time_may_be_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = publish(tmp_path)
    publish.cache_clear()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    for name in ("utime", "unlink", "rename", "mkdir"):
        monkeypatch.setattr(os, name, refuse)
    monkeypatch.setattr(Path, "write_text", refuse)
    assert publish(tmp_path) == published


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "static").write_text("a file where the folder should be")
    with pytest.raises(RuntimeError, match=r"python -m pages\.frontend"):
        publish(tmp_path / "static")
