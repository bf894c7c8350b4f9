"""One page for all figures of a worker."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.figures.audit.easel import Easel


@pytest.fixture(scope="session")
def easel(browser: Browser) -> Iterator[Easel]:
    made = Easel(browser)
    yield made
    made.close()
