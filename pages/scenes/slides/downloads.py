"""The files of a slide: made when they are asked for, with progress and a way to stop."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from core import kind_of
from pages.export import data
from pages.export.caption import caption, query
from pages.export.choices import StripChoices
from pages.export.equation import latex
from pages.export.estimate import estimate
from pages.export.export import KINDS, export, lacking
from pages.export.film import STILL_ONLY, film_steps, seconds_of
from pages.export.jobs import Desk, Job
from pages.export.order import Order
from pages.scenes.slides import words
from pages.session import store
from pages.session.controls import number
from pages.session.store import chosen

_STILLS, _FILMS = ("png", "svg", "pdf"), ("gif", "mp4", "html")
_desk = Desk()


def name_of(order: Order) -> str:
    """Return what a file is called, without its suffix."""
    return f"backpass-{order.style.figure}-{order.step}"


def show(order: Order) -> None:
    """Draw everything that can be taken away."""
    st.markdown("##### Picture")
    problem = lacking("pdf")
    _files(order, _STILLS[-1:] if problem else _STILLS)
    if problem:
        st.caption(f"PNG and SVG are saved by your browser, below the picture. For the rest: {problem}.")
    if order.style.figure not in STILL_ONLY:
        st.markdown("##### Film up to this step")
        _film(order)
    st.markdown("##### Numbers")
    _numbers(order)


def _film(order: Order) -> None:
    """Draw the choices of a film, how large it will be, and its files."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="slide_film"):
        for label, name in (("From step", "first"), ("Frames", "frames"), ("Per second", "fps")):
            number(StripChoices, name, label, width=110)
        heights = kind_of(StripChoices, "film_height").numbers
        st.selectbox("Height", heights, width=90, **chosen(StripChoices, "film_height"))
    if order.step == 0:
        st.caption(words.NO_FILM)
        return
    try:
        steps = film_steps(order)
    except ValueError as problem:
        st.caption(f"No film: {problem}.")
        return
    sizes = ", ".join(f"{kind.upper()} {words.size(estimate(order, kind))}" for kind in _FILMS)
    st.caption(f"{len(steps)} frames, {seconds_of(order):.1f} s. About: {sizes}.")
    _files(order, _FILMS)


@st.fragment(run_every=0.5)
def _watch(order: Order, kinds: tuple[str, ...]) -> None:
    """Draw a running job, again and again until it is done."""
    job = _desk.job(store.ticket())
    if job is None or job.finished.is_set():
        st.rerun()
    _row(order, kinds)


def _files(order: Order, kinds: tuple[str, ...]) -> None:
    job = _desk.job(store.ticket())
    is_ours = job is not None and job.key[1] in kinds
    if is_ours and job and not job.finished.is_set():
        _watch(order, kinds)
    else:
        _row(order, kinds)


def _row(order: Order, kinds: tuple[str, ...]) -> None:
    """Draw a button for each kind, and what has become of the last one that was pressed."""
    job = _desk.job(store.ticket())
    with st.container(horizontal=True, gap="small"):
        for kind in kinds:
            st.button(
                kind.upper(),
                key=f"make_{kind}",
                on_click=_start,
                args=(order, kind),
                disabled=lacking(kind) is not None,
                icon=":material/download:",
            )
    if job is not None and job.key[1] in kinds:
        _outcome(order, job)


def _start(order: Order, kind: str) -> None:
    _desk.start(store.ticket(), (order, kind), lambda tell: export(order, kind, tell))


def _outcome(order: Order, job: Job) -> None:
    """Draw how far a job is, or its file."""
    made, kind = job.key
    if not job.finished.is_set():
        text = f"frame {job.done} of {job.count}" if job.count else "starting"
        st.progress(job.share, f"Making the {kind.upper()}: {text}")
        st.button("Cancel", key="cancel_export", on_click=_desk.cancel, args=(store.ticket(),))
    elif job.content is not None:
        name = f"{name_of(made)}.{kind}"
        st.download_button(
            f"Save {name} ({words.size(len(job.content))})",
            job.content,
            name,
            KINDS[kind].mime,
            on_click="ignore",
            type="primary",
            key="save_export",
        )
        if made != order:
            st.caption("Made before your last change.")
    elif job.problem:
        st.warning(f"{kind.upper()}: {job.problem}.")


def _numbers(order: Order) -> None:
    with st.container(horizontal=True, gap="small"):
        for table in data.TABLES:
            st.download_button(
                f"{table}.csv",
                partial(_table, order, table),
                f"backpass-{table}-{order.step}.csv",
                KINDS["csv"].mime,
                on_click="ignore",
                key=f"table_{table}",
            )
        st.download_button(
            "all.npz",
            lambda: export(order, "npz"),
            f"backpass-{order.step}.npz",
            KINDS["npz"].mime,
            on_click="ignore",
            key="arrays",
        )


def _table(order: Order, table: str) -> bytes:
    return export(replace(order, style=replace(order.style, table=table)), "csv")


def show_words(order: Order) -> None:
    """Draw what is to be pasted: the caption, the equation, and the line for a script."""
    said, written = st.columns(2, gap="large")
    with said:
        st.markdown("##### Caption, with settings and link")
        st.code(caption(order, _address()), language=None, wrap_lines=True)
    with written:
        st.markdown("##### Equation, with the live numbers")
        st.code(latex(order), language="latex", wrap_lines=True)
    st.markdown(f"##### {words.SAME}")
    asked = f"{order.style.figure} --link '{query(order)}' --out {name_of(order)}.svg"
    st.code(f"python -m pages.export {asked}", language="bash", wrap_lines=True)


def _address() -> str:
    """Return the address of this page without its query."""
    return str(st.context.url or "").partition("?")[0]
