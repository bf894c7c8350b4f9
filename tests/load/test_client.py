"""A tab knows when a run is under way: the page asks nothing before it is over."""

import asyncio
from collections.abc import AsyncIterator

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.load.client import Tab, finished


class Socket:
    """A connection over which a test says what a server says."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[bytes] = asyncio.Queue()

    async def say(self, message: ForwardMsg) -> None:
        """Say something, and wait until it is taken in."""
        self.said.put_nowait(message.SerializeToString())
        await self.said.join()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield await self.said.get()
            self.said.task_done()


def test_a_tab_rests_when_its_run_is_over() -> None:
    async def rested() -> tuple[bool, bool]:
        socket = Socket()
        tab = Tab(socket, "", "")  # type: ignore[arg-type]
        began, within, ended = ForwardMsg(), ForwardMsg(), ForwardMsg()
        began.new_session.name = "app"
        ended.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
        await socket.say(began)
        resting = asyncio.create_task(tab.rest())
        for _ in range(3):
            await socket.say(within)
        before = resting.done()
        await socket.say(ended)
        await asyncio.wait_for(resting, 1)
        return before, resting.done()

    assert finished(rested()) == (False, True)


def test_a_tab_that_is_left_at_the_end_of_a_run_is_left() -> None:
    async def left(turns: int) -> bool:
        """Say whether `rest` was given up, or over, so many turns of the loop after the end of a run."""
        tab = Tab(Socket(), "", "")  # type: ignore[arg-type]
        resting = asyncio.create_task(tab.rest())
        await asyncio.sleep(0.01)
        tab._at_rest.set()
        for _ in range(turns):
            await asyncio.sleep(0)
        is_over = resting.done()
        resting.cancel()
        await asyncio.gather(resting, return_exceptions=True)
        return is_over or resting.cancelled()

    assert [finished(left(turns)) for turns in range(6)] == [True] * 6
