"""Advice is tried before it is given: what it says is what the run does, and it keeps to its budget."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core import Advice, Diagnosis, Experiment, Timeline, diagnose, diagnosis_in_slices, reference_run
from core.diagnosis import changes
from core.diagnosis.trials import with_other_seeds
from core.run.cost import seconds_per_step
from core.run.worked_example import WORKED_EXAMPLE

SATURATES = Experiment(learning_rate=10)
STUCK = Experiment(dataset="xor", noise=0.0, samples=100, hidden=(2,), seed=1)
MEMORIZES = Experiment(
    dataset="moons", noise=0.5, samples=60, hidden=(16, 16), activation="relu", init="he",
    optimizer="adam", learning_rate=0.01,
)  # fmt: skip


def advice_of(experiment: Experiment, step: int) -> list[Advice]:
    found = [each for finding in diagnose(Timeline(experiment), step) for each in finding.advice]
    assert found
    return found


@pytest.mark.parametrize(("experiment", "step"), [(SATURATES, 500), (STUCK, 2000), (MEMORIZES, 1500)])
def test_what_an_advice_says_is_what_its_run_does(experiment: Experiment, step: int) -> None:
    for advice in advice_of(experiment, step):
        own = Timeline(advice.experiment).at(advice.step)
        assert advice.outcome is not None
        assert advice.outcome.step == advice.step
        assert advice.outcome.train_accuracy == own.train_accuracy
        assert advice.outcome.train_loss == own.train_loss
        assert advice.outcome.test_accuracy == own.test_accuracy
        assert f"at step {advice.step:,}" in advice.result


def test_the_seeds_of_an_advice_are_counted() -> None:
    (advice,) = {each.experiment: each for each in advice_of(SATURATES, 500)}.values()
    runs = [replace(advice.experiment, seed=seed) for seed in range(8)]
    reached = [Timeline(run).at(advice.step).train_accuracy for run in runs]
    assert advice.outcome is not None
    good = sum(right >= 0.95 * advice.outcome.train_accuracy for right in reached)
    assert advice.seeds == (good, 8)
    assert advice.result.endswith(f"; {good} of 8 seeds succeed")


def test_other_weights_say_how_many_seeds_do_better() -> None:
    advice = next(each for each in advice_of(STUCK, 2000) if each.experiment.seed != STUCK.seed)
    now = Timeline(STUCK).at(2000)
    others = [Timeline(run).at(2000) for run in with_other_seeds(STUCK)]
    better = [run for run in others if run.train_accuracy >= now.train_accuracy + 0.05]
    assert advice.seeds == (len(better), 8)
    assert advice.outcome is not None
    assert advice.outcome.train_accuracy == max(run.train_accuracy for run in better)


def test_advice_helps_by_what_it_is_judged_by() -> None:
    finding = diagnose(Timeline(MEMORIZES), 1500)[0]
    assert finding.kind is Diagnosis.OVERFITTING
    now = Timeline(MEMORIZES).at(1500)
    for advice in finding.advice:
        assert advice.by_test
        assert advice.outcome is not None
        assert advice.outcome.test_accuracy >= now.test_accuracy
        assert advice.outcome.test_loss < 0.7 * now.test_loss


def test_a_cure_of_noise_holds_on_average_over_seeds() -> None:
    experiment = Experiment(dataset="moons", batch_size=1, learning_rate=3)
    now = Timeline(experiment).at(1000)
    (finding,) = diagnose(Timeline(experiment), 1000)
    assert finding.kind is Diagnosis.BATCH_NOISE
    for advice in finding.advice:
        runs = [replace(advice.experiment, seed=seed) for seed in range(8)]
        reached = [Timeline(run).at(advice.step).train_accuracy for run in runs]
        assert advice.mean == pytest.approx(sum(reached) / 8)
        assert advice.mean >= now.train_accuracy + 0.05


def test_what_only_a_trial_proves_is_not_said_without_one() -> None:
    half_dead = Experiment(
        noise=0.0, samples=100, hidden=(2,), activation="relu", init="he", learning_rate=0.3
    )
    tried, untried = (diagnose(Timeline(half_dead), 2000, budget=budget) for budget in (5, 0))
    assert tried[0].kind is Diagnosis.DEAD
    assert Diagnosis.DEAD not in {finding.kind for finding in untried}


def test_no_overfitting_is_reported_that_no_remedy_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "against_overfitting", lambda *_: ())
    assert [finding.kind for finding in diagnose(Timeline(MEMORIZES), 1500)] == [Diagnosis.LEARNED]


def test_without_a_budget_nothing_is_tried() -> None:
    def refuse(experiment: Experiment) -> Timeline:
        raise AssertionError(f"{experiment} was tried")

    finding = diagnose(Timeline(SATURATES), 500, budget=0, run=refuse)[0]
    assert finding.kind is Diagnosis.OVERSHOOTING
    assert finding.advice
    assert {each.result for each in finding.advice} == {"not tried: no computing time left"}


class CountedTimeline(Timeline):
    """Note how much each call computes."""

    work: list[float]

    def approach(self, step: int, *, most: int) -> int:
        before = self.frontier
        reached = super().approach(step, most=most)
        self.work.append((self.frontier - before) * seconds_per_step(self.experiment))
        return reached


def counted(work: list[float]) -> Callable[[Experiment], Timeline]:
    def make(experiment: Experiment) -> Timeline:
        run = CountedTimeline(experiment)
        run.work = work
        return run

    return make


@pytest.mark.parametrize("budget", [0.3, 1.0])
def test_the_budget_and_the_slices_are_kept_to(budget: float) -> None:
    work: list[float] = []
    diagnose(Timeline(STUCK), 2000, budget=budget, run=counted(work))
    assert 0.1 * budget < sum(work) <= budget
    assert max(work) <= 0.02 + 1e-9


def test_the_same_question_has_the_same_answer() -> None:
    made: dict[Experiment, Timeline] = {}

    def shared(experiment: Experiment) -> Timeline:
        return made.setdefault(experiment, Timeline(experiment))

    fresh = diagnose(Timeline(SATURATES), 500)
    walked = Timeline(SATURATES)
    walked.walk(range(0, 900, 7))
    assert diagnose(walked, 500, run=shared) == fresh
    assert diagnose(walked, 500, run=shared) == fresh


def test_the_work_may_be_dropped_between_slices() -> None:
    slices = diagnosis_in_slices(Timeline(STUCK), 2000)
    for _ in range(3):
        next(slices)
    slices.close()


def test_no_run_is_tried_beyond_the_last_step() -> None:
    plateau = Experiment(dataset="xor", noise=0.0, samples=100, hidden=(2,), init="normal", seed=3)
    advice = diagnose(Timeline(plateau), 250, last=2000)[0].advice[0]
    assert (advice.experiment, advice.step) == (plateau, 2000)


@pytest.mark.parametrize(("seed", "others"), [(3, {0, 1, 2, 4, 5, 6, 7}), (999_999, set(range(7)))])
def test_other_seeds_are_legal_and_not_its_own(seed: int, others: set[int]) -> None:
    assert {run.seed for run in with_other_seeds(Experiment(seed=seed))} == others


def test_other_seeds_draw_other_weights_also_where_all_are_set_by_hand() -> None:
    others = with_other_seeds(WORKED_EXAMPLE)
    starts = {reference_run(each, 0).layers[0].W.tobytes() for each in (WORKED_EXAMPLE, *others)}
    assert len(starts) == len(others) + 1
