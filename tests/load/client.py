"""One open tab, as the server sees it: Streamlit's protocol, protobuf over a WebSocket.

async with Tab.open("http://127.0.0.1:8501", "lr=0.3") as tab:
    await tab.begin()                       # the first run; tab.data is the stage's first message
    await tab.rest()                        # as request_timing.js waits for the end of the run
    await tab.send_ask({"n": 1, ...})       # as requests.js asks, in the stage's fragment
    data = await tab.staged()               # its answer
    await tab.choose("dataset", "Moons")    # as a control changes: a full run
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.load.widgets import changed, state_of

Value = TypeVar("Value")

SCHEMES = {"http": "ws", "https": "wss"}
PATIENCE = 60.0
"""Seconds until an answer is given up."""

LONGEST_RUN = 5.0
"""Seconds after which a run is taken for ended: the message that says so may be lost."""


def finished(work: Coroutine[Any, Any, Value]) -> Value:
    """Return what a coroutine returns, run in a thread: a browser may hold the loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


class LostError(Exception):
    """The server did not answer, or closed the connection."""


class SilentError(LostError):
    """The server did not answer in time."""


class Tab:
    """Hold one session's connection and what came over it.

    Attributes
    ----------
    session : str
        The session's id; a later tab may resume it.
    data : bytes
        The last message of the stage; `decode` of `pages.frontend` reads it.
    errors : list of str
        What a student would have been shown, or the server has said, that went wrong.
    received : int
        Bytes, without the frames' own headers.
    """

    def __init__(self, socket: ClientConnection, query: str, url: str) -> None:
        self.socket = socket
        self.query = query
        self.url = url
        self.session = ""
        self.page = ""
        self.page_name = ""  # of the address, for the first run
        self.stage = ""
        self.fragment = ""
        self.data = b""
        self.errors: list[str] = []
        self.received = 0
        self.widgets: dict[str, WidgetState] = {}
        self._staged: asyncio.Queue[bytes] = asyncio.Queue()
        self._finished: asyncio.Queue[int] = asyncio.Queue()
        self._at_rest = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        url: str,
        query: str = "",
        *,
        resume: str = "",
        headers: Mapping[str, str] | None = None,
        ssl: Any = None,
    ) -> AsyncIterator[Tab]:
        """Connect to the server at `url` as a browser that shows the link `query`; leave at the end.

        `resume` is the id of an earlier session, which a browser names when it reconnects; `headers`
        go with the handshake, a proxy's cookie for instance.
        """
        parts = urlsplit(url)
        address = f"{SCHEMES[parts.scheme]}://{parts.netloc}{parts.path.rstrip('/')}/_stcore/stream"
        # Positions have meanings: the protocol, the XSRF token, the session to resume.
        protocols: list[Any] = ["streamlit", "PLACEHOLDER", resume] if resume else ["streamlit"]
        async with connect(
            address,
            subprotocols=protocols,
            origin=f"{parts.scheme}://{parts.netloc}",  # type: ignore[arg-type]
            additional_headers=headers,
            ssl=ssl,
            max_size=None,
            open_timeout=PATIENCE,
        ) as socket:
            tab = cls(socket, query.lstrip("?"), url)
            try:
                yield tab
            finally:
                tab._reading.cancel()
                with suppress(asyncio.CancelledError):
                    await tab._reading

    # --- what it says ----------------------------------------------------------------------------

    async def begin(self, patience: float = PATIENCE) -> bytes:
        """Run the script for the first time; return the stage's first message."""
        await self.rerun()
        return await self.staged(patience)

    async def send_ask(self, ask: Mapping[str, Any]) -> None:
        """Ask as the stage does, without waiting."""
        value = json.dumps({"request": ask}, separators=(",", ":"))
        self.widgets[self.stage] = WidgetState(id=self.stage, json_value=value)
        await self.rerun(self.fragment)

    async def choose(self, name: str, value: str | float, patience: float = PATIENCE) -> bytes:
        """Change the control of the field called `name`; return the stage's next message."""
        place = next((key for key in self.widgets if key.endswith(f"-chosen_{name}")), None)
        if place is None:
            raise LostError(f"no control for {name} among {', '.join(self.widgets) or 'none at all'}")
        self.widgets[place] = changed(self.widgets[place], value)
        await self.rerun()
        return await self.staged(patience)

    async def rerun(self, fragment: str = "") -> None:
        """Ask for a run of the script, or of one fragment of it, with all controls as they stand."""
        message = BackMsg()
        run = message.rerun_script
        run.query_string = self.query
        run.page_script_hash = self.page
        run.page_name = self.page_name
        run.fragment_id = fragment
        run.widget_states.widgets.extend(self.widgets.values())
        run.context_info.url = self.url
        run.context_info.locale = "en-US"
        run.context_info.timezone = "UTC"
        run.context_info.timezone_offset = 0
        run.context_info.is_embedded = False
        run.context_info.color_scheme = "light"
        await self.send(message.SerializeToString())

    async def send(self, raw: bytes | str) -> None:
        """Send anything as it is."""
        try:
            await self.socket.send(raw)
        except ConnectionClosed as closed:
            raise LostError(f"the connection was closed: {closed}") from None

    # --- what it hears ---------------------------------------------------------------------------

    async def staged(self, patience: float = PATIENCE) -> bytes:
        """Wait for the stage's next message."""
        return await self._next(self._staged, patience)

    async def rest(self) -> None:
        """Wait until no run is under way."""
        # Not `wait_for`: before Python 3.12 it returns, and forgets that the task was cancelled, if what it
        # waits for ends at the same moment. A student went on playing for good.
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_RUN):
                await self._at_rest.wait()

    async def finished(self, patience: float = PATIENCE) -> int:
        """Wait for the end of a run; return how it ended, 0 for a whole run and 3 for a fragment's."""
        return await self._next(self._finished, patience)

    async def _next(self, queue: asyncio.Queue[Any], patience: float) -> Any:
        waiting = asyncio.ensure_future(queue.get())
        try:
            done, _ = await asyncio.wait(
                {waiting, self._reading}, timeout=patience, return_when=asyncio.FIRST_COMPLETED
            )
        except asyncio.CancelledError:
            waiting.cancel()
            raise
        if waiting in done:
            return waiting.result()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        if self._reading in done:
            raise LostError("the server closed the connection")
        raise SilentError(f"no answer within {patience:g} s")

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for raw in self.socket:
                self.received += len(raw)
                message = ForwardMsg()
                message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
                self._take(message)

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self._take_session(message)
            case "navigation":
                self.page = message.navigation.page_script_hash
            case "script_finished":
                self._at_rest.set()
                self._finished.put_nowait(message.script_finished)
            case "ref_hash":
                self.errors.append("a message was named instead of sent: .streamlit/config.toml forbids it")
            case "session_event":
                self.errors.append(str(message.session_event))
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                self._take_element(message)

    def _take_session(self, message: ForwardMsg) -> None:
        self._at_rest.clear()
        self.session = message.new_session.initialize.session_id or self.session

    def _take_element(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "bidi_component" and element.bidi_component.component_name.endswith("live_stage"):
            self.stage = element.bidi_component.id
            self.fragment = message.delta.fragment_id
            self.data = element.bidi_component.bytes
            self._staged.put_nowait(self.data)
        elif kind == "exception":
            self.errors.append(f"{element.exception.type}: {element.exception.message}")
        elif (state := state_of(element)) is not None and (
            state.id not in self.widgets or getattr(element, str(kind)).set_value
        ):
            # A control keeps its reader's choice until the server sets another.
            self.widgets[state.id] = state
