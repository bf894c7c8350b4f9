"""What tests need besides Python packages, how each is found, and how it is installed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement

from pages.frontend.assets import cartesian_bundle

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"


@dataclass(frozen=True)
class Need:
    """Say what is needed, whether it is here, and what to install."""

    what: str
    is_met: Callable[[], bool]
    install: str

    @property
    def reason(self) -> str:
        return f"needs {self.what}: {self.install}"


def browser_path() -> str | None:
    """Return the path of the installed browser, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def locked() -> list[Requirement]:
    """Return the packages that the lock names for this Python on this machine."""
    lines = [line.removesuffix(" \\") for line in LOCK.read_text().splitlines()]
    found = [Requirement(line) for line in lines if line and line[0] not in " #"]
    return [each for each in found if each.marker is None or each.marker.evaluate()]


def is_locked() -> bool:
    """Return whether every locked package is installed in the locked version."""
    try:
        return all(version(each.name) in each.specifier for each in locked())
    except PackageNotFoundError:
        return False


NEEDS = {
    "browser": Need(
        "Chromium", lambda: browser_path() is not None, "on Debian and Ubuntu, apt-get install chromium"
    ),
    "needs_caddy": Need(
        "Caddy", lambda: shutil.which("caddy") is not None, "on Debian and Ubuntu, apt-get install caddy"
    ),
    "needs_jemalloc": Need(
        "jemalloc",
        lambda: find_library("jemalloc") is not None,
        "on Debian and Ubuntu, apt-get install libjemalloc2",
    ),
    "needs_node": Need(
        "Node", lambda: shutil.which("node") is not None, "on Debian and Ubuntu, apt-get install nodejs npm"
    ),
    "needs_npm": Need(
        "the packages of package.json", lambda: cartesian_bundle() is not None, "run `npm ci` in the root"
    ),
    "needs_latex": Need(
        "LaTeX",
        lambda: shutil.which("pdflatex") is not None,
        "on Debian and Ubuntu, apt-get install texlive-latex-recommended texlive-pictures",
    ),
    "needs_poppler": Need(
        "pdftoppm",
        lambda: shutil.which("pdftoppm") is not None,
        "on Debian and Ubuntu, apt-get install poppler-utils",
    ),
    "needs_lock": Need(
        "the locked versions", is_locked, "pip install --require-hashes -r requirements.lock"
    ),
}
"""By the marker that a test carries."""
