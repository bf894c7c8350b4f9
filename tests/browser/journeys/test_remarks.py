"""What is the matter with a run: seen in one line, opened, and cured by one click."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from core import Advice, Diagnosis, Experiment, Timeline, diagnose, sharpness, to_link
from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

SATURATES, STEP = Experiment(learning_rate=10), 500
LINK = f"/?{urlencode(to_link(SATURATES, STEP))}"


def top_of(tab: Tab, figure: str) -> float:
    return float(tab.plot(figure, "p.getBoundingClientRect().top"))


def number_of(tab: Tab, name: str) -> float:
    """Return a number of the evidence, as it is printed."""
    entry = tab.page.locator("[data-testid=remark] .number").filter(has_text=re.compile(rf"^{name} [0-9]"))
    return float(entry.locator("b").inner_text())


def rounded(value: float) -> float:
    return float(f"{value:.4g}")


def test_a_finding_is_opened_and_its_advice_taken(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 1400, "height": 900})
    tab.open(LINK, STEP)
    told = tab.part("remark-summary")
    expect(told).to_have_count(2)
    findings = diagnose(Timeline(SATURATES), STEP)
    assert [finding.kind for finding in findings[:2]] == [Diagnosis.OVERSHOOTING, Diagnosis.SATURATED]
    expect(told.first).to_contain_text("Overshooting.")
    expect(tab.part("remark")).to_be_hidden()

    told.first.click()
    expect(tab.part("remark").locator("p")).to_have_text(findings[0].sentence)
    run = Timeline(SATURATES)
    first, now = run.at(0), run.at(STEP)
    assert number_of(tab, "training loss") == rounded(now.train_loss)
    assert number_of(tab, "training loss at step 0") == rounded(first.train_loss)
    steepest = sharpness(first.network, run.train.X, run.train.Y)
    assert number_of(tab, "sharpness at step 0") == pytest.approx(steepest, rel=1e-3)
    assert number_of(tab, "threshold") == 2 / SATURATES.learning_rate
    marked = tab.page.locator(".pane.marked")
    assert [pane.get_attribute("data-figure") for pane in marked.all()] == ["curves", "norms"]
    ends = tab.page.evaluate(
        "() => [...document.querySelectorAll('.pane')].map((e) => e.getBoundingClientRect().bottom)"
    )
    assert max(ends) <= 900, "below the fold"

    take(tab, findings[0].advice[0])
    expect(told).to_have_count(0)  # it has learned: nothing to say
    expect(marked).to_have_count(0)


def take(tab: Tab, advice: Advice) -> None:
    """Click an advice, and see the run do what it said."""
    offer = tab.part("offer").first
    expect(offer).to_contain_text(f"Try {advice.words}")
    (said,) = re.findall(r"training accuracy ([0-9.]+)", offer.inner_text())
    offer.click()
    tab.when(lambda: tab.link == to_link(advice.experiment, advice.step))
    tab.rests(advice.step)
    now = Timeline(advice.experiment).at(advice.step)
    assert float(said) == round(100 * now.train_accuracy, 1)
    assert f"accuracy {said}\u00a0% train" in tab.readout
    assert f"rate {advice.experiment.learning_rate:g}" in tab.readout
    expect(tab.slider("Learning rate")).to_have_attribute(
        "aria-valuetext", f"{advice.experiment.learning_rate:g}"
    )


def test_the_line_comes_and_goes_without_moving_a_figure(tab: Tab) -> None:
    tab.open(LINK, STEP)
    expect(tab.part("remark-summary")).to_have_count(2)
    with_remarks = top_of(tab, "decision")
    tab.play(past=STEP + 50)
    expect(tab.part("remark-summary")).to_have_count(0)
    assert top_of(tab, "decision") == with_remarks
    at = tab.pause()
    assert at > STEP
    expect(tab.part("remark-summary")).to_have_count(2)


def test_a_run_that_learns_is_left_alone(tab: Tab) -> None:
    tab.open("/?step=1000", 1000)
    tab.page.wait_for_function("() => document.querySelector('[data-testid=remarks]')?.dataset.known")
    expect(tab.part("remark-summary")).to_have_count(0)
    assert tab.page.locator("[data-testid=remarks]").is_visible()


@pytest.mark.parametrize(
    "link",
    [LINK, "/?dataset=circles&hidden=2&lr=0.3&noise=0&samples=100&activation=relu&init=he&step=2000"],
)
def test_on_a_phone_the_findings_are_named_whole(tab: Tab, link: str) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.open(link)
    told = tab.part("remark-summary")
    expect(told.first).to_be_visible()
    for each in told.all():
        name = each.locator("strong")
        assert name.evaluate("e => e.scrollWidth <= e.clientWidth || e.getClientRects().length === 1")
        ends = each.evaluate("e => [e.scrollWidth - e.clientWidth, e.getBoundingClientRect().right]")
        assert ends[0] <= 0
        assert ends[1] <= 390
        expect(each.locator("span")).to_be_hidden()
    sentence = told.first.locator("span").text_content()
    told.first.click()
    expect(tab.part("remark").locator("p")).to_have_text(sentence or "")
    assert tab.part("remark").evaluate("e => e.scrollWidth <= e.clientWidth")
