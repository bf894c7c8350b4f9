"""A real server and a real browser for the journeys."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.benchmarks import harness
from tests.browser.waiting import PATIENCE

ARTIFACTS = Path(__file__).parent / "artifacts"
START_SECONDS = 60
PATIENCE_MS = 1000 * PATIENCE

expect.set_options(timeout=PATIENCE_MS)

Serve = Callable[..., str]


@dataclass
class Servers:
    """Running servers by what they serve; each app is started once a session."""

    home: Path
    urls: dict[tuple[str, ...], str] = field(default_factory=dict)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def serve(self, app: Path, *options: str) -> str:
        key = (str(app), *options)
        if key not in self.urls:
            self.urls[key] = self.start(app, options)
        return self.urls[key]

    def start(self, app: Path, options: tuple[str, ...]) -> str:
        port = free_port()
        cwd = self.home / str(port)
        cwd.mkdir()
        if (app.parent / ".streamlit").is_dir():
            shutil.copytree(app.parent / ".streamlit", cwd / ".streamlit")
        command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.headless=true"]
        log = cwd / "log.txt"
        with log.open("wb") as out:
            server = subprocess.Popen(
                [*command, f"--server.port={port}", "--server.address=127.0.0.1", *options],
                cwd=cwd,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.running.append(server)
        wait_until_healthy(f"http://127.0.0.1:{port}", base_of(options), log)
        return f"http://127.0.0.1:{port}{base_of(options)}"

    def stop(self) -> None:
        for server in self.running:
            harness.end(server)


def base_of(options: tuple[str, ...]) -> str:
    bases = [o.partition("=")[2] for o in options if o.startswith("--server.baseUrlPath=")]
    return f"/{bases[0]}" if bases else ""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def wait_until_healthy(url: str, base: str, log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"{url}{base}/_stcore/health", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    servers = Servers(tmp_path_factory.mktemp("servers"))
    yield servers.serve
    servers.stop()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all tests of a worker: its cache stays, and a new tab costs less than a window."""
    made = browser.new_context(viewport=harness.SCREEN)
    keep(made)
    yield made
    made.close()


def keep(window: BrowserContext) -> None:
    """Keep a window open, and the process of its tabs, by an empty tab of the same site."""
    empty = window.new_page()
    empty.route("**/*", lambda route: route.fulfill(body=""))
    empty.goto("http://127.0.0.1/")


@pytest.fixture
def page(window: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """One fresh tab of the shared window."""
    with watched(window.new_page(), request) as made:
        yield made
        assert made.evaluate("() => /native code/.test(Date)"), "a clock is that of a window: use `clocked`"
        if made.url.startswith("http"):
            made.evaluate("() => localStorage.clear()")
    window.clear_cookies()
    window.clear_permissions()


@pytest.fixture
def clocked(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """One page in a window of its own, whose clock the test turns: that of all later tabs of the window."""
    with watched(browser.new_page(viewport=harness.SCREEN), request) as made:
        made.clock.install()
        yield made


@pytest.fixture
def offline(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """One page in a window of its own, without a network."""
    with watched(browser.new_page(viewport=harness.SCREEN, offline=True), request) as made:
        yield made


@contextmanager
def watched(page: Page, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Let a script error in a page fail its test, and leave a picture of a test that failed."""
    page.set_default_timeout(PATIENCE_MS)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    failed_before = request.session.testsfailed
    yield page
    if request.session.testsfailed > failed_before:
        ARTIFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTIFACTS / f"{Path(request.node.name).name}.png")
    page.close()
    assert not errors
