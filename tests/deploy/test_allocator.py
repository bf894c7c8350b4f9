"""What the image sets makes the server take its memory from the allocator that the image brings."""

from pathlib import Path

import pytest

from tests.benchmarks import harness

DOCKERFILE = (harness.ROOT / "deploy" / "Dockerfile").read_text()


@pytest.mark.needs_jemalloc
def test_the_image_brings_the_allocator_that_it_names() -> None:
    assert "libjemalloc2" in DOCKERFILE
    assert harness.deployed()["LD_PRELOAD"] == "libjemalloc.so.2"


@pytest.mark.needs_jemalloc
def test_a_server_started_as_the_image_starts_it_uses_it(tmp_path: Path) -> None:
    printed = tmp_path / "log.txt"
    with harness.server(printed, **harness.deployed()) as running:
        assert "libjemalloc" in Path(f"/proc/{running.pid}/maps").read_text()
    assert "jemalloc" not in printed.read_text()  # there it would complain of a setting it does not know


def test_a_machine_without_it_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "find_library", lambda name: None)
    with pytest.raises(
        RuntimeError, match=r"no libjemalloc\.so\.2 here; on Debian: apt-get install libjemalloc2"
    ):
        harness.deployed()
