"""Slides as a reader uses them: a true preview, every kind of file fetched and opened, work stopped."""

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from core import Timeline, from_link
from pages.export.browser import renderer
from pages.export.formats import export
from pages.export.order import read_order
from pages.export.pictures import draw
from tests.benchmarks import harness
from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

LINK = "dataset=spiral&hidden=8&step=60"
QUERY = {"dataset": "spiral", "hidden": "8", "step": "60"}


def opened(tab: Tab, more: str = "") -> None:
    tab.page.goto(f"{tab.base}/slides?{LINK}{more}")
    tab.page.wait_for_selector("[data-testid=slide][data-state=ready]")


def fetched(tab: Tab, label: str) -> bytes:
    """Press a button that saves at once, and return the file."""
    with tab.page.expect_download(timeout=60_000) as coming:
        tab.page.get_by_role("button", name=label, exact=True).click()
    return Path(coming.value.path()).read_bytes()


def made(tab: Tab, kind: str) -> bytes:
    """Have a film made, wait for it, and fetch it."""
    tab.page.get_by_role("button", name=kind.upper(), exact=False).filter(
        has_text=kind.upper()
    ).first.click()
    saved = tab.page.get_by_role("button", name=f"Save backpass-spiral-2-8-2-decision-steps0-60.{kind}")
    expect(saved).to_be_visible(timeout=90_000)
    with tab.page.expect_download(timeout=60_000) as coming:
        saved.click()
    return Path(coming.value.path()).read_bytes()


def test_the_preview_is_the_very_figure_that_is_exported(tab: Tab) -> None:
    opened(tab, "&figure=heatmaps")
    order, _ = read_order(QUERY | {"figure": "heatmaps"})
    figure = draw(order, order.style.sheet).figure
    shown: Any = tab.page.evaluate(
        "() => { const p = document.querySelector('[data-testid=slide] .drawing');"
        " const box = p.getBoundingClientRect();"
        " return { size: [p._fullLayout.width, p._fullLayout.height], ratio: box.width / box.height,"
        " cells: p.data.filter((t) => t.type === 'heatmap')"
        ".map((t) => Array.from(t.z, (r) => Array.from(r))) }; }"
    )
    assert shown["size"] == list(order.style.sheet.room)
    assert shown["ratio"] == pytest.approx(16 / 9, rel=0.01)
    cells = [trace["z"] for trace in figure["data"] if trace["type"] == "heatmap"]
    assert len(cells) == len(shown["cells"])
    for ours, theirs in zip(cells, shown["cells"], strict=True):
        assert np.array_equal(np.asarray(ours), np.array(theirs))


def test_pictures_and_numbers_are_fetched_with_one_click_and_are_the_command_s(tab: Tab) -> None:
    opened(tab)
    order, _ = read_order(QUERY)
    png = fetched(tab, "PNG")
    assert Image.open(io.BytesIO(png)).size == (1280, 720)
    assert png == export(order, "png")
    svg = fetched(tab, "SVG")
    assert ElementTree.fromstring(svg).get("width") == "1280"
    assert fetched(tab, "PDF").startswith(b"%PDF-")
    renderer().close()
    run = Timeline(from_link(QUERY)[0])
    losses = pd.read_csv(io.BytesIO(fetched(tab, "losses.csv")))
    assert np.array_equal(losses.to_numpy(dtype=float), run.history(60))
    arrays = fetched(tab, "all.npz")
    with np.load(io.BytesIO(arrays), allow_pickle=False) as found:
        assert np.array_equal(found["W1"], run.at(60).network.layers[0].W)
    assert zipfile.is_zipfile(io.BytesIO(arrays))


def test_films_are_fetched_with_their_frames(tab: Tab) -> None:
    opened(tab, "&frames=5")
    gif: Any = Image.open(io.BytesIO(made(tab, "gif")))
    assert (gif.n_frames, gif.size) == (5, (640, 360))
    assert made(tab, "mp4")[4:8] == b"ftyp"
    assert b"Plotly" in made(tab, "html")


def test_without_the_extra_the_browser_itself_saves_png_and_svg(page: Page) -> None:
    with harness.server(without=("choreographer",)) as server:
        tab = Tab(page, server.url)
        opened(tab, "&resolution=2160")
        expect(page.get_by_role("button", name="PDF")).to_have_count(0)
        expect(page.get_by_text("requirements-export.txt").first).to_be_visible()
        png = Image.open(io.BytesIO(fetched(tab, "Save PNG")))
        assert png.size == (3840, 2160)
        assert np.asarray(png.convert("RGB")).std() > 10
        svg = ElementTree.fromstring(fetched(tab, "Save SVG"))
        texts = ["".join(each.itertext()) for each in svg.iter("{http://www.w3.org/2000/svg}text")]
        assert "Predicted probability · step 60" in texts
        assert all(each.get("dy") is None for each in svg.iter())
        assert tab.troubles == []


def test_a_long_export_tells_how_far_it_is_and_can_be_stopped(tab: Tab) -> None:
    opened(tab, "&frames=200&film=720")
    tab.page.get_by_role("button", name="GIF").first.click()
    expect(tab.page.get_by_text("Making the GIF: frame")).to_be_visible(timeout=60_000)
    tab.page.get_by_role("button", name="Cancel").click()
    expect(tab.page.get_by_text("Making the GIF")).to_have_count(0)
    expect(tab.page.get_by_role("button", name="Save backpass")).to_have_count(0)
    opened(tab, "&frames=3")
    assert made(tab, "gif")[:6] == b"GIF89a"
