"""The quantities and conditions of a card, and the runs that they need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pages.scenes.lessons.answer import reached_link
from pages.scenes.lessons.card_text import PLACEHOLDER, link_after, passages
from pages.scenes.lessons.evaluation import holds, links_in, value_of
from pages.scenes.lessons.lesson import LessonCard
from pages.scenes.lessons.measured_run import MeasuredRun, measured
from pages.scenes.lessons.quantity import read_condition, read_quantity


@dataclass(frozen=True)
class NamedQuantity:
    """Hold a quantity or a condition of a card, the run on which it is looked up, and its line."""

    text: str
    link: str
    line: int
    is_condition: bool = False

    def links(self) -> tuple[str, ...]:
        """Return the links of the runs that it needs."""
        return links_in((read_condition if self.is_condition else read_quantity)(self.text), self.link)

    def check(self) -> None:
        """Look it up; raise ValueError if that fails."""
        (holds if self.is_condition else value_of)(self.text, self.link)


def quantities_of(card: LessonCard) -> Iterator[NamedQuantity]:
    """Yield all quantities and conditions of a card."""
    link, question = card.run["link"], card.question
    for passage, run in passages(card):
        yield from _in_text(passage.text, run, passage.line)
    if question is None:
        return
    at = question.line_of
    for key in ("ask", "hint"):
        yield from _in_text(question.values.get(key, ""), link, at(f"{key} ="))
    if text := question.values.get("answer") or question.values.get("of"):
        line = at("answer =" if question.kind == "number" else "of =")
        yield NamedQuantity(f"sum({text})" if question.kind == "shape" else text, link, line)
    if question.kind == "reach":
        for setting in ("", question["solution"]):
            yield NamedQuantity(question["goal"], reached_link(question, setting, link), at("goal ="), True)
    for each in (*question.values.get("option", ()), *question.values.get("wrong", ())):
        for key in ("text", "misconception", "reply"):
            yield from _in_text(each.get(key, ""), link, at(each.get(key) or "\0"))
        if each.get("if"):
            yield NamedQuantity(each["if"], link, at(each["if"]), True)
        if each.get("value"):
            yield NamedQuantity(each["value"], link, at(each["value"]))


def needed_runs(card: LessonCard) -> tuple[MeasuredRun, ...]:
    """Return the runs, at their steps, that the numbers of a card need."""
    links = [card.run["link"], link_after(card)]
    for quantity in quantities_of(card):
        links += quantity.links()
    return tuple(measured(link) for link in dict.fromkeys(links))


def _in_text(text: str, link: str, line: int) -> Iterator[NamedQuantity]:
    for found in PLACEHOLDER.finditer(text):
        if found[1]:
            yield NamedQuantity(found[1].strip(), link, line + text.count("\n", 0, found.start()))
