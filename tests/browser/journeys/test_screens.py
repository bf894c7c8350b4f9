"""The pages at two widths: no text is cut or lies on another, and their figures have no fault."""

import pytest
from playwright.sync_api import BrowserContext

from tests.figures.audit.screen import ScreenCase, audit_screen, screens

pytestmark = pytest.mark.browser

SAMPLE = [case for case in screens() if (case.width, case.theme) in ((390, "light"), (1400, "dark"))]


def name(case: ScreenCase) -> str:
    return f"{case.page.name}-{case.width}-{case.theme}"


@pytest.mark.parametrize("case", SAMPLE, ids=name)
def test_a_page_has_no_fault(window: BrowserContext, base: str, case: ScreenCase) -> None:
    faults, _ = audit_screen(case, window, base)
    assert [str(fault) for fault in faults] == []
