"""The service: who is here, how each is served, and what the operator sees of it."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any, TypeVar

from streamlit import runtime

from pages.server.allowance import Allowance
from pages.server.cache import clear_caches
from pages.server.governor import Governor
from pages.server.limits import LIMITS
from pages.server.metrics import METRICS, publish_metrics, refuse
from pages.server.scheduler import in_turn, on_behalf_of, turns
from pages.stage import picture, runs

Message = dict[str, Any]
Value = TypeVar("Value")

_TIDY_EVERY = 30.0
_TIME_TO_RETURN = 120.0
"""Seconds for which a session that lost its connection keeps what it has: as long as Streamlit keeps it."""

_ALLOCATOR = {
    -8: 2,  # M_ARENA_MAX: threads share two heaps; with one for each, most of the memory would be gaps
    -1: 8 * 2**20,  # M_TRIM_THRESHOLD: a heap gives back what is free at its end beyond so much
    -3: 32 * 2**20,  # M_MMAP_THRESHOLD: what is smaller comes from a heap, as it comes to by itself
}
"""What glibc's allocator is told, by the numbers of its malloc.h."""

governor = Governor(LIMITS.rate)


@dataclass
class _Guest:
    """Hold what an open session may still ask, and what it looks at."""

    allowance: Allowance
    seen: float
    held: object = None


class Register:
    """Know which sessions are open, what each may still ask, and what it looks at.

    Parameters
    ----------
    is_open : callable
        Whether a session is.
    clock : callable
        Seconds, never going back.
    """

    def __init__(self, is_open: Callable[[str], bool], clock: Callable[[], float] = monotonic) -> None:
        self._is_open = is_open
        self._clock = clock
        self._lock = Lock()
        self._guests: dict[str, _Guest] = {}

    def enter(self, session: str, most: int) -> bool:
        """Return whether there is room for a session, which then is here."""
        with self._lock:
            if session not in self._guests:
                self._forget_left()
                if sum(map(self._is_open, self._guests)) >= most:
                    return False
                self._guests[session] = _Guest(Allowance(LIMITS.asks), self._clock())
            return True

    def wait_time(self, session: str) -> float:
        """Return the seconds that a session's next ask has to wait."""
        with self._lock:
            guest = self._guests.get(session)
            return guest.allowance.take(monotonic()) if guest else 0.0

    def hold(self, session: str, wanted: Value, find: Callable[[], Value]) -> Value:
        """Return what a session wants to look at: what it holds if that is the same, or what is found.

        It is kept, whatever a shelf forgets, until the session wants something else or is forgotten.  What
        the session itself keeps stays longer: Streamlit lets go of the last who left when the next comes.
        """
        with self._lock:
            guest = self._guests.get(session)
            held = guest.held if guest else None
        if held == wanted:
            return held
        found = find()
        if guest is not None:
            guest.held = found
        return found

    def forget_left(self) -> bool:
        """Let go of the sessions whose time to come back is over; return whether any is left."""
        with self._lock:
            self._forget_left()
            return bool(self._guests)

    def _forget_left(self) -> None:
        now = self._clock()
        for session, guest in self._guests.items():
            if self._is_open(session):
                guest.seen = now
        self._guests = {
            s: guest for s, guest in self._guests.items() if now - guest.seen <= _TIME_TO_RETURN
        }

    def __len__(self) -> int:
        """How many are open."""
        with self._lock:
            return sum(map(self._is_open, self._guests))


def _is_open(session: str) -> bool:
    return runtime.exists() and runtime.get_instance().is_active_session(session)


register = Register(_is_open)


def forget_left() -> None:
    """Let go of the sessions whose two minutes to come back are over.

    Streamlit itself does so only when the next one leaves: after a class, all of it would stay.
    """
    # There is no public way; without it memory waits for the next who leaves.  In tests there is no server.
    with suppress(AttributeError, RuntimeError):
        server = runtime.get_instance()
        expire = server._session_mgr._session_storage._cache.expire  # type: ignore[attr-defined]
        # The cache belongs to the loop's thread.
        server._get_async_objs().eventloop.call_soon_threadsafe(expire)


def _tidy() -> None:
    """Give back what nobody needs: garbage, and with nobody here also what was kept to be shared.

    Streamlit is told not to collect after every run, so somebody must now and then.
    """
    while True:
        sleep(_TIDY_EVERY)
        if not register.forget_left():
            clear_caches()
            forget_left()
        gc.collect()
        with suppress(OSError, AttributeError):  # not every system's library can
            ctypes.CDLL(None).malloc_trim(0)


def _save_memory() -> None:
    """Let the process hold little more memory than it uses."""
    with suppress(OSError, AttributeError):  # not every system's library can
        for parameter, value in _ALLOCATOR.items():
            ctypes.CDLL(None).mallopt(parameter, value)


@cache
def _begin() -> None:
    publish_metrics()
    _save_memory()
    if runtime.exists():
        Thread(target=_tidy, name="backpass-tidy", daemon=True).start()


def admit(session: str) -> str:
    """Let a session in, or return the sentence that says why not."""
    _begin()
    if register.enter(session, LIMITS.sessions):
        return ""
    refuse("sessions", LIMITS.sessions)
    return (
        f"This server is full: it serves {LIMITS.sessions} open tabs at a time. "
        "Close a tab you do not need, or try again in a while; your link keeps everything."
    )


def compute(session: str, work: Callable[[], Value]) -> Value:
    """Return what `work` returns, done when it is the session's turn."""
    with on_behalf_of(session):
        return in_turn(work)


def serve(session: str, is_playing: bool, answer: Callable[[], Message]) -> Message:
    """Return the answer to a session's ask, made in its turn.

    A hosted server adds the frame rate at which the session may play.
    """
    if wait := register.wait_time(session):
        sleep(wait)
    began = monotonic()
    with on_behalf_of(session):
        message = answer()
    _count(session, is_playing, message, monotonic() - began)
    return message | {"most_rate": governor.rate} if LIMITS.hosted else message


def _count(session: str, is_playing: bool, message: Message, seconds: float) -> None:
    batches = message.get("batches", ())
    frames = sum(batch["frames"] for batch in batches)
    METRICS.note_answer(frames, seconds)
    if is_playing:
        told = message.get("run"), *((batch["stride"], batch["index"]) for batch in batches)
        governor.note(session, told, frames, seconds)


METRICS.show("sessions", "Open tabs.", lambda: len(register))
METRICS.show("waiting", "Computations that wait for their turn.", lambda: turns.waiting)
METRICS.show("rate", "Frames per second that each may play now.", lambda: governor.rate)
METRICS.show("batches_found", "Batches that were on the shelf.", lambda: picture.shelf().found, counts=True)
METRICS.show("batches_made", "Batches that had to be made.", lambda: picture.shelf().made, counts=True)
METRICS.show("batches_bytes", "Bytes of the batches on the shelf.", lambda: picture.shelf().weight)
METRICS.show("runs", "Runs that are kept.", lambda: len(runs.shelf()))
