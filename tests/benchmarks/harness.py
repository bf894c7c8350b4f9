"""A real server with the shipped configuration, and a real browser to look at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.needs import BROWSERS, browser_path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app.py"
BARE = Path(__file__).parent / "bare"
STAGE = "[data-testid=stage]"
SCREEN = ViewportSize(width=1400, height=900)

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_START_SECONDS = 60
_END_SECONDS = 20


@dataclass(frozen=True)
class Server:
    """Name a running server."""

    url: str
    pid: int


@contextmanager
def server(
    log: Path | None = None, *, app: Path = APP, without: tuple[str, ...] = (), **environment: str
) -> Iterator[Server]:
    """Start the app as the README says, on a free port; yield once it is healthy.

    `app` may be another one, which gets the same settings.  What it prints goes to `log`; `without` names
    modules that it cannot import, as if they were not installed; `environment` adds to its variables.
    """
    port = _free_port()
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    begin = f"import sys; sys.modules.update(dict.fromkeys({without}))"
    start = f"{begin}; from streamlit.web.cli import main; main()"
    command = [sys.executable, "-c", start, "run", str(app), *options]
    with (
        open(log or os.devnull, "wb") as printed,
        subprocess.Popen(
            command, cwd=ROOT, stdout=printed, stderr=printed, env=os.environ | environment
        ) as running,
    ):
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}", running)
            yield Server(f"http://127.0.0.1:{port}", running.pid)
        finally:
            end(running)


def end(running: subprocess.Popen[bytes]) -> None:
    """End a server; kill it if it does not end in time: it waits for clients whose connection lingers."""
    running.terminate()
    try:
        running.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def deployed() -> dict[str, str]:
    """Return the variables that the image of `deploy/Dockerfile` sets, but for those of its own paths.

    Raises
    ------
    RuntimeError
        If the allocator that they name is not on this machine.
    """
    lines = (ROOT / "deploy" / "Dockerfile").read_text().splitlines()
    text = " ".join(line.removeprefix("ENV ") for line in lines if line.startswith("ENV "))
    found = dict(part.split("=", 1) for part in text.split())
    if find_library("jemalloc") != found["LD_PRELOAD"]:
        raise RuntimeError(f"no {found['LD_PRELOAD']} here; on Debian: apt-get install libjemalloc2")
    return {name: value for name, value in found.items() if name not in ("PATH", "HOME")}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def _wait_until_healthy(url: str, running: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up and running.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError("the server did not start; try `streamlit run app.py`")


@contextmanager
def browser(*more: str) -> Iterator[Browser]:
    """Start the system's Chromium without a window; `more` are flags of its command line."""
    found = browser_path()
    if found is None:
        raise RuntimeError(f"no browser found; looked for {', '.join(BROWSERS)}")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *more])
        yield running
        running.close()


def open_page(
    running: Browser,
    url: str,
    *,
    script: str = "",
    ready: str = f"{STAGE}[data-state=paused]:not(:has(.sketch))",
) -> Page:
    """Open `url` in a context of its own and wait until it is drawn: by Plotly, the stage at rest.

    `ready` says what tells it.  `script` runs in the page before anything of the page's own.
    """
    page = running.new_context(viewport=SCREEN).new_page()
    page.set_default_timeout(60_000)
    if script:
        page.add_init_script(script)
    page.goto(url)
    page.wait_for_selector(ready)
    return page


def play(page: Page, seconds: float) -> None:
    """Press play and let `seconds` pass."""
    page.get_by_test_id("play").click()
    page.wait_for_selector(f"{STAGE}[data-state=playing]")
    page.wait_for_timeout(1000 * seconds)
