"""What an operator sees: numbers at Streamlit's own ``/_stcore/metrics``, and one line per refusal.

Nothing here says who visits, or what they look at.
"""

import json
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate
from math import inf
from threading import Lock

from streamlit import runtime
from streamlit.runtime.stats import CounterStat, GaugeStat, HistogramStat, Stat

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, inf)
"""Upper bounds of the histogram of response times, in seconds."""

_REFUSED, _ANSWERS, _P95 = "backpass_refused", "backpass_answer_seconds", "backpass_answer_p95_seconds"
_HELP = {
    _REFUSED: "Requests beyond a limit, by reason.",
    _ANSWERS: "Seconds from a request to its response, waiting included.",
    _P95: "95th percentile of the response times, as a bound of the histogram.",
}


class Metrics:
    """Count what is served; a provider of Streamlit's metrics."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._frames = 0
        self._refused: Counter[str] = Counter()
        self._answers = [0] * len(BOUNDS)
        self._seconds = 0.0
        self._shown: dict[str, tuple[type[CounterStat | GaugeStat], str, Callable[[], float]]] = {}
        self.show("frames", "Frames sent to stages.", lambda: self._frames, counts=True)

    def note_response(self, frames: int, seconds: float) -> None:
        """Count a response and the frames in it."""
        with self._lock:
            self._frames += frames
            self._seconds += seconds
            self._answers[bisect_left(BOUNDS, seconds)] += 1

    def note_refusal(self, reason: str) -> None:
        """Count a request beyond a limit."""
        with self._lock:
            self._refused[reason] += 1

    def show(self, name: str, meaning: str, read: Callable[[], float], *, counts: bool = False) -> None:
        """Show one more number, read whenever somebody looks."""
        self._shown[f"backpass_{name}"] = CounterStat if counts else GaugeStat, meaning, read

    @property
    def p95(self) -> float:
        """The bound of the histogram below which 95 % of the response times lie; 0 before the first."""
        sums = tuple(accumulate(self._answers))
        if not sums[-1]:
            return 0.0
        return next(bound for bound, n in zip(BOUNDS, sums, strict=True) if n >= 0.95 * sums[-1])

    @property
    def stats_families(self) -> Sequence[str]:
        """The names of what is shown."""
        return [*_HELP, *self._shown]

    def get_stats(self, family_names: Sequence[str] | None = None) -> Mapping[str, Sequence[Stat]]:
        """Return the numbers as they are."""
        wanted = self.stats_families if family_names is None else family_names
        return {name: self._stats(name) for name in wanted if name in self.stats_families}

    def _stats(self, name: str) -> list[Stat]:
        if name in self._shown:
            kind, meaning, read = self._shown[name]
            return [kind(name, _number(read()), help=meaning)]
        text = _HELP[name]
        if name == _REFUSED:
            return [CounterStat(name, n, {"reason": why}, help=text) for why, n in self._refused.items()]
        if name == _P95:
            return [GaugeStat(name, _number(self.p95), unit="seconds", help=text)]
        sums = tuple(zip(BOUNDS, accumulate(self._answers), strict=True))
        return [HistogramStat(name, sums, self._seconds, sums[-1][1], unit="seconds", help=text)]


def _number(value: float) -> int:
    """Return a number as Streamlit's records take it: they say int, and write what they are given."""
    return value  # type: ignore[return-value]


METRICS = Metrics()


@cache
def publish_metrics() -> None:
    """Let Streamlit show the numbers, once a process."""
    if runtime.exists():
        runtime.get_instance().stats_mgr.register_provider(METRICS)


def refuse(reason: str, limit: int) -> None:
    """Count a refusal and write one line of JSON: time, reason and limit; not who, nor for what."""
    METRICS.note_refusal(reason)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    line = json.dumps({"time": at, "event": "refused", "reason": reason, "limit": limit})
    sys.stderr.write(f"{line}\n")
