"""Check your own numbers, on Code: what is said of gradients that were pasted."""

import pytest

from core import Experiment, Timeline, backward, forward
from core.gradient_check.pasted_verdict import GradientVerdict
from pages.scenes.code import own_numbers


def pasted(
    experiment: Experiment, step: int, factor: float = 1.0, *, is_batch: bool = False, spoilt: str = ""
) -> str:
    run = Timeline(experiment)
    now = run.at(step)
    rows = now.batch if is_batch else slice(None)
    layers = backward(now.network, forward(now.network, run.train.X[rows]), run.train.Y[rows]).layers
    named = {
        f"d{letter}{at}": factor * getattr(layer, f"d{letter}")
        for at, layer in enumerate(layers, 1)
        for letter in "Wb"
    }
    for name in spoilt.split():
        named[name].flat[0] = 9
    return "\n".join(f"{name} =\n{M}" for name, M in named.items())


def test_gradients_of_the_step_of_step_0_and_of_the_batch_are_found() -> None:
    run = Timeline(Experiment(batch_size=20))
    for step, is_batch, where in (
        (7, False, "at step 7, for all 140 training samples"),
        (0, False, "at step 0, for all 140 training samples"),
        (7, True, "at step 7, for the 20 samples of the next update"),
    ):
        told = own_numbers.report(pasted(run.experiment, step, is_batch=is_batch), run, 7, columns=False)
        assert told == f"- ✓ **dW2, db2, dW1, db1**: right.\n\nCompared with the gradients {where}."


def test_a_mistake_is_told_once_for_all_gradients() -> None:
    run = Timeline(Experiment())
    told = own_numbers.report(pasted(run.experiment, 0, 140.0), run, 0, columns=False)
    assert told.startswith("- ✗ **dW2, db2, dW1, db1**: 1/n is missing, with n = 140.\n")


def test_verdicts_of_an_array_that_fits_nothing_have_no_name() -> None:
    assert own_numbers.told([GradientVerdict("", False, "an array is (5, 5)")]) == "- ✗ an array is (5, 5)."


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="There is no array in it"):
        own_numbers.report("print(dW1)", Timeline(Experiment()), 0, columns=False)


def test_of_several_faults_the_first_of_the_backward_pass_comes_first() -> None:
    run = Timeline(Experiment())
    text = pasted(run.experiment, 0, spoilt="dW2 db1")
    told = own_numbers.report(text, run, 0, columns=False)
    names = [line.split("**")[1] for line in told.splitlines() if line.startswith("- ✗")]
    assert names == ["dW2", "db1"]
    assert "Begin with the first ✗" in told
    assert "at step 0." in own_numbers.introduction(0)
    assert "at step 12 or at step 0." in own_numbers.introduction(12)
