"""The pictures of the documentation: the pages they show, and the words that each page has.

The words are read without a browser, so that a test can compare them with those written down when the
picture was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from streamlit.testing.v1 import AppTest

from pages.frontend import decode
from pages.scenes.table import SCENES
from pages.session import pipeline

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
RECORD = DOCS / "pictures.json"

WIDE, PHONE = (1400, 900), (390, 844)
_SECONDS = 60
_CONTROLS = ("selectbox", "slider", "select_slider", "number_input", "button_group", "button", "expander")
_AXES = ("xaxis", "yaxis")

# What each page shows; a page that is missing here is shown as it opens.
_LINKS: dict[str, dict[str, str]] = {
    "playground": {"step": "900"},
    "start_here": {"chapter": "5", "step": "300"},
    "one_step": {"phase": "dW2", "pin": "dW2:2,1", "step": "40"},
    "lessons": {"lesson": "rate", "answers": "crawl:b"},
    "drill": {"drill": "3", "checked": "dZ2:A2-Y~dZ2:(A2-Y)*1/n", "tiles": "A1.T@dZ2"},
    "clinic": {"patient": "worse", "guesses": "rate_too_small,saturated"},
    "gradient_check": {"mistake": "slope", "step": "300"},
    "code": {"step": "300"},
    "slides": {"figure": "strip", "step": "900"},
}


@dataclass(frozen=True)
class Picture:
    """Describe one picture: the page, the link that opens it, and the size of the window."""

    name: str
    page: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    size: tuple[int, int] = WIDE
    theme: str = "light"
    suffix: str = ".png"

    @property
    def file(self) -> Path:
        """Where it is written."""
        return DOCS / f"{self.name}{self.suffix}"

    @property
    def link(self) -> str:
        """The address below the app's own."""
        path = "/" if self.page == "app.py" else f"/{Path(self.page).stem}"
        query = urlencode(self.parameters, safe=",:@")
        return f"{path}?{query}" if query else path

    @property
    def words(self) -> dict[str, Any]:
        """What a change of the app's texts is compared with."""
        return {"link": self.link, "size": list(self.size), "theme": self.theme} | words(self)


def _of_page(page: str) -> Picture:
    name = "playground" if page == "app.py" else Path(page).stem
    return Picture(name, page, _LINKS.get(name, {}))


PAGES = tuple(_of_page(scene.file) for scene in SCENES)
PICTURES = (
    *PAGES,
    Picture("playground_phone", "app.py", _LINKS["playground"], PHONE),
    Picture("playground_dark", "app.py", _LINKS["playground"], theme="dark"),
)
MOVIE = Picture("playing", "app.py", size=(1500, 900), suffix=".webp")  # each sentence fits on one line


def recorded() -> dict[str, Any]:
    """Return what was written down when the pictures were made."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def words(picture: Picture) -> dict[str, list[str]]:
    """Return the words of the page that a picture shows: menu, headings, titles, axes and controls."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=_SECONDS)
    if picture.page != "app.py":
        at.switch_page(picture.page)
    at.query_params.update(picture.parameters)
    with patch.object(pipeline, "is_idle", lambda _: True):
        at.run()
    if at.exception:
        raise RuntimeError(f"{picture.link} failed: {at.exception[0].message}")
    if at.warning:
        raise RuntimeError(f"{picture.link}: {at.warning[0].value}")
    titles = [title for message in _messages(at) for title in _titles(message)]
    return {
        "menu": [link.proto.label for link in at.sidebar.get("page_link")],
        "headings": list(_headings(at)),
        "titles": _once(title for title, is_axis in titles if not is_axis),
        "axes": _once(title for title, is_axis in titles if is_axis),
        "controls": _once(label for kind in _CONTROLS for label in _labels(at, kind)),
    }


def _labels(at: AppTest, kind: str) -> Iterator[str]:
    """Yield the labels of one kind of control.

    Buttons named after a kind of file, and those that make one, are left out: which there are depends on
    what is installed.
    """
    for control in at.get(kind):
        if not (control.label.isupper() or str(control.key).startswith("make_")):
            yield control.label


def _headings(at: AppTest) -> Iterator[str]:
    """Yield the headings, which are written as Markdown."""
    for block in at.main.get("markdown"):
        for line in block.value.splitlines():
            if line.startswith("#"):
                yield line.lstrip("# ")


def _messages(at: AppTest) -> Iterator[dict[str, Any]]:
    """Yield what the page sends to the parts that run in the browser."""
    for element in at.main.get("bidi_component"):
        if data := element.proto.bytes:
            yield decode(data)


def _titles(value: Any, key: str = "") -> Iterator[tuple[str, bool]]:
    """Yield the titles of figures, phases and axes in a message, and whether each is an axis's."""
    if isinstance(value, list):
        for each in value:
            yield from _titles(each, key)
    if not isinstance(value, dict):
        return
    title = value.get("title")
    text = title.get("text") if isinstance(title, dict) else title
    if isinstance(text, str) and text:
        yield text, key.startswith(_AXES)
    for name, each in value.items():
        yield from _titles(each, name)


def _once(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
