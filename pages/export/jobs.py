"""Jobs: exports that run in the background, report their progress and can be cancelled.

A job is addressed by its owner's ticket, which only their session knows.  The number of jobs and the bytes
of finished files are bounded.  A job whose owner no longer asks for it ends.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Semaphore, Thread
from typing import Any

from pages.export.browser import BusyError, UnavailableError
from pages.export.turns import Report

Work = Callable[[Report], bytes]

MOST_RUNNING = 2
MOST_JOBS = 8
"""Jobs that run or wait."""

_FORGOTTEN = 90.0
"""Seconds after which a job is given up that nobody asks for; a hidden tab asks once a minute."""

_KEPT = 96 * 2**20
"""Bytes of finished files."""


class CancelledError(Exception):
    """End a job that its owner cancelled."""


@dataclass
class Job:
    """Hold one export and its result.

    Attributes
    ----------
    key : Any
        What is made; only its owner reads it.
    done, count : int
        Frames, pictures or rows made, of how many; 0 of 0 until that is known.
    content : bytes or None
        The file.
    problem : str or None
        Why there is none.
    """

    key: Any
    done: int = 0
    count: int = 0
    content: bytes | None = None
    problem: str | None = None
    asked: float = field(default_factory=time.monotonic)
    cancelled: Event = field(default_factory=Event)
    finished: Event = field(default_factory=Event)

    def report(self, done: int, count: int) -> None:
        """Note the progress, unless it is 0 of 0; end the work if it is cancelled or nobody asks for it."""
        if count:
            self.done, self.count = done, count
        if self.cancelled.is_set() or time.monotonic() - self.asked > _FORGOTTEN:
            raise CancelledError

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return self.done / self.count if self.count else 0.0


class JobQueue:
    """Run jobs, a few at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._jobs: dict[str, Job] = {}
        self._turn = Semaphore(MOST_RUNNING)

    def start(self, ticket: str, key: Any, work: Work) -> Job:
        """Start a job under an owner's ticket and cancel their previous one.

        If too many are waiting, the job ends at once with a problem.
        """
        self.cancel(ticket)
        job = Job(key)
        with self._lock:
            self._drop_old()
            is_full = sum(not each.finished.is_set() for each in self._jobs.values()) >= MOST_JOBS
            self._jobs[ticket] = job
        if is_full:
            job.problem = f"{MOST_JOBS} exports are being made already; try again in a moment"
            job.finished.set()
        else:
            Thread(target=self._run, args=(job, work), name="export", daemon=True).start()
        return job

    def job(self, ticket: str) -> Job | None:
        """Return an owner's job, and note that they asked for it."""
        with self._lock:
            job = self._jobs.get(ticket)
        if job:
            job.asked = time.monotonic()
        return job

    def cancel(self, ticket: str) -> None:
        """Cancel an owner's job, finished or not."""
        with self._lock:
            job = self._jobs.pop(ticket, None)
        if job:
            job.cancelled.set()

    def _run(self, job: Job, work: Work) -> None:
        try:
            with self._turn:
                job.report(0, 0)
                job.content = work(job.report)
        except CancelledError:
            job.problem = "cancelled"
        except (ValueError, BusyError, UnavailableError) as problem:
            job.problem = str(problem)
        except Exception as problem:  # nothing above this thread would report it
            job.problem = f"the file could not be made ({type(problem).__name__})"
        finally:
            job.finished.set()

    def _drop_old(self) -> None:
        """Remove jobs that nobody asks for, and the oldest files beyond the bound."""
        kept = sorted(self._jobs.items(), key=lambda item: item[1].asked, reverse=True)
        room = _KEPT
        for ticket, job in kept:
            room -= len(job.content or b"")
            is_left = job.finished.is_set() and time.monotonic() - job.asked > _FORGOTTEN
            if room < 0 or is_left:
                del self._jobs[ticket]
