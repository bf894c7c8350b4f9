"""Replicas of the real app, and the shipped Caddyfile in front of them, on loopback."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[2]
CADDYFILE = ROOT / "deploy" / "Caddyfile"
SHIPPED = ("app.py", "core", "pages", ".streamlit")
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def wait_until_healthy(url: str, log: Path, trusting: SSLContext | None = None) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5, context=trusting):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"not healthy:\n{log.read_text()}")


@dataclass
class Process:
    """One process, its log, and the port at which it listens."""

    command: list[str]
    cwd: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.cwd / f"log-{self.port}.txt"

    @property
    def pid(self) -> int:
        assert self.running is not None
        return self.running.pid

    def start(self) -> None:
        self.launch()
        wait_until_healthy(self.url, self.log)

    def launch(self) -> None:
        with self.log.open("ab") as out:
            self.running = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env={**os.environ, **self.environment},
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """End it as a crash does: nothing is said, nothing is written."""
        if self.running is not None:
            self.running.send_signal(signal.SIGKILL)
            self.running.wait(20)
            self.running = None


def replica(home: Path, *more: str) -> Process:
    """Return a replica that runs what is shipped from a folder of its own, as an image does."""
    port = free_port()
    cwd = home / f"replica-{port}"
    cwd.mkdir()
    for name in SHIPPED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, cwd / name)
    # So that an answer can say whose it is.
    (cwd / "static").mkdir()
    (cwd / "static" / "who.txt").write_text(str(port))
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}", *more]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    hosted = {"BACKPASS_HOSTED": "1", "STREAMLIT_SERVER_ALLOWED_HOSTS": "127.0.0.1"}
    return Process(command, cwd, port, hosted)


def proxy(home: Path, replicas: list[Process], **environment: str) -> Process:
    """Return Caddy with the shipped configuration, in front of some replicas."""
    port = free_port()
    return Process(
        ["caddy", "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"],
        home,
        port,
        {
            "BACKPASS_SITE": f"http://127.0.0.1:{port}",
            "BACKPASS_REPLICAS": " ".join(f"127.0.0.1:{each.port}" for each in replicas),
            "BACKPASS_COOKIE_SECRET": "known to this test alone",
            "HOME": str(home),
            "XDG_DATA_HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            **environment,
        },
    )


@dataclass(frozen=True)
class House:
    """Name what is running: the proxy and, behind it, the replicas."""

    proxy: Process
    replicas: list[Process]

    @property
    def url(self) -> str:
        return self.proxy.url

    def replica_of(self, pid: int) -> Process:
        return next(each for each in self.replicas if each.pid == pid)


@contextmanager
def house(home: Path, count: int = 2, **environment: str) -> Iterator[House]:
    """Run `count` replicas behind the proxy; `environment` adds to their variables."""
    replicas = [replica(home) for _ in range(count)]
    for each in replicas:
        each.environment |= environment
    front = proxy(home, replicas)
    with ExitStack() as running:
        for each in replicas:
            running.callback(each.kill)
            each.launch()
        for each in replicas:
            wait_until_healthy(each.url, each.log)
        running.callback(front.kill)
        front.start()
        yield House(front, replicas)


def serving(house: House) -> Process:
    """Return the replica that has a tab's WebSocket."""
    with Path("/proc/net/tcp").open() as table:
        rows = [line.split() for line in table][1:]
    open_at = [int(row[1].partition(":")[2], 16) for row in rows if row[3] == "01"]
    return max(house.replicas, key=lambda each: open_at.count(each.port))
