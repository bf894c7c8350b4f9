"""The box with a learner's ticket: the line, a button that copies it, and what to do with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from core import write_record
from pages.frontend import mount_copy_text
from pages.session import store
from pages.session.hide import Embedding
from pages.session.own_run import DEFAULT_RUN
from pages.session.ticket import LONGEST_LINK, Ticket, ticket_link, write_ticket


def link_of(page: str, kind: type[Any]) -> str:
    """Return the link of a ticket to what a page shows, as much of it as fits; not the learner's own run.

    Parameters
    ----------
    page : str
    kind : type
        The page's record of choices, which puts the learner's own run aside.
    """
    state = store.current()
    choices = state.of(kind)
    shown = state.changed(kind, own=DEFAULT_RUN if choices.own else "")
    links: tuple[dict[str, str], ...] = (
        replace(shown, embedding=Embedding()).link((kind,)),
        write_record(replace(choices, own="")),  # the page then opens its run again
        {},
    )
    return next(link for each in links if len(link := ticket_link(page, each)) <= LONGEST_LINK)


def draw(ticket: Ticket) -> None:
    """Draw a ticket as a line to copy."""
    st.markdown(
        "**Your ticket.** If your course asks for it, copy this line and paste it there. It has your "
        "answers and a link to where you are, and no name."
    )
    mount_copy_text("ticket", "Copy ticket", write_ticket(ticket))
