"""The governor: when the server cannot compute all frames, everybody gets fewer frames per second.

Frames can be spared: a slower picture is still exact, and no session is lost.
"""

from collections import deque
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic, process_time

LADDER = (60, 30, 24, 20, 17, 15, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4)
"""Frames per second that may be allowed."""

BUDGET = 0.7
"""The fraction of one core that all frames together may cost; Python computes on one core."""

SLOW = 0.5
"""The server is too slow if even the quickest quarter of the responses take more seconds."""

_QUICKEST = 0.25
_WINDOW = 8.0
_REST = 3.0
_PRESENT = 20.0
_ENOUGH = 200
_LESS, _MORE = 0.9, 1.05
_DOWN, _UP = 0.75, 1.5


class Governor:
    """Say how many frames per second each tab may play.

    It divides what a core can give by the measured cost of a frame and by the number of tabs that play.
    Other programs on the same core do not show in our own time.  They show in responses, which are all
    late; then the rate falls a little.  If only some are late, many requests arrived together: as long as
    others are quick, the queue runs empty in between.

    Parameters
    ----------
    most : int
        Frames per second when there is enough for all.
    clock, processor : callable
        Seconds of time, and of the process's work.
    """

    def __init__(
        self,
        most: int,
        clock: Callable[[], float] = monotonic,
        processor: Callable[[], float] = process_time,
    ) -> None:
        self._rungs = sorted({min(rung, most) for rung in LADDER}, reverse=True)
        self._clock, self._processor = clock, processor
        self._lock = Lock()
        self._rung = 0
        self._players: dict[str, tuple[float, Hashable]] = {}
        self._responses: deque[tuple[float, int, float]] = deque()
        self._marks: deque[tuple[float, float]] = deque([(clock(), processor())])
        self._moved = clock()

    @property
    def rate(self) -> int:
        """Frames per second that each tab may play at now."""
        return self._rungs[self._rung]

    def note(self, who: str, shown: Hashable, frames: int, seconds: float) -> None:
        """Note a response to a tab that plays: what it shows, how many frames, after how many seconds.

        A tab that gets the same twice had repeated its request, because the response was late.  Such frames
        cost nothing and are not drawn.  If they counted, a late server would look quick.
        """
        now = self._clock()
        with self._lock:
            is_new = self._players.get(who, (now, None))[1] != shown
            self._players[who] = now, shown
            if is_new:
                self._responses.append((now, frames, seconds))
            if now - self._marks[-1][0] >= 1:
                self._marks.append((now, self._processor()))
                self._forget(now)
                self._move(now)

    def _forget(self, now: float) -> None:
        while len(self._marks) > 2 and self._marks[0][0] < now - _WINDOW:
            self._marks.popleft()
        while self._responses and self._responses[0][0] < self._marks[0][0]:
            self._responses.popleft()
        self._players = {who: each for who, each in self._players.items() if each[0] > now - _PRESENT}

    def _move(self, now: float) -> None:
        frames = sum(each[1] for each in self._responses)
        # A little at a time: a class costs more while it arrives than afterwards.
        if frames < _ENOUGH or now - self._moved < _REST:
            return
        work = max(self._marks[-1][1] - self._marks[0][1], 1e-6)
        affordable, least = BUDGET * frames / (work * len(self._players)), _DOWN * self.rate
        if self._is_slow():
            affordable = min(affordable, least)
        if affordable < _LESS * self.rate:
            self._step(self._rung_within(max(affordable, least)), now)
        else:
            self._step(min(self._rung, self._rung_within(min(affordable / _MORE, _UP * self.rate))), now)

    def _is_slow(self) -> bool:
        """Return whether even the quickest responses are late."""
        return sorted(each[2] for each in self._responses)[int(_QUICKEST * len(self._responses))] > SLOW

    def _rung_within(self, affordable: float) -> int:
        """Return the highest rung that can be afforded, or the lowest."""
        fitting = [i for i, rung in enumerate(self._rungs) if rung <= affordable]
        return fitting[0] if fitting else len(self._rungs) - 1

    def _step(self, rung: int, now: float) -> None:
        if rung != self._rung:
            self._rung, self._moved = rung, now
