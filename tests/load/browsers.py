"""A handful of real browsers among the class, watched for what a student sees."""

from __future__ import annotations

from time import monotonic, sleep

from tests.benchmarks import harness
from tests.load.room import Report


def watch(url: str, links: list[str], counting: float, seconds: float) -> list[Report]:
    """Let a tab of a real browser play each link; count its frames from the time `counting` on."""
    reports = [Report(link) for link in links]
    with harness.browser() as running:
        pages = []
        for report in reports:
            began = monotonic()
            page = harness.open_page(running, f"{url}/?{report.link}")
            report.first_picture = monotonic() - began
            page.on("pageerror", lambda error, told=report.errors: told.append(str(error)))
            harness.play(page, 0)
            pages.append(page)
        sleep(max(0.0, counting - monotonic()))
        stages = [page.locator(harness.STAGE) for page in pages]
        before = [int(stage.get_attribute("data-frame") or 0) for stage in stages]
        pages[0].wait_for_timeout(1000 * seconds)
        for report, page, stage, frames in zip(reports, pages, stages, before, strict=True):
            report.frames = (int(stage.get_attribute("data-frame") or 0) - frames) / seconds
            if stage.get_attribute("data-state") not in ("playing", "ended"):
                report.errors.append(f"the stage is {stage.get_attribute('data-state')}")
            report.errors += page.locator(
                ".stException, [data-testid=stConnectionStatus]"
            ).all_inner_texts()
    return reports
