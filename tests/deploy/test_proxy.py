"""The shipped Caddyfile, run by real Caddy in front of two replicas of the real app."""

import re
import ssl
import urllib.request
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus

from core import Experiment, Timeline
from tests.deploy.house import House, free_port, proxy, wait_until_healthy
from tests.load.client import Tab, finished
from tests.load.student import Message as Heard
from tests.load.student import Student

pytestmark = pytest.mark.needs_caddy

COOKIE = "backpass_replica"
TRIES = 20


class Visitor:
    """Hold what a browser keeps between requests: the proxy's cookie."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.cookie = ""

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, Message, str]:
        url = self.house.url + path
        request = urllib.request.Request(url, headers={"Cookie": self.cookie, **headers}, method=method)
        try:
            answer = urllib.request.urlopen(request, timeout=20)
        except HTTPError as refused:
            answer = refused
        with answer:
            for cookie in answer.headers.get_all("Set-Cookie", []):
                if cookie.startswith(COOKIE):
                    self.cookie = cookie.partition(";")[0]
            return answer.status, answer.headers, answer.read().decode()

    @property
    def host(self) -> int:
        """The port of the replica that answers this visitor."""
        status, _, text = self.get("/app/static/who.txt")
        assert status == 200
        return int(text)


def test_a_link_with_a_thousand_points_is_let_through(standing: House) -> None:
    assert Visitor(standing).get(f"/?dataset=own&data={'_' * 16_000}")[0] == 200


# --- who answers ---------------------------------------------------------------------------------


def test_a_visitor_stays_with_one_replica(standing: House) -> None:
    visitor = Visitor(standing)
    assert {visitor.host for _ in range(TRIES)} == {visitor.host}


def test_visitors_are_shared_out(standing: House) -> None:
    assert {Visitor(standing).host for _ in range(TRIES)} == {each.port for each in standing.replicas}


def test_a_cookie_of_nobody_gets_another(standing: House) -> None:
    visitor = Visitor(standing)
    visitor.cookie = f"{COOKIE}=made-up"
    assert visitor.host
    assert visitor.cookie != f"{COOKIE}=made-up"


def test_a_cookie_does_not_tell_where_the_replica_is(standing: House) -> None:
    visitor = Visitor(standing)
    port = str(visitor.host)
    assert re.fullmatch(rf"{COOKIE}=[0-9a-f]{{64}}", visitor.cookie)
    assert port not in visitor.cookie


def test_over_tls_the_cookie_is_sent_in_frames_too(standing: House) -> None:
    """TLS may end in front of Caddy.  A browser would drop a secure cookie that came without it."""
    for headers, attributes in (
        ({}, ["Path=/"]),
        ({"X-Forwarded-Proto": "https"}, ["Path=/", "HttpOnly", "Secure", "SameSite=None", "Partitioned"]),
    ):
        _, answer, _ = Visitor(standing).get("/", **headers)
        (cookie,) = [each for each in answer.get_all("Set-Cookie", []) if each.startswith(COOKIE)]
        assert cookie.split("; ")[1:] == attributes


def test_a_dead_replica_is_left_at_once_and_found_again(falling: House) -> None:
    visitor = Visitor(falling)
    dead = next(each for each in falling.replicas if each.port == visitor.host)
    dead.kill()
    others = {each.port for each in falling.replicas} - {dead.port}
    assert {visitor.host for _ in range(TRIES)} == others
    dead.start()
    newcomers = {Visitor(falling).host for _ in range(3 * TRIES)}
    give_up = 100
    while dead.port not in newcomers and give_up:
        newcomers.add(Visitor(falling).host)
        give_up -= 1
    assert dead.port in newcomers
    for each in falling.replicas:
        each.kill()
    assert Visitor(falling).get("/")[0] in (502, 503)


# --- what goes through ---------------------------------------------------------------------------


def test_a_session_plays_through_the_proxy(standing: House) -> None:
    experiment = Experiment(dataset="moons", learning_rate=0.3)
    heard: list[Heard] = []

    async def play() -> list[float]:
        visitor = Visitor(standing)
        assert visitor.host
        async with Tab.open(
            standing.url, "dataset=moons&lr=0.3", headers={"Cookie": visitor.cookie}
        ) as tab:
            student = Student(tab, heard.append)
            await student.open(monotonic())
            await student.ask(0, 1)
            batch = heard[-1]["batches"][1]
            assert tab.errors == []
            return [batch["steps"][-1], batch["rows"][-1][1]]

    step, loss = finished(play())
    assert loss == pytest.approx(Timeline(experiment).at(int(step)).train_loss, rel=1e-6)


def test_a_page_and_its_files_come_from_one_version(falling: House) -> None:
    """While one replica runs a newer version, both sorts of tabs load all of their own."""
    newer = falling.replicas[0]
    newer.kill()
    style = newer.cwd / "pages" / "frontend" / "stage.css"
    style.write_text(style.read_text() + "\n/* newer */\n")
    newer.start()
    loaded = {}
    for _ in range(10 * TRIES):
        visitor = Visitor(falling)
        if visitor.host not in loaded:
            loaded[visitor.host] = finished(loader(falling, visitor))
        if len(loaded) == len(falling.replicas):
            break
    assert len(set(loaded.values())) == len(falling.replicas)


class Loading(Tab):
    """A tab that keeps the inline script of its stage."""

    script = ""

    def _take_element(self, message: ForwardMsg) -> None:
        self.script += message.delta.new_element.bidi_component.js_content
        super()._take_element(message)


async def loader(house: House, visitor: Visitor) -> str:
    """Open a tab; return the folder that its page names, and see that its files are there."""
    async with Loading.open(house.url, headers={"Cookie": visitor.cookie}) as tab:
        await tab.begin()
        folder = re.search(r"/app/static/stage-[0-9a-f]{12}/", tab.script)  # type: ignore[attr-defined]
    assert folder
    for name in ("backpass.js", "stage.css"):
        status, _, text = visitor.get(folder[0] + name)
        assert status == 200
        assert not text.startswith("<!DOCTYPE")
    return folder[0]


def test_with_a_name_it_speaks_tls_and_sends_others_there(standing: House, tmp_path: Path) -> None:
    """`localhost` has a certificate of Caddy's own, as a public name has one of a public authority."""
    plain, secure = free_port(), free_port()
    names = {"BACKPASS_SITE": f"https://localhost:{secure}", "BACKPASS_HTTP_PORT": str(plain)}
    front = proxy(tmp_path, standing.replicas, **names)
    trusting = ssl.create_default_context()
    front.launch()
    try:
        authority = tmp_path / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        while not authority.exists() and front.running and front.running.poll() is None:
            sleep(0.1)
        trusting.load_verify_locations(authority)
        wait_until_healthy(f"https://localhost:{secure}", front.log, trusting)
        with urllib.request.urlopen(f"https://localhost:{secure}/", context=trusting, timeout=20) as answer:
            assert answer.headers["Strict-Transport-Security"]
            assert any(each.startswith(COOKIE) for each in answer.headers.get_all("Set-Cookie"))
        connection = HTTPConnection("localhost", plain, timeout=20)
        connection.request("GET", "/one_step?lr=0.3")
        moved = connection.getresponse()
        assert moved.status == 308
        assert moved.headers["Location"] == f"https://localhost:{secure}/one_step?lr=0.3"
    finally:
        front.kill()


# --- what does not -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/one_step", "/app/static/who.txt", "/_stcore/health"])
def test_every_answer_carries_the_headers(standing: House, path: str) -> None:
    _, headers, _ = Visitor(standing).get(path)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Server"] is None
    assert len(headers.get_all("Content-Security-Policy", [])) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/_stcore/upload_file/a/b", "/_stcore/health"])
def test_nothing_is_written(standing: House, method: str, path: str) -> None:
    assert Visitor(standing).get(path, method)[0] == 405


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/one_step/_stcore/metrics"]
)
def test_what_is_the_operators_is_not_told(standing: House, path: str) -> None:
    status, _, text = Visitor(standing).get(path)
    assert (status, text) == (404, "")


def test_headers_too_large_are_refused_before_a_replica_sees_them(standing: House) -> None:
    before = [each.log.read_text() for each in standing.replicas]
    assert Visitor(standing).get("/", **{"X-Long": "x" * 40_000})[0] == 431
    assert [each.log.read_text() for each in standing.replicas] == before


def test_an_address_too_long_is_refused(standing: House) -> None:
    assert Visitor(standing).get("/?hidden=" + "4," * 20_000)[0] in (414, 431)


def test_the_longest_link_that_we_write_is_let_through(standing: House) -> None:
    schedule = ",".join(f"0.000123456@{step}" for step in range(100_000, 100_064))
    assert Visitor(standing).get(f"/?schedule={schedule}")[0] == 200


def test_another_site_may_not_connect(standing: House) -> None:
    """A WebSocket is not held to the same origin by browsers: the server has to refuse."""
    connection = HTTPConnection("127.0.0.1", standing.proxy.port, timeout=20)
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    for origin, status in (("https://evil.example", 403), (standing.url, 101)):
        connection.request("GET", "/_stcore/stream", headers={**handshake, "Origin": origin})
        assert connection.getresponse().status == status
        connection.close()


def test_another_name_may_not_connect(standing: House) -> None:
    """Only the allowed hosts reach a session, so that no foreign name can be bound to this address."""
    replica = standing.replicas[0]

    async def connect(url: str) -> bytes:
        async with Tab.open(url) as tab:
            return await tab.begin(20)

    assert finished(connect(replica.url))
    with pytest.raises(InvalidStatus, match="403"):
        finished(connect(replica.url.replace("127.0.0.1", "localhost")))
    with pytest.raises(InvalidStatus, match="200"):  # Caddy knows no such site: an empty page
        finished(connect(standing.url.replace("127.0.0.1", "localhost")))
