"""The shelf: results made once, in bounded memory."""

from collections.abc import Callable
from threading import Barrier, Event, Thread
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.server.cache import LRUCache, weigh_message


def together(*work: Callable[[], Any]) -> list[Any]:
    """Do all work at the same time, each in a thread; return the results."""
    results: list[Any] = [None] * len(work)
    start = Barrier(len(work))

    def do(place: int) -> None:
        start.wait()
        results[place] = work[place]()

    threads = [Thread(target=do, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    return results


def test_a_value_is_made_once() -> None:
    shelf: LRUCache[object] = LRUCache(2)
    first = shelf.get("a", object)
    assert shelf.get("a", object) is first
    assert shelf.peek("a") is first
    assert shelf.peek("b") is None


def test_the_least_recently_used_makes_room() -> None:
    shelf: LRUCache[str] = LRUCache(2)
    for key in ("a", "b", "a", "c"):
        shelf.get(key, lambda key=key: key)  # type: ignore[misc]
    assert [shelf.peek(key) for key in "abc"] == ["a", None, "c"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 12)), max_size=60))
def test_the_weight_is_bounded_and_the_newest_stays(asked: list[tuple[int, int]]) -> None:
    shelf: LRUCache[int] = LRUCache(20, lambda weight: weight)
    weights: dict[int, int] = {}
    for key, weight in asked:
        weights[key] = shelf.get(key, lambda weight=weight: weight)  # type: ignore[misc]
        kept = [value for k in range(10) if (value := shelf.peek(k)) is not None]
        assert sum(kept) <= 20
        assert shelf.peek(key) == weights[key]


def test_room_is_used() -> None:
    shelf: LRUCache[int] = LRUCache(20, lambda weight: weight)
    for key in range(4):
        shelf.get(key, lambda: 5)
    assert all(shelf.peek(key) == 5 for key in range(4))


def test_a_value_heavier_than_the_shelf_is_kept_alone() -> None:
    shelf: LRUCache[int] = LRUCache(20, lambda weight: weight)
    shelf.get("light", lambda: 5)
    shelf.get("heavy", lambda: 50)
    assert (shelf.peek("light"), shelf.peek("heavy")) == (None, 50)
    shelf.get("light", lambda: 5)
    assert (shelf.peek("light"), shelf.peek("heavy")) == (5, None)


def test_who_asks_at_once_shares_one_making() -> None:
    shelf: LRUCache[object] = LRUCache(4)
    made = []

    def make() -> object:
        made.append(object())
        Event().wait(0.05)  # long enough for the others to ask meanwhile
        return made[-1]

    results = together(*[lambda: shelf.get("a", make)] * 8)
    assert len(made) == 1
    assert all(result is made[0] for result in results)


def test_one_making_does_not_hold_up_another() -> None:
    shelf: LRUCache[str] = LRUCache(4)
    both = Barrier(2, timeout=10)  # passed only if both are being made at the same time

    def make(word: str) -> str:
        both.wait()
        return word

    results = together(lambda: shelf.get("a", lambda: make("a")), lambda: shelf.get("b", lambda: make("b")))
    assert results == ["a", "b"]


def test_what_failed_is_tried_again() -> None:
    shelf: LRUCache[str] = LRUCache(4)

    def fail() -> str:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        shelf.get("a", fail)
    assert shelf.peek("a") is None
    assert shelf.get("a", lambda: "a") == "a"


def test_many_threads_leave_the_weight_true() -> None:
    shelf: LRUCache[int] = LRUCache(30, lambda weight: weight)

    def ask(offset: int) -> None:
        for i in range(200):
            key = (i * 7 + offset) % 12
            assert shelf.get(key, lambda key=key: key + 1) == key + 1  # type: ignore[misc]

    together(*[lambda offset=offset: ask(offset) for offset in range(6)])  # type: ignore[misc]
    kept = [value for key in range(12) if (value := shelf.peek(key)) is not None]
    assert sum(kept) == shelf.weight <= 30


def test_a_maker_that_raises_leaves_nothing_behind() -> None:
    shelf: LRUCache[int] = LRUCache(2)
    with pytest.raises(ZeroDivisionError):
        shelf.get("a", lambda: 1 // 0)
    assert shelf._making == {}
    assert shelf.get("a", lambda: 7) == 7


def test_a_value_put_twice_is_weighed_once() -> None:
    shelf: LRUCache[int] = LRUCache(20, lambda weight: weight)
    shelf._put("a", 9)
    shelf._put("a", 9)
    shelf._put("b", 9)
    assert shelf.peek("a") == 9


def test_a_value_that_grows_makes_room_for_itself() -> None:
    cache: LRUCache[list[int]] = LRUCache(20, len, grows=True)
    kept = {key: cache.get(key, lambda: [0] * 4) for key in "abc"}
    kept["a"] += [0] * 12
    assert cache.find("a") is kept["a"]
    assert (cache.peek("b"), cache.weight) == (None, 20)


def test_what_has_grown_since_it_was_found_is_weighed_when_another_comes() -> None:
    cache: LRUCache[list[int]] = LRUCache(20, len, grows=True)
    first = cache.get("a", lambda: [0] * 4)
    first += [0] * 14
    cache.get("b", lambda: [0] * 4)
    assert (cache.peek("a"), cache.weight) == (None, 4)


def test_a_message_weighs_at_least_its_arrays_and_texts() -> None:
    message = {"a": [np.zeros(1000), {"b": "x" * 500}], "n": 3}
    assert 8500 < weigh_message(message) < 10_000
