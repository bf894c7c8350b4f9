"""A real server and a real browser for the journeys."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.benchmarks.harness import BROWSERS, FLAGS
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
            server.terminate()
            server.wait(20)


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
def browser() -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            "no browser found: install Chromium, for example `apt-get install chromium`; "
            f"looked for {', '.join(BROWSERS)}"
        )
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """One fresh page; a script error in it fails the test, and a failure leaves a picture."""
    made = browser.new_page(viewport={"width": 1400, "height": 900})
    made.set_default_timeout(PATIENCE_MS)
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    failed_before = request.session.testsfailed
    yield made
    if request.session.testsfailed > failed_before:
        ARTIFACTS.mkdir(exist_ok=True)
        made.screenshot(path=ARTIFACTS / f"{request.node.name}.png")
    made.close()
    assert not errors
