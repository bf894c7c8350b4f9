"""Admission: which sessions are open, whether there is room for one more, and how soon each is served."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic, sleep

from streamlit import runtime

from pages.server.limits import LIMITS
from pages.server.metrics import METRICS, publish_metrics, refuse
from pages.server.rate_limit import RateLimit

_TIME_TO_RETURN = 120.0
"""Seconds for which a session that lost its connection keeps its place: as long as Streamlit keeps it."""


@dataclass
class _Guest:
    limit: RateLimit
    seen: float


class Admission:
    """Know which sessions are open, and when the next request of each may be served.

    Parameters
    ----------
    is_open : callable
        Whether a session is connected.
    clock : callable
        Seconds, never going back.
    """

    def __init__(self, is_open: Callable[[str], bool], clock: Callable[[], float] = monotonic) -> None:
        self._is_open = is_open
        self._clock = clock
        self._lock = Lock()
        self._guests: dict[str, _Guest] = {}

    def enter(self, session: str, most: int) -> bool:
        """Return whether there is room for a session, and remember it if so."""
        with self._lock:
            if session not in self._guests:
                self._forget_left()
                if sum(map(self._is_open, self._guests)) >= most:
                    return False
                self._guests[session] = _Guest(RateLimit(LIMITS.requests), self._clock())
            return True

    def wait_time(self, session: str) -> float:
        """Return the seconds that the session's next request has to wait."""
        with self._lock:
            guest = self._guests.get(session)
            return guest.limit.take(self._clock()) if guest else 0.0

    def _forget_left(self) -> None:
        now = self._clock()
        for session, guest in self._guests.items():
            if self._is_open(session):
                guest.seen = now
        self._guests = {
            s: guest for s, guest in self._guests.items() if now - guest.seen <= _TIME_TO_RETURN
        }

    def __len__(self) -> int:
        """How many sessions are open."""
        with self._lock:
            return sum(map(self._is_open, self._guests))


def _is_open(session: str) -> bool:
    return runtime.exists() and runtime.get_instance().is_active_session(session)


admission = Admission(_is_open)
METRICS.show("sessions", "Open tabs.", lambda: len(admission))


def admit(session: str) -> str:
    """Let a session in, or return the sentence that says why not."""
    publish_metrics()
    if admission.enter(session, LIMITS.sessions):
        return ""
    refuse("sessions", LIMITS.sessions)
    return (
        f"This server is full: it serves {LIMITS.sessions} open tabs at a time. "
        "Close a tab you do not need, or try again in a while. Your link keeps everything."
    )


def wait_for_rate(session: str) -> None:
    """Wait until the session's next request may be served."""
    if seconds := admission.wait_time(session):
        sleep(seconds)
