"""The list of bugs: where one is not possible, the whole reason can be read."""

import pytest
from playwright.sync_api import expect

from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

# How far the letters of each option reach out of it: to the left, the top, the right and the bottom.
BEYOND = """(options) => options.map((option) => {
  const letters = document.createRange();
  letters.selectNodeContents(option.firstElementChild);
  const [text, box] = [letters, option].map((e) => e.getBoundingClientRect());
  return [box.left - text.left, box.top - text.top, text.right - box.right, text.bottom - box.bottom];
})"""


def test_the_reason_why_a_bug_is_not_possible_can_be_read(tab: Tab) -> None:
    tab.page.goto(f"{tab.base}/gradient_check?activation=relu&batch=1&step=3")
    tab.page.wait_for_selector("[data-testid=panel][data-state=ready]")
    reasons = tab.page.get_by_role("option").filter(has_text="not possible here: ")
    for width in (1400, 1280, 1024, 390):
        tab.page.set_viewport_size({"width": width, "height": 900})
        if width == 390:  # on a phone the choices are folded
            tab.page.locator(".stMain summary").filter(has_text="Choices").click()
        tab.page.get_by_role("combobox", name="Inject a bug").click()
        reasons.nth(11).wait_for()
        assert reasons.count() == 12
        letters = 2  # pixels: three lines are a little higher than a row
        assert all(max(beyond) <= letters for beyond in reasons.evaluate_all(BEYOND)), width
        tab.page.keyboard.press("Escape")
        expect(reasons).to_have_count(0)


def test_a_hidden_bug_is_found_by_its_line_on_a_phone_and_survives_a_reload(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.page.goto(f"{tab.base}/gradient_check?step=20&diagnose=5")
    tab.page.wait_for_selector("[data-testid=panel][data-state=ready]")
    lines = tab.page.locator(".st-key-code_lines button")
    expect(lines).to_have_count(11)
    assert lines.evaluate_all("(all) => all.every((line) => line.getBoundingClientRect().right <= 390)")
    right, also_right = (lines.filter(has_text=text) for text in ("dA1 = dZ2 @ W2.T", "dZ2 = (A2 - Y) / n"))
    right.focus()
    right.press("Enter")
    told = tab.page.get_by_role("alert")
    expect(told).to_contain_text("dW₁ and dW₂ are wrong; db₁ and db₂ are right. The loss is a mean")
    expect(right).to_be_disabled()
    also_right.click()
    expect(told).to_contain_text("either: this line is right. 1/n twice.")
    tab.when(lambda: tab.link.get("clicked") == "dA1,dZ2")
    tab.page.reload()
    expect(told).to_contain_text("1/n twice.")
    expect(lines.first).to_be_disabled()
