"""The scales follow the run: every layer says something at every step, and nothing depends on who asked."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core import ACTIVATIONS, DATASETS, Experiment, Timeline
from core.network.backprop import backward
from pages.frontend import Request, decode, encode, unpack
from pages.stage.look import Look, Pace
from pages.stage.picture import Picture, shared
from pages.stage.runs import timeline
from pages.stage.views import HeatmapsView, Moment, Setting, moment
from pages.stage.views import scales as module
from pages.stage.views.scales import rounded_up, scaled, window_of
from tests.core.oracles import longer_pass
from tests.pages.shown import batch_of, opened, picture_of, printed, stacked

SAMPLED = 30
FAR, NEAR = 100_000, 3_000  # of small networks, and of deep ones, which take longer
HALF = 64  # of the 127 bytes on each side of zero
KINDS = ("gradient", "weights", "step")


def any_experiment(rng: np.random.Generator) -> Experiment:
    optimizer = str(rng.choice(["sgd", "momentum", "rmsprop", "adam"]))
    return Experiment(
        dataset=str(rng.choice(list(DATASETS))),
        samples=int(rng.choice([20, 40, 60])),
        hidden=tuple(int(n) for n in rng.integers(1, 7, size=rng.integers(0, 5))),
        activation=str(rng.choice(list(ACTIVATIONS))),
        init=str(rng.choice(["normal", "xavier", "he"])),
        optimizer=optimizer,
        learning_rate=float(10 ** rng.uniform(-3, 1.5 if optimizer == "sgd" else -0.5)),
        batch_size=[None, None, 1, 5, 20][rng.integers(5)],
        l2=[0.0, 0.0, 1e-4, 0.03][rng.integers(4)],
        seed=int(rng.integers(10**6)),
        data_seed=int(rng.integers(10**6)),
    )


def longer_gradients(run: Timeline, step: int) -> list[np.ndarray]:
    """Return [dW; db] of each layer, computed with 64 instead of 53 bits."""
    now = run.at(step)
    X, Y = run.train.X[now.batch], run.train.Y[now.batch].astype(np.longdouble)
    exact = backward(*longer_pass(now.network, X), Y, l2=run.experiment.l2)
    return [np.vstack([layer.dW, layer.db]) for layer in exact.layers]


@pytest.mark.parametrize("seed", range(SAMPLED))
def test_the_strongest_cell_of_each_layer_has_half_of_the_colours(seed: int) -> None:
    rng = np.random.default_rng(seed)
    experiment = any_experiment(rng)
    run = Timeline(experiment)
    step = run.at(int(np.exp(rng.uniform(0, np.log(FAR if len(experiment.hidden) < 2 else NEAR))))).step
    now, exact = run.at(step), longer_gradients(run, step)
    errors = [np.abs(M - true).max() for M, true in zip(stacked(now, "gradient"), exact, strict=True)]
    for kind in KINDS:
        setting = Setting(experiment, Look(cells=kind), "light")
        frames = HeatmapsView(setting).frames([Moment(setting, now)])
        for layer, (true, error) in enumerate(zip(exact, errors, strict=True)):
            strength = np.abs(np.asarray(frames[f"cells{layer}"], dtype=int) - 128).max()
            # 64 bits do not tell A − Y from 0 either where the sample's probability is that near to 1.
            if (
                np.abs(true).max() > max(1e3 * error, np.finfo(np.longdouble).eps)
                and np.abs(stacked(now, kind)[layer]).max() > 0
            ):
                assert strength >= HALF, (kind, layer, step)
            elif kind == "gradient" and np.abs(true).max() <= error:
                assert strength == 0, (kind, layer, step)


@pytest.mark.parametrize("link", [{}, {"batch_size": 10}, {"hidden": (4, 4, 4), "activation": "relu"}])
@pytest.mark.parametrize("kind", KINDS)
def test_a_scale_is_a_function_of_the_step_alone(link: dict, kind: str) -> None:
    look = Look(cells=kind)
    experiment = replace(Experiment(dataset="moons", samples=60), seed=17, **link)
    labels: dict[int, set[tuple[str, ...]]] = {}
    for order in (1, -1):
        module._peaks.cache_clear()
        for index, stride in [(0, 1), (3, 8), (1, 4), (5, 1), (0, 64)][::order]:
            batch = batch_of(picture_of(experiment, look), index, stride)
            for step, texts in zip(batch["steps"], batch["text"]["scales"], strict=True):
                labels.setdefault(step, set()).add(tuple(texts))
    assert all(len(each) == 1 for each in labels.values())
    assert len({label for each in labels.values() for label in each}) > 1


def test_a_window_lies_before_its_step_and_lasts() -> None:
    for step in range(3000):
        window = window_of(step)
        assert len(window) in (0, 4)
        if window:
            assert step / 2 <= window[0] <= window[-1] <= step
    starts = [window_of(step)[0] for step in range(1000, 3000)]
    assert len(set(starts)) < 12


@pytest.mark.parametrize("link", [{}, {"optimizer": "adam", "learning_rate": 0.03}, {"dataset": "xor"}])
def test_scales_do_not_flicker_in_a_run_that_does_not(link: dict) -> None:
    experiment = Experiment(**link)
    setting = Setting(experiment, Look(), "light")
    snapshots = setting.timeline.walk(range(0, 4000, 8))
    scales = scaled(setting, "gradient", snapshots).scales
    changes = (np.diff(scales, axis=0) != 0).mean()
    assert 0 < changes < 0.06


def test_a_swing_from_step_to_step_does_not_move_the_scale() -> None:
    """A window has both sizes of a gradient that jumps to and fro."""
    peaks = np.array([1.9])
    held = [module._following(np.array([size]), peaks).item() for size in (1.9, 1.3, 2.4)]
    assert held == [5.0, 5.0, 5.0]
    assert module._following(np.array([0.4]), peaks).item() == 0.5  # too faint on 5
    assert module._following(np.array([6.0]), peaks).item() == 10.0


def test_numbers_are_rounded_up_to_one_two_or_five() -> None:
    numbers = np.concatenate([np.logspace(-300, 300, 999), [0.2, 1.0, 5e-9, 0.0]])
    rounded = rounded_up(numbers)
    assert (rounded[:-1] >= numbers[:-1] * (1 - 1e-12)).all()
    assert (rounded <= 2.5 * numbers * (1 + 1e-9)).all()
    assert {f"{each:.0e}"[0] for each in rounded[:-1]} == {"1", "2", "5"}
    assert rounded[-4:].tolist() == [0.2, 1.0, 5e-9, 0.0]


@pytest.mark.parametrize("step", [0, 50, 3000])
@pytest.mark.parametrize("link", [{}, {"samples": 42}, {"optimizer": "adam"}, {"optimizer": "momentum"}])
@pytest.mark.parametrize("kind", KINDS)
def test_roundoff_of_a_zero_looks_like_zero_and_is_said_to_be(link: dict, step: int, kind: str) -> None:
    experiment = Experiment(init="zeros", **link)
    setting = Setting(experiment, Look(cells=kind), "light")
    view, moment = HeatmapsView(setting), Moment(setting, setting.timeline.at(step))
    frames, exact = view.frames([moment]), view.exact(moment)
    for layer in range(2):
        assert (np.asarray(frames[f"cells{layer}"]) == 128).all()
    assert [text for text in frames["scales"][0] if text.strip()] == ["all 0", "all 0"]
    values, numbers, _ = exact.patches
    assert not any(np.any(z) for z in values["update"]["z"])
    assert {text for layer in numbers["update"]["text"] for text in layer} == {"0"}
    assert exact.label.count("every entry is 0") == 2


def scales_of(look: Look, kind: str = "gradient", step: int = 0) -> np.ndarray:
    experiment = Experiment(hidden=(4, 4, 4), init="normal")
    setting = Setting(experiment, look, "light")
    (row,) = scaled(setting, kind, [setting.timeline.at(step)]).scales
    return row


def test_one_scale_is_the_largest_and_a_log_one_a_power_of_ten() -> None:
    own = scales_of(Look())
    assert len(set(own)) > 1
    assert scales_of(Look(scale="one")).tolist() == [own.max()] * 4
    (log,) = set(scales_of(Look(scale="log")))
    assert own.max() <= log < 10 * own.max()
    assert np.log10(log) == pytest.approx(round(np.log10(log)))


@pytest.mark.parametrize("scale", ["one", "log"])
def test_a_vanishing_gradient_is_seen_at_a_glance(scale: str) -> None:
    setting = Setting(Experiment(hidden=(4, 4, 4), init="normal"), Look(scale=scale), "light")
    frames = HeatmapsView(setting).frames([Moment(setting, setting.timeline.at(0))])
    strengths = [np.abs(np.asarray(frames[f"cells{layer}"], dtype=int) - 128).max() for layer in range(4)]
    assert strengths == sorted(strengths)
    assert strengths[0] < strengths[-1] - 30


def test_a_fixed_scale_stays_and_a_step_that_takes_long_is_told() -> None:
    anchored = Timeline(Experiment(hidden=(4, 4, 4), init="normal")).at(40)
    now = np.array([np.abs(M).max() for M in stacked(anchored, "gradient")])
    for step in (0, 40, 2000):
        fixed = scales_of(Look(scale=40), step=step)
        assert (now <= fixed).all()
        assert (fixed <= 2.5 * now * (1 + 1e-9)).all()
    heavy = Experiment(hidden=(64, 64), samples=500)
    title = HeatmapsView(Setting(heavy, Look(scale=900_000), "light")).figure()["title"]
    assert title == "Gradients by layer · own scale: step 900,000 is too far"


def test_a_far_scale_is_taken_up_with_its_title_once_its_step_was_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(moment, "_SECONDS_TO_ANCHOR", 0.0)
    experiment = Experiment(seed=4711)

    def page() -> Picture:
        return shared(Picture(experiment, Look(scale=40), "light", (HeatmapsView,), ("wide", "narrow")))

    far = page()
    assert heading(opened(far)) == "Gradients by layer · own scale: step 40 is too far"
    own = batch_of(picture_of(experiment), 0)["text"]["scales"]
    assert batch_of(far, 0)["text"]["scales"] == own
    timeline(experiment).at(50)
    held = Request(n=1, run=far.run, view=far.view, scene=far.id, at=8, want=(0,))
    message = unpack(decode(encode(page().response(held, 0, Pace()))))
    assert heading(message) == "Gradients by layer · scale of step 40"
    assert message["scene"]["view"] != far.view  # the browser forgets the frames on the other scale
    assert len({tuple(each) for each in own}) > 1
    assert len({tuple(each) for each in batch_of(page(), 0)["text"]["scales"]}) == 1
    assert page() is page()


def heading(message: dict[str, Any]) -> str:
    return str(message["scene"]["figures"][0]["title"])


def test_labels_say_the_scale_that_the_bytes_are_on() -> None:
    experiment = Experiment(dataset="moons", samples=60)
    batch = batch_of(picture_of(experiment), 2, 8)
    for i, step in enumerate(batch["steps"]):
        for layer, M in enumerate(stacked(Timeline(experiment).at(step), "gradient")):
            low, zero, high = batch["text"]["scales"][i][3 * layer : 3 * layer + 3]
            assert (low, zero) == (f"−{high}", "0")
            root = np.sign(M) * np.sqrt(np.clip(np.abs(M) / printed(high).value, 0, 1))
            shown = batch["channels"][f"cells{layer}"][i].reshape(M.shape)
            np.testing.assert_array_equal(shown, np.rint(128 + 127 * root))


def test_a_fixed_scale_is_kept_once_for_all_who_look_at_the_run() -> None:
    module._fixed.cache_clear()
    for setting in (
        Setting(Experiment(), Look(scale=3), "light"),
        Setting(Experiment(), Look(scale=3, loss_axis="log"), "dark"),
    ):
        scaled(setting, "gradient", [setting.timeline.at(5)])
    assert module._fixed.cache_info().currsize == 1
