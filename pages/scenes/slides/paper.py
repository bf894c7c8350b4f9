"""What is printed on paper: a handout of several pictures, and the cheat sheet."""

from functools import partial

import streamlit as st

from pages.export.choices import FEWEST_PICTURES, FIGURES, MOST_PICTURES, HandoutChoices
from pages.export.file_names import numbers_name
from pages.export.formats import export, obstacle
from pages.export.handout import missing
from pages.export.order import Order
from pages.export.pictures import PICTURES
from pages.scenes.slides import words
from pages.session import store
from pages.session.controls import switch

_FILES = (
    ("pdf", "application/pdf", "to print", "PDF, one sheet"),
    ("png", "image/png", "as an image", "PNG, 300 dots per inch"),
)


def show(order: Order) -> None:
    """Draw the choice of a handout's pictures and paper, and the files."""
    st.markdown("##### Handout: several pictures on one sheet of paper")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="slide_handout"):
        st.multiselect(
            "Pictures",
            FIGURES,
            format_func=lambda name: PICTURES[name].title,
            max_selections=MOST_PICTURES,
            help=f"{FEWEST_PICTURES} to {MOST_PICTURES} pictures of this step, in their order on the sheet",
            width=560,
            **store.widget("handout_figures", list(order.handout.figures), _take_figures),
        )
        switch(HandoutChoices, "paper", "Paper")
    if obstacle("handout.pdf"):
        st.caption(words.NO_PAPER)
    elif problem := missing(order):
        st.caption(f"This handout is not available: {problem}.")
    else:
        _files(order, "handout", "Handout")
    if not obstacle("cheat_sheet.pdf"):
        st.markdown("##### Cheat sheet: every line of a training step, with shapes")
        _files(order, "cheat_sheet", "Cheat sheet")


def _files(order: Order, name: str, title: str) -> None:
    """Draw a button for each format; the file is made while it is being saved."""
    with st.container(horizontal=True, gap="small"):
        for kind, mime, use, says in _FILES:
            st.download_button(
                f"{title} {use}",
                partial(export, order, f"{name}.{kind}"),
                numbers_name(order, name, kind) if name == "handout" else f"backpass-{name}.{kind}",
                mime,
                key=f"save_{name}_{kind}",
                icon=":material/download:",
                help=says,
                on_click="ignore",
            )


def _take_figures(names: list[str]) -> None:
    """Take over the pictures if a handout has room for so many; else the old ones come back."""
    if FEWEST_PICTURES <= len(names) <= MOST_PICTURES:
        store.change(HandoutChoices, figures=tuple(names))
