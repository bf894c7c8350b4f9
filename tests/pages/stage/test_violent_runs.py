"""A run is drawn up to its last finite step, and nothing is said of what overflows on the way."""

import pytest

from pages.stage.look import Look
from pages.stage.runs import timeline
from tests.core.run.violent import HORIZON, violent
from tests.pages.shown import asked, batch_of, opened, picture_of

LOOKS = (
    Look(cells="step", lines="gradient", scale="log", signs="ratio"),
    Look(opened=(1, 1), scale="one", signs="saturation"),
    Look(cells="weights", loss_axis="log", signs="sharpness"),
)


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 5, 6])
def test_a_run_that_overflows_is_drawn_up_to_its_end_without_a_warning(seed: int) -> None:
    """A warning is an error in all tests."""
    experiment = violent(seed)
    last = timeline(experiment).at(HORIZON)
    assert last.divergence
    for look in LOOKS:
        picture = picture_of(experiment, look)
        size = opened(picture)["scene"]["size"]
        assert batch_of(picture, last.step // size)["steps"][-1] == last.step
        answer = asked(picture, exact=True, at=HORIZON)
        while "pending" in answer:
            answer = asked(picture, exact=True, at=HORIZON)
        assert answer["exact"]["step"] == last.step
