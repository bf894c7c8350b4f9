"""The system's theme changes while a page is open: all that is drawn follows, and nothing else changes."""

from typing import Any

import pytest

from pages.figures.palette import INK, Theme
from tests.browser.journeys.tab import STAGE, Tab
from tests.figures.audit.screen import page_texts, prepare

pytestmark = pytest.mark.browser

INK_OF = "[...document.querySelectorAll('{}')].map((plot) => plot._fullLayout?.font.color)"


def turn(tab: Tab, theme: Theme, drawn: str = INK_OF.format(f"{STAGE} .plot")) -> None:
    """Change the system's theme, and wait until all that is drawn has its ink; nothing is touched."""
    tab.page.emulate_media(color_scheme=theme)
    tab.page.wait_for_function(
        f"(ink) => {{ const all = {drawn}; return all.length > 0 && all.every((each) => each === ink); }}",
        arg=INK[theme].text,
    )


def zoomed(tab: Tab) -> Any:
    return tab.page.evaluate(
        "() => document.querySelector('[data-figure=curves] .plot').layout.xaxis.range"
    )


def test_the_stage_follows_the_systems_theme_and_plays_on(tab: Tab) -> None:
    tab.open("/?step=200", 200)
    whole = zoomed(tab)
    box = tab.page.locator("[data-figure=curves] .nsewdrag").first.bounding_box()
    assert box
    top = box["y"] + box["height"] / 2
    tab.page.mouse.move(box["x"] + box["width"] / 4, top)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + box["width"] / 2, top, steps=4)
    tab.page.mouse.up()
    tab.when(lambda: zoomed(tab) != whole)
    chosen = zoomed(tab)
    tab.page.evaluate("() => { for (const e of document.querySelectorAll('.plot')) e.dataset.mark = '1'; }")
    turn(tab, "dark")
    tab.rests(200)
    assert zoomed(tab) == chosen
    tab.play(past=300)
    turn(tab, "light")
    tab.plays_past(tab.step + 100)
    steps = tab.page.evaluate("() => window.steps ?? []")
    assert steps == sorted(steps)
    tab.pause()
    assert tab.page.locator(f"{STAGE} .plot[data-mark='1']").count() == 5


@pytest.mark.parametrize(
    ("path", "drawn"),
    [
        ("start_here?chapter=7&step=20", INK_OF.format(f"{STAGE} .plot")),
        ("clinic?step=20", INK_OF.format(f"{STAGE} .plot")),
        ("gradient_check?step=20", INK_OF.format("[data-testid=panel] .plot")),
        ("notes?step=20", INK_OF.format(".stPlotlyChart .js-plotly-plot")),
    ],
    ids=["start_here", "clinic", "gradient_check", "notes"],
)
def test_every_page_follows_the_systems_theme(tab: Tab, path: str, drawn: str) -> None:
    tab.page.emulate_media(color_scheme="light")
    tab.page.goto(f"{tab.base}/{path}")
    turn(tab, "light", drawn)
    turn(tab, "dark", drawn)


def test_words_follow_the_systems_theme(tab: Tab) -> None:
    """On a page whose drawing is HTML, around a slide, and in code with colours of ours."""
    shown = {
        "one_step?step=20": "document.querySelector('[data-testid=board]')?.dataset.theme",
        "slides?step=20": "document.querySelector('[data-testid=slide]')?.dataset.theme",
        "code?step=20": "getComputedStyle(document.documentElement).getPropertyValue('--backpass-comment')",
    }
    names, muted = ("light", "dark"), (INK["light"].muted, INK["dark"].muted)
    wanted = {"one_step?step=20": names, "slides?step=20": names, "code?step=20": muted}
    for path, told in shown.items():
        tab.page.emulate_media(color_scheme="light")
        tab.page.goto(f"{tab.base}/{path}")
        for theme, word in zip(("light", "dark"), wanted[path], strict=True):
            tab.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            tab.page.wait_for_function(f"(word) => {told} === word", arg=word)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_code_in_a_box_in_front_of_the_page_is_readable(tab: Tab, theme: Theme) -> None:
    """Such a box is outside of the element that has the theme."""
    tab.page.emulate_media(color_scheme=theme)
    tab.page.goto(f"{tab.base}/notes")
    tab.page.get_by_role("button", name="Copy the derivation as LaTeX").click()
    tab.page.locator(".stCode .token.function").first.wait_for()
    prepare(tab.page)
    assert [str(found) for found in page_texts(tab.page) if found.kind == "faint"] == []
