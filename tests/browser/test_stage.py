"""The live stage in a real browser, showing made-up waves."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.line import Line, is_end
from tests.browser.waiting import until

Serve = Callable[..., str]

pytestmark = pytest.mark.browser

DEMO = Path(__file__).parent / "stage_demo" / "app.py"
STAGE = "[data-testid=stage]"
LINES = (
    "['height', 'share'].map((name) => document.querySelector(`[data-figure=${name}] .plot`)"
    ".data.map((trace) => [Array.from(trace.x), Array.from(trace.y)]))"
)
IMAGES = ("map", "cells", "net")
SECOND = 1000
"""In milliseconds of the page's clock, which a test may turn on by hand."""


def part(page: Page, name: str) -> Any:
    return page.get_by_test_id(name)


def wait_for(page: Page, condition: str) -> None:
    page.wait_for_function(
        f"() => {{ const s = document.querySelector('{STAGE}'); return s && ({condition}); }}"
    )


def at_rest(page: Page, step: int | None = None) -> None:
    """Wait until the stage stands still and Plotly shows the exact picture of its step."""
    told = "[data-testid=sentence]"
    exact = f"document.querySelector('{told}').textContent === `Exactly step ${{s.dataset.step}}.`"
    here = "true" if step is None else f"s.dataset.step === '{step}'"
    drawn = "!s.querySelector('.sketch')"
    wait_for(page, f"['paused', 'ended'].includes(s.dataset.state) && {here} && {exact} && {drawn}")


def step_of(page: Page) -> int:
    return int(page.locator(STAGE).get_attribute("data-step") or -1)


def open_demo(page: Page, serve: Serve, path: str = "/") -> None:
    page.goto(serve(DEMO) + path)
    at_rest(page)


def play_past(page: Page, step: int) -> None:
    part(page, "play").click()
    wait_for(page, f"Number(s.dataset.step) > {step}")


def lines_over(page: Page, steps: list[int]) -> Any:
    """Wait until all curves are drawn over these steps; return their x and y."""
    page.wait_for_function(
        f"(steps) => {LINES}.flat().every(([x]) => JSON.stringify(x) === steps)",
        arg=json.dumps(steps, separators=(",", ":")),
    )
    return page.evaluate(f"() => {LINES}")


def image(page: Page, figure: str = "tiles") -> str:
    href: str = page.evaluate(
        "() => document.querySelector('[data-figure=net] .plot').layout.images[0].source"
    )
    return href


def scrub(page: Page, step: int) -> None:
    part(page, "timeline").evaluate(
        "(range, step) => { range.max = Math.max(range.max, step); range.value = step;"
        " for (const type of ['input', 'change']) range.dispatchEvent(new Event(type)); }",
        step,
    )


def follow(page: Page) -> None:
    """Let the page note each step that the stage draws, from now on."""
    page.evaluate(
        f"""() => {{
          const stage = document.querySelector('{STAGE}');
          window.steps = [];
          new MutationObserver(() => window.steps.push(Number(stage.dataset.step)))
            .observe(stage, {{ attributeFilter: ['data-step'] }});
        }}"""
    )


def drawn(page: Page) -> list[int]:
    steps: list[int] = page.evaluate("() => window.steps")
    return steps


def count_sent(page: Page) -> list[int]:
    """Count the messages that the page sends to its server, from before it is opened."""
    sent = [0]

    def add(_: Any) -> None:
        sent[0] += 1

    page.on("websocket", lambda socket: socket.on("framesent", add))
    return sent


def test_play_draws_and_counts_every_frame_in_order_and_a_replay_asks_nothing(
    page: Page, serve: Serve
) -> None:
    sent = count_sent(page)
    open_demo(page, serve)
    before = int(page.locator(STAGE).get_attribute("data-frame") or 0)
    follow(page)
    play_past(page, 800)
    part(page, "play").click()
    at_rest(page)
    steps = drawn(page)
    assert steps == list(range(8, steps[-1] + 8, 8))
    frames = int(page.locator(STAGE).get_attribute("data-frame") or 0) - before
    assert frames >= step_of(page) / 8
    part(page, "to-start").click()
    at_rest(page, 0)
    asked = sent[0]
    assert asked > 0
    part(page, "play").click()
    wait_for(page, "Number(s.dataset.step) > 200")
    assert sent[0] == asked


def test_a_changed_run_plays_on_in_the_same_elements_and_in_another_place(page: Page, serve: Serve) -> None:
    open_demo(page, serve)
    play_past(page, 100)
    page.evaluate("() => { for (const plot of document.querySelectorAll('.plot')) plot.mark = 1; }")
    page.get_by_role("combobox", name="Phase").click()
    page.get_by_role("option", name="2").click()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stage]').dataset.state === 'playing'"
    )
    marks = page.evaluate("() => [...document.querySelectorAll('.plot')].map((plot) => plot.mark)")
    assert marks == [1] * 5
    wait_for(page, "s.dataset.state === 'playing' && Number(s.dataset.step) > 300")
    page.get_by_role("combobox", name="Phase").click()
    page.get_by_role("option", name="3").click()
    wait_for(page, "s.dataset.run === 'waves-3' && s.dataset.state === 'playing'")
    assert page.locator(STAGE).count() == 1


def test_a_changed_control_is_not_lost_under_load(page: Page, serve: Serve) -> None:
    """Each change lands while the page's main thread is busy, the hard case for a shared flush."""
    open_demo(page, serve)
    part(page, "speed").select_option("32")
    page.evaluate(
        "() => { const busy = () => { const end = performance.now() + 40;"
        " while (performance.now() < end); setTimeout(busy, 0); }; busy(); }"
    )
    play_past(page, 64)
    for phase in (1, 2, 0, 2):
        page.get_by_role("combobox", name="Phase").click()
        page.get_by_role("option", name=str(phase)).click()
        expect(page.get_by_text(f"run waves-{phase}", exact=True)).to_have_count(1)


def test_no_click_on_another_control_is_lost_and_play_goes_on(page: Page, serve: Serve) -> None:
    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text))
    open_demo(page, serve)
    play_past(page, 64)
    page.evaluate("() => { document.querySelector('.plot').mark = 1; }")
    before = 0
    for _ in range(20):
        page.get_by_role("button", name="Nothing").click()
        expect(page.get_by_text(f"position {before}", exact=True)).to_have_count(0, timeout=20_000)
        told = int(page.get_by_text("position ").inner_text().split()[1])
        assert before < told <= step_of(page)
        before = told
    assert [text for text in warnings if "fragmentIds" in text] == []
    assert page.evaluate("() => document.querySelector('.plot').mark") == 1
    wait_for(page, f"s.dataset.state === 'playing' && Number(s.dataset.step) > {before + 400}")


def test_any_way_to_a_step_shows_the_same_lines(page: Page, serve: Serve) -> None:
    open_demo(page, serve)
    play_past(page, 300)
    part(page, "play").click()
    at_rest(page)
    scrub(page, 777)
    at_rest(page, 777)
    steps = [*range(778)]  # every second step, and the step before each
    came_by_play = lines_over(page, steps)
    page.reload()
    at_rest(page, 777)
    assert lines_over(page, steps) == came_by_play


def test_scrubbing_lands_on_any_step_and_a_step_back_shows_the_same_pictures(
    page: Page, serve: Serve
) -> None:
    open_demo(page, serve)
    part(page, "timeline").focus()
    page.keyboard.press("ArrowRight")  # its own arrows are not those of the stage
    at_rest(page, 1)
    scrub(page, 613)
    at_rest(page, 613)
    expect(part(page, "readout")).to_contain_text("step 613")
    assert page.url.endswith("?step=613")
    seen = image(page)
    part(page, "step-forward").click()
    at_rest(page, 614)
    assert image(page) != seen
    part(page, "step-back").click()
    at_rest(page, 613)
    assert image(page) == seen


def test_the_address_the_labels_and_the_copied_link_tell_the_step(page: Page, serve: Serve) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_demo(page, serve, "/?step=40&colour=a%2Cb")
    at_rest(page, 40)
    assert page.url.endswith("?colour=a%2Cb&step=40")
    expect(page.locator("[data-figure=map] [role=figure]")).to_have_attribute(
        "aria-label", "A wave at step 40"
    )
    part(page, "copy-link").click()
    expect(part(page, "copy-link")).to_contain_text("Copied")
    assert page.evaluate("() => navigator.clipboard.readText()").endswith("?colour=a,b&step=40")
    part(page, "to-start").click()
    at_rest(page, 0)
    assert page.url.endswith("?colour=a%2Cb")


def test_keys_drive_the_stage_unless_a_control_has_the_focus(page: Page, serve: Serve) -> None:
    open_demo(page, serve)
    page.keyboard.press("ArrowRight")
    at_rest(page, 1)
    page.keyboard.press("ArrowRight")
    at_rest(page, 2)
    page.keyboard.press("ArrowLeft")
    at_rest(page, 1)
    page.keyboard.press(" ")
    wait_for(page, "s.dataset.state === 'playing' && Number(s.dataset.step) > 60")
    page.keyboard.press("Home")
    at_rest(page, 0)
    follow(page)
    page.get_by_role("button", name="Nothing").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Nothing").blur()
    page.keyboard.press("ArrowRight")
    at_rest(page)
    assert drawn(page) == [1]


def test_live_images_stand_where_the_exact_ones_stand_and_cells_give_way_to_them(
    page: Page, serve: Serve
) -> None:
    def boxes(selector: str) -> list[Any]:
        return [page.locator(f"[data-figure={each}] {selector}").bounding_box() for each in IMAGES]

    open_demo(page, serve)
    pane = "[data-figure=cells]"
    live, exact = page.locator(f"{pane} canvas.moving"), page.locator(f"{pane} .heatmaplayer .hm")
    expect(exact).to_be_visible()
    expect(live).to_be_hidden()
    for each in IMAGES:  # Plotly takes over one figure after the other
        expect(page.locator(f"[data-figure={each}] .imagelayer image")).to_be_visible()
    still = boxes(".imagelayer image")
    play_past(page, 80)
    expect(exact).to_be_hidden()
    expect(live).to_be_visible()
    for moving, image_box in zip(boxes("canvas.moving"), still, strict=True):
        assert moving == pytest.approx(image_box, abs=0.6)
    part(page, "play").click()
    expect(exact).to_be_visible()
    expect(live).to_be_hidden()


def test_a_figure_of_images_alone_is_exact_when_plotly_takes_it_over_at_rest(
    page: Page, serve: Serve
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/plotly-*.js", hold)
    page.goto(serve(DEMO))
    shown = page.locator("[data-figure=map]")
    expect(part(page, "sentence")).to_have_text("Exactly step 0.")
    expect(shown).to_have_class(re.compile(r"\bstill\b"))
    for route in held:
        route.continue_()
    page.unroute("**/plotly-*.js")
    expect(shown.locator(".imagelayer image")).to_be_visible()
    expect(shown.locator("canvas.moving")).to_be_hidden()


def test_the_end_is_told(page: Page, serve: Serve) -> None:
    open_demo(page, serve, "/?step=19960")
    part(page, "play").click()
    wait_for(page, "s.dataset.state === 'ended' && s.dataset.step === '20000'")
    expect(part(page, "sentence")).to_have_text("The waves were made up to here.")
    expect(part(page, "step-forward")).to_be_disabled()


def test_a_dark_page_has_a_dark_stage_and_readers_who_asked_for_calm_start_slowly(
    page: Page, serve: Serve
) -> None:
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    open_demo(page, serve)
    expect(page.locator(STAGE)).to_have_attribute("data-theme", "dark")
    expect(part(page, "rate")).to_have_value("10")


def test_a_narrow_page_fits_and_a_light_one_has_a_light_stage(page: Page, serve: Serve) -> None:
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 844})
    open_demo(page, serve)
    widths = page.evaluate(
        f"() => [...document.querySelectorAll('{STAGE}, {STAGE} *')]"
        ".filter((e) => !e.closest('svg, .plot')).map((e) => e.getBoundingClientRect().right)"
    )
    assert max(widths) <= 390
    expect(page.locator(STAGE)).to_have_attribute("data-theme", "light")
    expect(part(page, "rate")).to_have_value("60")


def test_a_cold_sub_page_and_a_base_path_and_nothing_is_fetched_from_elsewhere(
    page: Page, serve: Serve
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_demo(page, serve, "/second?step=3")
    assert step_of(page) == 3
    home = serve(DEMO)
    assert [url for url in asked if not url.startswith((home, "data:", "blob:"))] == []
    page.goto(serve(DEMO, "--server.baseUrlPath=deep/er") + "/second")
    at_rest(page, 0)


def test_a_missing_library_is_told(page: Page, serve: Serve) -> None:
    page.route("**/plotly-*.min.js", lambda route: route.abort())
    page.goto(serve(DEMO))
    wait_for(page, "s.dataset.state === 'error'")
    expect(part(page, "status")).to_contain_text("could not be loaded")


def test_a_silent_server_is_told_and_play_goes_on_when_it_answers(clocked: Page, serve: Serve) -> None:
    page = clocked

    def seconds_until_asked() -> int:
        before, seconds = line.asked, 0
        while line.asked == before and seconds < 30:
            page.clock.run_for(SECOND)
            seconds += 1
        return seconds

    line = Line(page)
    open_demo(page, serve)
    line.hold()
    before = line.asked
    scrub(page, 9000)
    until(page, lambda: line.asked > before)
    expect(part(page, "status")).to_have_text("")
    first, second = seconds_until_asked(), seconds_until_asked()
    expect(part(page, "status")).to_have_text("Waiting for the server…")
    assert second > 1.5 * first  # a server that is late is not asked ever more
    line.free()
    at_rest(page, 9000)
    expect(part(page, "status")).to_have_text("")


def test_an_answer_that_comes_after_the_ask_was_repeated_ends_the_wait(clocked: Page, serve: Serve) -> None:
    page = clocked
    line = Line(page)
    open_demo(page, serve)
    play_past(page, 100)
    line.loses = lambda: bool(line.held)  # what is asked anew gets lost
    line.hold()
    until(page, lambda: bool(line.held))
    page.clock.fast_forward(6 * SECOND)
    expect(part(page, "status")).to_have_text("Waiting for the server…")
    at = step_of(page)
    line.release()
    expect(part(page, "status")).to_have_text("")
    wait_for(page, f"Number(s.dataset.step) > {at}")


def test_nothing_is_asked_before_the_run_of_the_page_is_over(clocked: Page, serve: Serve) -> None:
    """Streamlit can lose what a run says at its end to who asks at that moment: half of the controls."""
    page = clocked
    line = Line(page, lambda message: bool(line.held) or is_end(message))
    page.goto(serve(DEMO))
    wait_for(page, "s.dataset.state === 'computing'")
    page.clock.run_for(SECOND)
    assert (line.asked, bool(line.held)) == (1, True)
    page.clock.run_for(5 * SECOND)  # an end that never comes is not waited for
    until(page, lambda: line.asked > 1)
    assert line.asked == 2
    line.release()
    at_rest(page)


def test_a_hidden_tab_asks_nothing_and_a_pause_is_silent(clocked: Page, serve: Serve) -> None:
    page = clocked
    sent = count_sent(page)
    open_demo(page, serve)
    play_past(page, 200)
    page.evaluate(
        "() => Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })"
    )
    page.clock.run_for(SECOND)
    before, at = sent[0], step_of(page)
    page.clock.run_for(5 * SECOND)
    assert (sent[0], step_of(page)) == (before, at)
    page.evaluate(
        "() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }"
    )
    wait_for(page, f"Number(s.dataset.step) > {at + 400}")
    part(page, "play").click()
    at_rest(page)
    page.clock.run_for(SECOND)
    before = sent[0]
    page.clock.run_for(30 * SECOND)
    assert sent[0] == before
