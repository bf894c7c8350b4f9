"""Fresh shelves for every test: what one test computed must not serve the next."""

import pytest
from shown import forget


@pytest.fixture(autouse=True)
def fresh_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch)
