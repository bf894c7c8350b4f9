"""The question of a card on the page: the ways to answer, and what is said to an answer."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.figures.words import listed
from pages.scenes.lessons import actions
from pages.scenes.lessons.answer import LETTERS, JudgedAnswer, given_words, reached_link
from pages.scenes.lessons.card_text import CardText, words_of
from pages.scenes.lessons.lesson import LessonBlock, LessonCard
from pages.scenes.lessons.open_lesson import OpenLesson
from pages.scenes.lessons.quantity import left_side
from pages.session import store
from pages.session.option_names import setting_words


def draw(lesson: OpenLesson, card: LessonCard, text: CardText, judged: JudgedAnswer) -> None:
    """Draw a question, what was answered, and what that says."""
    question = card.question
    if question is None:
        return
    st.markdown(f"**{text.ask}**")
    if question.kind == "drill":
        st.link_button("Open the drill", f"drill?{question['link']}", icon=":material/open_in_new:")
        return
    if question.kind == "number":
        _number(judged)
    elif question.kind == "reach":
        _reach(judged)
    else:
        _options(text, judged, is_told=not lesson.lesson.is_test)
    with st.container(key="reply"):  # before there is one, it keeps the places of what is below
        if judged.given and lesson.lesson.is_test:
            st.info("Your answer is noted.", icon=":material/edit:")
        elif judged.given:
            _said(card, text, judged)


def _options(text: CardText, judged: JudgedAnswer, *, is_told: bool) -> None:
    """Draw the answers to choose from, what was chosen marked; `is_told` says which are right."""
    with st.container(gap="xsmall", key="options"):
        for letter, option in zip(LETTERS, text.options, strict=False):
            st.button(
                option.text,
                key=f"option_{letter}",
                width="stretch",
                icon=_mark(letter in judged.given, option.is_right, is_told and judged.is_done, is_told),
                disabled=letter in judged.given or judged.is_done,
                on_click=partial(actions.give, letter),
            )


def _mark(is_given: bool, is_right: bool, is_done: bool, is_told: bool) -> str:
    """Return the icon of an answer: an empty circle, what was chosen, or how it was judged."""
    if is_done and is_right:
        return ":material/check:"
    if is_given and is_told:
        return ":material/close:"
    return ":material/radio_button_checked:" if is_given else ":material/radio_button_unchecked:"


def _number(judged: JudgedAnswer) -> None:
    """Draw the field for a number, which Enter and the button submit, and what was given."""
    if judged.given:
        st.markdown(f"You answered {listed([each.replace('-', '−') for each in judged.given])}.")
    if judged.is_done:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="number"):
        given = judged.given[-1] if judged.given else ""
        st.text_input("Your number", width=160, **store.widget("number", given, actions.give_number))
        st.button("Check")


def _reach(judged: JudgedAnswer) -> None:
    """Draw the button that checks the run that the learner made, and why it was not checked."""
    st.caption("The controls are in the sidebar; » opens it on a phone.")
    st.button(
        "Check my run",
        icon=":material/flag:",
        disabled=judged.is_done,
        on_click=actions.give_run,
    )
    if why := store.remembered(actions.UNCHECKED, ""):
        st.warning(why)
        store.remember(actions.UNCHECKED, "")


def _said(card: LessonCard, text: CardText, judged: JudgedAnswer) -> None:
    """Draw what is to be said to the latest answer; a prediction stays beside what came of it."""
    question = card.question
    if question is None:
        return
    if question.kind == "reach":
        st.markdown(_tried(question, card.run["link"], judged))
    predicted = f"You predicted “{given_words(question, text, judged.given[0])}”. "
    given = predicted if question.is_prediction else ""
    if judged.verdict == "right":
        count = " on your second try" if len(judged.given) == 2 and question.kind != "reach" else ""
        st.success(f"{given}**Right**{count}.", icon=":material/check:")
    elif judged.is_done:
        answer = "" if question.is_prediction else f"The answer is **{text.answer_text}**. "
        st.warning(f"{given}{answer}{judged.reply}", icon=":material/close:")
    else:
        said = (f"**Not yet.** {judged.reply}", text.hint, _way(question, judged))
        st.warning("\n\n".join(filter(None, said)), icon=":material/close:")


def _way(question: LessonBlock, judged: JudgedAnswer) -> str:
    """Return a way to reach the goal, once two tries missed it."""
    if question.kind != "reach" or len(judged.given) < 2:
        return ""
    return f"One way is {setting_words(question['solution'])}."


def _tried(question: LessonBlock, link: str, judged: JudgedAnswer) -> str:
    """Return the table of what was tried, and what that gave."""
    quantity = left_side(question["goal"])
    runs = [(each, reached_link(question, each, link)) for each in ("", *judged.given)]
    rows = (
        f"| {setting_words(each) if each else 'nothing'} | {words_of(quantity, run)} |"
        for each, run in runs
    )
    return f"| changed | {quantity.replace('_', ' ')} |\n|---|---|\n" + "\n".join(rows)
