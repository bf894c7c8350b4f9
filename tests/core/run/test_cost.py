"""One estimate of an update's cost: it grows with what the update works on."""

from dataclasses import replace

from core import Experiment
from core.run.cost import seconds_per_readable_step, seconds_per_step

LARGE = Experiment(hidden=(64,) * 4, samples=1000, test_fraction=0.1)


def test_products_are_counted_at_their_speed() -> None:
    products = 3 * 900 * (2 * 64 + 3 * 64 * 64 + 64 * 2)
    assert abs(seconds_per_step(LARGE) - (2e-5 + products / 5e9)) < 1e-12
    assert abs(seconds_per_readable_step(LARGE) - (5 * 6e-5 + products / 3e9)) < 1e-12


def test_a_mini_batch_costs_its_own_rows_and_never_more_than_all() -> None:
    costs = [seconds_per_step(replace(LARGE, batch_size=size)) for size in (1, 30, 900, 1000, None)]
    assert costs == sorted(costs)
    assert costs[0] < costs[1] < costs[2] == costs[3] == costs[4]


def test_the_readable_step_costs_more() -> None:
    for experiment in (Experiment(), LARGE, Experiment(hidden=()), Experiment(batch_size=1)):
        assert seconds_per_readable_step(experiment) > seconds_per_step(experiment)
