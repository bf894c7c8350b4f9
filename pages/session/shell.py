"""What surrounds every scene: page settings, style, menu, sidebar and notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from html import escape
from itertools import groupby

import streamlit as st

from pages.figures.palette import Theme
from pages.frontend import EMBEDDED_STYLE, PAGE_STYLE
from pages.session import class_link, controls, store
from pages.session.scene import Page, Scene, records_of


def configure(scene: Scene) -> None:
    """Set up the page."""
    st.set_page_config(
        page_title=f"{scene.title} · Backpass",
        page_icon="🔙",
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(PAGE_STYLE)
    if is_embedded():
        st.html(EMBEDDED_STYLE)


def is_embedded() -> bool:
    """Return whether the page shows its picture alone: ``embed=true``."""
    return bool(st.context.is_embedded)


def place_of_controls() -> AbstractContextManager[object]:
    """Return where the controls of a scene are drawn: out of sight in an embedded page."""
    return st.container(key="embedded_controls") if is_embedded() else nullcontext()


def hide(scenes: Iterable[Scene]) -> None:
    """Take away the controls that the link names."""
    if style := store.current().embedding.style(records_of(scenes)):
        st.html(f"<style>{style}</style>")


def ask() -> None:
    """Draw the teacher's sentence; in an embedded page the page around it has the words."""
    if (text := store.current().embedding.ask) and not is_embedded():
        st.html(f'<p class="backpass-ask" dir="auto">{escape(text)}</p>')


def heading(scene: Scene, page: Page) -> None:
    """Draw the heading of a page; without one to be seen, its title is there for screen readers alone."""
    if page.heading and not is_embedded():
        st.container(key="heading").markdown(page.heading)
    elif not page.is_beside or is_embedded():
        st.html(f'<h1 class="backpass-unseen">{scene.title}</h1>')


@contextmanager
def choices() -> Iterator[None]:
    """Draw the choices of a scene above its picture; on a phone they fold into one line."""
    with st.container(key="choices"):
        st.html("<details><summary>Choices</summary></details>")
        yield


def sidebar(scenes: Iterable[Scene], *, has_controls: bool) -> None:
    """Draw the menu, and the controls of the run; an embedded page has neither."""
    if is_embedded():
        return
    with st.sidebar:
        st.html('<p class="backpass-name">Backpass</p>')
        if "menu" not in store.current().embedding.hide:
            _menu(scenes)
        if has_controls:
            st.divider()
            controls.run_controls()


def _menu(scenes: Iterable[Scene]) -> None:
    with st.container(key="menu"):
        for group, listed in groupby(scenes, key=lambda scene: scene.group):
            place = st.container(key=f"menu_{group.replace(' ', '_').lower()}", gap=None)
            with place:
                st.caption(group)
                for scene in listed:
                    st.page_link(scene.file, label=scene.title, icon=scene.icon, help=scene.purpose)
        with place:  # the last group is for teachers
            class_link.button()


def theme() -> Theme:
    """Return the theme that the reader sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def notify(notices: tuple[str, ...]) -> None:
    """Draw notices about the link in one box: several would push the picture off the page.

    Its place is kept while there is none: what is below would else be drawn anew, and lose the focus.
    """
    lines = [_shown(notice) for notice in notices]
    with st.container():
        if lines:
            text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
            st.warning(text, icon=":material/link_off:")


def _shown(notice: str) -> str:
    """Return a notice as Markdown, with the quoted text as code: a link must not put links on a page."""
    given, was, rest = notice.rpartition(" was ignored")
    return f"{_code(given)}{was}{rest}" if was else notice


def _code(text: str) -> str:
    """Return Markdown that shows a text of one line as it is, whatever it contains."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence} {' '.join(text.split())} {fence}"
