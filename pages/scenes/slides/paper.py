"""What is printed on paper: a handout of several pictures, a worksheet, and the cheat sheet."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.export.cheat_sheet import cheat_sheet
from pages.export.choices import FEWEST_PICTURES, FIGURES, MOST_PICTURES, HandoutChoices, WorksheetChoices
from pages.export.file_names import numbers_name
from pages.export.formats import obstacle
from pages.export.handout import SCALE, handout, missing, paper_size, sides_of
from pages.export.order import Order
from pages.export.pictures import PICTURES
from pages.export.tabs import Page
from pages.export.turns import Report
from pages.export.worksheet import PHASES, worksheet
from pages.scenes.slides import files, words
from pages.scenes.slides.files import FileOffer
from pages.server.limits import LIMITS
from pages.session import store
from pages.session.controls import number, switch
from pages.session.defaults import as_default

_FILES: tuple[tuple[Page, str, str], ...] = (
    ("pdf", "to print", "PDF; a handout of more than four pictures, and a worksheet, have two pages"),
    ("png", "as an image", "PNG, 300 dots per inch"),
)


def show(order: Order, address: str) -> None:
    """Draw the choice of a handout's pictures and paper, and the files; its link opens `address`."""
    st.markdown("## Handout: several pictures on one sheet of paper")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="slide_handout"):
        st.multiselect(
            "Pictures",
            FIGURES,
            format_func=lambda name: PICTURES[name].title,
            max_selections=MOST_PICTURES,
            help=f"{FEWEST_PICTURES} to {MOST_PICTURES} pictures of this step, in their order on the sheet",
            width=560,
            **as_default(store.widget("handout_figures", list(order.handout.figures), _take_figures)),
        )
        switch(HandoutChoices, "paper", "Paper")
    if obstacle("handout.pdf"):
        st.caption(words.NO_PAPER)
    elif problem := missing(order):
        st.caption(f"This handout is not available: {problem}.")
    else:
        names = {kind: numbers_name(order, "handout", kind) for kind, *_ in _FILES}
        _files(order, "Handout", names, partial(handout, order, address=address), len(sides_of(order)))
    if not obstacle("worksheet.pdf"):
        _worksheet(order, address)
    if not obstacle("cheat_sheet.pdf"):
        st.markdown("## Cheat sheet: every line of a training step, with shapes")
        names = {kind: f"backpass-cheat_sheet.{kind}" for kind, *_ in _FILES}
        _files(order, "Cheat sheet", names, partial(cheat_sheet, order))


def _worksheet(order: Order, address: str) -> None:
    """Draw which cells are blank, and the files; the picture above need not be a phase."""
    st.markdown("## Worksheet: a step with blank cells, and its key")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="slide_worksheet"):
        number(WorksheetChoices, "blanks", "Blank cells", width=130)
        number(WorksheetChoices, "blank_seed", "Drawn by seed", width=150)
    st.caption(f"{PHASES} phases of One step, from the one that is open there. The key is on page 2.")
    names = {kind: numbers_name(order, "worksheet", kind) for kind, *_ in _FILES}
    _files(order, "Worksheet", names, partial(worksheet, order, address=address), 2)


def _files(
    order: Order, title: str, names: dict[Page, str], make: Callable[[Page, Report], bytes], sides: int = 1
) -> None:
    """Draw a button for each format; a job makes the file where many share the server."""
    name = title.lower().replace(" ", "_")
    offers = [
        FileOffer(
            key=f"{name}_{kind}",
            label=f"{title} {use}",
            order=order,
            kind=f"{name}.{kind}",
            name=names[kind],
            help=says,
            make=partial(make, kind),
        )
        for kind, use, says in _offered(order, sides)
    ]
    (files.save_when_made if LIMITS.hosted else files.save_at_once)(offers)


def _offered(order: Order, sides: int) -> tuple[tuple[Page, str, str], ...]:
    """Return the formats that this server makes: an image may have more pixels than it allows."""
    width, height = (round(SCALE * side) for side in paper_size(order))
    try:
        LIMITS.check_picture(width, sides * height)
    except ValueError:
        return _FILES[:1]
    return _FILES


def _take_figures(names: list[str]) -> None:
    """Take over the pictures if a handout has room for so many; else the old ones come back."""
    if FEWEST_PICTURES <= len(names) <= MOST_PICTURES:
        store.change(HandoutChoices, figures=tuple(names))
