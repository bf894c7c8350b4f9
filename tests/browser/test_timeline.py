"""The timeline: the thumb never goes back, and each place on it is one step."""

from math import expm1, log1p
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_stage import STAGE, Serve, at_rest, open_demo, part, play_past, wait_for

pytestmark = pytest.mark.browser

LAST = 20_000
PLACE = (
    "(() => { const [rail, thumb] = ['.rail', '.thumb'].map("
    f"(name) => document.querySelector(`{STAGE} ${{name}}`).getBoundingClientRect());"
    " return (thumb.left + thumb.width / 2 - rail.left) / rail.width; })()"
)


def share_at(step: int) -> float:
    return log1p(step / 100) / log1p(LAST / 100)


def step_at(share: float) -> int:
    return round(100 * expm1(share * log1p(LAST / 100)))


def test_the_thumb_never_goes_back_while_it_plays(page: Page, serve: Serve) -> None:
    """Once the timeline ended at 1,000, then at 2,000, then at 5,000."""
    open_demo(page, serve)
    page.evaluate(
        f"""() => {{
          const stage = document.querySelector('{STAGE}');
          window.places = [];
          new MutationObserver(() => window.places.push([Number(stage.dataset.step), {PLACE}]))
            .observe(stage, {{ attributeFilter: ['data-step'] }});
        }}"""
    )
    part(page, "speed").select_option("32")
    play_past(page, 5100)
    part(page, "play").click()
    at_rest(page)
    places: list[tuple[int, float]] = page.evaluate("() => window.places")
    assert len(places) > 100
    assert [at for _, at in places] == sorted(at for _, at in places)
    for step, place in places:
        assert place == pytest.approx(share_at(step), abs=0.001)


def test_pointer_and_keys_reach_each_step_of_the_timeline(page: Page, serve: Serve) -> None:
    open_demo(page, serve)
    timeline, rail = part(page, "timeline"), page.locator(f"{STAGE} .rail")
    expect(timeline).to_have_attribute("max", str(LAST))
    box: Any = rail.bounding_box()
    places = [round(box["width"] * share) / box["width"] for share in (0.4, 0.25, 0.7)]
    goals = [(box["x"] + box["width"] * place, box["y"] + 12) for place in places]
    page.mouse.click(*goals[0])
    at_rest(page, step_at(places[0]))
    expect(timeline).to_be_focused()
    expect(timeline).to_have_value(str(step_at(places[0])))
    expect(timeline).to_have_attribute("aria-valuetext", f"step {step_at(places[0]):,} of 20,000")
    page.mouse.move(*goals[1])
    page.mouse.down()
    page.mouse.move(*goals[2], steps=3)
    page.mouse.up()
    step = step_at(places[2])
    at_rest(page, step)
    for key, goal in {
        "ArrowLeft": step - 1,
        "PageDown": step_at(share_at(step - 1) - 0.1),
        "Home": 0,
        "ArrowRight": 1,
        "PageUp": step_at(share_at(1) + 0.1),
    }.items():
        page.keyboard.press(key)
        at_rest(page, goal)
    page.keyboard.press("End")
    wait_for(page, f"s.dataset.state === 'ended' && s.dataset.step === '{LAST}'")
    assert page.evaluate(f"() => {PLACE}") == pytest.approx(1, abs=0.001)
