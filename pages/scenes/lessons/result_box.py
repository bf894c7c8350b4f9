"""The end of a lesson: what was answered, what one is able to do now, and its ticket."""

from __future__ import annotations

import streamlit as st

from pages.scenes.lessons.answer import JudgedAnswer, given_words
from pages.scenes.lessons.choices import LessonChoices
from pages.scenes.lessons.lesson import LessonCard
from pages.scenes.lessons.open_lesson import OpenLesson
from pages.session import ticket_box
from pages.session.ticket import LONGEST_TEXT, Answer, Ticket

_MARKS = {"right": "Right ✓", "wrong": "Wrong ✗", "open": "Open –"}


def draw_result(lesson: OpenLesson) -> None:
    """Draw how it went; the ticket is drawn apart."""
    with st.container(key="card_title"):
        st.markdown(f"## {lesson.lesson.title}: the end\n\n{summary(lesson)}")
    for card, judged in lesson.answers:
        st.markdown(_line(lesson, card, judged))
        if lesson.lesson.is_test and judged.verdict == "wrong":
            text = lesson.text(card)
            st.warning(f"{judged.reply} {text.after}", icon=":material/close:")
    if lesson.lesson.able and not lesson.lesson.is_test:
        st.markdown("**Now you can:**\n\n" + "\n".join(f"- {each}" for each in lesson.lesson.able))


def summary(lesson: OpenLesson) -> str:
    """Return how many questions were answered right, and how many of them at once."""
    judged = [each for _, each in lesson.answers]
    right = [each for each in judged if each.verdict == "right"]
    first = sum(len(each.given) == 1 for each in right)
    at_once = "" if lesson.lesson.is_test else f", {first} of them on the first try"
    return f"You answered {len(right)} of {len(judged)} questions right{at_once}."


def _line(lesson: OpenLesson, card: LessonCard, judged: JudgedAnswer) -> str:
    """Return what was answered on a card, and the right answer if that was another."""
    text, head = lesson.text(card), f"{_MARKS[judged.verdict]} **{card.title}**"
    if card.question is None or not judged.given:
        return f"{head}: not answered."
    given = f"{head}: {given_words(card.question, text, judged.given[-1])}."
    return f"{given} The right answer: {text.answer_text}." if judged.verdict == "wrong" else given


def ticket_of(lesson: OpenLesson) -> Ticket:
    """Return the ticket of a lesson: each question that was answered, and the link to this very page."""
    answers = tuple(
        Answer(
            question=card.title[:LONGEST_TEXT],
            given=given_words(card.question, lesson.text(card), judged.given[-1])[:LONGEST_TEXT],
            verdict=judged.verdict,
            misconception=judged.misconception[:LONGEST_TEXT],
            tries=len(judged.given),
        )
        for card, judged in lesson.answers
        if card.question and judged.given
    )
    return Ticket(
        activity=f"Lesson: {lesson.lesson.title}"[:LONGEST_TEXT],
        version=lesson.lesson.version,
        minutes=lesson.choices.took,
        answers=answers,
        link=ticket_box.link_of("lessons", LessonChoices),
    )
