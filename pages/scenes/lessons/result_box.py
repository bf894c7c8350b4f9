"""The end of a lesson: what was answered, what one is able to do now, and the ticket."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import write_record
from pages.scenes.lessons.answer import JudgedAnswer, given_words
from pages.scenes.lessons.choices import LessonChoices
from pages.scenes.lessons.lesson import LessonCard
from pages.scenes.lessons.open_lesson import OpenLesson
from pages.session import store, ticket_box
from pages.session.hide import Embedding
from pages.session.own_run import DEFAULT_RUN
from pages.session.ticket import LONGEST_LINK, LONGEST_TEXT, MOST_MINUTES, Answer, Ticket, ticket_link

_MARKS = {"right": "Right ✓", "wrong": "Wrong ✗", "open": "Open –"}


def draw_result(lesson: OpenLesson) -> None:
    """Draw how it went."""
    st.markdown(f"## {lesson.lesson.title}: the end\n\n{summary(lesson)}")
    for card, judged in lesson.answers():
        if card.question and card.question.kind != "drill":
            st.markdown(_line(lesson, card, judged))
            if lesson.lesson.is_test and judged.verdict == "wrong":
                text = lesson.text(card)
                st.warning(f"{judged.reply} {text.after}", icon=":material/close:")
    if lesson.lesson.able:
        st.markdown("**Now you can:**\n\n" + "\n".join(f"- {each}" for each in lesson.lesson.able))
    ticket_box.draw(ticket_of(lesson))


def summary(lesson: OpenLesson) -> str:
    """Return how many questions were answered right, and how many of them at once."""
    judged = [each for card, each in lesson.answers() if card.question and card.question.kind != "drill"]
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
    return f"{given} The answer is {text.answer_text}." if judged.verdict == "wrong" else given


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
        for card, judged in lesson.answers()
        if card.question and judged.given
    )
    return Ticket(
        activity=f"lesson {lesson.lesson.name}",
        version=lesson.lesson.version,
        minutes=min(lesson.choices.took, MOST_MINUTES),
        answers=answers,
        link=_link(),
    )


def _link() -> str:
    """Return the link of a ticket: the run shown and the answers, without the learner's own run."""
    state = store.current()
    shown = state.changed(LessonChoices, own=DEFAULT_RUN)
    link = ticket_link("lessons", replace(shown, embedding=Embedding()).link((LessonChoices,)))
    if len(link) <= LONGEST_LINK:
        return link
    return ticket_link("lessons", write_record(replace(state.of(LessonChoices), own="")))
