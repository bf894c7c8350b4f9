"""Start here, The notes and Code: what is read on one leads on to the next, and the answers are kept."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core import Experiment, Timeline, backward, forward
from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser


def test_an_answer_is_kept_and_a_number_leads_to_its_equation(tab: Tab) -> None:
    tab.page.goto(f"{tab.base}/start_here?chapter=4&step=40")
    tab.stands(40)
    tab.page.get_by_role("button", name="it doubles").click()
    expect(tab.page.get_by_text("The sum has twice as many terms, but each contains 1/n")).to_be_visible()
    right = tab.page.get_by_role("button", name="nothing")
    right.focus()
    right.press("Enter")
    expect(tab.page.get_by_text("Twice as many terms, each half as large.")).to_be_visible()
    tab.when(lambda: tab.link.get("replies") == "doubled,same")
    tab.page.reload()
    expect(tab.page.get_by_text("Twice as many terms, each half as large.")).to_be_visible()
    with tab.page.expect_popup() as waiting:
        tab.page.get_by_role("link", name="(8)").click()
    notes = waiting.value
    heading = notes.get_by_role("heading", name="Equation (8)")
    expect(heading).to_be_in_viewport()
    run = Timeline(Experiment())
    now = run.at(40)
    a, y = forward(now.network, run.train.X[:1]).A[-1][0, 0], run.train.Y[0, 0]
    card = notes.locator("[class*=st-key-notes_softmax_and_cross]")
    expect(card.locator("annotation").last).to_contain_text(f"{a:.4g} - {y:g} \\approx {a - y:.4g}")
    notes.close()


def test_a_skeleton_is_taken_and_its_numbers_are_judged(tab: Tab, tmp_path: Path) -> None:
    tab.page.goto(f"{tab.base}/code?step=6")
    tab.page.get_by_role("radio", name="left to you").click()
    expect(tab.page.get_by_test_id("stCode").last).to_contain_text("dZ2 = ...")
    tab.when(lambda: tab.link.get("library") == "skeleton")
    with tab.page.expect_download() as waiting:
        tab.page.get_by_role("button", name="Skeleton (.py)").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == "backprop_circles_skeleton.py"
    with pytest.raises(AssertionError, match="dZ2 must have the shape of A2"):
        exec(compile(path.read_text(encoding="utf-8"), "skeleton", "exec"), {"__name__": "__main__"})
    run = Timeline(Experiment())
    now = run.at(0)
    layers = backward(now.network, forward(now.network, run.train.X), run.train.Y).layers
    pasted = "\n".join(
        f"dW{at} = {140 * layer.dW}\ndb{at} = {140 * layer.db}" for at, layer in enumerate(layers, 1)
    )
    tab.page.get_by_text("Check your own numbers").click()
    field = tab.page.get_by_label("Your gradients")
    field.fill(pasted)
    field.press("Control+Enter")
    found = tab.page.get_by_role("listitem").filter(has_text=re.compile("1/n is missing, with n = 140"))
    expect(found).to_have_text("✗ dW2, db2, dW1, db1: 1/n is missing, with n = 140.")
    expect(tab.page.get_by_text("Compared with the gradients at step 0, for all 140")).to_be_visible()
