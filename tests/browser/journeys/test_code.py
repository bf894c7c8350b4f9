"""Code: what the page hands out, run on the reader's own machine, prints what the Playground shows."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.journeys.tab import Tab, numbers

pytestmark = pytest.mark.browser

LINKS = {
    "the notes' network": "step=240",
    "much at once": "dataset=arms&hidden=4,3&activation=relu&optimizer=adam&lr=0.03&schedule=0.01@40"
    "&batch=16&l2=0.003&step=60&convention=columns",
}


def opened(tab: Tab, link: str) -> None:
    tab.page.goto(f"{tab.base}/code?{link}")
    expect(tab.page.get_by_test_id("stCode")).to_have_count(2)
    step = dict(part.split("=") for part in link.split("&"))["step"]
    tab.stands(int(step))


def run(text: str) -> str:
    """Run what was taken off the page; a notebook cell by cell."""
    cells = [text]
    if text.startswith("{"):
        cells = ["".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
    out, space = io.StringIO(), {"__name__": "__main__"}
    with contextlib.redirect_stdout(out):
        for cell in cells:
            exec(compile(cell, "taken", "exec"), space)
    return out.getvalue().strip()


def taken(tab: Tab, label: str, folder: Path) -> str:
    with tab.page.expect_download() as waiting:
        tab.page.get_by_role("button", name=label).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.read_text(encoding="utf-8")


def blocks(tab: Tab) -> list[str]:
    return [block.inner_text() for block in tab.page.get_by_test_id("stCode").all()]


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_what_is_taken_from_the_page_prints_what_the_playground_shows(
    tab: Tab, link: str, tmp_path: Path
) -> None:
    opened(tab, link)
    output, code = blocks(tab)
    files = [taken(tab, label, tmp_path) for label in ("Program (.py)", "Notebook", "PyTorch version")]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".ipynb", ".py", ".py"]
    # A browser shows the code as it is, but for spaces at the ends of lines.
    assert [line.rstrip() for line in code.split("\n") if line.strip()] == [
        line.rstrip() for line in files[0].splitlines() if line.strip()
    ]
    printed = [run(text) for text in (code, *files)]
    assert printed == [output.strip()] * 4
    playground = link.replace("&convention=columns", "")
    tab.open(f"/?{playground}")
    assert on_the_screen(tab.readout) == told(output.strip().splitlines()[-1])


def told(line: str) -> list[float]:
    """Return step, losses and accuracies of a printed line."""
    return numbers(line)


def on_the_screen(readout: str) -> list[float]:
    """Return the same from the line beside the transport: without the epoch and the rate."""
    step, _, _, *rest = numbers(readout)
    return [step, *rest]


def test_the_scene_is_reached_by_menu_and_keeps_step_and_choices(tab: Tab) -> None:
    tab.open("/?dataset=moons&step=30")
    tab.page.get_by_test_id("stSidebar").get_by_role("link", name="Code").click()
    tab.stands(30)
    expect(tab.page.get_by_test_id("stCode")).to_have_count(2)
    tab.page.get_by_role("radio", name="columns").click()
    expect(tab.page.get_by_test_id("stCode").last).to_contain_text("dW2 = dZ2 @ A1.T")
    tab.page.get_by_role("radio", name="autograd, PyTorch").click()
    expect(tab.page.get_by_test_id("stCode").last).to_contain_text("loss.backward()")
    tab.when(lambda: tab.link.get("library") == "torch")
    assert tab.link == {"dataset": "moons", "step": "30", "convention": "columns", "library": "torch"}
    tab.page.reload()
    expect(tab.page.get_by_test_id("stCode").last).to_contain_text("loss.backward()")


def test_the_keyboard_alone_chooses_and_takes(tab: Tab, tmp_path: Path) -> None:
    opened(tab, "step=12")
    columns: Any = tab.page.get_by_role("radio", name="columns")
    columns.focus()
    columns.press("Space")
    expect(tab.page.get_by_test_id("stCode").last).to_contain_text("Samples are columns")
    button = tab.page.get_by_role("button", name="Program (.py)")
    button.focus()
    with tab.page.expect_download() as waiting:
        button.press("Enter")
    assert waiting.value.suggested_filename == "backprop_circles.py"
    assert "Samples are columns" in Path(waiting.value.path()).read_text(encoding="utf-8")


def test_nothing_is_wider_than_the_page(tab: Tab) -> None:
    opened(tab, "hidden=64,64,64,64&activation=relu&schedule=0.5@1,0.25@2&step=3")
    for width in (1400, 390):
        tab.page.set_viewport_size({"width": width, "height": 844})
        wide = tab.page.evaluate(
            "() => [document.documentElement, ...document.querySelectorAll('[data-testid=stCode] pre')]"
            ".filter((e) => e.scrollWidth > e.clientWidth + 1).length"
        )
        assert wide == 0, width
