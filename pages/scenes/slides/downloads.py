"""The files of a slide: made on request, with progress and a button to cancel."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from core import kind_of
from pages.export import data
from pages.export.caption import caption, query
from pages.export.choices import StripChoices
from pages.export.equation import latex
from pages.export.film import STILL_ONLY, estimate, film_steps, seconds_of
from pages.export.formats import FILMS, FORMATS, STILLS, export, obstacle
from pages.export.jobs import Job, JobQueue
from pages.export.order import Order
from pages.scenes.slides import words
from pages.session import store
from pages.session.controls import number
from pages.session.store import chosen

_jobs = JobQueue()


def name_of(order: Order) -> str:
    """Return what a file is called, without its suffix."""
    return f"backpass-{order.style.figure}-{order.step}"


def show(order: Order) -> None:
    """Draw the downloads of a picture, of its film and of its numbers."""
    st.markdown("##### Picture")
    problem = obstacle("pdf")
    _files(order, STILLS[-1:] if problem else STILLS)
    if problem:
        st.caption(
            "Your browser saves PNG and SVG: use the buttons below the picture. "
            f"PDF is not available: {problem}."
        )
    if order.style.figure not in STILL_ONLY:
        st.markdown("##### Film up to this step")
        _film(order)
    st.markdown("##### Numbers")
    _numbers(order)


def _film(order: Order) -> None:
    """Draw the settings of a film, its estimated size and its formats."""
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
    sizes = ", ".join(f"{kind.upper()} {words.size(estimate(order, kind))}" for kind in FILMS)
    st.caption(f"{len(steps)} frames, {seconds_of(order):.1f} s. Estimated size: {sizes}.")
    _files(order, FILMS)


@st.fragment(run_every=0.5)
def _watch(order: Order, kinds: tuple[str, ...]) -> None:
    """Draw a running job every half second until it is done."""
    job = _jobs.job(store.ticket())
    if job is None or job.finished.is_set():
        st.rerun()
    _row(order, kinds)


def _files(order: Order, kinds: tuple[str, ...]) -> None:
    job = _jobs.job(store.ticket())
    is_running = job is not None and job.key[1] in kinds and not job.finished.is_set()
    (_watch if is_running else _row)(order, kinds)


def _row(order: Order, kinds: tuple[str, ...]) -> None:
    """Draw a button for each format, and the job of the one that was pressed last."""
    job = _jobs.job(store.ticket())
    with st.container(horizontal=True, gap="small"):
        for kind in kinds:
            st.button(
                kind.upper(),
                key=f"make_{kind}",
                on_click=_start,
                args=(order, kind),
                disabled=obstacle(kind) is not None,
                icon=":material/download:",
            )
    if job is not None and job.key[1] in kinds:
        _outcome(order, job)


def _start(order: Order, kind: str) -> None:
    _jobs.start(store.ticket(), (order, kind), lambda report: export(order, kind, report))


def _outcome(order: Order, job: Job) -> None:
    """Draw the progress of a job, or its file."""
    made, kind = job.key
    if not job.finished.is_set():
        text = f"frame {job.done} of {job.count}" if job.count else "starting"
        st.progress(job.share, f"Making the {kind.upper()}: {text}")
        st.button("Cancel", key="cancel_export", on_click=_jobs.cancel, args=(store.ticket(),))
    elif job.content is not None:
        name = f"{name_of(made)}.{kind}"
        text = f"Save {name} ({words.size(len(job.content))})"
        _save(text, job.content, name, key="save_export", type="primary")
        if made != order:
            st.caption("Made before your last change.")
    elif job.problem:
        st.warning(f"{kind.upper()}: {job.problem}.")


def _numbers(order: Order) -> None:
    with st.container(horizontal=True, gap="small"):
        for table in data.TABLES:
            name = f"backpass-{table}-{order.step}.csv"
            _save(f"{table}.csv", partial(_table, order, table), name, key=f"table_{table}")
        _save("all.npz", lambda: export(order, "npz"), f"backpass-{order.step}.npz", key="arrays")


def _save(label: str, content: Any, name: str, **look: Any) -> None:
    """Draw a button that saves a file."""
    mime = FORMATS[name.rpartition(".")[2]].mime
    st.download_button(label, content, name, mime, on_click="ignore", **look)


def _table(order: Order, table: str) -> bytes:
    return export(replace(order, style=replace(order.style, table=table)), "csv")


def show_words(order: Order) -> None:
    """Draw the texts to copy: the caption, the equation and the command."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("##### Caption with settings and link")
        st.code(caption(order, _address()), language=None, wrap_lines=True)
    with right:
        st.markdown("##### Equation with the numbers of this step")
        st.code(latex(order), language="latex", wrap_lines=True)
    st.markdown(f"##### {words.SAME}")
    asked = f"{order.style.figure} --link '{query(order)}' --out {name_of(order)}.svg"
    st.code(f"python -m pages.export {asked}", language="bash", wrap_lines=True)


def _address() -> str:
    """Return the address of this page without its query."""
    return str(st.context.url or "").partition("?")[0]
