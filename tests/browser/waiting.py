"""How long a journey waits: a busy machine takes its time, and a test that passes never waits so long."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 60.0
"""Seconds."""


def until(page: Page, holds: Callable[[], bool], otherwise: str = "") -> None:
    """Wait until something read off the screen, or off the line, holds; `otherwise` tells why not."""
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up, (
            f"{otherwise or 'it does not hold'} within {PATIENCE:g} s; the page is {page.url}"
        )
        page.wait_for_timeout(100)
