"""A tab on the app itself, on a server that all journeys share."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import keep, watched
from tests.browser.journeys.tab import APP, Tab


@pytest.fixture(scope="session")
def base(serve: Callable[..., str]) -> str:
    return serve(APP)


@pytest.fixture
def tab(page: Page, base: str) -> Iterator[Tab]:
    """A fresh tab; trouble in the console, or a request that leaves the machine, fails the test."""
    made = Tab(page, base)
    yield made
    assert made.troubles == []


@pytest.fixture(scope="session")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A narrow window, which keeps what it has loaded."""
    made = browser.new_context(viewport={"width": 390, "height": 844})
    keep(made)
    yield made
    made.close()


@pytest.fixture
def phone_tab(phone: BrowserContext, base: str, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """The same on a phone."""
    with watched(phone.new_page(), request) as page:
        made = Tab(page, base)
        yield made
        assert made.troubles == []
