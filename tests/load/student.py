"""A student who opens a link and presses play: asks when the stage would ask, counts what could be drawn.

The rules are those of the stage's own requests.js, request_timing.js, player.js and buffer.js: one ask at a
time and none during a run of the page, two batches an ask, so much ahead and by chance a little more, anew
after a silence, a late frame is late.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from random import Random, random
from time import monotonic
from typing import Any

from pages.frontend import decode, unpack
from tests.load.client import SilentError, Tab

BATCHES = 2
SPARE = 8
SILENCE = (5.0, 10.0, 20.0, 20.0)
"""Seconds without an answer after which the stage asks anew, one silence after another; then we give up."""

CHANGES: tuple[tuple[str, str | float], ...] = (
    *(("dataset", name) for name in ("Circles", "Moons", "XOR", "Spiral", "Three arms")),
    *(("learning_rate", rate) for rate in ("0.03", "0.3", "1", "3")),
    *(("units_1", units) for units in (2, 4, 8, 16)),
    *(("activation", name) for name in ("Sigmoid", "Tanh", "ReLU")),
    *(("seed", seed) for seed in (0, 1, 2, 3)),
)
"""What a restless student may choose, as the controls say it."""

Message = dict[str, Any]


@dataclass
class Clock:
    """Count the frames that a stage could draw: those due that are there.

    Attributes
    ----------
    rate : float
        Frames per second.
    ahead : int
        Frames that are there and not drawn.
    drawn : int
    """

    rate: float
    ahead: int = 0
    drawn: int = 0
    last: float = field(default_factory=monotonic)

    def advance(self, now: float) -> None:
        """Draw what is due at `now`; time that passes without a frame is lost."""
        due = max(0, int((now - self.last) * self.rate + 1e-9))
        shown = min(due, self.ahead)
        self.ahead -= shown
        self.drawn += shown
        self.last = now if shown < due else self.last + due / self.rate

    def until(self, ahead: int) -> float:
        """Return the seconds until fewer than `ahead` frames are left."""
        return max(0.0, (self.ahead - ahead + 1) / self.rate)


class Student:
    """Play one link in one tab.

    Attributes
    ----------
    waits : list of (float, float)
        When each answer came, and how many seconds after its ask.
    first_picture : float
        Seconds from opening the connection to the first message of the stage.
    repeats : int
        How often it asked anew because nothing came.
    check : callable or None
        Gets every message that arrives, decoded.
    """

    def __init__(self, tab: Tab, check: Callable[[Message], None] | None = None) -> None:
        self.tab = tab
        self.check = check
        self.waits: list[tuple[float, float]] = []
        self.first_picture = float("nan")
        self.scene: Message = {}
        self.clock = Clock(rate=60)
        self.n = self.repeats = 0
        self.early = 0.0
        self.index = 0
        self.at = 0

    async def open(self, began: float) -> None:
        """Get the first picture; `began` is when the connection was begun."""
        message = self._read(await self.tab.begin())
        self.first_picture = monotonic() - began
        self._adopt(message)

    async def play(self, restless: Random | None = None) -> None:
        """Play until cancelled; who is restless changes a control every few seconds."""
        self.clock.last = monotonic()
        change = monotonic() + restless.uniform(3, 15) if restless else inf
        while True:
            self.clock.advance(monotonic())
            if restless and monotonic() > change:
                self._adopt(self._read(await self.tab.choose(*restless.choice(CHANGES))))
                change = monotonic() + restless.uniform(3, 15)
            enough = int(self.clock.rate + SPARE + self.early * self.scene["size"])
            if self.clock.ahead < enough:
                await self.ask(*range(self.index, self.index + (BATCHES if self.clock.ahead else 1)))
            else:
                await asyncio.sleep(self.clock.until(enough))

    def drawn(self) -> int:
        """Return how many frames could have been drawn until now."""
        self.clock.advance(monotonic())
        return self.clock.drawn

    async def ask(self, *want: int) -> Message:
        """Ask for batches, as while playing, and take in the answer."""
        self.early = random()
        sent = monotonic()
        message = await self._answer(want)
        arrived = monotonic()
        self.waits.append((arrived, arrived - sent))
        return message

    async def _answer(self, want: Sequence[int]) -> Message:
        """Ask until there is an answer, as the page does: anew after each silence."""
        first = self.n + 1
        for patience in SILENCE:
            await self.tab.rest()
            await self.tab.send_ask(self._next_ask(want))
            try:
                return await self._answered(first, patience)
            except SilentError:
                self.repeats += 1
        raise SilentError(f"no answer within {sum(SILENCE):g} s, asked {len(SILENCE)} times")

    async def _answered(self, first: int, patience: float) -> Message:
        """Take in what comes until it answers the ask `first` or one that asked the same again."""
        until = monotonic() + patience
        while True:
            message = self._read(await self.tab.staged(until - monotonic()))
            self.clock.advance(monotonic())
            self._take(message)
            if message["n"] >= first:
                return message

    def _next_ask(self, want: Sequence[int]) -> Message:
        self.n += 1
        scene = self.scene
        return {
            "n": self.n,
            "run": scene["run"],
            "view": scene["view"],
            "scene": scene["id"],
            "at": self.at,
            "playing": True,
            "speed": scene["speed"],
            "rate": scene["rate"],
            "want": want,
            "stride": scene["speed"],
            "exact": False,
            "history": not self.waits,
        }

    def _read(self, data: bytes) -> Message:
        message = decode(data)
        if self.check:
            self.check(unpack(message))
        return message

    def _take(self, message: Message) -> None:
        if "scene" in message:
            self._adopt(message)
        self._pace(message)
        for batch in message.get("batches", ()):
            if batch["stride"] == self.scene["speed"] and batch["index"] == self.index:
                self.index += 1
                self.clock.ahead += batch["frames"]
                self.at = (batch["index"] * self.scene["size"] + batch["frames"] - 1) * batch["stride"]

    def _adopt(self, message: Message) -> None:
        if message["scene"]["run"] != self.scene.get("run"):
            self.index = self.at = 0
            self.clock.ahead = 0
        self.scene = message["scene"]
        self._pace(message)

    def _pace(self, message: Message) -> None:
        self.clock.rate = min(self.scene["rate"], message.get("most_rate", self.scene["rate"]))
