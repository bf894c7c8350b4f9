"""The files of a slide: its picture, its film, its numbers, and the texts to copy."""

from dataclasses import replace

import streamlit as st

from core import kind_of
from pages.export import data
from pages.export.caption import caption, query
from pages.export.choices import StripChoices
from pages.export.equation import latex
from pages.export.file_names import numbers_name, picture_name
from pages.export.film import STILL_ONLY, estimate, film_sheet, film_steps, seconds_of
from pages.export.formats import FILMS, STILLS, obstacle
from pages.export.order import Order
from pages.scenes.slides import files, words
from pages.scenes.slides.files import FileOffer
from pages.server.limits import LIMITS
from pages.session.controls import number
from pages.session.defaults import among
from pages.session.store import chosen

_SHARED_ROWS = {"losses": 1000, "vital_signs": 50}
"""Most rows of a table where many share the server: a row takes up to 4 ms and 160 ms."""

_SHORT = 200
"""Steps up to which a table over the run is saved with one click there."""

_FAR = ("table_losses", "table_vital_signs", "arrays")


def show(order: Order) -> None:
    """Draw the downloads of a picture, of its film and of its numbers."""
    st.markdown("## Picture")
    if problem := obstacle("pdf"):
        st.caption(words.BY_THE_BROWSER)
        st.caption(words.NOT_HERE if LIMITS.hosted else f"PDF, GIF and MP4 are not available: {problem}.")
    else:
        _pictures(order)
    if order.style.figure not in STILL_ONLY:
        st.markdown("## Film up to this step")
        _film(order)
    st.markdown("## Numbers")
    _numbers(order)


def _pictures(order: Order) -> None:
    files.save_at_once([_picture(order, kind) for kind in STILLS])


def _picture(order: Order, kind: str) -> FileOffer:
    return FileOffer(kind, kind.upper(), order, kind, picture_name(order, kind))


def _film(order: Order) -> None:
    """Draw the settings of a film, its estimated size and its formats."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="slide_film"):
        for label, name in (("From step", "first"), ("Frames", "frames"), ("Per second", "fps")):
            number(StripChoices, name, label, width=110)
        heights = kind_of(StripChoices, "film_height").numbers
        st.selectbox("Height", heights, width=90, **among(heights, chosen(StripChoices, "film_height")))
    if order.step == 0:
        st.caption(words.NO_FILM)
        return
    try:
        steps, sheet = film_steps(order), film_sheet(order)
        LIMITS.check_picture(sheet.width, sheet.height)
    except ValueError as problem:
        st.caption(f"No film: {problem}.")
        return
    kinds = tuple(kind for kind in FILMS if not obstacle(kind))
    sizes = ", ".join(f"{kind.upper()} {words.size(estimate(order, kind))}" for kind in kinds)
    st.caption(f"{len(steps)} frames, {seconds_of(order):.1f} s. Estimated size: {sizes}.")
    files.save_when_made([_picture(order, kind) for kind in kinds])


def _numbers(order: Order) -> None:
    """Draw the tables; those over the steps of a long run are made by a job where many share the server."""
    offers = [_offer(order, table) for table in data.TABLES]
    arrays = _spaced(order, "losses")
    offers.append(FileOffer("arrays", "all.npz", arrays, "npz", numbers_name(order, "arrays", "npz")))
    far = [offer for offer in offers if LIMITS.hosted and offer.key in _FAR and order.step > _SHORT]
    files.save_at_once([offer for offer in offers if offer not in far])
    if far:
        files.save_when_made(far)
    tables = {table: _spaced(order, table) for table in data.MOST_ROWS}
    rows = ((table.replace("_", " "), data.spacing(each, table)) for table, each in tables.items())
    st.caption(f"Rows: {'; '.join(f'{table}, {words.every(spacing)}' for table, spacing in rows)}.")


def _offer(order: Order, table: str) -> FileOffer:
    name = numbers_name(order, table, "csv")
    return FileOffer(f"table_{table}", f"{table}.csv", _spaced(order, table), "csv", name)


def _spaced(order: Order, table: str) -> Order:
    """Return the order of a table with the rows that this server computes, whatever its link says."""
    free = replace(order, style=replace(order.style, table=table, every=None))
    if not LIMITS.hosted or table not in _SHARED_ROWS:
        return free
    return replace(free, style=replace(free.style, every=data.spacing(free, table, _SHARED_ROWS[table])))


def show_words(order: Order) -> None:
    """Draw the texts to copy: the caption, the equation and the command."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("## Caption with settings and link")
        st.code(caption(order, address()), language=None, wrap_lines=True)
    with right:
        st.markdown("## Equation with the numbers of this step")
        st.code(latex(order), language="latex", wrap_lines=True)
    st.markdown(f"## {words.SAME}")
    asked = f"{order.style.figure} --link '{query(order)}' --out {picture_name(order, 'svg')}"
    st.code(f"python -m pages.export {asked}", language="bash", wrap_lines=True)


def address() -> str:
    """Return the address of this page without its query."""
    return str(st.context.url or "").partition("?")[0]
