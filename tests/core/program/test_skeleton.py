"""The skeleton: it fails empty and with a wrong line, and trains as the program with the right ones."""

import contextlib
import io
import json
import re
import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from core import (
    ACTIVATIONS,
    CONVENTIONS,
    LIBRARIES,
    LOSSES,
    SKELETON,
    Experiment,
    Timeline,
    forward,
    notebook,
    program,
    program_output,
)
from tests.core.program.programs import run_all
from tests.core.program.test_program import lint

DEPTHS: tuple[tuple[int, ...], ...] = ((), (4,), (3, 5), (4, 3, 2), (5, 4, 3, 2))
LINE = re.compile(r"^    (d[ZAWb]\d) = (.*)$", re.MULTILINE)
GAP = re.compile(r"^    (d[ZAWb]\d) = \.\.\. .*$", re.MULTILINE)


def spread() -> list[Experiment]:
    """Return every activation with every loss, at all depths, with and without penalties and batches."""
    return [
        Experiment(
            dataset=("circles", "blobs")[at % 2], samples=40, hidden=DEPTHS[at % 5], activation=activation,
            loss=loss, l2=(0.0, 0.01)[at % 2], l1=(0.0, 0.0, 0.02)[at % 3], batch_size=(None, 7)[at % 2],
            init=("xavier", "zeros")[at // 5], optimizer=("sgd", "adam")[at // 3 % 2], learning_rate=0.1,
        )
        for at, (loss, activation) in enumerate(product(LOSSES, ACTIVATIONS))
    ]  # fmt: skip


RUNS = [
    *spread(),
    Experiment(samples=40, l2_schedule=((2, 0.1), (4, 0.0)), l1=0.01, l1_schedule=((3, 0.0),)),
    *(Experiment(samples=40, hidden=hidden, loss="squared_error") for hidden in DEPTHS),
]


def skeleton(experiment: Experiment, convention: str = "rows", step: int = 6) -> str:
    return program(Timeline(experiment), step, convention=convention, library=SKELETON)


def filled(experiment: Experiment, convention: str = "rows", **wrong: str) -> str:
    """Return the skeleton with the lines of the program in its gaps, or with wrong ones."""
    whole = program(Timeline(experiment), 6, convention=convention)
    right = dict(LINE.findall(whole.partition("def backward")[2].partition("# ---")[0]))
    count = "X.shape[1]" if convention == "columns" else "len(X)"
    lines = {name: line.partition("  #")[0].rstrip() for name, line in (right | wrong).items()}
    text = GAP.sub(lambda gap: f"    {gap[1]} = {lines[gap[1]]}", skeleton(experiment, convention))
    assert "= ..." not in text
    return text.replace("    # Replace each", f"    n = {count}\n    # Replace each")


def failure(text: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()), pytest.raises(AssertionError) as failed:
        exec(compile(text, "skeleton", "exec"), {"__name__": "__main__"})
    return str(failed.value)


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_filled_it_passes_its_check_and_trains_as_the_program(tmp_path: Path, convention: str) -> None:
    texts = [filled(experiment, convention) for experiment in RUNS]
    for experiment, ran in zip(RUNS, run_all(tmp_path, texts), strict=True):
        checks = [line for line in ran.printed.splitlines() if "is right: it differs by at most" in line]
        assert len(checks) == 2 * (len(experiment.hidden) + 1)
        assert ran.printed.endswith(f"\n{program_output(Timeline(experiment), 6)}\n")


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_empty_it_stops_at_the_first_line_of_the_backward_pass(convention: str) -> None:
    for experiment in RUNS:
        name = f"d{LOSSES[experiment.loss].error_of}{len(experiment.hidden) + 1}"
        assert failure(skeleton(experiment, convention)) == (
            f"{name} must have the shape of A{len(experiment.hidden) + 1}"
        )


WRONG = {
    "no 1/n": {"dZ2": "A2 - Y"},
    "another sign": {"dZ2": "(Y - A2) / n"},
    "softmax again": {"dZ2": "A2 * (1 - A2) * (A2 - Y) / n"},
    "one sample": {"db2": "dZ2[0]"},
    "no slope": {"dZ1": "dA1"},
    "the slope of Z": {"dZ1": "dA1 * (dA1 + 1) * (1 - A1)"},
    "a mean, not a sum": {"db1": "dZ1.mean(axis=0)"},
    "twice 1/n": {"dW1": "X.T @ dZ1 / n"},
    "no penalty": {"dW2": "A1.T @ dZ2"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
@pytest.mark.parametrize("init", ["xavier", "zeros"])
def test_a_wrong_line_with_the_right_shape_fails_the_check(wrong: dict[str, str], init: str) -> None:
    experiment = Experiment(samples=40, l2=0.01, init=init)
    found = failure(filled(experiment, **wrong))
    assert re.fullmatch(r"d[Wb]\d differs from central differences by up to \S+", found)


def test_a_wrong_shape_is_named() -> None:
    wrong = {"dW2": "dZ2.T @ A1", "db2": "dZ2.sum(axis=1)", "dA1": "dZ2"}
    likes = {"dW2": "W2", "db2": "b2", "dA1": "A1"}
    for name, line in wrong.items():
        found = failure(filled(Experiment(samples=40), **{name: line}))
        assert found == f"{name} must have the shape of {likes[name]}"


def test_the_gaps_give_nothing_away() -> None:
    for experiment, convention in product(RUNS, CONVENTIONS):
        text = skeleton(experiment, convention)
        backward = text.partition("def backward")[2].partition("# ---")[0]
        assert not re.search(r"= .*(@|\.T|\.sum| / )", backward)
        text = notebook(Timeline(experiment), 6, convention=convention, library=SKELETON)
        said = "".join(cells_of(text, "markdown"))
        assert not re.search(r"\\top dZ|dZ_\\ell W|\(A_\d - Y\)|A_\\ell \(1|\\sum_i dZ", said)


def test_filled_it_passes_the_linter(tmp_path: Path) -> None:
    for at, (experiment, convention) in enumerate(product(RUNS, CONVENTIONS)):
        (tmp_path / f"p{at}.py").write_text(filled(experiment, convention), encoding="utf-8")
    assert lint(tmp_path) == ""


def test_after_a_failed_check_the_weights_are_the_initial_ones() -> None:
    text = filled(Experiment(samples=40), dZ1="dA1").replace("\ngrad_check()\n", "\nbefore = W1.copy()\n"
        "try:\n    grad_check()\nexcept AssertionError:\n    assert (W1 == before).all()\n")  # fmt: skip
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(text, "skeleton", "exec"), {"__name__": "__main__"})


# --- the notebook ----------------------------------------------------------------------------------


def cells_of(text: str, kind: str = "code") -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == kind]


class _Plotted(ModuleType):
    """Stand for Matplotlib, and keep what is drawn."""

    def __init__(self) -> None:
        super().__init__("matplotlib.pyplot")
        self.drawn: dict[str, tuple[object, ...]] = {}

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)

        def draw(*what: object, **how: object) -> "_Plotted":
            self.drawn[name] = what
            return self

        return draw


PLOTTED = [
    Experiment(samples=40), Experiment(samples=40, hidden=(), loss="squared_error"),
    Experiment(samples=40, dataset="blobs", features=("x1sq", "sinx2")), Experiment(dataset="iris"),
]  # fmt: skip


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("library", LIBRARIES)
def test_the_plot_shows_what_the_network_predicts(
    library: str, convention: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for experiment in PLOTTED:
        run = Timeline(experiment)
        plotted = _Plotted()
        package = ModuleType("matplotlib")
        package.pyplot = plotted  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "matplotlib", package)
        monkeypatch.setitem(sys.modules, "matplotlib.pyplot", plotted)
        text = notebook(run, 3, convention=convention, library=library, plot=True)
        assert "and Matplotlib." in text
        space: dict[str, object] = {"__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()):
            for cell in cells_of(text):
                exec(compile(cell, "notebook", "exec"), space)
        x1, x2, predicted = (np.asarray(each) for each in plotted.drawn["contourf"])
        assert_predicts(run, x1, x2, predicted)
        points = [np.asarray(each) for each in plotted.drawn["scatter"]]
        assert all(np.allclose(points[at], run.train.X[:, at]) for at in (0, 1))
        assert "show" in plotted.drawn
        assert cells_of(text)[:-1] == cells_of(notebook(run, 3, convention=convention, library=library))


def assert_predicts(run: Timeline, x1: np.ndarray, x2: np.ndarray, predicted: np.ndarray) -> None:
    """Compare the plot with the nearest training samples' own predictions, whose inputs are known."""
    network, X = run.at(3).network, run.train.X
    classes = forward(network, X).A[-1].argmax(axis=1)
    nearest = [(int(np.abs(x2[:, 0] - y).argmin()), int(np.abs(x1[0] - x).argmin())) for x, y in X[:, :2]]
    agree = [predicted[place] == c for place, c in zip(nearest, classes, strict=True)]
    assert np.mean(agree) > 0.95


def test_a_notebook_with_gaps_is_the_skeleton_cell_by_cell() -> None:
    run = Timeline(Experiment(samples=40))
    code = "\n".join(cells_of(notebook(run, 6, library=SKELETON)))
    assert set(lines_of(code)) <= set(lines_of(skeleton(run.experiment)))
    assert code.count("= ...") == 7


def lines_of(text: str) -> Iterable[str]:
    return (line for line in text.splitlines() if line.strip())
