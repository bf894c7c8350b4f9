"""Points of one's own: drawn by mouse, touch and keyboard, brought as a table, and shared by a link."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from core import Timeline, from_link, read_points
from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

TABLE = "length;width;kind\n" + "".join(
    f"{at % 7},{at % 4};{5 + at % 3};{'new' if at % 2 else 'old'}\n" for at in range(16)
)
Touch = Callable[[float, float], None]


@contextmanager
def a_touch_screen(browser: Browser, base: str) -> Iterator[Tab]:
    """Yield a tab on a phone that is touched."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    made = Tab(context.new_page(), base)
    yield made
    assert made.troubles == []
    context.close()


def count(tab: Tab) -> int:
    """Return how many points the link of a tab has."""
    return len(read_points(tab.link["data"]).y) if "data" in tab.link else 0


def board(tab: Tab, touch: bool = False) -> Touch:
    """Return what puts a point at shares of the drawing board's sides."""
    place = tab.part("drawing-board")
    place.scroll_into_view_if_needed()

    def put(across: float, down: float) -> None:
        box = place.bounding_box()
        assert box
        at = box["x"] + across * box["width"], box["y"] + down * box["height"]
        if touch:
            tab.page.touchscreen.tap(*at)
        else:
            tab.page.mouse.click(*at)

    return put


def drag(tab: Tab, places: list[tuple[float, float]]) -> None:
    """Draw one stroke through places on the board."""
    box, mouse = tab.part("drawing-board").bounding_box(), tab.page.mouse
    assert box
    for at, (across, down) in enumerate(places):
        mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
        if at == 0:
            mouse.down()
    mouse.up()


def test_points_drawn_by_mouse_are_the_same_in_another_browser_and_go_on_by_touch_and_keys(
    tab: Tab, browser: Browser, base: str
) -> None:
    tab.open()
    tab.part("draw").click()
    tab.part("clear").click()
    expect(tab.part("draw-mode").get_by_role("status")).to_have_text("Draw points of two classes.")
    put = board(tab)
    for at in range(15):
        put(0.1 + 0.05 * (at % 5), 0.2 + 0.05 * (at // 5))
    tab.part("class-1").click()
    drag(tab, [(0.6 + 0.05 * (at % 5), 0.7 + 0.05 * (at // 5)) for at in range(15)])
    tab.when(lambda: count(tab) == 30)
    put(0.9, 0.9)
    tab.when(lambda: count(tab) == 31)
    tab.part("undo").click()
    tab.when(lambda: count(tab) == 30)
    tab.part("eraser").click()
    put(0.1, 0.2)
    tab.when(lambda: count(tab) == 29)
    tab.part("done").click()
    tab.rests(0)
    tab.play(past=40)
    step = tab.pause()
    link, seen = tab.page.url.removeprefix(base), tab.seen()
    experiment, _, ignored = from_link(tab.link)
    assert not ignored
    assert f"loss {Timeline(experiment).at(step).train_loss:.4g} train" in seen["readout"]

    with a_touch_screen(browser, base) as phone:
        phone.open(link, step)
        other = phone.seen()
        assert {name: other[name] for name in ("step", "readout", "images")} == {
            name: seen[name] for name in ("step", "readout", "images")
        }
        phone.part("draw").tap()
        phone.part("class-2").tap()
        tap = board(phone, touch=True)
        tap(0.2, 0.8)
        tap(0.25, 0.85)
        phone.when(lambda: count(phone) == 31)
        phone.part("drawing-board").press("ArrowUp")
        phone.part("drawing-board").press("Enter")
        phone.when(lambda: count(phone) == 32)
        phone.part("drawing-board").press("z")
        phone.when(lambda: count(phone) == 31)
        phone.part("drawing-board").press("Escape")
        phone.rests(0)
        assert read_points(phone.link["data"]).n_classes == 3


def test_a_table_with_a_bad_line_is_read_and_the_line_is_named(tab: Tab) -> None:
    tab.open()
    tab.button("Your table").click()
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Table").fill(TABLE.replace("3,3;5;new", "3,3;five;new"))
    dialog.get_by_role("textbox", name="Table").press("Control+Enter")
    expect(
        dialog.get_by_text("16 rows, 1 skipped: line 5 has no number in column 2 (width).")
    ).to_be_visible()
    expect(dialog.get_by_text("Read with separator semicolon and decimal comma")).to_be_visible()
    dialog.get_by_test_id("file").set_input_files(
        {"name": "own.csv", "mimeType": "text/csv", "buffer": b"\xff\xfe" + TABLE.encode("utf-16-le")}
    )
    expect(dialog.get_by_text("16 rows, 0 skipped.")).to_be_visible()
    dialog.get_by_role("button", name="Use these points").click()
    expect(dialog).to_be_hidden()
    tab.when(lambda: count(tab) == 16)
    tab.rests(0)
    points = read_points(tab.link["data"])
    assert (points.axes, points.names) == (("length", "width"), ("old", "new"))
    assert tab.plot("decision", "p.layout.xaxis.title.text") == "length"
