"""Controls that a link takes away: for a teacher who wants only some to be changed.

A link names them by its own keys.  Each widget has a key, and Streamlit gives an element with a key a
class of that name: one rule of style hides the widget on every page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from core import Experiment, declare, key_of, kind_of
from pages.stage.look import Look

_MOST = 64
_KEY = re.compile(r"[a-z][a-z0-9_]{0,20}")
_PACE = ("speed", "rate", "stop")
_LAYERS = kind_of(Experiment, "hidden").most
_WIDGETS = {
    "hidden": ("chosen_layers", *(f"chosen_units_{at + 1}" for at in range(_LAYERS))),
    "data": ("own_data",),
    "data_seed": ("chosen_data_seed", "renew_data_seed"),
    "seed": ("chosen_seed", "renew_seed"),
    "step": ("chosen_step",),
    "scale": ("chosen_colours", "rescale"),
    "chapter": ("back", "next"),
    "steps": ("chosen_strip_steps",),
    "figures": ("chosen_handout_figures",),
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


@dataclass(frozen=True, kw_only=True)
class Embedding:
    """Hold how a page is shown to those for whom a teacher prepared it.

    Attributes
    ----------
    hide : tuple of str
        The link's keys whose controls are taken away; ``"menu"`` is the list of pages.
    """

    hide: tuple[str, ...] = declare((), LinkKeys(), "hide")

    def within(self, kinds: Iterable[type[Any]]) -> Embedding:
        """Return the embedding without what no control of these records has."""
        known = _known(kinds)
        return Embedding(hide=tuple(key for key in self.hide if key in known))

    def style(self, kinds: Iterable[type[Any]]) -> str:
        """Return the style that takes the controls away; "" if there are none."""
        known = _known(kinds)
        hidden = ", ".join(selector for key in self.hide for selector in known.get(key, ()))
        return f"{hidden} {{ display: none; }}" if hidden else ""


def _known(kinds: Iterable[type[Any]]) -> dict[str, tuple[str, ...]]:
    """Return the selectors of the controls that can be hidden, by link key."""
    named = ((kind, item.name) for kind in (Experiment, Look, *kinds) for item in fields(kind))
    widgets = {key_of(kind, name): (f"chosen_{name}", f"scale_{name}") for kind, name in named} | _WIDGETS
    return {
        **{key: tuple(f".st-key-{widget}" for widget in each) for key, each in widgets.items()},
        **{key: (f'.backpass-stage [data-testid="{key}"]',) for key in _PACE},
        "menu": (),  # is not drawn at all
    }
