"""Quantities of runs in words: ``dW2[unit 1, class 0]``, ``train_loss(lr=10&step=300) / train_loss``.

    condition   comparison and comparison and …
    comparison  sum < sum, with one of < <= > >= = !=
    sum         product + product - …
    product     factor * factor / …
    factor      -factor, a number, (sum), function(sum), or name[place, place](link)

A place is ``sample 3``, ``x1``, ``unit 2`` or ``class 0``.  The link in brackets changes the run for this
name alone.  Everything else is refused; nothing is evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)(?P<places>\[[^\]]*\])?(?P<link>\([a-z][a-z0-9_]*=[^()]*\))?"
    r"|(?P<sign><=|>=|!=|[-+*/()<>=]))"
)
_PLACE = re.compile(r"(sample|unit|class) ?(\d{1,4})|(x)(\d)")
_COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
FUNCTIONS = ("sum", "mean", "max", "min", "abs", "norm", "exp", "log")
_LONGEST, _DEEPEST = 400, 20


@dataclass(frozen=True)
class ConstantTerm:
    """Hold a number that is part of a quantity, such as the 2 in ``2 * dW2``."""

    value: float


@dataclass(frozen=True)
class RunTerm:
    """Name something of a run: a matrix of its step, some entries of one, or one of its numbers.

    Attributes
    ----------
    name : str
    places : tuple of (str, int)
        Which entries: the kind of a place, and its number as on the screen.
    link : str
        What is changed of the run, as the keys of a link.
    """

    name: str
    places: tuple[tuple[str, int], ...] = ()
    link: str = ""


@dataclass(frozen=True)
class OperationTerm:
    """Combine terms by a sign, a comparison, ``and``, or a function."""

    name: str
    terms: tuple[Term, ...]


Term = ConstantTerm | RunTerm | OperationTerm


@lru_cache(maxsize=4096)
def read_quantity(text: str) -> Term:
    """Return the quantity that a text names.

    Raises
    ------
    ValueError
        If it names none; says where.

    >>> read_quantity("dW2[unit 1, class 0]")
    RunTerm(name='dW2', places=(('unit', 1), ('class', 0)), link='')
    >>> read_quantity("2 *")
    Traceback (most recent call last):
    ...
    ValueError: “2 *” ends where a quantity is expected
    """
    return _whole(_QuantityParser(text), is_condition=False)


@lru_cache(maxsize=4096)
def read_condition(text: str) -> Term:
    """Return the condition that a text states.

    Raises
    ------
    ValueError
        If it states none; says where.
    """
    return _whole(_QuantityParser(text), is_condition=True)


def run_terms(term: Term) -> Iterator[RunTerm]:
    """Yield every name of a run in a quantity or a condition."""
    if isinstance(term, RunTerm):
        yield term
    elif isinstance(term, OperationTerm):
        for each in term.terms:
            yield from run_terms(each)


def left_side(condition: str) -> str:
    """Return what a condition compares, without what it is compared with.

    >>> left_side("test_accuracy >= 0.95")
    'test_accuracy'
    """
    return re.split(r"<|>|!=|=(?![^(]*\))", condition)[0].strip()


def _whole(parser: _QuantityParser, *, is_condition: bool) -> Term:
    term = parser.condition() if is_condition else parser.sum()
    if parser.sign or parser.found:
        raise ValueError(f"“{parser.text}” cannot be read from “{parser.rest}” on")
    return term


class _QuantityParser:
    """Read a text from left to right; `found` and `sign` are the token that comes next."""

    def __init__(self, text: str) -> None:
        self.text, self._end, self._depth = text, 0, 0
        if len(text) > _LONGEST:
            raise ValueError(f"a quantity has at most {_LONGEST} characters; got {len(text)}")
        self._next()

    @property
    def rest(self) -> str:
        """The text from the next token on."""
        return self.text[self._begin :].strip()

    def _next(self) -> None:
        self._begin = self._end
        self.found = _TOKEN.match(self.text, self._end)
        if self.found is None and self.rest:
            raise ValueError(f"“{self.text}” cannot be read from “{self.rest}” on")
        self.sign = (self.found["sign"] or "") if self.found else ""
        self._end = self.found.end() if self.found else self._end

    def _take(self, *signs: str) -> str:
        """Return the next token and go on, if it is one of these signs."""
        sign = self.sign
        if sign not in signs:
            return ""
        self._next()
        return sign

    def condition(self) -> Term:
        """Read comparisons, joined by "and"."""
        terms = [self._comparison()]
        while self.found and self.found["name"] == "and":
            self._next()
            terms.append(self._comparison())
        return OperationTerm("and", tuple(terms))

    def _comparison(self) -> Term:
        left = self.sum()
        if not (sign := self._take(*_COMPARISONS)):
            raise ValueError(f"“{self.text}” needs a comparison, such as a < b")
        return OperationTerm(sign, (left, self.sum()))

    def sum(self) -> Term:
        """Read products that are added or subtracted."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError(f"“{self.text}” has too many brackets")
        term = self._product()
        while sign := self._take("+", "-"):
            term = OperationTerm(sign, (term, self._product()))
        self._depth -= 1
        return term

    def _product(self) -> Term:
        term = self._factor()
        while sign := self._take("*", "/"):
            term = OperationTerm(sign, (term, self._factor()))
        return term

    def _factor(self) -> Term:
        found = self.found
        if found is None:
            raise ValueError(f"“{self.text}” ends where a quantity is expected")
        if self._take("-"):
            return OperationTerm("-", (ConstantTerm(0.0), self._factor()))
        if self._take("("):
            return self._closed(self.sum())
        if found["number"]:
            self._next()
            return ConstantTerm(float(found["number"]))
        if found["name"] in (None, "and"):
            raise ValueError(f"“{self.text}” has “{self.rest}” where a quantity is expected")
        return self._named(found)

    def _named(self, found: re.Match[str]) -> Term:
        name, places, link = found["name"], found["places"] or "[]", found["link"] or "()"
        self._next()
        if name not in FUNCTIONS:
            return RunTerm(name, _places(places[1:-1]), link[1:-1])
        if not self._take("("):
            raise ValueError(f"“{self.text}”: {name} needs a quantity in brackets")
        return OperationTerm(name, (self._closed(self.sum()),))

    def _closed(self, term: Term) -> Term:
        if not self._take(")"):
            raise ValueError(f"“{self.text}” lacks a closing bracket")
        return term


def _places(text: str) -> tuple[tuple[str, int], ...]:
    found = []
    for part in filter(None, map(str.strip, text.split(","))):
        if not (place := _PLACE.fullmatch(part)):
            raise ValueError(f"“{part}” is no place; a place is sample 3, x1, unit 2 or class 0")
        found.append((place[1] or place[3], int(place[2] or place[4])))
    return tuple(found)
