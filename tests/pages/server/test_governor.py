"""The governor: fewer frames for all when there is not enough, and more again when there is."""

from collections.abc import Callable
from itertools import cycle

from pages.server.governor import BUDGET, LADDER, SLOW, Governor


class Day:
    """A server whose time and work are told, second by second."""

    def __init__(self, most: int = 30) -> None:
        self.now = self.work = 0.0
        self.told = 0
        self.governor = Governor(most, lambda: self.now, lambda: self.work)

    def play(
        self,
        seconds: int,
        players: int,
        cost: float,
        late: Callable[[], float] = lambda: 0.01,
        asks: int = 1,
    ) -> int:
        """Let all play at the rate that they are given, a frame costing `cost`; return the last rate.

        Each asks `asks` times for the same.
        """
        for _ in range(seconds):
            self.now += 1
            for i in range(players):
                frames = self.governor.rate
                self.work += frames * cost
                self.told += 1
                for _ in range(asks):
                    self.governor.note(f"s{i}", self.told, frames, late())
        return self.governor.rate


def test_a_class_that_shares_one_run_gets_all() -> None:
    assert Day().play(30, players=100, cost=0.0001) == 30


def test_a_hundred_different_runs_get_what_a_core_can_give() -> None:
    rate = Day().play(30, players=100, cost=0.0007)
    assert 10 <= rate <= 11
    assert 0.9 * rate * 100 * 0.0007 <= BUDGET  # it moves down only for more than a tenth


def test_who_asks_three_times_for_the_same_does_not_make_frames_look_cheap() -> None:
    assert Day().play(30, players=100, cost=0.0007, asks=3) == Day().play(30, players=100, cost=0.0007)


def test_more_is_given_when_there_is_more() -> None:
    day = Day()
    assert day.play(30, players=100, cost=0.0007) < 15
    assert day.play(60, players=20, cost=0.0007) == 30


def test_late_answers_lower_the_rate_though_the_work_is_little() -> None:
    day = Day()
    low = day.play(90, players=20, cost=0.0001, late=lambda: 2 * SLOW)
    assert low == min(LADDER)
    assert day.play(60, players=20, cost=0.0001) == 30


def test_many_that_ask_at_once_are_no_lack_of_power() -> None:
    # Sixty in one burst wait for one another; then nothing is asked until the next burst.
    burst = cycle([0.025 * place for place in range(60)])
    day = Day()
    assert day.play(60, players=60, cost=0.0005, late=lambda: next(burst)) >= 20


def test_the_rate_never_goes_below_the_last_rung_nor_above_the_limit() -> None:
    assert Day().play(60, players=500, cost=1.0) == min(LADDER)
    assert Day(most=12).play(30, players=1, cost=0.0001) == 12


def test_few_frames_say_nothing() -> None:
    day = Day()
    for _ in range(10):
        day.now += 1
        day.work += 1.0
        day.governor.note("one", "a", 1, 5.0)
    assert day.governor.rate == 30
