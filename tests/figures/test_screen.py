"""The auditor of pages is audited: it finds what is planted in small pages, and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from pages.scenes.table import SCENES
from tests.figures.audit.screen import page_texts, prepare, screens

pytestmark = pytest.mark.browser

BOX = "position: absolute; font: 16px sans-serif; white-space: nowrap;"
GOOD = """
  <p>A sentence with <b>bold</b>, <i>italic</i> and <code>code</code>, one after the other.</p>
  <p>Another one.</p>
  <div style="width: 300px; overflow: auto"><p style="width: 500px">This may be scrolled.</p></div>
  <span style="position: absolute; width: 1px; height: 1px; overflow: hidden">only said</span>
  <p style="opacity: 0; position: absolute; top: 0">never seen, above the first</p>
  <details><summary>More</summary><p>folded away</p></details>
  <div style="overflow: hidden; height: 40px"><p>whole</p></div>
  <button disabled style="color: #aaa">not now</button>
  <p style="background: #333; color: #eee">light on dark</p>
  <p style="color: #888; font-size: 26px">large</p>
  <div style="background: #334; width: 9px; height: 9px; margin: 30px 0">
    <span style="position: relative; top: -30px; color: #334">above its ground</span></div>
"""
PLANTED = {
    "overlap": f"<div style='{BOX} top: 200px'>one text</div><div style='{BOX} top: 205px'>another</div>",
    "cut": f"<div style='{BOX} top: 200px; width: 60px; overflow: hidden'>much longer than its box</div>",
    "cut with dots": f"<div style='{BOX} top: 200px; width: 60px; overflow: clip; text-overflow: ellipsis'>"
    "much longer than its box</div>",
    "cut below": f"<div style='{BOX} top: 200px; height: 9px; overflow: hidden'>halved</div>",
    "cut formula": f"<div style='{BOX} top: 200px; width: 60px; overflow: auto'><span class='katex'>"
    "<span class='katex-html'><span class='base'>much longer than its box</span></span></span></div>",
    "faint": f"<div style='{BOX} top: 200px; color: #999'>hard to read</div>",
    "faint by opacity": f"<div style='{BOX} top: 200px; opacity: 0.5'>hard to read</div>",
    "faint on a ground": f"<div style='{BOX} top: 200px; background: #666'>hard to read</div>",
    "off sheet": "<div style='width: 900px; height: 5px'></div>",
    "off sheet at the left": f"<div style='{BOX} top: 200px; left: 660px'>leaves the window</div>",
}


@pytest.mark.parametrize("name", ["good", *PLANTED])
def test_what_is_planted_in_a_page_is_found(browser: Browser, name: str) -> None:
    page = browser.new_page(viewport={"width": 700, "height": 800})
    page.set_content(GOOD + PLANTED.get(name, ""))
    prepare(page)
    kinds = {found.kind for found in page_texts(page)}
    page.close()
    wanted = {kind for kind in ("overlap", "cut", "faint", "off sheet") if name.startswith(kind)}
    assert kinds == wanted


def test_the_screens_are_every_page_at_four_widths_in_both_themes() -> None:
    cases = screens()
    assert len(set(map(str, cases))) == len(cases) == len(SCENES) * 4 * 2
