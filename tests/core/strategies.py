"""What a property may be tried on: experiments drawn at random, all of them legal."""

from hypothesis import strategies as st

from core import ACTIVATIONS, DATASETS, OPTIMIZERS, Experiment

seeds = st.integers(0, 999_999)
hidden = st.lists(st.integers(1, 6), max_size=4).map(tuple)
rates = st.floats(1e-4, 0.5)
samples = st.integers(20, 80)
schedules = st.dictionaries(st.integers(1, 5000), rates, max_size=4).map(
    lambda steps: tuple(sorted(steps.items()))
)
# No schedule and no batch is a case of its own, so that shrinking leads to it.
batch_sizes = st.none() | st.integers(1, 8)

fields = {
    "dataset": st.sampled_from(list(DATASETS)),
    "samples": samples,
    "noise": st.floats(0.0, 0.4),
    "test_fraction": st.floats(0.2, 0.5),
    "hidden": hidden,
    "activation": st.sampled_from(list(ACTIVATIONS)),
    "init": st.sampled_from(["zeros", "normal", "xavier", "he"]),
    "optimizer": st.sampled_from(list(OPTIMIZERS)),
    "learning_rate": rates,
    "schedule": schedules,
    "batch_size": batch_sizes,
    "l2": st.just(0.0) | st.floats(1e-6, 0.1),
    "l1": st.just(0.0) | st.floats(1e-6, 0.1),
    "data_seed": seeds,
    "seed": seeds,
}


def experiments(**narrower: st.SearchStrategy[object]) -> st.SearchStrategy[Experiment]:
    """Return a strategy for experiments, with some fields drawn from narrower choices."""
    return st.builds(Experiment, **{**fields, **narrower})
