"""Two replicas behind the proxy, started once for all tests that leave them running."""

from collections.abc import Iterator

import pytest

from tests.deploy.house import House, house


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("standing")) as running:
        yield running


@pytest.fixture
def falling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two of a test's own, to be killed."""
    with house(tmp_path_factory.mktemp("falling")) as running:
        yield running
