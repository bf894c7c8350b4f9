"""The worksheet of the step that One step shows, to save from that page."""

from functools import partial

import streamlit as st

from core import read_record
from pages.export.file_names import numbers_name
from pages.export.formats import obstacle
from pages.export.order import order_of
from pages.export.worksheet import PHASES, worksheet
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.slides import downloads, files, words
from pages.scenes.slides.files import FileOffer
from pages.session import store


def worksheet_button() -> None:
    """Draw the button that makes the worksheet; a job makes it."""
    if obstacle("worksheet.pdf"):
        st.caption(words.NO_PAPER)
    else:
        files.save_when_made([_offer()])


def _offer() -> FileOffer:
    order = order_of(store.current())
    return FileOffer(
        key="worksheet_pdf",
        label="Worksheet (PDF)",
        order=order,
        kind="worksheet.pdf",
        name=numbers_name(order, "worksheet", "pdf"),
        help=f"{PHASES} phases from the one that is open, with blank cells, and the key on page 2. "
        "Slides has the number of blank cells.",
        make=partial(worksheet, order, "pdf", address=downloads.address()),
        renewed=_of_open_phase,
    )


def _of_open_phase() -> FileOffer:
    """Return the offer for the phase that is open: only the browser and its address know it."""
    choices, _ = read_record(OneStepChoices, store.address())
    store.change(OneStepChoices, **vars(choices))
    return _offer()
