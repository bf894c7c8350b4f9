"""What a teacher's link says besides the run: controls taken away, values that stay, and a sentence.

A link names controls by its own keys.  Each widget has a key, and Streamlit gives an element with a key a
class of that name: one rule of style hides the widget on every page.  A control of a value that stays is
drawn, but takes no input: a student should see what the value is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import chain
from typing import Any
from unicodedata import category

from core import Experiment, declare, key_of, kind_of
from core.run.changes import fitting
from core.run.experiment import SCHEDULES
from pages.session.option_names import RUN_KEYS
from pages.stage.look import Look

_MOST = 64
_KEY = re.compile(r"[a-z][a-z0-9_]{0,20}")
_PACE = ("speed", "rate", "stop")
_TOGETHER = (("dataset", "points", "given_rows"), *SCHEDULES.items())
"""Fields of a run of which no one stays without the others."""
_WIDGETS = {
    "hidden": (
        "chosen_layers",
        *(f"chosen_units_{at + 1}" for at in range(kind_of(Experiment, "hidden").most)),
    ),
    "data": ("own_data",),
    "data_seed": ("chosen_data_seed", "renew_data_seed"),
    "seed": ("chosen_seed", "renew_seed"),
    "step": ("chosen_step",),
    "scale": ("chosen_colours", "rescale"),
    "chapter": ("back", "next"),
    "replies": ("question",),
    "steps": ("chosen_strip_steps",),
    "figures": ("chosen_handout_figures",),
    "drill_seed": ("new_network", "another_network"),
}
"""The keys of widgets that do not have the name of their field, by link key."""


@dataclass(frozen=True)
class LinkKeys:
    """Allow a tuple of keys of links."""

    @property
    def allowed(self) -> str:
        """How many, and what they name."""
        return f"none, or up to {_MOST} keys of a link or menu, such as samples,noise"

    def validate(self, value: object) -> tuple[str, ...]:
        """Return the keys as a tuple."""
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise TypeError(f"must be a sequence, {self.allowed}; got {type(value).__name__}")
        if len(value) > _MOST or not all(isinstance(key, str) and _KEY.fullmatch(key) for key in value):
            raise ValueError(f"must be {self.allowed}")
        return tuple(dict.fromkeys(value))

    def write(self, value: tuple[str, ...]) -> str:
        """Return the keys with commas, or ``none``."""
        return ",".join(value) or "none"

    def read(self, text: str) -> tuple[str, ...]:
        """Return the keys."""
        return self.validate(() if text == "none" else text.split(",", _MOST + 1))


@dataclass(frozen=True)
class PlainText:
    """Allow one line of plain text.

    Attributes
    ----------
    most : int
        How many characters it may have.
    """

    most: int

    @property
    def allowed(self) -> str:
        """How long it may be."""
        return f"a line of up to {self.most} characters"

    def validate(self, value: object) -> str:
        """Return the text with single spaces."""
        if not isinstance(value, str):
            raise TypeError(f"must be {self.allowed}; got {type(value).__name__}")
        text = " ".join(value.split())
        if len(text) > self.most or any(category(sign) in ("Cc", "Cs") for sign in text):
            raise ValueError(f"must be {self.allowed}")
        return text

    def write(self, value: str) -> str:
        """Return the text."""
        return value

    def read(self, text: str) -> str:
        """Return the text with single spaces."""
        return self.validate(text)


@dataclass(frozen=True, kw_only=True)
class Embedding:
    """Hold how a page is shown to those for whom a teacher prepared it.

    Attributes
    ----------
    hide : tuple of str
        The link's keys whose controls are taken away; ``"menu"`` is the list of pages.
    lock : tuple of str
        The link's keys of the run whose values stay.
    ask : str
        The teacher's sentence above the scene.
    """

    hide: tuple[str, ...] = declare((), LinkKeys(), "hide")
    lock: tuple[str, ...] = declare((), LinkKeys(), "lock")
    ask: str = declare("", PlainText(300), "ask")

    def within(self, kinds: Iterable[type[Any]]) -> Embedding:
        """Return the embedding without what no control of these records has."""
        known = _known(kinds)
        return replace(
            self,
            hide=tuple(key for key in self.hide if key in known),
            lock=tuple(key for key in self.lock if key in RUN_KEYS),
        )

    def style(self, kinds: Iterable[type[Any]]) -> str:
        """Return the style that takes the controls away; "" if there are none."""
        known = _known(kinds)
        hidden = ", ".join(selector for key in self.hide for selector in known.get(key, ()))
        return f"{hidden} {{ display: none; }}" if hidden else ""

    @property
    def locked(self) -> tuple[str, ...]:
        """The fields of the run whose values stay."""
        named = [name for key, name in RUN_KEYS.items() if key in self.lock]
        groups = [group for group in _TOGETHER if set(group) & set(named)]
        return tuple(dict.fromkeys((*named, *(name for group in groups for name in group))))

    @cached_property
    def _locked_widgets(self) -> frozenset[str]:
        return frozenset(each for name in self.locked for each in _widgets(Experiment, name))

    def is_locked(self, widget: str) -> bool:
        """Return whether the widget of this key sets a value that stays."""
        return widget.replace("exact_", "") in self._locked_widgets

    def kept(self, now: Experiment, wanted: Experiment) -> Experiment:
        """Return the run that is wanted, with the values of the present one that stay."""
        values = {name: getattr(now, name) for name in self.locked}
        return fitting(replace(wanted, **values)) if values else wanted

    def lost(self, kept: Experiment, wanted: Experiment) -> tuple[str, ...]:
        """Return the fields of the values that were wanted and not taken.

        A new run begins with the rate, penalties and batch size in use, which is no wish for others.
        """

        def is_lost(name: str) -> bool:
            value = getattr(wanted, name)
            return value not in (kept.values_of(name) if name in SCHEDULES else [getattr(kept, name)])

        names = [name for name in self.locked if name not in SCHEDULES.values()]
        return tuple(filter(is_lost, names))


def _widgets(kind: type[Any], name: str) -> tuple[str, ...]:
    """Return the keys of the widgets that set a field."""
    return _WIDGETS.get(key_of(kind, name), (f"chosen_{name}", f"scale_{name}"))


def _known(kinds: Iterable[type[Any]]) -> dict[str, tuple[str, ...]]:
    """Return the selectors of the controls that can be hidden, by link key."""
    named = ((kind, item.name) for kind in (Experiment, Look, *kinds) for item in fields(kind))
    widgets = _WIDGETS | {key_of(kind, name): _widgets(kind, name) for kind, name in named}
    return {
        **{key: tuple(chain.from_iterable(map(_selectors, each))) for key, each in widgets.items()},
        **{key: (f'.backpass-stage [data-testid="{key}"]',) for key in _PACE},
        "menu": ('.backpass-stage [data-testid="for-class"]',),  # the list itself is not drawn at all
    }


def _selectors(widget: str) -> tuple[str, str]:
    """Return the selectors of a widget, and of those that take its place (`store.show`)."""
    return f".st-key-{widget}", f'[class*="st-key-{widget}-"]'
