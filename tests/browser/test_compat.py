"""What the front end relies on in Streamlit and Plotly, though it is not public, exists and works.

After an upgrade a failure here names the part that is gone, and the module that relies on it.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from pages.frontend import PAGE_STYLE
from tests.browser.journeys.tab import APP
from tests.browser.test_stage import STAGE, Serve, at_rest, open_demo, part, play_past, wait_for
from tests.browser.waiting import until
from tests.drawn import DRAWN, path_of

pytestmark = pytest.mark.browser

LECTURE_STYLE = PAGE_STYLE.with_name("streamlit_compat_lecture.css")
STREAMLIT = "pages/frontend/common/streamlit_compat"
PLOTLY = "pages/frontend/common/plotly_compat"
OURS = "performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/backpass.js')).name"


def gone(what: str, module: str) -> str:
    return f"{what}: no longer so after an upgrade; see {module}"


def check(found: Any, what: str, module: str) -> None:
    assert found, gone(what, module)


def call(page: Page, module: str, body: str) -> Any:
    """Evaluate `body` with the module as `it`, and the plots of the demo by name as `plots`."""
    return page.evaluate(
        f"""async () => {{
          const it = (await import({OURS})).default('common/{Path(module).name}.js');
          const plots = Object.fromEntries([...document.querySelectorAll('[data-figure]')].map(
            (pane) => [pane.dataset.figure, pane.querySelector('.plot')]));
          {body}
        }}"""
    )


def test_streamlit_tells_whether_the_script_runs(page: Page, serve: Serve) -> None:
    open_demo(page, serve)
    at_rest = call(page, STREAMLIT, "return !!document.querySelector(`[${it.SCRIPT_STATE}]`);")
    check(at_rest, "an element has the attribute data-test-script-state", STREAMLIT)
    page.evaluate(
        """() => {
          window.states = new Set();
          const app = document.querySelector('[data-test-script-state]');
          new MutationObserver(() => window.states.add(app.dataset.testScriptState))
            .observe(app, { attributeFilter: ['data-test-script-state'] });
        }"""
    )

    def tells() -> bool:  # not a run that ends before the browser has rendered its start
        page.get_by_role("button", name="Nothing").click()
        return bool(page.evaluate("() => window.states.has('running')"))

    until(page, tells, gone("a running script says 'running'", STREAMLIT))


def test_streamlit_tells_whether_it_is_connected(page: Page, serve: Serve) -> None:
    open_demo(page, serve)
    state = call(
        page,
        STREAMLIT,
        "return document.querySelector(`[${it.CONNECTION_STATE}]`)?.getAttribute(it.CONNECTION_STATE);",
    )
    check(state == "CONNECTED", "a connected page says CONNECTED in data-test-connection-state", STREAMLIT)


def test_streamlit_tells_which_theme_it_shows(page: Page, serve: Serve) -> None:
    """The app's `color-scheme` is the theme, and its class changes with it."""
    page.emulate_media(color_scheme="light")
    open_demo(page, serve)
    call(page, STREAMLIT, "window.told = []; it.watchApp({ onTheme: (theme) => window.told.push(theme) });")
    check(page.evaluate("() => window.told.join()") == "light", "color-scheme of the app", STREAMLIT)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("() => window.told.at(-1) === 'dark'")


def test_streamlit_sends_a_value_at_once(page: Page, serve: Serve) -> None:
    """`sendAlone` returns when the message is on its way: nothing else can share it."""
    page.add_init_script(
        "const send = WebSocket.prototype.send; window.sent = 0;"
        " WebSocket.prototype.send = function (...d) { window.sent += 1; return send.apply(this, d); };"
    )
    open_demo(page, serve)
    part(page, "step-forward").click()
    page.wait_for_function("() => window.sent > 1")
    page.evaluate(
        f"""() => {{
          const before = window.sent;
          const watch = setInterval(() => {{
            if (window.sent === before) return;
            window.more = window.sent - before;
            clearInterval(watch);
          }}, 5);
          document.querySelector('{STAGE} [data-testid=step-forward]').click();
        }}"""
    )
    more = page.wait_for_function("() => window.more").json_value()  # a promise would be waited for forever
    check(more == 1, "a change of a component is sent by a timer of zero delay", STREAMLIT)


def test_streamlit_sends_the_address_as_it_stands(page: Page, serve: Serve) -> None:
    """Not the one with which the page was opened: the app's component is found, and keeps none."""
    sent: list[str | bytes] = []

    def note(frame: str | bytes) -> None:
        sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", note))
    open_demo(page, serve, "/?step=40")
    part(page, "step-forward").click()
    at_rest(page, 41)
    sent.clear()
    page.get_by_role("button", name="Nothing").click()
    until(page, lambda: bool(sent))
    found = any(b"step=41" in each for each in sent if isinstance(each, bytes))
    check(found, "__reactContainer$, syncQueryParams and state.queryParams of the app", f"{STREAMLIT}_app")


def test_streamlit_marks_what_is_stale(page: Page, serve: Serve) -> None:
    """The attribute that fades elements is set within the app, and our rule takes it off the stage."""
    open_demo(page, serve)
    opacity = page.evaluate(
        f"""() => {{
          const holder = document.querySelector('{STAGE}').closest('[data-stale]');
          if (!holder) return null;
          holder.setAttribute('data-stale', 'true');
          return getComputedStyle(holder).opacity;
        }}"""
    )
    check(opacity == "1", "an element of the page has the attribute data-stale", STREAMLIT)


def test_streamlit_has_the_elements_around_a_page(page: Page, serve: Serve) -> None:
    """Each rule of the page's style applies to something."""
    found: set[str] = set()
    rules = re.findall(r"^(?:@media .*?\{ )?([.\w][^{}@]*?) \{", PAGE_STYLE.read_text(), re.MULTILINE)
    pages = {
        "start_here?chapter=5": ".stColumn .katex-display",
        "code": ".stCode .token.comment",
        "notes": ".stMarkdown h2",
        "gradient_check?ask=Why": ".st-key-ask .stSelectbox",
        "gradient_check?diagnose=1&clicked=db1,db2": ".st-key-code_lines button:disabled",
        "drill?drill=3&tiles=A2-Y": ".st-key-bench td code",
        "lessons?lesson=error": ".st-key-lesson_matrices td",
        "lessons?lesson=test": ".st-key-test_question button",
        "slides": ".st-key-slide_picture",
        "": ".stAppHeader button",
    }
    menu_alone = tuple(path_of(scene)[1:] for scene, drawn in DRAWN.items() if not drawn.has_controls)
    for address, last in pages.items():
        if not address:  # on a phone the sidebar is closed, with a button to open it
            page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{serve(APP)}/{address}")
        page.wait_for_selector(last, state="attached")
        if not address.startswith(menu_alone):
            page.wait_for_selector(".stSidebar hr", state="attached")
        found |= {rule for rule in rules if page.locator(rule).count()}
    assert len(rules) > 10
    check(found == set(rules), f"no element for {sorted(set(rules) - found)}", STREAMLIT)


def test_streamlit_has_the_elements_of_lecture_mode(page: Page, serve: Serve) -> None:
    rules = set(re.findall(r"\.(st[A-Z]\w+|st-key-\w+)", LECTURE_STYLE.read_text()))
    page.goto(f"{serve(APP)}/gradient_check")
    for element in (".stSidebar", ".st-key-choices"):
        page.wait_for_selector(element, state="attached")
    found = {rule for rule in rules if page.locator(f".{rule}").count()}
    assert len(rules) == 5
    check(found == rules, f"no element for {sorted(rules - found)}", STREAMLIT)


def test_plotly_has_axes_that_turn_numbers_into_pixels(page: Page, serve: Serve) -> None:
    open_demo(page, serve)
    axis = call(
        page,
        PLOTLY,
        """const axis = it.axisOf(plots.map, 'x');
           return { ...axis, left: axis.valueToPixel(0), right: axis.numberToPixel(1) };""",
    )
    check(axis["name"] == "xaxis", "_fullLayout.xaxis._name", PLOTLY)
    check(axis["length"] > 0 and axis["offset"] > 0, "_length and _offset of an axis", PLOTLY)
    check(axis["left"] == 0, "d2p of an axis", PLOTLY)
    check(axis["right"] == axis["length"], "c2p of an axis", PLOTLY)
    check(axis["type"] == "linear" and axis["range"] == [0, 1], "type and range of an axis", PLOTLY)


def test_plotly_has_the_elements_that_are_drawn_into(page: Page, serve: Serve) -> None:
    open_demo(page, serve)
    play_past(page, 100)
    part(page, "play").click()
    wait_for(page, "s.dataset.state === 'paused'")
    found = call(
        page,
        PLOTLY,
        """return {
             traces: it.tracesOf(plots.height).map(([index]) => index),
             heatmaps: it.tracesOf(plots.cells).map(([index]) => index),
             lines: [...it.linePathsOf(plots.height).keys()],
             axes: Object.keys(it.axesOfTrace(plots.height, 1) ?? {}),
             shapes: it.shapePathsOf(plots.net).length,
             labels: it.labelsOf(plots.cells).flat().length,
             notes: await window.Plotly.relayout(plots.map, { annotations: [{ text: "a" }, { text: "b" }] })
               .then(() => [...it.annotationTextsOf(plots.map)].map(([at, { textContent }]) =>
                 [at, textContent])),
             drawing: !!it.drawingOf(plots.map),
             images: document.querySelectorAll('[data-figure=map] .imagelayer image').length,
             points: document.querySelectorAll('[data-figure=height] .scatterlayer').length,
             bars: document.querySelectorAll('[data-figure=height] .modebar-container').length,
           };""",
    )
    check(found["traces"] == [0, 1], "the data of .scatterlayer .trace: __data__[0].trace.index", PLOTLY)
    check(found["heatmaps"] == [0], "the data of .heatmaplayer .hm: __data__[0].trace.index", PLOTLY)
    check(found["lines"] == [0, 1], "path.js-line of a trace", PLOTLY)
    check(found["axes"] == ["x", "y", "isStepped"], "_fullData[trace].xaxis and .yaxis", PLOTLY)
    check(found["shapes"] == 60, ".shapelayer path[data-index]", PLOTLY)
    check(found["labels"] == 16, "text of .heatmaplayer .hm", PLOTLY)
    check(found["notes"] == [[0, "a"], [1, "b"]], ".annotation[data-index] .annotation-text", PLOTLY)
    check(found["drawing"], ".svg-container", PLOTLY)
    check(found["images"] == 1, ".imagelayer image", PLOTLY)
    check(found["points"] == 1, ".scatterlayer", PLOTLY)
    check(found["bars"] == 1, ".modebar-container", PLOTLY)
