"""Lessons on the page: the words and the question of a card, beside its run."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import count
from typing import Any

import streamlit as st

from pages.frontend import follow_focus
from pages.scenes.lessons import actions, question_box
from pages.scenes.lessons.card_text import CardText
from pages.scenes.lessons.choices import LessonChoices
from pages.scenes.lessons.lesson import Lesson, LessonCard
from pages.scenes.lessons.library import LIBRARY, NONE
from pages.scenes.lessons.open_lesson import OpenLesson, open_lesson
from pages.scenes.lessons.pictures import DEFAULT, grid_of, views_of
from pages.scenes.lessons.result_box import draw_result, ticket_of
from pages.server.work import approach, compute
from pages.session import live, store, ticket_box
from pages.session.defaults import among
from pages.session.own_run import DEFAULT_RUN
from pages.session.progress import Progress
from pages.session.scene import Page, Visit
from pages.session.state import State

_INTRODUCTION = (
    "Short lessons with questions, beside a run to try them on. Begin with the first one, or open any."
)


def _controls(state: State) -> None:
    """Draw the words beside the picture."""
    actions.settle()
    st.markdown("# Lessons")
    choices = store.current().of(LessonChoices)
    lesson = open_lesson(choices)
    _contents(choices)
    follow_focus(f"{choices.lesson} {choices.block}", choices.answers)
    if lesson is None:
        _overview(choices)
    elif lesson.is_at_end:
        for card in lesson.lesson.cards:
            _prepare(lesson, card)
        draw_result(lesson)
        _next_lesson(lesson.lesson)
        _turn(lesson)
        ticket_box.draw(ticket_of(lesson))
    else:
        _card(lesson)


def _contents(choices: LessonChoices) -> None:
    """Draw the choice of the lesson."""
    titles = numbered_titles()

    def label(name: str) -> str:
        return titles.get(name, "All lessons") + (" ✓" if name in choices.finished else "")

    names = (NONE, *LIBRARY.lessons)
    st.selectbox(
        "Lesson",
        names,
        format_func=label,
        label_visibility="collapsed",
        **among(names, store.widget("lesson", choices.lesson, actions.choose, LessonChoices)),
    )
    if choices.lesson != NONE and choices.own not in ("", DEFAULT_RUN):
        st.caption("The lesson replaces your own run. Choose *All lessons* to go back to it.")


def numbered_titles() -> dict[str, str]:
    """Return the titles of all lessons, numbered but for tests."""
    numbers = count(1)
    lessons = LIBRARY.lessons.items()
    return {
        name: lesson.title if lesson.is_test else f"{next(numbers)}. {lesson.title}"
        for name, lesson in lessons
    }


def _overview(choices: LessonChoices) -> None:
    """Draw what there is to learn."""
    st.markdown(_INTRODUCTION)
    titles = numbered_titles()
    following = next((name for name in LIBRARY.lessons if name not in choices.finished), None)
    for name, lesson in LIBRARY.lessons.items():
        st.button(
            titles[name],
            key=f"open_{name}",
            type="primary" if name == following else "secondary",
            icon=":material/check:" if name in choices.finished else None,
            width="stretch",
            on_click=partial(actions.choose, name),
        )
        needs = f" You need: {lesson.needs}" if lesson.needs else ""
        st.caption(f"{lesson.minutes} minutes. {' '.join(lesson.able)}{needs}")
    for sentence in LIBRARY.left_out:
        st.caption(f"Left out: {sentence}")


def _card(lesson: OpenLesson) -> None:
    """Draw a card: words, numbers, the question, and what is said afterwards."""
    card = lesson.card
    _prepare(lesson, card)
    text, judged = lesson.text(card), lesson.judged(card)
    st.caption(f"Card {lesson.number} of {len(lesson.lesson.cards)}")
    with st.container(key="card_title"):
        st.markdown(f"## {card.title}\n\n{text.before}")
    _tables(text, is_shown=judged.is_done and lesson.run_link(card) != card.run["link"])
    with st.container(key="test_question" if lesson.lesson.is_test else None):
        question_box.draw(lesson, card, text, judged)
    is_free = card.question is None or card.question.kind == "drill"
    with st.container():  # keeps the places of the buttons below
        if is_free or (judged.is_done and not lesson.lesson.is_test):
            st.markdown(text.after)
    _turn(lesson, is_done=is_free or judged.is_done)


def _tables(text: CardText, *, is_shown: bool) -> None:
    """Draw the matrices of the run; below them what they are now, if the run shows what was predicted."""
    if not text.tables:
        return
    _beside(text.tables, "lesson_matrices")
    if is_shown:
        st.caption("And after your prediction:")
        _beside(text.tables_after, "lesson_matrices_after")


def _beside(tables: Iterable[str], key: str) -> None:
    """Draw tables beside each other."""
    with st.container(horizontal=True, gap="small", key=key):
        for table in tables:
            st.markdown(table, width="content")


def _turn(lesson: OpenLesson, *, is_done: bool = True) -> None:
    """Draw the buttons that turn the cards, and the one that shows the card's run again."""
    with st.container(horizontal=True, gap="small", key="turn"):
        if lesson.number > 1:
            st.button("Back", icon=":material/arrow_back:", on_click=partial(actions.go, lesson.number - 1))
        if not lesson.is_at_end:
            is_last = lesson.number == len(lesson.lesson.cards)
            st.button(
                ("Finish" if is_last else "Next") if is_done else "Skip",
                type="primary" if is_done else "secondary",
                icon=":material/arrow_forward:",
                on_click=partial(actions.go, lesson.number + 1),
            )
        st.button("Restore the run", icon=":material/undo:", on_click=actions.show_run)


def _next_lesson(lesson: Lesson) -> None:
    names = list(LIBRARY.lessons)
    left = names[names.index(lesson.name) + 1 :]
    if left:
        title = LIBRARY.lessons[left[0]].title
        st.button(
            f"Next lesson: {title}",
            type="primary",
            icon=":material/arrow_forward:",
            on_click=partial(actions.choose, left[0]),
        )


def _prepare(lesson: OpenLesson, card: LessonCard) -> None:
    """Compute the runs that a card's numbers need, in slices, and then the numbers."""
    session = store.session_id()
    if not (runs := lesson.runs(card)):
        return
    for run in runs:
        progress = Progress()
        approach(session, run.timeline, run.step, progress)
        progress.clear()
    compute(session, lambda: (lesson.text(card), lesson.judged(card)))


def _message(state: State, visit: Visit) -> dict[str, Any]:
    """Return what the stage gets: the pictures that the card wants."""
    lesson = open_lesson(state.of(LessonChoices))
    views = views_of(lesson.pictures(lesson.card) if lesson else DEFAULT)
    return live.message(state, visit, views=views, grid=grid_of(views), wide_from=520)


PAGE = Page(message=_message, draw=live.draw, controls=_controls, is_beside=True, is_live=True)
