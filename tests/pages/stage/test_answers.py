"""The answers: the same for the same question, bounded in work, and calm about any question."""

from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import LAST_STEP, Experiment, Timeline
from pages.frontend import Request, decode, encode, parse_request
from pages.server import scheduler
from pages.server.work import compute
from pages.stage.look import RATES, SPEEDS, Look, Pace
from pages.stage.picture import Picture
from tests.pages.shown import DIVERGING, asked, batch_of, counted, forget, opened, picture_of

SMALL = Experiment(dataset="moons", samples=40, hidden=(3,))
HEAVY = Experiment(samples=1000, hidden=(32, 32, 32, 32))
MOST_UPDATES = 40_000
"""What one answer may compute at the least: half a second of the lightest run."""


def question(picture: Picture, **fields: Any) -> Request:
    return Request(**{"n": 7, "run": picture.run, "view": picture.view, "scene": picture.id, **fields})


QUESTIONS: list[dict[str, Any]] = [
    {"want": (0,), "stride": 1, "exact": True, "history": True},
    {"want": (3, 1), "stride": 8, "playing": True, "at": 90},
    {"at": 777, "exact": True, "history": True},
    {"at": 5, "want": (0,), "stride": 1, "exact": True},
    {"scene": "", "run": "", "at": 12},
]


@pytest.mark.parametrize("experiment", [SMALL, SMALL.with_rate_from(300, 0.2)], ids=["plain", "schedule"])
@pytest.mark.parametrize("fields", QUESTIONS, ids=str)
def test_the_same_question_gets_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch, experiment: Experiment, fields: dict[str, Any]
) -> None:
    fresh = picture_of(experiment)
    first = encode(fresh.response(question(fresh, **fields), 4, Pace()))
    forget(monkeypatch)
    picture_of(SMALL).response(question(picture_of(SMALL), at=1500, want=(2,)), 0, Pace())
    later = picture_of(experiment)
    for other in QUESTIONS:
        later.response(question(later, **other), 4, Pace())
    assert encode(later.response(question(later, **fields), 4, Pace())) == first


# --- runs that end -------------------------------------------------------------------------------


def test_a_diverging_run_says_where_it_ended() -> None:
    picture = picture_of(DIVERGING)
    answer = asked(picture, want=(0, 1, 2, 3), stride=64, playing=True)
    end = Timeline(DIVERGING).at(LAST_STEP)
    assert end.divergence
    assert answer["last"] == end.step
    assert answer["ended"] == end.divergence.message
    steps = [step for batch in answer["batches"] for step in batch["steps"]]
    assert steps
    assert max(steps) <= end.step


def test_beyond_its_end_a_run_shows_its_end() -> None:
    picture = picture_of(DIVERGING)
    end = Timeline(DIVERGING).at(LAST_STEP).step
    answer = asked(picture, at=LAST_STEP, exact=True, history=True)
    while "pending" in answer:
        answer = asked(picture, at=LAST_STEP, exact=True, history=True)
    assert answer["exact"]["step"] == answer["history_step"] == answer["last"] == end


def test_a_link_beyond_the_end_opens_at_the_end() -> None:
    picture = picture_of(DIVERGING)
    opening = opened(picture, 4000)
    assert opening["exact"]["step"] == Timeline(DIVERGING).at(LAST_STEP).step
    assert opening["ended"]


# --- bounded work --------------------------------------------------------------------------------


def test_a_heavy_run_answers_with_what_it_has_reached() -> None:
    picture = picture_of(HEAVY)
    reached = []
    for _ in range(3):
        with counted(250):
            answer = asked(picture, at=100_000, exact=True)
        assert "exact" not in answer
        assert answer["pending"]["step"] == 100_000
        reached.append(answer["pending"]["reached"])
    assert 0 < reached[0] < reached[1] < reached[2]


def test_a_far_link_opens_with_what_it_has_reached() -> None:
    picture = picture_of(HEAVY, Look(scale=0))
    with counted(700):
        message = opened(picture, LAST_STEP)
    assert message["scene"]["step"] == LAST_STEP
    assert message["pending"]["reached"] < LAST_STEP


@pytest.mark.parametrize(
    ("experiment", "most"), [(SMALL, MOST_UPDATES), (HEAVY, 500)], ids=["light", "heavy"]
)
def test_scaling_to_a_far_step_is_bounded_work(experiment: Experiment, most: int) -> None:
    picture = picture_of(experiment, Look(scale=LAST_STEP))
    with counted(most):
        opened(picture, 0)


def test_a_light_run_gets_to_a_far_step() -> None:
    picture, asks = picture_of(SMALL), 0
    answer: dict[str, Any] = {"pending": {}}
    while "pending" in answer:
        with counted(MOST_UPDATES):
            answer = asked(picture, at=30_000, exact=True)
        asks += 1
        assert asks < 20
    assert answer["exact"]["step"] == 30_000


def wait_for(queue: scheduler.Scheduler, waiting: int) -> None:
    give_up = monotonic() + 20
    while queue.waiting < waiting:
        assert monotonic() < give_up
        sleep(0.01)


def test_who_makes_a_batch_and_who_opens_on_it_do_not_wait_for_one_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scheduler, "turns", queue := scheduler.Scheduler(1, clock=lambda: 0.0))
    queue._ends["maker"] = 1.0  # it has had more, so who opens goes first
    picture = picture_of()
    playing = question(picture, want=(0,), playing=True)

    def serve(session: str, answer: Callable[..., object]) -> Thread:
        def run() -> None:
            answer(lambda work: compute(session, work))

        thread = Thread(target=run, daemon=True)
        thread.start()
        return thread

    with queue.turn("another"):
        maker = serve("maker", lambda turn: picture.response(playing, 0, Pace(), turn))
        wait_for(queue, 1)  # it is about to make the batch, and waits for its turn
        opener = serve("opener", lambda turn: picture_of().opening(playing, 0, Pace(speed=1), turn))
        wait_for(queue, 2)
    for thread in (opener, maker):
        thread.join(20)
        assert not thread.is_alive()


def test_a_known_batch_is_not_made_again() -> None:
    batch_of(picture_of(SMALL), 4, 8)
    with counted(0):
        batch_of(picture_of(SMALL, theme="dark"), 4, 8)


# --- any question --------------------------------------------------------------------------------

garbage = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
asks = st.fixed_dictionaries(
    {},
    optional={
        "n": garbage,
        "at": garbage | st.integers(0, 2000),
        "run": garbage,
        "scene": garbage,
        "playing": st.booleans(),
        "stride": garbage | st.sampled_from(SPEEDS),
        "speed": garbage | st.sampled_from(SPEEDS),
        "rate": garbage | st.sampled_from(RATES),
        "want": garbage | st.lists(garbage | st.integers(0, 50), max_size=6),
        "exact": st.booleans(),
        "history": st.booleans(),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asks, st.booleans(), st.sampled_from([SMALL, DIVERGING]))
def test_any_question_gets_an_answer(raw: dict[str, Any], holds: bool, experiment: Experiment) -> None:
    picture = picture_of(experiment)
    raw |= {"scene": picture.id, "run": picture.run, "view": picture.view} if holds else {}
    with counted(MOST_UPDATES):
        answer = decode(encode(picture.response(parse_request(raw), 0, Pace())))
    assert answer["run"] == picture.run
    assert answer["view"] == picture.view
    assert answer["n"] == parse_request(raw).n
    assert ("pending" in answer) != ("batches" in answer)
