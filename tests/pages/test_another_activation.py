"""A further activation is one more record: every scene opens with it, and what is proven holds for it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import (
    ACTIVATIONS,
    CONVENTIONS,
    LIBRARIES,
    Activation,
    Experiment,
    Timeline,
    check_gradients,
    hessian_vector_product,
    kind_of,
    program,
    program_output,
    reference_run,
)
from pages.scenes.table import SCENES
from tests.core.oracles import gap
from tests.core.program.programs import run_all

NAME = "softsign"
SOFTSIGN = Activation(
    function=lambda Z: Z / (1 + np.abs(Z)),
    derivative=lambda Z, A: (1 - np.abs(A)) ** 2,
    second_derivative=lambda Z, A: -2 * np.sign(A) * (1 - np.abs(A)) ** 3,
    in_place=lambda Z: np.divide(Z, 1 + np.abs(Z), out=Z),
    calls=lambda Z, zeros: (spare := np.empty_like(Z), [
        (np.absolute, (Z, spare)), (np.add, (spare, np.array(1.0), spare)), (np.divide, (Z, spare, Z)),
    ])[1],
    slope_calls=lambda A, slope: [
        (np.absolute, (A, slope)), (np.subtract, (np.array(1.0), slope, slope)),
        (np.multiply, (slope, slope, slope)),
    ],
    label="softsign",
    symbol="softsign",
    latex=r"\operatorname{softsign}",
    in_words="applies softsign, which gives an activation between −1 and 1",
    slope_in_words="the derivative of softsign: largest at A = 0",
    value="Z / (1 + |Z|)",
    value_latex=r"\frac{<Z>}{1 + |<Z>|}",
    code="{Z} / (1 + np.abs({Z}))",
    slope_code="(1 - np.abs({A})) ** 2",
    value_ways=(("/", "Z", ("()", ("+", 1, ("max", "Z", ("−", "Z"))))),),
    slope_factors=(("()", ("−", 1, ("max", "A", ("−", "A")))),) * 2,
    slope="(1 − |{A}|)²",
    slope_matrix="(1 − |{A}|)²",
    slope_latex=r"\left(1 - |{A}|\right)^2",
    torch="torch.nn.functional.softsign({Z})",
    bounds=(-1.0, 1.0),
)  # fmt: skip
EXPERIMENT = {"activation": NAME, "hidden": (4, 3), "samples": 40, "learning_rate": 0.5}


@pytest.fixture(autouse=True)
def softsign(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register the activation, and let the field, which read the names at its import, know it."""
    known = kind_of(Experiment, "activation")
    names = known.names
    monkeypatch.setitem(ACTIVATIONS, NAME, SOFTSIGN)
    object.__setattr__(known, "names", (*names, NAME))
    yield
    object.__setattr__(known, "names", names)


@pytest.mark.parametrize("page", [scene.file for scene in SCENES])
def test_every_scene_opens(visit: Callable[..., Any], page: str) -> None:
    visited = visit(page, activation=NAME, hidden="4,3", samples="40", step="3")
    assert (visited.notices, visited.experiment.activation) == ([], NAME)


def test_the_fast_step_is_the_readable_one_and_the_gradient_is_that_of_differences() -> None:
    experiment = Experiment(**EXPERIMENT)
    run = Timeline(experiment)
    network, X, Y = run.at(20).network, run.train.X, run.train.Y
    for mine, theirs in zip(network.layers, reference_run(experiment, 20).layers, strict=True):
        assert max(gap(mine.W, theirs.W), gap(mine.b, theirs.b)) <= 1e-12
    assert max(check_gradients(network, X, Y)) < 1e-7
    v = np.random.default_rng(0).normal(size=run.at(20).parameters.size)
    along = hessian_vector_product(network, X, Y, v)
    assert np.isfinite(along).all()
    assert along.any()


def test_its_programs_come_to_the_numbers_of_the_run(tmp_path: Path) -> None:
    run = Timeline(Experiment(**EXPERIMENT))
    texts = [program(run, 20, convention=c, library=lib) for c in CONVENTIONS for lib in LIBRARIES]
    assert {ran.printed for ran in run_all(tmp_path, texts)} == {program_output(run, 20) + "\n"}
