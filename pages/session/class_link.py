"""The dialog "For a class": a link to this page with a task, to copy and as a QR code for the projector."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import fields, replace
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from core import Experiment, key_of, kind_of
from core.run.link import address_of
from pages.figures.qr_code import qr_code
from pages.frontend import mount_copy_text
from pages.session import store
from pages.session.defaults import as_default
from pages.session.hide import Embedding
from pages.session.option_names import LABELS
from pages.session.scene import Scene
from pages.session.state import State
from pages.stage.look import Look, Pace

_LABELS = {key_of(Experiment, name): label for name, label in LABELS.items()}
"""The names of the controls of a run by their link keys."""

_OPEN = "class_open"
_MENU = "menu"
_NAMES = {
    _MENU: "The list of pages",
    "surface": "Plane",
    "cells": "Heatmaps",
    "lines": "Lines",
    "loss": "Loss axis",
    "signs": "Vital sign",
    "scale": "Colour scale",
    "speed": "Steps per frame",
    "rate": "Frames per second",
    "stop": "Where a run stops",
}
"""What the link's keys beside those of the run are called in the controls."""

_WITHOUT_CONTROL = ("schedule", "edit", "freeze", "given", "opened")


def open_dialog() -> None:
    """Open the dialog in the next run of the page."""
    store.remember(_OPEN, True)


def button() -> None:
    """Draw the button that opens the dialog."""
    st.button(
        "For a class",
        key="for_class",
        icon=":material/qr_code_2:",
        on_click=open_dialog,
        type="tertiary",
        width="stretch",
        help="A link with your question, without some controls, and as a QR code",
    )


def dialog(scene: Scene) -> None:
    """Draw the dialog if it was opened."""
    if store.remembered(_OPEN, False):
        store.remember(_OPEN, False)
        _dialog(scene)


@st.dialog("For a class", width="large", icon=":material/qr_code_2:")
def _dialog(scene: Scene) -> None:
    st.markdown("Students who open this link see this page, this run and this step, and your question.")
    form, code = st.columns([3, 2], gap="large")
    with form:
        embedding = _embedding(scene, store.current().embedding)
    with code:
        _link(class_link(str(st.context.url or ""), replace(store.current(), embedding=embedding), scene))


def _embedding(scene: Scene, now: Embedding) -> Embedding:
    """Draw the fields; return what the teacher wants."""
    ask = st.text_input(
        "Question or task",
        max_chars=kind_of(Embedding, "ask").most,
        placeholder="Which of the two settings learns faster, and why?",
        help="Stands above the page, as plain text",
        **store.widget("class_ask", store.remembered("class_ask", now.ask)),
    )
    names = _controls(scene)
    hide = st.multiselect(
        "Controls to hide",
        list(names),
        format_func=names.__getitem__,
        placeholder="none",
        **as_default(_kept("class_hide", now.hide, names)),
    )
    lock = st.multiselect(
        "Values to lock",
        list(_LABELS),
        format_func=_LABELS.__getitem__,
        placeholder="none",
        help="Their controls are shown and take no input. Whoever edits the address can unlock them.",
        **as_default(_kept("class_lock", now.lock, _LABELS)),
    )
    return Embedding(ask=ask, hide=tuple(hide), lock=tuple(lock))


def class_link(address: str, state: State, scene: Scene) -> str:
    """Return the link of a scene at the address of its page, without what was done there."""
    page, query = address.partition("?")[0], state.without_progress(scene.choices).link(scene.choices)
    page = page if urlsplit(page).path else f"{page}/"
    return page + (address_of(query) if query else "")


def _link(link: str) -> None:
    """Draw the link to copy, and its code."""
    try:
        code, problem = qr_code(link, "QR code of the link"), ""
    except ValueError as too_long:
        code, problem = "", str(too_long)
    mount_copy_text("class_link", "Copy link", link, code)
    if problem:
        st.info(problem, icon=":material/qr_code_2:")


def _controls(scene: Scene) -> dict[str, str]:
    """Return the names of a page's controls by link key; those of its choices if it has drawn them."""
    found = {_MENU: _NAMES[_MENU]} | _LABELS
    kinds: tuple[type[Any], ...] = (Look, *scene.choices)
    for kind in kinds:
        for key, name in ((key_of(kind, item.name), item.name) for item in fields(kind)):
            if key in _NAMES or store.remembered(name, None) is not None:
                found[key] = _NAMES.get(key, f"{scene.title}: {key.replace('_', ' ')}")
    pace = {key: _NAMES[key] for key in (key_of(Pace, item.name) for item in fields(Pace))}
    return {key: name for key, name in (found | pace).items() if key not in _WITHOUT_CONTROL}


def _kept(name: str, now: Iterable[str], options: Container[str]) -> dict[str, Any]:
    """Bind a field of the dialog to the keys chosen last, at first to those of this page's link.

    Another page, where they were chosen, may have had other options.
    """
    kept = [key for key in store.remembered(name, [*now]) if key in options]
    return store.widget(name, kept)
