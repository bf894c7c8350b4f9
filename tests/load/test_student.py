"""A student asks anew after a silence, as the page does, and takes no old answer for a new one."""

from collections.abc import Mapping
from typing import Any

import pytest

from pages.frontend import encode
from tests.load.client import SilentError, finished
from tests.load.student import Student

SCENE = {"run": "r", "view": "v", "id": "s", "speed": 1, "rate": 30, "size": 32}


class Deaf:
    """A tab whose server answers what `answers` says of each ask: the number of an ask, or nothing."""

    def __init__(self, answers: list[int | None]) -> None:
        self.answers = answers
        self.asked: list[int] = []
        self.rests = 0

    async def rest(self) -> None:
        self.rests += 1

    async def send_ask(self, ask: Mapping[str, Any]) -> None:
        self.asked.append(ask["n"])

    async def staged(self, patience: float) -> bytes:
        n = self.answers.pop(0) if self.answers else None
        if n is None:
            raise SilentError(f"no answer within {patience} s")
        return encode({"n": n, "run": "r", "view": "v"})


def after_asking(tab: Deaf) -> Student:
    made = Student(tab)  # type: ignore[arg-type]
    made.scene = dict(SCENE)
    finished(made.ask(0))
    return made


def test_one_silence_is_one_more_ask() -> None:
    tab = Deaf([None, 2])
    made = after_asking(tab)
    assert (tab.asked, made.repeats, len(made.waits)) == ([1, 2], 1, 1)


def test_an_answer_to_the_first_ask_is_one_to_the_same_ask_sent_anew() -> None:
    tab = Deaf([None, 1, 2])
    made = after_asking(tab)
    assert (tab.asked, made.repeats, tab.answers) == ([1, 2], 1, [2])


def test_an_answer_to_what_was_asked_before_is_not_the_one_waited_for() -> None:
    tab = Deaf([0, 1])
    made = after_asking(tab)
    assert (tab.asked, made.repeats, tab.answers) == ([1], 0, [])


def test_a_server_that_never_answers_is_given_up() -> None:
    tab = Deaf([])
    with pytest.raises(SilentError, match="within 55 s, asked 4 times"):
        after_asking(tab)
    assert tab.asked == [1, 2, 3, 4]
    assert tab.rests == 4  # each time no run was under way
