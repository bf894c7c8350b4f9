"""The box with a learner's ticket: the line, a button that copies it, and what to do with it."""

import streamlit as st

from pages.frontend import mount_copy_text
from pages.session.ticket import Ticket, write_ticket


def draw(ticket: Ticket) -> None:
    """Draw a ticket as a line to copy."""
    st.markdown(
        "**Your ticket.** If your course asks for it, copy this line and paste it there. It has your "
        "answers and a link to where you are, and no name."
    )
    mount_copy_text("ticket", "Copy ticket", write_ticket(ticket))
