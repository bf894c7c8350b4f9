"""Files to save: made while they are being saved, or by a job with its progress and a button to cancel.

What takes long is made by a job: each visitor has one, and a few run at a time.  Whoever makes a file takes
turns with all others who compute.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from core import Timeline
from pages.export.formats import FORMATS, export
from pages.export.jobs import Job, JobQueue
from pages.export.order import Order
from pages.export.turns import Report, Turns, taking, unheard
from pages.scenes.slides import words
from pages.server.work import approach, do_slice
from pages.session import store

ICON = ":material/download:"

jobs = JobQueue()


@dataclass(frozen=True)
class FileOffer:
    """Hold one file that can be made.

    Attributes
    ----------
    key : str
        Of its buttons: the same for other orders.
    label, help : str
        Of its buttons.
    order : Order
    kind : str
        One of `pages.export.formats.FORMATS`.
    name : str
        Of the file.
    make : callable or None
        Makes it and reports its progress, if `export` does not.
    renewed : callable or None
        Returns what a press of its button makes, if the page cannot know that before.
    """

    key: str
    label: str
    order: Order
    kind: str
    name: str
    help: str | None = None
    make: Callable[[Report], bytes] | None = None
    renewed: "Callable[[], FileOffer] | None" = None

    def made(self, turns: Turns, report: Report) -> bytes:
        """Return the file."""
        with taking(turns):
            return self.make(report) if self.make else export(self.order, self.kind, report)

    @property
    def mime(self) -> str:
        """The type of the file."""
        return FORMATS[self.kind].mime


def save_at_once(offers: Sequence[FileOffer]) -> None:
    """Draw a button for each file, which is made while it is being saved."""
    with st.container(horizontal=True, gap="small"):
        for offer in offers:
            _save(offer.label, partial(offer.made, _turns(unheard), unheard), offer, f"save_{offer.key}")


def save_when_made(offers: Sequence[FileOffer]) -> None:
    """Draw a button for each file, which a job makes, and the job of the one that was pressed last."""
    is_running = any(not job.finished.is_set() for job in _jobs_of(offers))
    (_watch if is_running else _row)(offers)


@st.fragment(run_every=0.5)
def _watch(offers: Sequence[FileOffer]) -> None:
    """Draw a running job every half second until it is done."""
    if all(job.finished.is_set() for job in _jobs_of(offers)):
        st.rerun()
    _row(offers)


def _row(offers: Sequence[FileOffer]) -> None:
    with st.container(horizontal=True, gap="small"):
        for offer in offers:
            look: dict[str, Any] = {"icon": ICON, "help": offer.help}
            st.button(offer.label, key=f"make_{offer.key}", on_click=_start, args=(offer,), **look)
    for job in _jobs_of(offers):
        _outcome(job, offers)


def _jobs_of(offers: Sequence[FileOffer]) -> list[Job]:
    """Return the visitor's job, if it makes one of some files, perhaps for an earlier order."""
    job = jobs.job(store.ticket())
    return [job] if job and job.key.key in [offer.key for offer in offers] else []


def _start(offered: FileOffer) -> None:
    offer = offered.renewed() if offered.renewed else offered
    session = store.session_id()
    jobs.start(store.ticket(), offer, lambda report: offer.made(_turns(report, session), report))


def _outcome(job: Job, offers: Sequence[FileOffer]) -> None:
    """Draw the progress of a job, or its file."""
    made: FileOffer = job.key
    if not job.finished.is_set():
        unit = words.UNITS.get(made.kind, "frame")
        text = f"{unit} {job.done:,} of {job.count:,}" if job.count else "starting"
        st.progress(job.share, f"Making the {made.label}: {text}")
        st.button("Cancel", key=f"cancel_{made.key}", on_click=jobs.cancel, args=(store.ticket(),))
    elif job.content is not None:
        text = f"Save {made.name} ({words.size(len(job.content))})"
        _save(text, job.content, made, f"saved_{made.key}", type="primary")
        if made.order not in [offer.order for offer in offers]:
            st.caption("Made before your last change.")
    elif job.problem:
        st.warning(f"{made.label}: {job.problem}.")


def _save(label: str, content: Any, offer: FileOffer, key: str, **look: Any) -> None:
    """Draw a button that saves a file."""
    look = {"icon": ICON, "help": offer.help, **look}
    st.download_button(label, content, offer.name, offer.mime, key=key, on_click="ignore", **look)


def _turns(report: Report, session: str = "") -> Turns:
    """Return the turns of a session, by default this page's; `report` may end the way to a far step."""
    session = session or store.session_id()

    def to_step(run: Timeline, step: int) -> int:
        return approach(session, run, step, lambda reached, goal: report(0, 0))

    return Turns(partial(do_slice, session), to_step)
