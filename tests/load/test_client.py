"""A tab knows when a run is under way: the page asks nothing before it is over."""

import asyncio
from collections.abc import AsyncIterator

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.load.client import Tab


class Socket:
    """A connection over which a test says what a server says."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[bytes] = asyncio.Queue()

    async def say(self, message: ForwardMsg) -> None:
        self.said.put_nowait(message.SerializeToString())
        await asyncio.sleep(0.01)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield await self.said.get()


def test_a_tab_rests_when_its_run_is_over() -> None:
    async def rested() -> tuple[bool, bool]:
        socket = Socket()
        tab = Tab(socket, "", "")  # type: ignore[arg-type]
        began, ended = ForwardMsg(), ForwardMsg()
        began.new_session.name = "app"
        ended.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
        await socket.say(began)
        resting = asyncio.create_task(tab.rest())
        await asyncio.sleep(0.05)
        before = resting.done()
        await socket.say(ended)
        return before, resting.done()

    assert asyncio.run(rested()) == (False, True)
