"""Rate limit: a session that sends requests without pause is served later, not refused."""


class RateLimit:
    """Let so many requests pass per second, and as many at once (a token bucket).

    Parameters
    ----------
    rate : float
        Requests per second.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._left = rate
        self._at = 0.0

    def take(self, now: float) -> float:
        """Take one token, and return the seconds to wait before the request is served."""
        self._left = min(self._rate, self._left + (now - self._at) * self._rate)
        self._at = now
        self._left -= 1
        return max(0.0, -self._left / self._rate)
