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
from pages.export.file_names import numbers_name, picture_name
from pages.export.film import STILL_ONLY, estimate, film_steps, seconds_of
from pages.export.formats import FILMS, FORMATS, STILLS, export, obstacle
from pages.export.jobs import Job, JobQueue
from pages.export.order import Order
from pages.scenes.slides import words
from pages.server.limits import LIMITS
from pages.session import store
from pages.session.controls import number
from pages.session.store import chosen

_ICON = ":material/download:"

_SHARED_ROWS = {"losses": 1000, "vital_signs": 50}
"""Most rows of a table where many share the server: a row takes up to 4 ms and 160 ms."""

_jobs = JobQueue()


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
    """Draw a button for each format: a picture is made while it is being saved."""
    with st.container(horizontal=True, gap="small"):
        for kind in STILLS:
            name = picture_name(order, kind)
            _save(kind.upper(), partial(export, order, kind), name, key=f"save_{kind}", icon=_ICON)


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
    kinds = tuple(kind for kind in FILMS if not obstacle(kind))
    sizes = ", ".join(f"{kind.upper()} {words.size(estimate(order, kind))}" for kind in kinds)
    st.caption(f"{len(steps)} frames, {seconds_of(order):.1f} s. Estimated size: {sizes}.")
    _files(order, kinds)


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
                icon=_ICON,
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
        name = picture_name(made, kind)
        text = f"Save {name} ({words.size(len(job.content))})"
        _save(text, job.content, name, key="save_export", type="primary")
        if made != order:
            st.caption("Made before your last change.")
    elif job.problem:
        st.warning(f"{kind.upper()}: {job.problem}.")


def _numbers(order: Order) -> None:
    with st.container(horizontal=True, gap="small"):
        for table in data.TABLES:
            name = numbers_name(order, table, "csv")
            _save(f"{table}.csv", partial(_table, order, table), name, key=f"table_{table}")
        arrays = _spaced(order, "losses")
        _save("all.npz", partial(export, arrays, "npz"), numbers_name(order, "arrays", "npz"), key="arrays")
    tables = {table: _spaced(order, table) for table in data.MOST_ROWS}
    rows = ((table.replace("_", " "), data.spacing(each, table)) for table, each in tables.items())
    st.caption(f"Rows: {'; '.join(f'{table}, {words.every(spacing)}' for table, spacing in rows)}.")


def _save(label: str, content: Any, name: str, **look: Any) -> None:
    """Draw a button that saves a file."""
    mime = FORMATS[name.rpartition(".")[2]].mime
    st.download_button(label, content, name, mime, on_click="ignore", **look)


def _table(order: Order, table: str) -> bytes:
    return export(_spaced(order, table), "csv")


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
