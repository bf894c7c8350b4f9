"""Service: a live stage's requests, served at the frame rate that the server can give."""

from collections.abc import Callable
from time import monotonic, process_time
from typing import Any

from pages.server import scheduler
from pages.server.admission import wait_for_rate
from pages.server.governor import Governor
from pages.server.limits import LIMITS
from pages.server.metrics import METRICS
from pages.server.work import draw_frames

Message = dict[str, Any]
Turn = Callable[[Callable[[], Message]], Message]
"""Does some work when it is its session's turn."""

governor = Governor(LIMITS.rate, processor=lambda: process_time() - scheduler.turns.other_work)
METRICS.show("rate", "Frames per second that each tab may play at now.", lambda: governor.rate)


def serve(session: str, is_playing: bool, respond: Callable[[Turn], Message]) -> Message:
    """Return the response to a request of a session's stage.

    `respond` is given what does its work in turn.  A hosted server adds the frame rate at which the session
    may play.
    """
    wait_for_rate(session)
    began = monotonic()
    message = respond(lambda work: draw_frames(session, work))
    _count(session, is_playing, message, monotonic() - began)
    return message | {"most_rate": governor.rate} if LIMITS.hosted else message


def _count(session: str, is_playing: bool, message: Message, seconds: float) -> None:
    batches = message.get("batches", ())
    frames = sum(batch["frames"] for batch in batches)
    METRICS.note_response(frames, seconds)
    if is_playing:
        shown = message.get("run"), *((batch["stride"], batch["index"]) for batch in batches)
        governor.note(session, shown, frames, seconds)
