"""A unit of the network is opened: with the pointer, at rest and playing, and from the keyboard."""

import pytest
from playwright.sync_api import expect

from core import Experiment, Timeline
from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

MIDDLE = """(i) => {
  const plot = document.querySelector("[data-figure=network] .plot");
  const { xaxis, yaxis, shapes } = plot._fullLayout;
  const unit = shapes.filter((shape) => shape.type === "rect")[i], box = plot.getBoundingClientRect();
  const scale = box.width / plot.offsetWidth;
  return [box.left + scale * (xaxis._offset + xaxis.c2p((unit.x0 + unit.x1) / 2)),
    box.top + scale * (yaxis._offset + yaxis.c2p((unit.y0 + unit.y1) / 2))]; }"""


def press_unit(tab: Tab, number: int) -> None:
    """Press a unit of the first hidden layer, which follows the two inputs."""
    tab.page.mouse.click(*tab.page.evaluate(MIDDLE, 1 + number))


def test_a_unit_opens_and_closes(tab: Tab) -> None:
    tab.open("/?step=300", 300)
    pane = tab.page.locator("[data-figure=decision]")
    press_unit(tab, 2)
    expect(pane.locator("h2")).to_have_text("Unit 2 of layer 1: activation map")
    tab.when(lambda: tab.link.get("opened") == "1,2")
    W, b = (
        Timeline(Experiment()).at(300).network.layers[0].W,
        Timeline(Experiment()).at(300).network.layers[0].b,
    )
    numbers = f"Column 2 of W₁ (2 × 4): x₁ {W[0, 1]:.4g}, x₂ {W[1, 1]:.4g} · b₁[unit 2]: {b[1]:.4g} ·"
    expect(pane.locator(".note")).to_contain_text(numbers.replace("-", "−"))
    tab.page.reload()
    tab.rests(300)
    expect(pane.locator("h2")).to_have_text("Unit 2 of layer 1: activation map")
    press_unit(tab, 2)
    expect(pane.locator("h2")).to_have_text("Predicted probability")
    expect(pane.locator(".note")).to_be_hidden()
    tab.when(lambda: "opened" not in tab.link)


def test_a_unit_opens_while_the_run_plays_and_from_the_keyboard(tab: Tab) -> None:
    tab.open("/")
    tab.play(past=50)
    press_unit(tab, 4)
    heading = tab.page.locator("[data-figure=decision] h2")
    expect(heading).to_have_text("Unit 4 of layer 1: activation map")
    at = tab.step
    tab.plays_past(at + 100)
    tab.pause()
    choice = tab.page.get_by_label("Open a unit")
    choice.select_option("class 1, layer 2")
    expect(heading).to_have_text("Class 1 of layer 2: predicted probability")
    choice.select_option("Open a unit")
    expect(heading).to_have_text("Predicted probability")
