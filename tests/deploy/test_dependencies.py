"""What is installed is what the lock names, hash by hash, and the lock is what the requirements ask for."""

import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import audit
from tests.needs import locked

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
ENTRY = re.compile(
    r"^([a-z0-9.-]+==\S+(?: ; [^\\\n]+)?)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE
)


def test_every_line_of_the_lock_is_understood() -> None:
    """Nothing without a hash, nothing from an address of its own, no index but the installer's."""
    rest = ENTRY.sub("", LOCK)
    assert [line for line in rest.splitlines() if line and not line.startswith("#")] == []
    assert "://" not in LOCK


@pytest.mark.needs_lock
@pytest.mark.parametrize("wanted", locked(), ids=lambda wanted: wanted.name)
def test_the_installed_version_is_the_locked_one(wanted: Requirement) -> None:
    assert version(wanted.name) in wanted.specifier, (
        f"pip install --require-hashes -r requirements.lock, with {sys.executable}"
    )


def test_the_lock_holds_all_that_the_app_asks_for() -> None:
    asked = [Requirement(line) for line in (ROOT / "requirements.txt").read_text().splitlines() if line]
    held = {each.name: each for each in locked()}
    for each in asked:
        assert next(iter(held[each.name].specifier)).version in each.specifier


@pytest.mark.needs_lock
def test_the_lock_is_closed() -> None:
    """All that a locked package needs is locked, too."""
    from importlib.metadata import requires  # noqa: PLC0415

    held = {each.name.lower().replace("_", "-") for each in locked()}
    for each in locked():
        needs = [Requirement(line) for line in requires(each.name) or ()]
        names = {
            n.name.lower().replace("_", "-")
            for n in needs
            if not n.marker or n.marker.evaluate({"extra": ""})
        }
        assert names <= held, each.name


def test_the_lock_of_the_export_adds_to_the_lock() -> None:
    """Equal entries, hash by hash, and what requirements-export.txt names beside them."""
    text = (ROOT / "requirements-export.lock").read_text()
    entries, held = (dict(ENTRY.findall(each)) for each in (text, LOCK))
    assert [line for line in ENTRY.sub("", text).splitlines() if line] == []
    assert held.items() <= entries.items()
    locked_versions = dict(entry.partition(" ;")[0].split("==") for entry in entries)
    for line in (ROOT / "requirements-export.txt").read_text().splitlines():
        if line and line[0] not in "#-":
            wanted = Requirement(line)
            assert locked_versions[wanted.name] in wanted.specifier


# --- the audit -----------------------------------------------------------------------------------


def test_a_vulnerable_package_fails_the_audit(capsys: pytest.CaptureFixture[str]) -> None:
    flaw = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    assert audit.report([{"name": "a", "version": "1.0", "vulns": [flaw]}]) == 1
    assert "a 1.0: PYSEC-1, mended in 2.0" in capsys.readouterr().out


def test_what_was_not_audited_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    sound = {"name": "a", "version": "1.0", "vulns": []}
    assert audit.report([sound, {"name": "b", "skip_reason": "unknown"}]) == 0
    assert "1 packages audited, 0 vulnerabilities\nSKIPPED: 1 that" in capsys.readouterr().out


def test_the_audit_reads_every_package_of_the_lock() -> None:
    lines = audit.without_hashes(LOCK).splitlines()
    assert len(lines) == len(ENTRY.findall(LOCK))
    assert all(Requirement(line) for line in lines)


def test_the_audit_reads_the_packages_of_both_locks_once() -> None:
    lines = audit.pinned(lock.read_text() for lock in audit.LOCKS).splitlines()
    assert len(set(lines)) == len(lines)
    packages = {Requirement(line).name for line in lines}
    assert {"streamlit", "plotly", "av", "choreographer", "pillow"} <= packages
