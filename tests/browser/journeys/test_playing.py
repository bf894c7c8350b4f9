"""Time runs, stops, goes back, and is bent: on the app itself."""

import math

import pytest
from playwright.sync_api import expect

from core import LAST_STEP, Experiment, Timeline
from tests.browser.journeys.tab import STAGE, Tab

pytestmark = pytest.mark.browser

WATCH = """() => {
  const stage = document.querySelector('[data-testid=stage]');
  window.runs = {};
  const note = () => (window.runs[stage.dataset.run] ??= []).push(Number(stage.dataset.step));
  new MutationObserver(note).observe(stage, { attributeFilter: ['data-step'] });
  for (const plot of document.querySelectorAll('.plot')) plot.mark = 1;
}"""
MARKS = "() => [...document.querySelectorAll('.plot')].map((plot) => plot.mark)"


def test_play_pause_and_a_step_back(tab: Tab) -> None:
    tab.open("/")
    tab.page.evaluate(WATCH)
    tab.play(past=200)
    at = tab.pause()
    (steps,) = tab.page.evaluate("() => Object.values(window.runs)")
    assert steps == sorted(steps)
    assert {step % 8 for step in steps} == {0}
    first = tab.seen()
    tab.back()
    tab.rests(at - 1)
    before = tab.seen()
    assert before["readout"] != first["readout"]
    assert before["images"] != first["images"]
    tab.forward()
    tab.rests(at)
    assert tab.seen() == first
    tab.back()
    tab.rests(at - 1)
    assert tab.seen() == before
    assert tab.page.evaluate(MARKS) == [1] * 5


def test_scrubbing_to_the_beginning(tab: Tab) -> None:
    tab.open("/")
    beginning = tab.seen()
    tab.play(past=400)
    tab.pause()
    tab.scrub(0)
    tab.rests(0)
    assert tab.seen() == beginning
    tab.scrub(333)
    tab.rests(333)
    middle = tab.seen()
    tab.page.reload()
    tab.rests(333)
    assert tab.seen() == middle


@pytest.mark.parametrize("link", ["/?dataset=moons", "/?step=40"])
def test_a_rate_changed_in_mid_run(tab: Tab, link: str) -> None:
    experiment = Experiment(dataset="moons" if "moons" in link else "circles")
    tab.open(link)
    tab.play(past=150)
    tab.page.evaluate(WATCH)
    tab.slider("Learning rate").press("ArrowRight")
    tab.when(lambda: "schedule" in tab.link or "lr" in tab.link)
    assert "schedule" in tab.link, f"the run began anew: {tab.link}"
    rate, change = tab.link["schedule"].split("@")
    assert (rate, tab.link.get("lr")) == ("2", None)
    tab.plays_past(int(change) + 200)
    at = tab.pause()
    assert tab.page.evaluate(MARKS) == [1] * 5
    old, new = tab.page.evaluate("() => Object.values(window.runs)")
    assert old == sorted(old)
    assert new == sorted(new)
    assert 150 < int(change) <= new[0] <= old[-1] + 8  # it went on from where it stood
    changed = Timeline(experiment.with_rate_from(int(change), 2.0))
    rows = changed.history(at)
    for column, (x, y) in enumerate(tab.lines("curves"), start=1):
        assert x.tolist() == rows[:, 0].tolist()
        assert y.tolist() == rows[:, column].tolist()
    earlier = rows[rows[:, 0] <= int(change)][:-1]
    plain = Timeline(experiment)
    assert earlier.tolist() == [plain.at(int(row[0])).row.tolist() for row in earlier]
    assert f"rate {2} ·" in tab.readout


def test_a_rate_changed_at_rest_holds_from_there(tab: Tab) -> None:
    tab.open("/?step=120")
    before = tab.seen()
    tab.slider("Learning rate").press("ArrowRight")
    tab.when(lambda: tab.link.get("schedule") == "2@120")
    tab.rests(120)
    tab.when(lambda: "rate 2" in tab.readout)
    after = tab.seen()
    assert after["images"]["decision"] == before["images"]["decision"]
    assert after["lines"] == before["lines"]
    tab.forward()
    tab.rests(121)
    W1 = Timeline(Experiment(schedule=((120, 2.0),))).at(121).gradients.layers[0].dW
    assert tab.seen()["cells"][0][:2] == W1.tolist()

    tab.unfold("Training")
    penalty = tab.slider("L2 penalty")
    penalty.press("End")
    tab.when(lambda: tab.link == {"schedule": "2@120", "l2_schedule": "1@121", "step": "121"})
    penalized = Timeline(Experiment(schedule=((120, 2.0),), l2_schedule=((121, 1.0),)))
    tab.when(lambda: tab.seen()["cells"][0][:2] == penalized.at(121).gradients.layers[0].dW.tolist())
    expect(tab.part("marks").get_by_text("L2 penalty 1 from step 121", exact=True)).to_be_visible()
    tab.part("step-back").click()
    tab.rests(120)
    expect(penalty).to_have_attribute("aria-valuetext", "0")


@pytest.mark.parametrize("link", ["/?lr=2", "/?lr=2&schedule=3@50"], ids=["plain", "schedule"])
def test_reset_goes_back_to_the_beginning_at_rest_and_playing(tab: Tab, link: str) -> None:
    def resets(rate: float) -> None:
        tab.button("Reset").click()
        tab.rests(0)
        tab.when(lambda: tab.link == {"lr": f"{rate:g}"})
        expected = Timeline(Experiment(learning_rate=rate)).at(0)
        assert tab.seen()["cells"][0][:2] == expected.gradients.layers[0].dW.tolist()

    rate = 3.0 if "schedule" in link else 2.0
    tab.open(link + "&step=100", 100)
    resets(rate)
    tab.play(past=50)
    if "schedule" in link:  # the first reset took it away
        tab.slider("Learning rate").press("ArrowLeft")
        tab.when(lambda: "schedule" in tab.link)
        rate = float(tab.link["schedule"].split("@")[0])
    tab.plays_past(200)
    resets(rate)


@pytest.mark.parametrize("link", ["/", "/?dataset=moons&step=8"])
def test_colours_are_scaled_to_the_step_stood_on(tab: Tab, link: str) -> None:
    tab.open(link)
    tab.play(past=150)
    at = tab.pause()
    tab.page.get_by_role("radio", name="fixed").click()
    tab.when(lambda: "scale" in tab.link)
    assert tab.link["scale"] == tab.link["step"] == str(at)
    tab.rests(at)
    tab.forward()
    tab.page.get_by_role("button", name="Rescale colours").click()
    tab.when(lambda: tab.link["scale"] == str(at + 1))
    tab.rests(at + 1)


def test_a_look_changed_in_mid_run_does_not_stop_it(tab: Tab) -> None:
    tab.open("/?lr=2")
    tab.play(past=100)
    tab.page.evaluate(WATCH)
    at = tab.step
    tab.page.get_by_role("radiogroup", name="Loss axis").get_by_role("radio", name="log").click()
    tab.when(lambda: tab.link.get("loss") == "log")
    tab.plays_past(at + 200)
    assert tab.page.evaluate(MARKS) == [1] * 5
    (steps,) = tab.page.evaluate("() => Object.values(window.runs)")
    assert steps == sorted(steps)
    assert tab.plot("curves", "p._fullLayout.yaxis.type") == "log"


def test_new_weights_begin_anew(tab: Tab) -> None:
    tab.open("/?step=100", 100)
    tab.unfold("Network")
    tab.button("New weights").click()
    tab.rests(0)
    assert tab.link == {"seed": "1"}
    expected = Timeline(Experiment(seed=1)).at(0)
    assert tab.seen()["cells"][0][:2] == expected.gradients.layers[0].dW.tolist()


def test_a_run_that_overflows_ends_with_a_sentence(tab: Tab) -> None:
    end = Timeline(Experiment(activation="relu", init="he", learning_rate=10.0, l2=1.0)).at(LAST_STEP)
    assert end.divergence
    tab.open("/?activation=relu&init=he&lr=10&l2=1")
    tab.part("speed").select_option("1")
    tab.part("play").click()
    tab.rests(end.step)
    assert tab.state == "ended"
    expect(tab.part("sentence")).to_have_text(end.divergence.message)
    expect(tab.part("step-forward")).to_be_disabled()
    tab.back()
    tab.rests(end.step - 1)
    assert tab.state == "paused"
    assert "stopped" not in tab.sentence


def test_the_pace_is_in_the_link(tab: Tab) -> None:
    tab.open("/")
    tab.part("speed").select_option("32")
    tab.part("rate").select_option("10")
    tab.play(past=300)
    tab.pause()
    tab.when(lambda: tab.link.get("speed") == "32" and tab.link.get("rate") == "10")
    tab.page.reload()
    tab.rests()
    expect(tab.part("speed")).to_have_value("32")
    expect(tab.part("rate")).to_have_value("10")


def test_a_run_stops_where_the_reader_said_and_the_link_says_it_too(tab: Tab) -> None:
    run = Timeline(Experiment())
    first = next(k for k in range(LAST_STEP) if run.at(k).train_accuracy >= 0.7)
    assert first % 8
    tab.open("/")
    tab.part("stop-kind").select_option("accuracy")
    tab.part("stop-value").fill("70")
    tab.part("play").click()
    tab.rests(first)
    why = f"Stopped at step {first}: the training accuracy is at least 70 %."
    expect(tab.part("sentence")).to_have_text(why)
    tab.when(lambda: tab.link == {"stop": "accuracy:70", "step": str(first)})
    tab.page.reload()
    tab.rests(first)
    expect(tab.part("stop-kind")).to_have_value("accuracy")
    expect(tab.part("stop-value")).to_have_value("70")


def test_a_rate_changed_in_mid_run_never_turns_time_back(tab: Tab) -> None:
    tab.open("/")
    tab.page.evaluate(
        "(stage) => { const s = document.querySelector(stage); window.steps = [];"
        " new MutationObserver(() => window.steps.push(Number(s.dataset.step)))"
        ".observe(s, { attributeFilter: ['data-step'] }); }",
        STAGE,
    )
    tab.play(past=100)
    rate = tab.slider("Learning rate")
    for changes in (1, 2, 3):
        rate.press("ArrowLeft")
        tab.when(lambda changes=changes: len(tab.link.get("schedule", "").split(",")) == changes)  # type: ignore[misc]
        tab.plays_past(tab.step + 200)
    steps = tab.page.evaluate("() => window.steps")
    assert steps == sorted(steps)


def test_the_slider_and_the_timeline_tell_the_rate_of_a_schedule(tab: Tab) -> None:
    tab.open("/?schedule=10@40&step=60", 60)
    rate = tab.slider("Learning rate")
    expect(rate).to_have_attribute("aria-valuetext", "10")
    mark = tab.part("marks").get_by_text("learning rate 10 from step 40", exact=True)
    expect(mark).to_have_attribute("title", "learning rate 10 from step 40")
    tab.part("to-start").click()
    tab.rests(0)
    expect(rate).to_have_attribute("aria-valuetext", "1")
    mark.click()
    tab.rests(40)
    expect(rate).to_have_attribute("aria-valuetext", "10")
    tab.part("to-start").click()
    tab.rests(0)
    expect(rate).to_have_attribute("aria-valuetext", "1")
    tab.play(past=40)
    expect(rate).to_have_attribute("aria-valuetext", "10")
    tab.plays_past(tab.step + 100)
    tab.pause()
    assert tab.link["schedule"] == "10@40"
    place, track = mark.bounding_box(), tab.part("timeline").bounding_box()
    assert place
    assert track
    share = math.log1p(40 / 100) / math.log1p(1_000_000 / 100)
    middle = place["x"] + place["width"] / 2 - track["x"]
    assert middle == pytest.approx(8 + share * (track["width"] - 16), abs=1)
    assert place["y"] >= track["y"] + track["height"] / 2 + 8  # below the thumb
