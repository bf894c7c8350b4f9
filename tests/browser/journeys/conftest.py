"""A tab on the app itself, on a server that all journeys share."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.journeys.tab import APP, Tab


@pytest.fixture
def base(serve: Callable[..., str]) -> str:
    return serve(APP)


@pytest.fixture
def tab(page: Page, base: str) -> Iterator[Tab]:
    """A fresh tab; trouble in the console, or a request that leaves the machine, fails the test."""
    made = Tab(page, base)
    yield made
    assert made.troubles == []
