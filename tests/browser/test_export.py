"""Images and films by the installed Chromium: opened again, and looked at."""

import io
import os
import pty
import re
import signal
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageSequence
from playwright.sync_api import Page

from pages.export.__main__ import main
from pages.export.browser import MOST_WAITING, BusyError, Renderer, renderer
from pages.export.film import estimate, film_sheet, film_steps
from pages.export.formats import export
from pages.export.order import Order, read_order
from pages.export.pictures import draw
from pages.export.tabs import Tabs

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
LINK = {"dataset": "spiral", "hidden": "8", "step": "300"}
SIZES = {"16:9": (1280, 720), "4:3": (960, 720), "half": (640, 720)}

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module", autouse=True)
def one_browser() -> Iterator[None]:
    yield
    renderer().close()


def ordered(**link: str) -> Order:
    order, ignored = read_order(LINK | link)
    assert ignored == ()
    return order


def pixels(content: bytes, mode: str = "RGB") -> Pixels:
    return np.asarray(Image.open(io.BytesIO(content)).convert(mode))


# --- pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_a_png_has_the_size_of_the_slide_and_is_not_blank(size: str) -> None:
    picture = pixels(export(ordered(size=size), "png"))
    width, height = SIZES[size]
    assert picture.shape == (height, width, 3)
    assert picture.std() > 10
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 100


@pytest.mark.parametrize(("size", "shape"), [("16:9", (2160, 3840, 3)), ("half", (2160, 1920, 3))])
def test_a_png_has_the_pixels_that_were_chosen(size: str, shape: tuple[int, int, int]) -> None:
    assert pixels(export(ordered(figure="norms", size=size, resolution="2160"), "png")).shape == shape


@pytest.mark.parametrize(("width", "height"), [(1000, 701), (321, 240), (1999, 777)])
def test_a_free_size_is_met_to_the_pixel(width: int, height: int) -> None:
    order = ordered(figure="norms", size="free", width=str(width), height=str(height))
    assert pixels(export(order, "png")).shape == (height, width, 3)


def test_backgrounds_are_painted_or_left_out() -> None:
    corners = {
        "white": (255, 255, 255, 255),
        "dark": (14, 17, 23, 255),
        "transparent": (0, 0, 0, 0),
    }
    for background, corner in corners.items():
        picture = pixels(export(ordered(figure="curves", background=background), "png"), "RGBA")
        assert tuple(picture[0, 0]) == corner


def test_grey_has_no_colour() -> None:
    for figure in ("decision", "network", "heatmaps", "norms"):
        picture = pixels(export(ordered(figure=figure, ink="grey"), "png")).astype(int)
        assert np.ptp(picture, axis=2).max() <= 2  # a browser smooths letters in grey, not in colour


def test_an_svg_holds_its_text_at_a_size_that_reads_from_the_last_row() -> None:
    order = ordered(figure="heatmaps")
    root = ElementTree.fromstring(export(order, "svg"))
    assert (root.get("width"), root.get("height")) == ("1280", "720")
    texts = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Gradients by layer · step 300" in texts
    assert "dW₂ (8×2), db₂ (2,)" in texts
    height = float(str(root.get("viewBox")).split()[3])
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", export(order, "svg").decode())]
    assert min(sizes) >= height / 40


def test_a_pdf_has_one_page_of_the_slide_s_shape() -> None:
    content = export(ordered(figure="curves"), "pdf")
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert box is not None
    width, height = (float(side) for side in box.groups())
    assert width / height == pytest.approx(16 / 9, rel=0.01)


def test_an_svg_shows_alike_in_programs_that_know_less_than_a_browser() -> None:
    names = ("heatmaps", "network", "phase", "epsilon")
    links = ({"figure": name, "phase": "dW2"} for name in names)
    for link in links:
        text = export(ordered(**link), "svg").decode()
        assert "dy=" not in text  # LibreOffice ignores a shift in em
        root = ElementTree.fromstring(text)
        for image in root.iter(f"{SVG}image"):
            source = b64decode(image.get(f"{XLINK}href", "").partition("base64,")[2])
            if "pixelated" in str(image.get("style")):
                sides = zip(Image.open(io.BytesIO(source)).size, ("width", "height"), strict=True)
                assert all(pixels >= 2 * float(str(image.get(side))) for pixels, side in sides)
        for line in root.iter(f"{SVG}text"):
            pieces = [each for each in line if each.text and each.get("class") != "line"]
            assert all(each.get("x") and each.get("text-anchor") == "start" for each in pieces)
    assert "(n × 8)" in [
        each.text
        for each in ElementTree.fromstring(export(ordered(figure="network"), "svg")).iter(f"{SVG}tspan")
    ]


@pytest.mark.needs_poppler
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1999, 777)])
def test_a_dark_pdf_is_dark_to_its_edges(width: int, height: int, tmp_path: Path) -> None:
    order = ordered(figure="curves", background="dark", size="free", width=str(width), height=str(height))
    (tmp_path / "x.pdf").write_bytes(export(order, "pdf"))
    to_size = ["-scale-to-x", str(width), "-scale-to-y", str(height), "-singlefile", "-png"]
    subprocess.run(["pdftoppm", *to_size, tmp_path / "x.pdf", tmp_path / "x"], check=True)
    picture = pixels((tmp_path / "x.png").read_bytes())
    for edge in (picture[0], picture[-1], picture[:, 0], picture[:, -1]):
        assert np.unique(edge, axis=0).tolist() == [[14, 17, 23]]


def test_the_same_picture_is_the_same_file() -> None:
    order = ordered(figure="phase", phase="dW2")
    first = {kind: export(order, kind) for kind in ("png", "svg", "pdf")}
    renderer().close()  # another browser, too
    for kind, content in first.items():
        assert export(order, kind) == content, kind


def test_a_picture_does_not_depend_on_those_painted_before() -> None:
    figures = ("curves", "norms", "decision", "curves", "curves")
    for kind in ("png", "svg"):
        renderer().close()
        made = [export(ordered(figure=figure), kind) for figure in figures]
        assert made[0] == made[3] == made[4], kind


def test_pictures_beyond_the_queue_are_refused() -> None:
    crowded = Renderer()
    for _ in range(MOST_WAITING):
        assert crowded._room.acquire(blocking=False)
    order = ordered()
    with pytest.raises(BusyError, match="try again in a moment"):
        crowded.still(draw(order, order.style.sheet).figure, order.style.sheet, "png")


def test_a_browser_that_died_is_started_anew() -> None:
    order = ordered(figure="norms")
    sheet = order.style.sheet
    figure = draw(order, sheet).figure
    first = export(order, "png")
    for again in (lambda: export(order, "png"), lambda: next(renderer().frames(iter([figure]), sheet))):
        renderer()._tabs.browser.subprocess.kill()
        assert np.array_equal(pixels(again()), pixels(first))


# --- films ---------------------------------------------------------------------------------------


def still_of(order: Order, step: int) -> Pixels:
    """Return a frame's picture as the still export paints it."""
    sheet = film_sheet(order)
    return pixels(renderer().still(draw(order.at(step), sheet).figure, sheet, "png"))


@pytest.fixture(scope="module")
def film() -> Order:
    return ordered(frames="12", fps="7", lr="3")


def test_a_frame_is_the_still_picture_pixel_by_pixel(film: Order) -> None:
    sheet, steps = film_sheet(film), film_steps(film)
    figures = (draw(film.at(step), sheet).figure for step in steps[:3])
    for step, frame in zip(steps, renderer().frames(figures, sheet), strict=False):
        assert np.array_equal(pixels(frame), still_of(film, step))


def test_a_gif_has_its_frames_and_its_length(film: Order) -> None:
    content = export(film, "gif")
    image: Any = Image.open(io.BytesIO(content))
    durations = [frame.info["duration"] for frame in ImageSequence.Iterator(image)]
    assert image.size == (640, 360)
    assert len(durations) == 12
    assert sum(durations) == pytest.approx((10 / 7 + 2) * 1000, abs=10)
    assert durations[0] == durations[-1] == pytest.approx(1000, abs=10)
    assert max(durations[1:-1]) - min(durations[1:-1]) <= 10
    assert image.info["loop"] == 0
    image.seek(11)
    last = np.asarray(image.convert("RGB")).astype(int)
    assert np.abs(last - still_of(film, 300)).mean() < 3  # 256 colours are not all
    assert last[0, 0].tolist() == [255, 255, 255]  # but the page is white
    assert export(film, "gif") == content


def test_a_line_at_the_bottom_grows_with_the_film(film: Order) -> None:
    image: Any = Image.open(io.BytesIO(export(film, "gif")))
    for at, frame in enumerate(ImageSequence.Iterator(image)):
        bottom = np.asarray(frame.convert("RGB")).astype(int)[-1]
        done = round(640 * at / 11)
        line, track = np.array([0x5D, 0x60, 0x70]), np.array([0xE3, 0xE5, 0xEA])
        assert np.abs(bottom[:done] - line).max(initial=0) <= 16
        assert np.abs(bottom[done:] - track).max(initial=0) <= 16


def test_an_mp4_decodes_to_its_frames(film: Order) -> None:
    content = export(film, "mp4")
    with av.open(io.BytesIO(content)) as video:
        stream = video.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (640, 360, 7)
        frames = [frame.to_ndarray(format="rgb24").astype(int) for frame in video.decode(stream)]
    assert len(frames) == 10 + 7 + 7  # the first and the last one for a second
    changes = [np.abs(frame - frames[0]).mean() for frame in frames[6:8]]
    assert changes[0] < changes[1] / 4
    assert np.abs(frames[-1] - still_of(film, 300)).mean() < 4
    assert export(film, "mp4") == content


SIZE_FACTOR = 3.0
"""A film is at most so many times larger or smaller than its estimate."""

SPREAD = [
    {"figure": "decision", "frames": "20"},
    {"figure": "network", "frames": "15", "hidden": "8,8"},
    {"figure": "heatmaps", "frames": "15", "film": "240"},
    {"figure": "curves", "frames": "20", "film": "480"},
    {"figure": "phase", "phase": "dW2", "frames": "10"},
    {"figure": "decision", "dataset": "blobs", "frames": "20", "background": "dark", "film": "480"},
]


@pytest.mark.parametrize("link", SPREAD, ids=str)
def test_the_size_was_estimated_within_the_stated_factor(link: dict[str, str]) -> None:
    order = ordered(**link)
    for kind in ("gif", "mp4", "html"):
        ratio = len(export(order, kind)) / estimate(order, kind)
        assert 1 / SIZE_FACTOR <= ratio <= SIZE_FACTOR, (kind, ratio)


# --- a page, offline -----------------------------------------------------------------------------


def test_a_page_plays_and_scrubs_without_server_or_internet(offline: Page, tmp_path: Path) -> None:
    order = ordered(frames="6", fps="10")
    out = tmp_path / "film.html"
    out.write_bytes(export(order, "html"))
    asked: list[str] = []
    page = offline
    page.on("request", lambda request: asked.append(request.url))
    page.goto(out.as_uri())
    page.wait_for_selector("body[data-frame='0']")
    assert page.locator("#step").inner_text() == "step 0"
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("body[data-frame='1']")
    page.locator("#at").evaluate("(e) => { e.value = 4; e.dispatchEvent(new Event('input')); }")
    page.wait_for_selector("body[data-frame='4']")
    page.keyboard.press("Home")
    page.wait_for_selector("body[data-frame='0']")
    page.locator("#play").click()
    page.wait_for_selector("body[data-frame='5']")
    assert page.locator("#play").inner_text() == "Play"
    assert page.locator("#step").inner_text() == "step 300"
    words = page.locator("#figure").inner_text()
    assert "Predicted probability · step 300" in words
    rings = page.evaluate("document.querySelector('#figure > div').data.at(-2).x.length")
    wrong = draw(order, order.style.sheet).figure["data"][-2]["x"]
    assert rings == len(wrong)
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


@pytest.mark.parametrize("window", [(640, 360), (1280, 720), (390, 844), (1920, 1080)])
def test_a_page_fits_its_window_with_its_controls(
    window: tuple[int, int], offline: Page, tmp_path: Path
) -> None:
    out = tmp_path / "film.html"
    out.write_bytes(export(ordered(frames="2", figure="norms"), "html"))
    width, height = window
    offline.set_viewport_size({"width": width, "height": height})
    offline.goto(out.as_uri())
    offline.wait_for_selector("body[data-frame='0']")
    assert offline.evaluate("document.documentElement.scrollWidth") <= width
    figure, controls = (offline.locator(f"#{name}").bounding_box() for name in ("figure", "controls"))
    assert figure is not None
    assert controls is not None
    assert controls["y"] >= figure["y"] + figure["height"] - 1
    assert controls["y"] + controls["height"] <= height
    assert figure["width"] / figure["height"] == pytest.approx(16 / 9, rel=0.01)
    used = max(figure["width"] / width, (figure["height"] + controls["height"]) / height)
    assert used >= (0.95 if width < 1900 else 0.8)


def test_a_page_works_by_keyboard_and_touch_and_its_caption_is_true(offline: Page, tmp_path: Path) -> None:
    order = ordered(frames="6", fps="30", figure="norms")
    out = tmp_path / "film.html"
    out.write_bytes(export(order, "html"))
    page, steps = offline, film_steps(order)
    page.goto(out.as_uri())

    def is_at(frame: int) -> None:
        page.wait_for_selector(f"body[data-frame='{frame}']")
        assert f"Step {steps[frame]}:" in page.locator("#caption").inner_text()

    def touch(*xs: float) -> None:
        kinds = ["pointerdown", *["pointermove"] * (len(xs) - 2), "pointerup"]
        for kind, x in zip(kinds, xs, strict=True):
            event = {"pointerType": "touch", "clientX": x, "clientY": 50, "bubbles": True}
            page.locator("#figure").dispatch_event(kind, event)

    is_at(0)
    page.keyboard.press("Space")
    is_at(5)
    page.locator("#play").focus()
    for key, frame in (("Home", 0), ("ArrowRight", 1), ("End", 5), ("ArrowLeft", 4)):
        page.keyboard.press(key)
        is_at(frame)
    width = page.evaluate("document.getElementById('figure').clientWidth")
    touch(0.9 * width, 0.5 * width, 0.5 * width)
    is_at(2)
    touch(100, 100)
    is_at(5)


# --- the command ---------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_ended_leaves_nothing(end: int, tmp_path: Path) -> None:
    out = tmp_path / "long.gif"
    asked = ["decision", "--step", "2000", "--frames", "200", "--film", "720", "--out", str(out)]
    # Of tests that run in the background the children would ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    terminal, its_end = pty.openpty()  # it reports the frames to a terminal alone
    running = subprocess.Popen([sys.executable, "-m", "pages.export", *asked], cwd=ROOT, stderr=its_end)
    os.close(its_end)
    with open(terminal, "rb", buffering=0) as said:
        while b"frame 1 of 200" not in said.read(4096):
            assert running.poll() is None
        assert list(tmp_path.iterdir()) != []
        running.send_signal(end)
        assert running.wait(60) == 130
        assert b"nothing was written" in said.read(4096)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_what_the_app_writes(tmp_path: Path) -> None:
    out = tmp_path / "x.svg"
    asked = ["curves", "--link", "?dataset=spiral&hidden=8&step=300", "--out", str(out)]
    subprocess.run(
        [sys.executable, "-m", "pages.export", *asked], cwd=ROOT, check=True, capture_output=True
    )
    order = replace(ordered(), style=replace(ordered().style, figure="curves"))
    assert out.read_bytes() == export(order, "svg")


def test_a_batch_starts_the_browser_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renderer().close()
    starts: list[Tabs] = []
    opened = Tabs.opened

    async def counted() -> Tabs:
        starts.append(tabs := await opened())
        return tabs

    monkeypatch.setattr(Tabs, "opened", counted)
    lines = [
        f"{figure} --step {step} --out {tmp_path}/{figure}{step}.{kind}"
        for figure, step, kind in (("norms", 3, "png"), ("curves", 3, "svg"), ("norms", 9, "pdf"))
    ]
    (tmp_path / "lecture.txt").write_text("\n".join(lines))
    assert main(["--batch", str(tmp_path / "lecture.txt")]) == 0
    assert len(starts) == 1
    assert len(list(tmp_path.iterdir())) == 4
    order, _ = read_order({"figure": "curves", "step": "3"})
    assert (tmp_path / "curves3.svg").read_bytes() == export(order, "svg")
