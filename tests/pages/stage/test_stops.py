"""Where a run shall stop: what the link may say, and how it is written."""

import pytest

from core import kind_of
from pages.stage.look import Pace

KIND = kind_of(Pace, "stop")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("none", "none"), ("loss:0.1", "loss:0.1"), ("loss:1e-3", "loss:0.001"),
        ("accuracy:95", "accuracy:95"),
        ("accuracy:99.50", "accuracy:99.5"), ("step:1000", "step:1000"), ("step:0010", "step:10"),
    ],
)  # fmt: skip
def test_a_stop_is_read_and_written_in_one_form(text: str, written: str) -> None:
    assert KIND.read(text) == written
    assert KIND.read(KIND.write(written)) == KIND.validate(written) == written


@pytest.mark.parametrize(
    "text", ["", "loss:", "loss:0", "loss:nan", "accuracy:101", "step:0", "step:1.5", "a:3", "loss:1:2"]
)  # fmt: skip
def test_any_other_text_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match=r"such as loss:0\.1, accuracy:95, step:1000"):
        KIND.read(text)


def test_a_stop_is_text() -> None:
    with pytest.raises(TypeError, match="must be text"):
        Pace(stop=KIND.validate(3))
