"""What the learner does in Lessons: opens one, turns its cards, answers."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from core import LAST_STEP, Experiment, from_link, key_of, read_record
from core.run.changes import from_start
from pages.scenes.lessons.answer import reached_link, read_number, with_answer
from pages.scenes.lessons.choices import LessonChoices
from pages.scenes.lessons.library import NONE
from pages.scenes.lessons.measured_run import measured
from pages.scenes.lessons.open_lesson import OpenLesson, open_lesson
from pages.session import store
from pages.session.actions import open_run
from pages.session.option_names import LABELS, RUN_KEYS
from pages.session.own_run import changed_fields, give_back, put_aside, value_text
from pages.session.ticket import minutes_between, this_minute
from pages.stage.look import Look

UNCHECKED = "lesson_unchecked"
"""Why the run was not checked, for the next drawing of the card."""


def _choices() -> LessonChoices:
    return store.current().of(LessonChoices)


def choose(name: str) -> None:
    """Open a lesson at its first card, or show the learner's own run again."""
    own = _choices().own
    _set_look({})
    if name == NONE:
        store.change(LessonChoices, lesson=NONE, block=1, answers="", began=0, took=0, own="")
        if own:
            give_back(own)
        return
    own = put_aside(store.current(), own)
    store.change(LessonChoices, lesson=name, block=1, answers="", began=this_minute(), took=0, own=own)
    show_run()


def go(block: int) -> None:
    """Turn to a card; its run is shown, unless that is the run of the card before."""
    shown = _link()
    store.change(LessonChoices, block=block)
    lesson = open_lesson(_choices())
    if lesson and lesson.is_at_end:
        _note_end(lesson)
    if _link() != shown:
        show_run()


def _note_end(lesson: OpenLesson) -> None:
    """Remember that a lesson was followed to its end, and how long that took."""
    name, choices = lesson.lesson.name, lesson.choices
    took = choices.took or max(minutes_between(choices.began, this_minute()), 1)
    store.change(LessonChoices, finished=tuple(dict.fromkeys((*choices.finished, name))), took=took)


def show_run() -> None:
    """Show the run of the card, as the lesson opens it."""
    if not (link := _link()):
        return
    given = dict(parse_qsl(link))
    _set_look(given)
    experiment, step, _ = from_link(given)
    open_run(experiment, step, opens=True)


def _set_look(given: Mapping[str, str]) -> None:
    """Set what a lesson chooses about the pictures; what it never names stays as the learner has it."""
    lesson, (look, _) = open_lesson(_choices()), read_record(Look, given)
    named = {"opened"}
    for card in lesson.lesson.cards if lesson else ():
        named |= dict(parse_qsl(card.run["link"])).keys()
    chosen = {name: value for name, value in vars(look).items() if key_of(Look, name) in named}
    store.change(Look, **chosen)


def settle() -> None:
    """Follow a link that names a lesson without the lesson's run: it is opened."""
    choices = _choices()
    if choices.lesson != NONE and not choices.own:
        began = choices.began or this_minute()
        store.change(LessonChoices, own=put_aside(store.current(), ""), began=began)
        show_run()


def give(given: str) -> None:
    """Answer the question of the card; a prediction is then shown."""
    shown, question = _link(), _question(open_lesson(_choices()))
    store.change(LessonChoices, answers=with_answer(_choices().answers, question, given))
    if _link() != shown:
        show_run()


def give_number(typed: str) -> None:
    """Answer by a number that the learner typed."""
    if number := read_number(typed):
        give(number)
    elif typed.strip():
        store.notify("An answer here is a number, such as 0.25 or -3.")


def give_run() -> None:
    """Answer by the run that the learner made: one control may differ from the run of the card."""
    lesson = open_lesson(_choices())
    if lesson is None or lesson.card.question is None:
        return
    question, link = lesson.card.question, lesson.card.run["link"]
    step = measured(reached_link(question, "", link)).step
    mine = from_start(store.current().experiment, LAST_STEP)
    changed = changed_fields(measured(link).experiment, mine)
    allowed = [RUN_KEYS[key] for key in question["by"]]
    if not changed:
        store.remember(UNCHECKED, "Nothing is changed yet. Change one control in the sidebar, then check.")
    elif len(changed) > 1 or changed[0] not in allowed:
        mine_named, only = ([LABELS[name] for name in names] for names in (changed, allowed))
        store.remember(
            UNCHECKED,
            f"You changed: {', '.join(mine_named)}. Restore the run, and change only: {' or '.join(only)}.",
        )
    else:
        give(_setting(mine, changed[0]))
        open_run(mine, step)


def _setting(run: Experiment, name: str) -> str:
    """Return the value that a run has in a field, as a link writes it: ``lr=0.3``."""
    return f"{key_of(Experiment, name)}={value_text(run, name)}"


def _question(lesson: OpenLesson | None) -> str:
    if lesson is None or lesson.card.question is None:
        raise ValueError("there is no question to answer")
    return str(lesson.card.question["name"])


def _link() -> str:
    """Return the link of the run that the lesson shows; empty if none is open."""
    lesson = open_lesson(_choices())
    return lesson.run_link(lesson.card) if lesson else ""
