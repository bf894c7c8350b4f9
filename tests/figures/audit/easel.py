"""The browser page on which figures are drawn and measured, one after the other."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser
from plotly.offline import get_plotlyjs
from plotly.utils import PlotlyJSONEncoder

from tests.figures.audit.drawing import Drawing, drawing_of

SCRIPT = Path(__file__).with_name("measure.js")
# Without texts, the page shows what lies behind them; with halos, which are drawn beside them.
BARE = ".bare svg text, .bare svg tspan { fill: transparent !important; stroke: none !important; }"
_STYLE = "body { margin: 0 } #sheet { display: inline-block; vertical-align: top }"
_PAGE = f"<!doctype html><style>{_STYLE} {BARE}</style><div id=sheet></div>"
_DRAW = """async (text) => {
  const { data, layout } = JSON.parse(text), sheet = document.getElementById("sheet");
  Plotly.purge(sheet);
  await Plotly.newPlot(sheet, data, layout, { staticPlot: true });
  return JSON.stringify(measure(sheet)); // many small values take Playwright seconds
}"""
_BARE = "(isBare) => { document.body.className = isBare ? 'bare' : ''; }"


class Easel:
    """Draw figures in one page of a browser."""

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_page(viewport={"width": 2000, "height": 600})
        self.page.set_content(_PAGE)
        for script in (get_plotlyjs(), SCRIPT.read_text()):
            self.page.add_script_tag(content=script)

    def draw(self, figure: Mapping[str, Any], behind: str = "#ffffff") -> Drawing:
        """Draw a plain figure and measure it; `behind` is what shines through a clear background."""
        self.page.evaluate("(colour) => { document.body.style.background = colour; }", behind)
        measured = self.page.evaluate(_DRAW, json.dumps(figure, cls=PlotlyJSONEncoder))
        self.page.evaluate(_BARE, True)
        pixels = np.asarray(Image.open(io.BytesIO(self.picture())).convert("RGB"))
        self.page.evaluate(_BARE, False)
        return drawing_of(json.loads(measured), pixels)

    def picture(self) -> bytes:
        """Return what is drawn as a PNG."""
        return self.page.screenshot(clip=self.page.locator("#sheet").bounding_box())

    def close(self) -> None:
        self.page.close()
