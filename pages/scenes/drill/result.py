"""What was found, for the page and for the ticket."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from core import LOSSES, write_record
from core.arrays import Array
from core.drill.exercise import Tiles
from core.drill.judgement import Judgement
from core.drill.tiles import TILES, code_of
from pages.scenes.drill import words
from pages.scenes.drill.progress import DrillProgress
from pages.session.ticket import LONGEST_TEXT, Answer, Ticket, minutes_between, ticket_link

MISSES_BEFORE_THE_ANSWER = 2


def part_table(found: Judgement | None, *, is_checked: bool) -> str:
    """Return the parts of a line with their shapes as a table in Markdown; empty before there are any.

    NumPy's error is shown for a line that was checked: until then the part may be changed by what follows.
    """
    names = {tile.code for tile in TILES.values()}
    parts = {part.code: part for part in found.parts if part.code not in names} if found else {}
    rows = []
    for code, part in parts.items():
        if part.value is not None:
            shape = words.shape(part.value.shape)
        else:
            shape = f"`{part.error}`" if is_checked else words.unfitting(part.shapes)
        rows.append(f"| `{code}` | {shape}{', broadcast' if part.is_broadcast else ''} |")
    return "\n".join(["| part | shape |", "|---|---|", *rows]) if rows else ""


def spoken(progress: DrillProgress) -> str:
    """Return the line as far as it is built, and its shape, for those who hear the page."""
    built = progress.choices.built
    code, found = _code(progress, progress.target, built), progress.judge(progress.target, built)
    if found is None or found.value is None or progress.choices.shapes == "hidden":
        return code
    return f"{code}, shape {words.shape(found.value.shape)}"


def verdict(progress: DrillProgress) -> str:
    """Return what is said of the line that was checked last, as Markdown."""
    attempt, found = progress.attempts[-1]
    tries = progress.tries(attempt.target)
    code = f"`{_code(progress, attempt.target, attempt.built)}`"
    if found.is_right:
        return f"{code} is right." if len(tries) == 1 else f"{code} is right, at try {len(tries)}."
    problem = progress.exercise.problem
    hint = words.hint(attempt.target, problem, is_merged="dA1" not in progress.targets)
    if sum(not each.is_right for _, each in tries) < MISSES_BEFORE_THE_ANSWER:
        help_text = f"**Hint.** {hint}"
    else:
        help_text = f"**Answer.** `{answer(progress, attempt.target)}` Build it, then go on. {hint}"
    return "\n\n".join((code, words.finding(found, attempt.target, problem), help_text))


def compared(progress: DrillProgress) -> str:
    """Return what NumPy computed of the line checked last, and what is wanted; empty if it failed."""
    attempt, found = progress.attempts[-1]
    line = progress.exercise.line(attempt.target)
    if not line or found.value is None:
        return ""
    return f"{_printed('what you built', found.value)}\n\n{_printed(attempt.target, line.expected)}"


def _printed(name: str, value: Array) -> str:
    array = np.array2string(value, precision=4, suppress_small=True, max_line_width=100)
    return f"{name}, shape {words.shape(value.shape)}\n{array}"


def answer(progress: DrillProgress, target: str) -> str:
    """Return the right line as code, or a right order of lines."""
    if line := progress.exercise.line(target):
        return f"{target} = {code_of(line.answer)}"
    return ", ".join(progress.program)


def _code(progress: DrillProgress, target: str, built: Tiles) -> str:
    """Return what was built as code, or as an order of lines."""
    if line := progress.exercise.line(target):
        return f"{target} = {code_of(line.whole(built))}"
    return ", ".join(built)


def ticket_of(progress: DrillProgress) -> Ticket:
    """Return the ticket: of each line the first answer, and how many it took."""
    now = progress.choices
    title, loss = words.LEVEL_TITLES[now.level], LOSSES[now.minimized].label
    return Ticket(
        activity=f"Drill {title}, samples as {now.samples_as}, {loss}",
        version=_version(progress),
        minutes=minutes_between(*now.minutes or (0, 0)),
        answers=tuple(_answer(progress, target) for target in progress.targets if progress.tries(target)),
        link=ticket_link("drill", write_record(now)),
    )


def _answer(progress: DrillProgress, target: str) -> Answer:
    tries = progress.tries(target)
    attempt, found = tries[0]
    return Answer(
        question=target,
        given=_code(progress, target, attempt.built)[:LONGEST_TEXT],
        verdict="right" if found.is_right else "wrong",
        misconception=words.title_of(found.misconception),
        tries=len(tries),
    )


def _version(progress: DrillProgress) -> str:
    """Return a short hash of what makes the task."""
    lines = [(line.target, line.answer, line.before, line.after) for line in progress.exercise.lines]
    return blake2b(repr(lines or list(progress.program)).encode(), digest_size=4).hexdigest()
