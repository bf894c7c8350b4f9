"""A class in one room: students who arrive within a few seconds, play, and leave."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any

from tests.load.client import LostError, Tab
from tests.load.student import Student

SETTLING = 15.0

Check = Callable[[str, dict[str, Any]], None]


@dataclass
class Report:
    """Hold what one student saw while it was counted.

    Attributes
    ----------
    frames : float
        Frames per second that could be drawn.
    waits, early_waits : list of float
        Seconds of each answer, while counted and before.
    bytes : float
        Received per second.
    repeats : int
        Asks that were sent anew after a silence, from its first to its last.
    """

    link: str
    first_picture: float = float("nan")
    frames: float = 0.0
    waits: list[float] = field(default_factory=list)
    early_waits: list[float] = field(default_factory=list)
    bytes: float = 0.0
    repeats: int = 0
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """Say when a class arrives and how long it is counted.

    Attributes
    ----------
    arriving, settling, counted : float
        Seconds; `settling` lies between the last arrival and the first count: until then a class has
        filled its buffers.
    plays : bool
        Whether anybody presses play.
    restless : bool
        Whether all change a control every few seconds.
    """

    arriving: float = 10.0
    settling: float = SETTLING
    counted: float = 60.0
    plays: bool = True
    restless: bool = False


async def attend(
    url: str,
    links: Sequence[str],
    plan: Plan,
    *,
    check: Check | None = None,
    while_counted: Callable[[], Awaitable[None]] | None = None,
) -> list[Report]:
    """Let a student come for each link, and return what each of them saw.

    `check` gets the link and every decoded message of each student; `while_counted` runs beside the
    counting and ends with it.
    """
    began = monotonic()
    counting = began + plan.arriving + plan.settling
    students = [
        _attend(url, link, plan, began + i * plan.arriving / len(links), counting, check)
        for i, link in enumerate(links)
    ]
    beside = asyncio.create_task(_beside(while_counted, counting))
    try:
        return list(await asyncio.gather(*students))
    finally:
        beside.cancel()
        await asyncio.gather(beside, return_exceptions=True)


async def _beside(work: Callable[[], Awaitable[None]] | None, when: float) -> None:
    await _until(when)
    if work:
        await work()


async def _attend(
    url: str, link: str, plan: Plan, arrives: float, counting: float, check: Check | None
) -> Report:
    report = Report(link)
    await _until(arrives)
    async with AsyncExitStack() as stack:
        try:
            began = monotonic()
            tab = await stack.enter_async_context(Tab.open(url, link))
            student = Student(tab, (lambda message: check(link, message)) if check else None)
            await student.open(began)
            report.first_picture = student.first_picture
            await _be_counted(student, plan, counting, report)
            report.errors += tab.errors
        except (LostError, OSError, KeyError, ValueError) as problem:
            report.errors.append(f"{type(problem).__name__}: {problem}")
    return report


async def _be_counted(student: Student, plan: Plan, counting: float, report: Report) -> None:
    if not plan.plays:
        await _until(counting + plan.counted)
        return
    restless = Random(student.tab.session) if plan.restless else None
    playing = asyncio.create_task(student.play(restless))
    try:
        await _while_going(playing, counting)
        drawn, received = student.drawn(), student.tab.received
        await _while_going(playing, counting + plan.counted)
        report.frames = (student.drawn() - drawn) / plan.counted
        report.bytes = (student.tab.received - received) / plan.counted
        report.waits = [wait for came, wait in student.waits if came >= counting]
        report.early_waits = [wait for came, wait in student.waits if came < counting]
    finally:
        report.repeats = student.repeats
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)


async def _until(when: float) -> None:
    await asyncio.sleep(max(0.0, when - monotonic()))


async def _while_going(work: asyncio.Task[None], when: float) -> None:
    """Wait until a time, or until `work` fails; raise what it failed with."""
    done, _ = await asyncio.wait({work}, timeout=max(0.0, when - monotonic()))
    if done:
        await work
