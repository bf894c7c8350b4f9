"""The check of a lesson's file: one fault a line, each with the line of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from core import LAST_STEP, Experiment, key_of
from core.run.changes import from_start
from pages.scenes.lessons.answer import GIVEN, LETTERS, is_near, reached_link
from pages.scenes.lessons.card_text import card_text, link_after, options_of
from pages.scenes.lessons.evaluation import holds, value_of
from pages.scenes.lessons.lesson import Lesson, LessonBlock, LessonCard
from pages.scenes.lessons.library import lesson_name
from pages.scenes.lessons.matrix_tables import matrix_table
from pages.scenes.lessons.measured_run import changed_link, measured
from pages.scenes.lessons.needed_runs import quantities_of
from pages.scenes.lessons.pictures import PICTURES
from pages.scenes.lessons.reader import LessonFault, read_lesson
from pages.session.option_names import LABELS, RUN_KEYS
from pages.session.own_run import changed_fields

MOST_SENTENCES = 2
_TYPED = re.compile(r"(?<![\w.])\d+[.,]\d+|\d+ ?%")
_NOT_WORDS = re.compile(r"\$[^$\n]+\$|\{[^{}]*\}|`[^`\n]*`")
_SENTENCE = re.compile(r"[.!?](?=\s|$)")


def check_file(path: Path) -> tuple[LessonFault, ...]:
    """Return what is wrong with a lesson's file.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    try:
        name = lesson_name(path)
    except ValueError as problem:
        return (LessonFault(1, str(problem)),)
    return check_text(name, path.read_text(encoding="utf-8"))


def check_text(name: str, text: str) -> tuple[LessonFault, ...]:
    """Return what is wrong with the text of a lesson."""
    lesson, faults = read_lesson(name, text)
    if lesson is None:
        return faults
    found = {fault for card in lesson.cards for fault in _card_faults(card, lesson)}
    return tuple(sorted(found | set(_opening_faults(lesson))))


def _opening_faults(lesson: Lesson) -> Iterator[LessonFault]:
    """Yield what is wrong with the beginning: a question comes first, after two sentences at most."""
    first = lesson.cards[0]
    if first.question is None:
        yield LessonFault(first.line, "the first card must ask a question")
    if (count := len(_SENTENCE.findall(first.before.text))) > MOST_SENTENCES:
        blank = len(first.before.text) - len(first.before.text.lstrip("\n"))
        yield LessonFault(
            first.before.line + blank,
            f"at most {MOST_SENTENCES} sentences may stand before the first question; here are {count}",
        )


def _card_faults(card: LessonCard, lesson: Lesson) -> Iterator[LessonFault]:
    run = list(_run_faults(card.run))
    yield from run
    if run:
        return
    quantities = list(_quantity_faults(card))
    yield from quantities
    yield from _typed_numbers(card)
    if question := card.question:
        yield from _hint_faults(question, lesson)
        if not quantities:
            yield from _question_faults(card, question)
    if not quantities:
        try:
            card_text(card)
        except ValueError as problem:
            yield LessonFault(card.question.line if card.question else card.line, str(problem))


def _run_faults(run: LessonBlock) -> Iterator[LessonFault]:
    try:
        measured(run["link"])
    except ValueError as problem:
        yield LessonFault(run.line_of("change =" if run["change"] else "link ="), str(problem))
        return
    yield from _picture_faults(run)
    for name in run["matrices"]:
        try:
            matrix_table(name, run["link"])
        except ValueError as problem:
            yield LessonFault(run.line_of("matrices ="), str(problem))


def _picture_faults(run: LessonBlock) -> Iterator[LessonFault]:
    pictures, revealed = run["pictures"], run["revealed"]
    for key, names in (("pictures", pictures), ("revealed", revealed)):
        for name in names:
            if name not in PICTURES:
                text = f"{name} is no picture; the pictures are {', '.join(PICTURES)}"
                yield LessonFault(run.line_of(f"{key} ="), text)
    if not 1 <= len(pictures) <= len(PICTURES):
        yield LessonFault(run.line_of("pictures ="), f"pictures must name 1 to {len(PICTURES)} pictures")
    if len({*pictures, *revealed}) < len(pictures) + len(revealed):
        yield LessonFault(run.line_of("pictures ="), "each picture stands beside a card once")


def _quantity_faults(card: LessonCard) -> Iterator[LessonFault]:
    try:
        measured(link_after(card))
    except ValueError as problem:
        question = card.question
        yield LessonFault(question.line_of("then =") if question else card.line, str(problem))
        return
    for quantity in quantities_of(card):
        try:
            quantity.check()
        except ValueError as problem:
            yield LessonFault(quantity.line, str(problem))


def _typed_numbers(card: LessonCard) -> Iterator[LessonFault]:
    """Yield numbers that were typed: a lesson computes them."""
    texts = [(card.before.text, card.before.line), (card.after.text, card.after.line)]
    if question := card.question:
        for each in (
            question.values,
            *question.values.get("option", ()),
            *question.values.get("wrong", ()),
        ):
            told = (each.get(key, "") for key in ("ask", "hint", "text", "misconception", "reply"))
            texts += [(text, question.line_of(text)) for text in told if text]
    for text, line in texts:
        words = _NOT_WORDS.sub(lambda found: " " * len(found[0]), text)
        for found in _TYPED.finditer(words):
            at = line + words.count("\n", 0, found.start())
            yield LessonFault(at, f"the number {found[0]} is typed; name a quantity in braces")


def _hint_faults(question: LessonBlock, lesson: Lesson) -> Iterator[LessonFault]:
    needs_hint = "hint" in question.values and not question.is_prediction and not lesson.is_test
    if needs_hint and not question["hint"]:
        yield LessonFault(question.line, "the question needs a hint for the first miss")


def _question_faults(card: LessonCard, question: LessonBlock) -> Iterator[LessonFault]:
    link = card.run["link"]
    try:
        if question.kind == "number":
            yield from _number_faults(question, link)
        elif question.kind == "reach":
            yield from _reach_faults(question, link)
        elif question.kind != "drill" and len(options_of(question, link)) > len(LETTERS):
            yield LessonFault(question.line, f"at most {len(LETTERS)} answers fit")
    except ValueError as problem:
        yield LessonFault(question.line, str(problem))


def _number_faults(question: LessonBlock, link: str) -> Iterator[LessonFault]:
    answer, tolerance = value_of(question["answer"], link), question["tolerance"]
    if not 0 < tolerance <= 0.2:
        yield LessonFault(question.line_of("tolerance ="), "tolerance must be above 0 and at most a fifth")
    if not question["wrong"]:
        yield LessonFault(question.line, "a number needs at least one wrong value that is known")
    seen: list[float] = []
    for wrong in question["wrong"]:
        line, value = question.line_of(wrong["value"]), value_of(wrong["value"], link)
        if is_near(value, answer, tolerance):
            yield LessonFault(line, "this wrong value is the right one here")
        elif any(is_near(value, other, tolerance) for other in seen):
            yield LessonFault(line, "this wrong value is that of an earlier one here")
        seen.append(value)


def _reach_faults(question: LessonBlock, link: str) -> Iterator[LessonFault]:
    """Yield what is wrong with a goal: it is missed at first, and one named control reaches it."""
    key = question["solution"].partition("=")[0]
    unknown = [each for each in question["by"] if RUN_KEYS.get(each) not in LABELS]
    if unknown or not question["by"]:
        yield LessonFault(
            question.line_of("by ="), f"by must name keys of the run; got {unknown or 'none'}"
        )
        return
    before, after = (measured(changed_link(link, each)).experiment for each in ("", question["solution"]))
    changed = [key_of(Experiment, name) for name in changed_fields(before, after)]
    if changed != [key] or key not in question["by"]:
        yield LessonFault(
            question.line_of("solution ="), f"the solution must change {' or '.join(question['by'])} alone"
        )
    if not re.fullmatch(GIVEN, question["solution"], re.ASCII):
        text = "a link cannot keep the solution as an answer; name another control"
        yield LessonFault(question.line_of("solution ="), text)
    if from_start(before, LAST_STEP) != before:
        text = "nothing may change on the way of a run with a goal: rate, penalties, batch size, weights"
        yield LessonFault(question.line, text)
    if holds(question["goal"], reached_link(question, "", link)):
        yield LessonFault(question.line_of("goal ="), "the goal is reached without any change")
    if not holds(question["goal"], reached_link(question, question["solution"], link)):
        yield LessonFault(question.line_of("solution ="), "the solution does not reach the goal")
