"""The board of One step: opening it, and going through its phases."""

from tests.browser.journeys.tab import Tab

BOARD = "[data-testid=board]"


def open_board(tab: Tab, link: dict[str, str]) -> None:
    tab.page.goto(f"{tab.base}/one_step?" + "&".join(f"{k}={v}" for k, v in link.items()))
    ready(tab)


def ready(tab: Tab, step: str | None = None, phase: str | None = None) -> None:
    wanted = "[data-state=ready]"
    wanted += f"[data-step='{step}']" if step else ""
    wanted += f"[data-phase='{phase}']" if phase else ""
    tab.page.wait_for_selector(BOARD + wanted)


def phases(tab: Tab) -> list[str]:
    names: list[str] = tab.page.evaluate(
        f"() => [...document.querySelectorAll('{BOARD} .chips button')]"
        ".map((chip) => chip.dataset.testid.slice(6))"
    )
    return names


def turn_to(tab: Tab, phase: str) -> None:
    tab.part(f"phase-{phase}").click()
    ready(tab, phase=phase)
