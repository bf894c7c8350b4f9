"""A card with its numbers: placeholders filled in, right answers found, all computed from its run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from pages.figures.words import fmt, percent, sub
from pages.scenes.lessons.evaluation import holds, value_of
from pages.scenes.lessons.lesson import LessonBlock, LessonCard, Passage
from pages.scenes.lessons.matrix_tables import matrix_table
from pages.scenes.lessons.measured_run import changed_link, measured
from pages.scenes.lessons.quantity import RunTerm, read_quantity
from pages.session.option_names import setting_words

PLACEHOLDER = re.compile(r"\$[^$\n]+\$|\{([^{}|]+)(?:\|(%|[1-9]))?\}")
"""Mathematics between dollars, which stays, or a quantity in braces, with its format after a bar."""

SIGNS = ("positive", "negative", "zero")


@dataclass(frozen=True)
class LessonOption:
    """Hold an answer to choose; a wrong one names its misconception, and has a reply."""

    text: str
    is_right: bool
    misconception: str = ""
    reply: str = ""


@dataclass(frozen=True)
class WrongNumber:
    """Hold a number that a known misconception leads to."""

    value: float
    misconception: str
    reply: str


@dataclass(frozen=True)
class CardText:
    """Hold what a card shows.

    Attributes
    ----------
    before, after, ask, hint : str
        Markdown.
    tables, tables_after : tuple of str
        Matrices of the run, as tables in Markdown, at first and once the question is answered.
    options : tuple of LessonOption
        The answers to choose from; empty for questions of other kinds.
    answer : float
        The right number of such a question.
    answer_text : str
        The right answer in words.
    wrong : tuple of WrongNumber
    """

    before: str
    after: str
    tables: tuple[str, ...] = ()
    tables_after: tuple[str, ...] = ()
    ask: str = ""
    hint: str = ""
    options: tuple[LessonOption, ...] = ()
    answer: float = 0.0
    answer_text: str = ""
    wrong: tuple[WrongNumber, ...] = ()


def link_after(card: LessonCard) -> str:
    """Return the link of the run that the last words are about: what was predicted, or reached."""
    question, link = card.question, card.run["link"]
    if question is None or not question.values.get("then"):
        return str(link)
    moved = changed_link(link, question["then"])
    return changed_link(moved, question["solution"]) if question.kind == "reach" else moved


def card_text(card: LessonCard) -> CardText:
    """Return a card with its numbers.

    Raises
    ------
    ValueError
        If a quantity is not of the run, or not exactly one option is right.
    """
    link, question = card.run["link"], card.question
    tables, tables_after = (
        tuple(matrix_table(name, each) for name in card.run["matrices"])
        for each in (link, link_after(card))
    )
    before, after = filled(card.before.text, link), filled(card.after.text, link_after(card))
    if question is None:
        return CardText(before, after, tables, tables_after)
    ask, hint = filled(question["ask"], link), filled(question.values.get("hint", ""), link)
    options: tuple[LessonOption, ...] = ()
    wrong: tuple[WrongNumber, ...] = ()
    answer, answer_text = 0.0, ""
    if question.kind == "number":
        answer = value_of(question["answer"], link)
        answer_text, wrong = fmt(answer), tuple(_wrong_numbers(question, link))
    elif question.kind == "reach":
        answer_text = setting_words(question["solution"])
    elif question.kind != "drill":
        options = options_of(question, link)
        answer_text = next(option.text for option in options if option.is_right)
    return CardText(before, after, tables, tables_after, ask, hint, options, answer, answer_text, wrong)


def passages(card: LessonCard) -> Iterator[tuple[Passage, str]]:
    """Yield the words of a card, each with the link of the run that fills it."""
    yield card.before, card.run["link"]
    yield card.after, link_after(card)


def filled(text: str, link: str) -> str:
    """Return a text with the numbers of a run in the place of its quantities.

    >>> filled("At step {step} the rate is {lr}.", "lr=0.5&step=40")
    'At step 40 the rate is 0.5.'
    """

    def number(found: re.Match[str]) -> str:
        return words_of(found[1].strip(), link, found[2]) if found[1] else found[0]

    return PLACEHOLDER.sub(number, text)


def words_of(quantity: str, link: str, form: str | None = None) -> str:
    """Return a quantity of a run in words: an accuracy in percent, another number to `form` digits."""
    value = value_of(quantity, link)
    term = read_quantity(quantity)
    if form == "%" or (isinstance(term, RunTerm) and term.name.endswith("_accuracy")):
        return percent(value)
    return fmt(value, int(form)) if form else fmt(value)


def options_of(question: LessonBlock, link: str) -> tuple[LessonOption, ...]:
    """Return the answers to choose from; exactly one is right.

    Raises
    ------
    ValueError
        If none or several are right, two say the same, or a wrong one has no reply.
    """
    make = {"choose": _choices, "sign": _signs, "shape": _shapes}[question.kind]
    options = tuple(make(question, link))
    right = [option for option in options if option.is_right]
    if len(right) != 1:
        listed = ", ".join(option.text for option in right) or "none"
        raise ValueError(
            f"exactly one answer must be right; here {len(right)} of {len(options)} are: {listed}"
        )
    if len({option.text for option in options}) < len(options):
        raise ValueError("two answers say the same")
    for option in options:
        if not option.is_right and not (option.misconception and option.reply):
            raise ValueError(f"the wrong answer “{option.text}” needs a misconception and a reply")
    return options


def _choices(question: LessonBlock, link: str) -> Iterator[LessonOption]:
    for option in question["option"]:
        is_right = holds(option["if"], link) if option["if"] else option["right"]
        yield LessonOption(filled(option["text"], link), is_right, *_said(option, link))


def _signs(question: LessonBlock, link: str) -> Iterator[LessonOption]:
    value = value_of(question["of"], link)
    right = SIGNS[0 if value > 0 else 1 if value < 0 else 2]
    wrong = {each["sign"]: each for each in question["wrong"]}
    if unknown := set(wrong) - set(SIGNS):
        raise ValueError(f"a sign is {', '.join(SIGNS)}; got {', '.join(unknown)}")
    for sign in SIGNS:
        if sign == right:
            yield LessonOption(sign, True)
        elif sign in wrong:
            yield _wrong(sign, wrong[sign], link)


def _shapes(question: LessonBlock, link: str) -> Iterator[LessonOption]:
    """Yield shapes in letters and numbers; the right one stands at a place that the name decides."""
    run = measured(link)
    matrix = run.matrix(question["of"])
    is_vector = matrix.rows.letter == "1" and bool(matrix.columns.words) and matrix.name != "l"
    right = _shape_text(matrix.letters[is_vector:], run.lengths)
    options = [
        _wrong(_shape_text(tuple(each["shape"].split()), run.lengths), each, link)
        for each in question["wrong"]
    ]
    options.insert(crc32(question["name"].encode()) % (len(options) + 1), LessonOption(right, True))
    yield from options


def _shape_text(letters: tuple[str, ...], lengths: dict[str, int]) -> str:
    """Return a shape: ``(n × h) = (6 × 4)``, or ``(h,) = (4,)``."""
    if unknown := [letter for letter in letters if letter not in lengths]:
        raise ValueError(f"a shape has letters of {', '.join(lengths)}; got {unknown[0]}")
    numbers = [str(lengths[letter]) for letter in letters]
    shown = [sub(letter[0], int(letter[1:])) if letter[1:] else letter for letter in letters]
    first, second = (f"{parts[0]}," if len(parts) == 1 else " × ".join(parts) for parts in (shown, numbers))
    return f"({first}) = ({second})"


def _wrong(text: str, told: dict[str, str], link: str) -> LessonOption:
    return LessonOption(text, False, *_said(told, link))


def _wrong_numbers(question: LessonBlock, link: str) -> Iterator[WrongNumber]:
    for each in question["wrong"]:
        yield WrongNumber(value_of(each["value"], link), *_said(each, link))


def _said(table: dict[str, str], link: str) -> tuple[str, str]:
    """Return the misconception of an answer and the reply to it."""
    return filled(table["misconception"], link), filled(table["reply"], link)
