"""The service gives back what those who left have held."""

import asyncio
from collections.abc import Iterator
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.caching.ttl_cache import TTLCache
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from pages.server.service import forget_left


@pytest.fixture
def storage() -> MemorySessionStorage:
    return MemorySessionStorage()


@pytest.fixture
def server(storage: MemorySessionStorage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    """Return Streamlit's own runtime, of which only the loop runs."""
    monkeypatch.setattr(Runtime, "_instance", None)
    made = Runtime(
        RuntimeConfig(
            "app.py", MemoryMediaFileStorage("/m"), MemoryUploadedFileManager("/u"), session_storage=storage
        )
    )
    loop = asyncio.new_event_loop()
    made._async_objs = SimpleNamespace(eventloop=loop)  # type: ignore[assignment]
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield made
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_who_left_is_forgotten_when_the_time_to_come_back_is_over(
    server: Runtime, storage: MemorySessionStorage
) -> None:
    now = [0.0]
    kept: TTLCache[str, Any] = TTLCache(maxsize=128, ttl=120, timer=lambda: now[0])
    storage._cache = kept
    for at, name in ((0.0, "early"), (60.0, "late")):
        now[0] = at
        storage.save(SimpleNamespace(session=SimpleNamespace(id=name)))  # type: ignore[arg-type]
    now[0] = 130.0
    assert set(kept._data) == {"early", "late"}  # what this is about: expired, and kept
    forget_left()
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0), server._get_async_objs().eventloop).result(10)
    assert set(kept._data) == {"late"}


def test_without_a_server_there_is_nobody_to_forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Runtime, "_instance", None)
    forget_left()
