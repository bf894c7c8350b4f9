"""Skip what this machine cannot run and say what to install; with `--no-skips`, fail instead.

`pytest` alone runs green with nothing but the Python packages of requirements-dev.txt.  The test command
(tests/run.sh) installs the rest and passes `--no-skips`, so that there a skipped test is a failed one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.benchmarks import harness
from tests.needs import NEEDS

JOURNEYS = "tests/browser/journeys/test_"
LONGEST = (
    "tests/load/",
    *(f"{JOURNEYS}{name}" for name in ("policy", "failover", "slides", "clinic", "links", "screens")),
    "tests/browser/",
    "tests/deploy/",
)
"""Folders and files, the one first whose tests take longest."""

settings.register_profile("any machine", deadline=None)  # a busy machine is no slow example
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="let a test that would be skipped fail")


def pytest_configure(config: pytest.Config) -> None:
    for name, need in NEEDS.items():
        if name.startswith("needs_"):
            config.addinivalue_line("markers", f"{name}: needs {need.what}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put those first that take longest: the short ones fill up what is left at the end."""
    items.sort(key=lambda item: [not item.nodeid.startswith(folder) for folder in LONGEST])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The only one of a worker: Playwright starts once in a thread.

    The tabs of a window share a process, and so the scripts that it has compiled.
    """
    with harness.browser("--process-per-site") as running:
        yield running


@cache
def is_met(name: str) -> bool:
    return NEEDS[name].is_met()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, need in NEEDS.items():
        if item.get_closest_marker(name) and not is_met(name):
            pytest.skip(need.reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
    report: pytest.TestReport = yield
    fail_if_skipped(report, item.config)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, Any, pytest.CollectReport]:
    report: pytest.CollectReport = yield
    fail_if_skipped(report, collector.config)
    return report


def fail_if_skipped(report: Any, config: pytest.Config) -> None:
    """Turn a skip into a failure where none is allowed; an expected failure is no skip."""
    if report.skipped and config.getoption("--no-skips") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"{reason} (skipped, which --no-skips forbids)"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """With `--durations`, say which files took longest: most of their tests are short and many."""
    most = config.getoption("durations")
    if most is None:
        return
    terminalreporter.section(f"slowest {most or ''} files")
    spent = seconds_of_files(chain(*terminalreporter.stats.values()))
    for file, seconds in spent.most_common(most or None):
        terminalreporter.write_line(f"{seconds:7.1f}s {file}")


def seconds_of_files(reports: Iterable[Any]) -> Counter[str]:
    """Return how long the tests of each file took, with what was set up for them."""
    seconds: Counter[str] = Counter()
    for report in reports:
        if isinstance(report, pytest.TestReport):  # a warning is no report
            seconds[report.nodeid.partition("::")[0]] += report.duration
    return seconds
