"""Whatever one client does, the student beside it notices nothing."""

import asyncio
import random
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, suppress
from time import monotonic
from urllib.request import urlopen

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from core import Experiment, Timeline
from pages.frontend import decode
from tests.benchmarks.processes import resident_bytes
from tests.deploy.house import Process, replica
from tests.load.client import LostError, Tab, finished
from tests.load.student import Message, Student

MB = 2**20
PING_SECONDS = 2
MANY = 1000
UNREAD = 150
ANSWERS = 4
"""That the student must get after the attack, to have gone on."""

Attack = Callable[[str], Awaitable[None]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """One replica that loses its patience sooner than the shipped one."""
    made = replica(tmp_path_factory.mktemp("hostile"), f"--server.websocketPingInterval={PING_SECONDS}")
    made.start()
    yield made
    made.kill()


def suffer(server: Process, attack: Attack) -> None:
    """Let a student play while a server is attacked, and see that they lose nothing."""
    told = len(server.log.read_text())
    finished(_suffer(server, attack))
    assert "Uncaught app execution" not in server.log.read_text()[told:]


async def _suffer(server: Process, attack: Attack) -> None:
    run = Timeline(Experiment(dataset="moons"))

    def check(message: Message) -> None:
        for batch in message.get("batches", ()):
            step, loss = batch["steps"][-1], batch["rows"][-1][1]
            assert loss == pytest.approx(run.at(step).train_loss, rel=1e-6)

    async with Tab.open(server.url, "dataset=moons") as tab:
        student = Student(tab, check)
        await student.open(monotonic())
        playing = asyncio.create_task(student.play())
        await attack(server.url)
        heard = len(student.waits)
        while len(student.waits) < heard + ANSWERS and not playing.done():
            await asyncio.sleep(0.05)
        playing.cancel()
        with suppress(asyncio.CancelledError):
            await playing
        assert tab.errors == []


def stream(url: str) -> str:
    return url.replace("http", "ws", 1) + "/_stcore/stream"


async def say(url: str, *messages: bytes | str, patience: float = 0.2) -> int | None:
    """Say some messages over a connection of their own; return the code with which it was closed.

    If nobody closes it within some seconds of patience, that is None.
    """
    async with connect(stream(url), max_size=None) as spoken:
        try:
            for message in messages:
                await spoken.send(message)
            await asyncio.wait_for(_drain(spoken), patience)
        except (ConnectionClosed, TimeoutError):
            pass
        return spoken.close_code


async def _drain(spoken: ClientConnection) -> None:
    async for _ in spoken:
        pass


# --- what cannot be read -------------------------------------------------------------------------


def garbage() -> list[bytes | str]:
    rng = random.Random(0)
    whole = rerun("lr=0.3")
    return [
        b"\xff" * 100,
        whole[:-3] + b"\xff",
        "text",
        *(rng.randbytes(n) for n in (1, 10, 1000, 100_000)),
    ]


def rerun(query: str = "", page: str = "", fragment: str = "", **states: str) -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_script_hash = page
    message.rerun_script.fragment_id = fragment
    for name, value in states.items():
        message.rerun_script.widget_states.widgets.append(WidgetState(id=name, json_value=value))
    return message.SerializeToString()


def test_garbage_is_hung_up_on(server: Process) -> None:
    async def attack(url: str) -> None:
        for message in garbage():
            await say(url, message)
        assert await say(url, b"\xff" * 100) == 1002

    suffer(server, attack)


def test_every_kind_of_message_out_of_place(server: Process) -> None:
    """Also those by which a developer would end the server, empty its caches or ask for its files."""
    kinds = [field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]

    async def attack(url: str) -> None:
        for kind in kinds:
            message = BackMsg()
            field = BackMsg.DESCRIPTOR.fields_by_name[kind]
            if field.message_type:
                getattr(message, kind).SetInParent()
            else:
                setattr(message, kind, "x" if field.cpp_type == field.CPPTYPE_STRING else True)
            await say(url, message.SerializeToString(), rerun())

    suffer(server, attack)


@pytest.mark.parametrize("size", [2 * MB, 20 * MB], ids=["2 MB", "20 MB"])
def test_a_message_too_large_ends_its_connection(server: Process, size: int) -> None:
    before = resident_bytes(server.pid)

    async def attack(url: str) -> None:
        for _ in range(5):
            assert await say(url, b"\x0a" * size, patience=30) == 1009

    suffer(server, attack)
    assert resident_bytes(server.pid) < before + 60 * MB


# --- what can ------------------------------------------------------------------------------------

LINKS = [
    "hidden=" + "9" * 900_000,
    "schedule=" + "0.1@1," * 100_000,
    "lr=" + "1e" * 100_000,
    "&".join(f"k{n}=v" for n in range(50_000)),
    "step=%00%ff%f0%9f&hidden=%%%&=&&=lr",
    "lr=\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "embed=true&embed_options=x" * 1000,
]


def test_huge_and_malformed_links(server: Process) -> None:
    async def attack(url: str) -> None:
        for link in LINKS:
            async with Tab.open(url, link) as tab:
                message = decode(await tab.begin())
                assert message["scene"]["figures"]
                assert tab.errors == []

    suffer(server, attack)


STATES = {
    "deep": "[" * 100_000,
    "nan": '{"request": {"n": NaN, "at": -Infinity, "want": [1e999, -1, "x", null]}}',
    "huge": '{"request": {"n": 1' + "0" * 4000 + "}}",
    "broken": '{"request": ',
    "other": '{"request": [1, {"a": "\\ud800"}], "at": "x"}',
}


def test_states_that_no_component_tells(server: Process) -> None:
    """Streamlit itself stops at text that is no JSON: an error of that session alone."""

    async def attack(url: str) -> None:
        for value in STATES.values():
            async with Tab.open(url) as tab:
                await tab.begin()
                tab.widgets[tab.stage] = WidgetState(id=tab.stage, json_value=value)
                await tab.finished()
                await tab.rerun("no-such-fragment")
                await tab.rerun(tab.fragment)
                await tab.finished()
        await say(url, rerun(page="no-such-page", nobody="{}"), rerun(fragment="x" * 10_000))

    finished(_suffer(server, attack))


# --- how it is said ------------------------------------------------------------------------------


def handshake(port: int) -> socket.socket:
    """Return a socket on which a WebSocket is open, and on which nobody reads."""
    raw = socket.socket()
    raw.connect(("127.0.0.1", port))
    raw.sendall(
        b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    assert b" 101 " in raw.recv(4096)
    return raw


def frame(payload: bytes) -> bytes:
    """Return one binary frame of a client, its mask all zeros."""
    return b"\x82\xfe" + len(payload).to_bytes(2, "big") + bytes(4) + payload


def test_a_connection_cut_in_the_middle_of_a_message(server: Process) -> None:
    async def attack(url: str) -> None:
        whole = frame(rerun("lr=0.3&" + "x=1&" * 50))
        for cut in (1, 3, 7, 8, len(whole) // 2, len(whole) - 1):
            for is_rude in (False, True):
                raw = handshake(server.port)
                raw.sendall(whole[:cut])
                if is_rude:  # a reset instead of a farewell
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, bytes([1, 0, 0, 0, 0, 0, 0, 0]))
                raw.close()

    suffer(server, attack)


def test_a_session_cut_off_is_resumed_where_it_was(server: Process) -> None:
    """A network that fails for a moment costs nothing: the same server still knows the session."""

    async def cut_and_resume() -> None:
        async with Tab.open(server.url, "dataset=moons&step=40") as tab:
            first = decode(await tab.begin())
            await tab.finished()
            tab.socket.transport.abort()
        async with Tab.open(server.url, "", resume=tab.session) as again:
            again.page, again.widgets = tab.page, tab.widgets
            second = decode(await again.begin())
        assert second["session"] == first["session"]
        assert second["scene"]["run"] == first["scene"]["run"]
        assert second["scene"]["step"] == 40

    finished(cut_and_resume())


def sessions(server: Process) -> int:
    """Return how many sessions have a connection, as the server counts them."""
    with urlopen(f"{server.url}/_stcore/metrics", timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    return next(int(line.split()[-1]) for line in lines if line.startswith("active_sessions "))


def test_a_client_that_stops_reading_costs_little(server: Process) -> None:
    """It goes on asking: what waits is bounded, by Streamlit in number and by us in size and rate."""
    before = resident_bytes(server.pid)
    highest = before

    async def attack(url: str) -> None:
        nonlocal highest
        async with Tab.open(url, "dataset=moons") as tab:
            student = Student(tab)
            await student.open(monotonic())
            ask = {"run": student.scene["run"], "view": student.scene["view"], "scene": student.scene["id"]}
            tab.socket.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            tab.socket.transport.pause_reading()
            with suppress(LostError):  # who answers no ping is let go, if this takes so long
                for n in range(UNREAD):
                    await tab.send_ask(
                        {**ask, "n": n + 2, "playing": True, "want": [0, 1, 2, 3], "stride": 8}
                    )
                    await asyncio.sleep(0.02)  # as often as no reader asks
                    highest = max(highest, resident_bytes(server.pid))
            tab.socket.transport.abort()

    suffer(server, attack)
    assert highest < before + 150 * MB, f"{(highest - before) // MB} MB more"


def test_a_client_that_answers_no_ping_is_let_go(server: Process) -> None:
    """A lid that was closed: nobody says farewell."""

    async def fall_silent() -> None:
        async with Tab.open(server.url) as tab:
            await tab.begin()
            await tab.finished()
            there = sessions(server)
            tab.socket.transport.pause_reading()
            until = monotonic() + 20 * PING_SECONDS
            while sessions(server) >= there and monotonic() < until:
                await asyncio.sleep(0.1)
            assert sessions(server) < there
            tab.socket.transport.abort()

    finished(fall_silent())


def test_a_thousand_connections(server: Process) -> None:
    before = resident_bytes(server.pid)

    with ExitStack() as held:  # until the student has played on beside them

        def connect_all() -> None:
            for _ in range(MANY):
                held.enter_context(handshake(server.port))

        async def attack(url: str) -> None:
            await asyncio.to_thread(connect_all)
            grown = (resident_bytes(server.pid) - before) // MB
            assert grown < 200, f"{grown} MB for {MANY}"

        suffer(server, attack)
