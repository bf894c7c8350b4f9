"""The reader: a Markdown file with front matter and fenced blocks becomes a lesson, or a list of faults."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from pages.scenes.lessons.block_keys import BLOCKS, FRONT_MATTER, BlockKey, completed, table_faults
from pages.scenes.lessons.lesson import MOST_CARDS, Lesson, LessonBlock, LessonCard, Passage
from pages.scenes.lessons.measured_run import changed_link

_MARK = "+++"
_FENCE = re.compile(r"```\s*([a-z]*)\s*")
_TOML_LINE = re.compile(r" ?\(at line (\d+), column \d+\)$")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,23}")
LONGEST_MINUTES = 60


@dataclass(frozen=True, order=True)
class LessonFault:
    """Hold one thing that is wrong with a lesson's file, and its line."""

    line: int
    text: str


def read_lesson(name: str, text: str) -> tuple[Lesson | None, tuple[LessonFault, ...]]:
    """Return the lesson that a file holds, and what is wrong with it.

    There is no lesson if the file cannot be divided into cards.
    """
    reader = _LessonReader(text.splitlines())
    head = reader.front_matter()
    cards = reader.cards() if head is not None else []
    faults = tuple(sorted(reader.faults))
    if head is None or faults:
        return None, faults
    version = blake2b(text.encode(), digest_size=4).hexdigest()
    lesson = Lesson(
        name=name,
        title=head["title"],
        minutes=head["minutes"],
        needs=head["needs"],
        able=tuple(head["able"]),
        is_test=head["test"],
        cards=tuple(cards),
        version=version,
    )
    return lesson, ()


class _LessonReader:
    """Read the lines of a file, counted from 1, and collect faults."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._at = 0
        self.faults: list[LessonFault] = []

    def fault(self, line: int, text: str) -> None:
        self.faults.append(LessonFault(line, text))

    def front_matter(self) -> dict[str, Any] | None:
        """Return the front matter, or None if it cannot be read."""
        if not self._lines or self._lines[0].strip() != _MARK:
            self.fault(1, f"the file must begin with front matter between two lines {_MARK}")
            return None
        end = next((at for at, line in enumerate(self._lines) if at and line.strip() == _MARK), None)
        if end is None:
            self.fault(1, f"the front matter does not end: a line {_MARK} is missing")
            return None
        self._at = end + 1
        values = self._table(1, self._lines[1:end], FRONT_MATTER)
        if values and not 1 <= values["minutes"] <= LONGEST_MINUTES:
            self.fault(1, f"minutes must be from 1 to {LONGEST_MINUTES}")
        return values

    def cards(self) -> list[LessonCard]:
        """Return the cards of the body."""
        cards: list[LessonCard] = []
        run: LessonBlock | None = None
        for line, title, pieces in self._divided():
            blocks = [piece for piece in pieces if isinstance(piece, LessonBlock)]
            runs, questions = (
                [b for b in blocks if (b.kind == "run") == is_run] for is_run in (True, False)
            )
            for extra in (*runs[1:], *questions[1:]):
                what = "run" if extra.kind == "run" else "question"
                self.fault(extra.line, f"a card has at most one {what}: begin another card with ## Title")
            run = _continued(runs[0], run) if runs else run
            if run is None:
                self.fault(line, "the first card needs a run block")
                run = LessonBlock("run", line, completed({}, BLOCKS["run"]))
            card = LessonCard(title, line, run)
            cards.append(_with_words(card, pieces, questions[0] if questions else None))
        if not cards:
            self.fault(len(self._lines), "the lesson has no card: a card begins with ## Title")
        for card in cards[MOST_CARDS : MOST_CARDS + 1]:
            self.fault(card.line, f"a lesson has at most {MOST_CARDS} cards; here are {len(cards)}")
        asked = [card.question for card in cards if card.question]
        for at, question in enumerate(asked):
            if question["name"] in [earlier["name"] for earlier in asked[:at]]:
                self.fault(question.line, f"two questions are called {question['name']}")
        for at, card in enumerate(cards):
            if card.title in [earlier.title for earlier in cards[:at]]:
                self.fault(card.line, f"two cards are called {card.title}; tickets name them so")
        return cards

    def _divided(self) -> Iterator[tuple[int, str, list[Passage | LessonBlock]]]:
        """Yield each card's line, its title, and its passages and blocks in their order."""
        begun: tuple[int, str, list[Passage | LessonBlock]] | None = None
        while self._at < len(self._lines):
            at, line = self._at, self._lines[self._at]
            self._at += 1
            if line.startswith("## "):
                if begun:
                    yield begun
                title = line.removeprefix("## ").strip()
                if not title:
                    self.fault(at + 1, "a card needs a title: ## Title")
                begun = (at + 1, title, [])
                continue
            fence = _FENCE.fullmatch(line)
            if begun is None:
                if line.strip():
                    self.fault(at + 1, "a card begins with ## Title; nothing stands before the first one")
                    begun = (at + 1, "", [])
                continue
            block = self._block(at, fence[1]) if fence and fence[1] else None
            begun[2].append(block or Passage("" if fence and fence[1] else line, at + 1))
        if begun:
            yield begun

    def _block(self, at: int, kind: str) -> LessonBlock | None:
        """Return the block whose fence is line `at`, counted from 0, and go on behind it."""
        rest = self._lines[at + 1 :]
        size = next((i for i, line in enumerate(rest) if line.strip() == "```"), None)
        if size is None:
            self.fault(at + 1, f"the block {kind} does not end: a line ``` is missing")
            self._at = len(self._lines)
            return None
        self._at = at + size + 2
        if kind not in BLOCKS:
            self.fault(at + 1, f"{kind} is no kind of block; the kinds are {', '.join(BLOCKS)}")
            return None
        values = self._table(at + 1, rest[:size], BLOCKS[kind])
        if values and "name" in values and not _NAME.fullmatch(values["name"]):
            self.fault(at + 1, "name must be small letters, digits and _, at most 24")
        return LessonBlock(kind, at + 1, values, tuple(rest[:size])) if values else None

    def _table(
        self, line: int, lines: Sequence[str], keys: Mapping[str, BlockKey]
    ) -> dict[str, Any] | None:
        """Return the TOML of some lines below `line`, with defaults; None if it is not what is allowed."""
        try:
            table = tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as problem:
            found = _TOML_LINE.search(str(problem))
            where = min(int(found[1]), len(lines)) if found else len(lines)
            self.fault(line + where, f"this is not TOML: {_TOML_LINE.sub('', str(problem))}")
            return None
        faults = list(table_faults(table, keys))
        for key, text in faults:
            self.fault(line + _line_of_key(lines, key), text)
        return None if faults else completed(table, keys)


def _continued(run: LessonBlock, before: LessonBlock | None) -> LessonBlock:
    """Return a run block with its whole link: one that names none keeps that of the card before."""
    link = run["link"] or (before["link"] if before else "")
    return replace(run, values={**run.values, "link": changed_link(link, run["change"])})


def _with_words(
    card: LessonCard, pieces: Sequence[Passage | LessonBlock], question: LessonBlock | None
) -> LessonCard:
    """Return a card with its question, and the words before and after it."""
    at = pieces.index(question) if question else len(pieces)
    before, after = (_joined(part) for part in (pieces[:at], pieces[at + 1 :]))
    return replace(card, before=before, question=question, after=after)


def _joined(pieces: Sequence[Passage | LessonBlock]) -> Passage:
    """Return the words among some pieces as one passage; a block leaves as many lines as it has."""
    texts: list[str] = []
    for piece in pieces:
        gap = len(piece.source) + 2 if isinstance(piece, LessonBlock) else 0
        texts += [""] * gap if isinstance(piece, LessonBlock) else [piece.text]
    first = pieces[0].line if pieces else 0
    return Passage("\n".join(texts).rstrip(), first)


def _line_of_key(lines: Sequence[str], key: str) -> int:
    """Return the line, counted from 1, on which a key stands; 0 if it does not."""
    pattern = re.compile(rf"\s*\[*\s*{re.escape(key)}\s*[=\]]")
    return next((at for at, line in enumerate(lines, start=1) if pattern.match(line)), 0)
