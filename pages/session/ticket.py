"""A ticket: one line of text with what a learner answered, to be pasted wherever a course collects answers.

The line survives the way there.  Its values have no spaces, so a reader drops every space and line break
that an e-mail program added.  It has no quotes, begins with a letter and holds ASCII only, so spreadsheets
and word processors leave it alone.  Its check value shows whether something was lost.  It is no signature:
whoever can write a ticket can invent one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import blake2b
from time import time
from typing import Literal, cast, get_args
from urllib.parse import quote, unquote, urlencode

Verdict = Literal["right", "wrong", "open"]

MOST_ANSWERS = 100
LONGEST_TEXT, LONGEST_LINK = 200, 8000
MOST_MINUTES = MOST_TRIES = 9999

TITLE = "Backpass ticket"
_HEAD = f"{TITLE} 1"
_HEAD_READ = re.compile(r"Backpassticket([0-9]{1,9});")
_BODY = re.compile(
    r"activity=([^;]*);version=([^;]*);minutes=([0-9]{1,4});((?:answer=[^;]*;)*)link=([^;]*);"
)
_CHECK = re.compile(r"check=([0-9a-f]{8})")
_LINK = re.compile(r"[\w/?&=.,:@%~+()*-]*", re.ASCII)
_SPACE, _UNDERSCORE = "_", "%5F"
_WITHOUT = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\"'`<>“”„‟‘’‚‛«»‹›"))
_MENDED = {"–": "-", "—": "-", "−": "-", "…": "...", "&amp;": "&"}
"""What programs write in place of something else that a ticket contains."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Hold the answer to one question.

    Attributes
    ----------
    question : str
        What a teacher reads of it, such as the title of a card.
    given : str
        What the learner answered.
    verdict : {"right", "wrong", "open"}
        ``"open"`` if nothing judges it.
    misconception : str
        What a wrong answer shows, if that is known.
    tries : int
        How many times the learner answered.

    Raises
    ------
    ValueError
        If a field is not allowed; says which.
    """

    question: str
    given: str
    verdict: Verdict
    misconception: str = ""
    tries: int = 1

    def __post_init__(self) -> None:
        """Check the fields."""
        _check_texts(self)
        if not self.question:
            raise ValueError("An answer needs the name of its question.")
        if self.verdict not in get_args(Verdict):
            raise ValueError(f"A verdict is {', '.join(get_args(Verdict))}; got {self.verdict!r}.")
        _check_number("tries", self.tries, 1, MOST_TRIES)


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """Hold what a learner did in one activity.

    Attributes
    ----------
    activity : str
        Such as ``"Lesson: The learning rate"`` or ``"Clinic"``: its title, as pages show it.
    version : str
        A short hash of what makes the task, such as the text of a lesson.
    minutes : int
        How long it took.
    answers : tuple of Answer
    link : str
        What opens the learner's own run: a page and its query, such as ``"clinic?patient=still"``.

    Raises
    ------
    ValueError
        If a field is not allowed; says which.
    """

    activity: str
    version: str
    minutes: int
    answers: tuple[Answer, ...]
    link: str

    def __post_init__(self) -> None:
        """Check the fields."""
        _check_texts(self, but="link")
        if not self.activity:
            raise ValueError("A ticket needs its activity.")
        _check_number("minutes", self.minutes, 0, MOST_MINUTES)
        if len(self.answers) > MOST_ANSWERS:
            raise ValueError(f"A ticket has up to {MOST_ANSWERS} answers; got {len(self.answers)}.")
        if len(self.link) > LONGEST_LINK or not _LINK.fullmatch(self.link) or "--" in self.link:
            raise ValueError(f"A ticket's link is a page and its query, encoded; got {self.link[:80]!r}.")


def this_minute() -> int:
    """Return the minutes since 1970."""
    return int(time() // 60)


def minutes_between(begun: int, ended: int) -> int:
    """Return how long something took as a ticket has it; 0 if its begin is not known.

    >>> minutes_between(1000, 1007), minutes_between(1000, 10**6), minutes_between(0, 1000)
    (7, 9999, 0)
    """
    return min(max(ended - begun, 0), MOST_MINUTES) if begun else 0


def ticket_link(page: str, parameters: Mapping[str, str]) -> str:
    """Return the link of a ticket: a page, ``""`` for the Playground, and its query.

    >>> ticket_link("clinic", {"patient": "still", "step": "40"})
    'clinic?patient=still&step=40'
    """
    query = urlencode(parameters, safe=",@:=()").replace("--", "-%2D")
    return f"{page}?{query}" if query else page


def write_ticket(ticket: Ticket) -> str:
    """Return the ticket as one line of text, the check value last."""
    parts = (
        _HEAD,
        f"activity={_encoded(ticket.activity)}",
        f"version={_encoded(ticket.version)}",
        f"minutes={ticket.minutes}",
        *(f"answer={_answer_text(each)}" for each in ticket.answers),
        f"link={ticket.link}",
    )
    line = "; ".join(parts) + "; "
    return f"{line}check={_check_value(_compact(line))}"


def read_ticket(text: str) -> Ticket:
    """Return the ticket in a text, whatever stands around it.

    Raises
    ------
    ValueError
        If there is none, or it lost something on the way; says what is wrong.
    """
    compact = _compact(text)
    if not (head := _HEAD_READ.search(compact)):
        raise ValueError(f"This is no ticket: a ticket begins with “{_HEAD};”.")
    if head[1] != "1":
        raise ValueError(f"This ticket has the form {head[1]}. Only the form 1 is known here.")
    if not (check := _CHECK.search(compact, head.end())):
        raise ValueError("The ticket is cut off: its end, “check=” and 8 letters or digits, is missing.")
    line = compact[head.start() : check.start()]
    if check[1] != _check_value(line):
        raise ValueError("The ticket was changed on its way: its check value does not fit its text.")
    if not (body := _BODY.fullmatch(compact, head.end(), check.start())):
        raise ValueError("The ticket does not have the fields of a ticket.")
    activity, version, minutes, answers, link = body.groups()
    return Ticket(
        activity=_decoded(activity),
        version=_decoded(version),
        minutes=int(minutes),
        answers=tuple(map(_read_answer, re.findall("answer=([^;]*);", answers))),
        link=link,
    )


def _answer_text(answer: Answer) -> str:
    texts = (answer.question, answer.given, answer.verdict, str(answer.tries), answer.misconception)
    return ",".join(map(_encoded, texts))


def _read_answer(text: str) -> Answer:
    parts = [_decoded(part) for part in text.split(",")]
    if len(parts) != 5 or not re.fullmatch("[0-9]{1,4}", parts[3], re.ASCII):
        raise ValueError(f"An answer of the ticket is not readable: {text[:80]!r}.")
    question, given, verdict, tries, misconception = parts
    return Answer(
        question=question,
        given=given,
        verdict=cast(Verdict, verdict),
        misconception=misconception,
        tries=int(tries),
    )


def _encoded(text: str) -> str:
    """Return a text in letters, digits and a few signs; a space is an underscore.

    >>> _encoded("−0.5: is_too large"), _encoded("a -- b ...")
    ('%E2%88%920.5:_is%5Ftoo_large', 'a_-%2D_b_..%2E')
    """
    safe = quote(text.replace(_SPACE, "\0"), safe=" ").replace("%00", _UNDERSCORE).replace(" ", _SPACE)
    return safe.replace("%3A_", ":_").replace("--", "-%2D").replace("...", "..%2E").replace("~", "%7E")


def _decoded(text: str) -> str:
    try:
        return unquote(text.replace(_SPACE, " "), errors="strict")
    except UnicodeDecodeError:
        raise ValueError(f"A value of the ticket is not readable: {text[:80]!r}.") from None


def _compact(text: str) -> str:
    """Return a text without spaces, quotes and what else was added on the way."""
    for written, meant in _MENDED.items():
        text = text.replace(written, meant)
    return "".join(text.translate(_WITHOUT).split())


def _check_value(line: str) -> str:
    return blake2b(line.encode("utf-8", "replace"), digest_size=4).hexdigest()


def _check_texts(record: Answer | Ticket, but: str = "") -> None:
    for name in (each.name for each in fields(record)):
        value = getattr(record, name)
        if name == but or not isinstance(value, str):
            continue
        if len(value) > LONGEST_TEXT:
            raise ValueError(f"{name} has up to {LONGEST_TEXT} characters; got {len(value)}.")
        if re.search("[\0\ud800-\udfff]", value):
            raise ValueError(f"{name} contains a character that no text has; got {value[:80]!r}.")


def _check_number(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} is from {low} to {high}; got {value}.")
