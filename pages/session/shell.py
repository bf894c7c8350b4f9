"""What surrounds every scene: page settings, style, menu, sidebar and notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby

import streamlit as st

from pages.figures.palette import Theme
from pages.frontend import PAGE_STYLE
from pages.session import controls
from pages.session.scene import Page, Scene


def configure(scene: Scene) -> None:
    """Set up the page."""
    st.set_page_config(
        page_title=f"{scene.title} · Backpass",
        page_icon="🔙",
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(PAGE_STYLE)


def heading(scene: Scene, page: Page) -> None:
    """Draw the heading of a page; without one of its own, its title is there for screen readers alone."""
    if page.heading:
        st.markdown(page.heading)
    elif not page.is_beside:
        st.html(f'<h1 class="backpass-unseen">{scene.title}</h1>')


@contextmanager
def choices() -> Iterator[None]:
    """Draw the choices of a scene above its picture; on a phone they fold into one line."""
    with st.container(key="choices"):
        st.html("<details><summary>Choices</summary></details>")
        yield


def sidebar(scenes: Iterable[Scene], *, has_controls: bool) -> None:
    """Draw the menu, and the controls of the run."""
    with st.sidebar:
        st.html('<p class="backpass-name">Backpass</p>')
        with st.container(key="menu"):
            for group, listed in groupby(scenes, key=lambda scene: scene.group):
                with st.container(key=f"menu_{group.replace(' ', '_').lower()}", gap=None):
                    st.caption(group)
                    for scene in listed:
                        st.page_link(scene.file, label=scene.title, icon=scene.icon, help=scene.purpose)
        if has_controls:
            st.divider()
            controls.run_controls()


def theme() -> Theme:
    """Return the theme that the reader sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def notify(notices: tuple[str, ...]) -> None:
    """Draw notices about the link in one box: several would push the picture off the page."""
    lines = [_shown(notice) for notice in notices]
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
