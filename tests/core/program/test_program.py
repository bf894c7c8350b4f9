"""The run as a program: run by a fresh interpreter, it prints and leaves the numbers of the timeline."""

import contextlib
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path
from urllib.parse import parse_qsl

import nbformat
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core import (
    ACTIVATIONS,
    CONVENTIONS,
    DATASETS,
    FEATURES,
    GIVEN,
    INITIALIZERS,
    LIBRARIES,
    LOSSES,
    OPTIMIZERS,
    SCALINGS,
    Agreement,
    Experiment,
    Timeline,
    agreement,
    from_link,
    line_of_code,
    notebook,
    open_step,
    program,
    program_output,
)
from core.program.printing import steps_shown
from tests.core.program.programs import Ran, distance, run_all
from tests.core.strategies import divides_rounding, experiments

NUMPY, TORCH = 1e-12, 1e-6

RATES = {"sgd": 0.5, "momentum": 0.1, "rmsprop": 0.01, "adam": 0.03}
DEPTHS: tuple[tuple[int, ...], ...] = ((4,), (), (3, 5), (4, 3, 2), (5, 4, 3, 2))
DEFAULT = Experiment()
FULL = Experiment(
    dataset="arms", hidden=(4, 3), activation="relu", init="he", optimizer="adam", learning_rate=0.03,
    schedule=((20, 0.01), (55, 0.003), (500, 0.1)), batch_size=16, l2=0.003, seed=7, data_seed=11,
    noise=0.05, samples=151, test_fraction=0.25,
)  # fmt: skip


# Two or three points of each class, of coordinates that differ in size; the first one is the same for all.
SIX_CLASSES = (
    "axes:a b,c__"
    + "__".join(
        f"name {at}@" + "_".join(f"2,{(7 * at + i) % 13 - 4.25}e2" for i in range(2 + at % 2))
        for at in range(6)
    )
    + "__15"
)


def spread() -> list[tuple[Experiment, int]]:
    """Return experiments in which every choice occurs, next to most of the others."""
    found = [(DEFAULT, 240), (FULL, 90)]
    inits = [name for name in INITIALIZERS if name != "zeros"]
    for at, (optimizer, activation) in enumerate(product(OPTIMIZERS, ACTIVATIONS)):
        chosen = Experiment(
            dataset=DATASETS[at % len(DATASETS)],
            samples=(60, 101, 200)[at % 3],
            noise=(0.1, 0.0, 0.25, 0.5)[at % 4],
            test_fraction=(0.3, 0.8, 0.1)[at % 3],
            hidden=DEPTHS[at % len(DEPTHS)],
            activation=activation,
            loss=list(LOSSES)[at // 2 % 2],
            init=inits[at % len(inits)],
            optimizer=optimizer,
            learning_rate=RATES[optimizer],
            schedule=((), ((7, 0.01),), ((30, 0.02), (31, 0.01)))[at % 3],
            batch_size=(None, 1, 13, 5)[at % 4],
            batch_schedule=((), ((3, 7), (12, None)), ((5, 20), (6, 20)), ())[at % 4],
            l2=(0.0, 0.01)[at % 2],
            l2_schedule=((), (), ((4, 0.02), (9, 0.0)))[at % 3],
            l1=(0.0, 0.003, 0.0)[at % 3],
            l1_schedule=((), ((6, 0.001),), (), (), ())[at % 5],
            features=((), tuple(FEATURES), (), ("x1x2", "sinx1"))[at % 4],
            data_seed=at,
            seed=2 * at,
        )
        found.append((chosen, (40, 7, 61)[at % 3]))
    for at, optimizer in enumerate(OPTIMIZERS):
        by_hand = Experiment(
            samples=60, hidden=DEPTHS[at], optimizer=optimizer, learning_rate=RATES[optimizer],
            edits=((0, "W1:2,1", 0.35), (5, "b1:2", -1.0), (5, "W1:1,2", 2.0), (12, "W1:2,1", 0.1)),
            frozen=(("W1:1,1", 0, None), ("b1", 3, 9), (f"W{len(DEPTHS[at]) + 1}", 6, None)),
            batch_size=(None, 13)[at % 2],
        )  # fmt: skip
        found.append((by_hand, 12))
    found.append((Experiment(loss="squared_error"), 240))
    found.append((Experiment(loss="squared_error", hidden=(), dataset="blobs", l2=0.01), 40))
    for at, scaling in enumerate(SCALINGS):
        columns = ("petal_length,petal_width", "sepal_length,petal_width")[at % 2]
        noise = (0.0, 0.1)[at % 2]
        iris = Experiment(dataset="iris", columns=columns, scaling=scaling, jitter=noise, data_seed=at)
        found.append((iris, 30))
        found.append((Experiment(dataset="own", points=SIX_CLASSES, scaling=scaling, hidden=(4,) * at), 20))
    found.append((Experiment(init="zeros", hidden=(3,)), 25))
    found.append((Experiment(batch_size=1000, dataset="blobs", hidden=(6,)), 30))
    return found


SPREAD = spread()


def assert_same(ran: Ran, run: Timeline, step: int, *, columns: bool, tolerance: float) -> None:
    assert ran.printed == program_output(run, step) + "\n"
    assert distance(ran, run.at(step).network, columns=columns) <= tolerance


def test_the_spread_has_everything() -> None:
    choices = {
        "dataset": (*DATASETS, *GIVEN), "optimizer": OPTIMIZERS, "activation": ACTIVATIONS,
        "init": INITIALIZERS, "loss": LOSSES,
    }  # fmt: skip
    for name, values in choices.items():
        assert {getattr(chosen, name) for chosen, _ in SPREAD} == set(values)
    assert {len(chosen.hidden) for chosen, _ in SPREAD} == {0, 1, 2, 3, 4}
    assert {bool(chosen.l2) for chosen, _ in SPREAD} == {True, False}


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_program_comes_to_the_numbers_of_the_run(tmp_path: Path, library: str, convention: str) -> None:
    runs = [(Timeline(chosen), step) for chosen, step in SPREAD]
    texts = [program(run, step, convention=convention, library=library) for run, step in runs]
    tolerance = TORCH if library == "torch" else NUMPY
    for ran, (run, step) in zip(run_all(tmp_path, texts), runs, strict=True):
        assert_same(ran, run, step, columns=convention == "columns", tolerance=tolerance)
        loaded = {name.partition(".")[0] for name in ran.modules}
        assert not loaded & {"core", "pages", "streamlit", "pandas", "plotly"}
        assert ("torch" in loaded) is (library == "torch")


def test_a_notebook_is_valid_and_comes_to_them_cell_by_cell(tmp_path: Path) -> None:
    runs = [(Timeline(chosen), step) for chosen, step in SPREAD]
    texts = [notebook(run, step) for run, step in runs]
    for text in texts:
        nbformat.validate(nbformat.reads(text, as_version=4))
    for ran, (run, step) in zip(run_all(tmp_path, texts, ".ipynb"), runs, strict=True):
        assert_same(ran, run, step, columns=False, tolerance=NUMPY)


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_notebook_has_the_code_of_the_program(library: str, convention: str) -> None:
    run = Timeline(FULL)
    cells = json.loads(notebook(run, 30, convention=convention, library=library))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    text = program(run, 30, convention=convention, library=library)
    assert all(each in text for each in code)
    bare = re.sub(r"^# --- .* ---$", "", text.split('"""\n\n', 1)[1], flags=re.MULTILINE)
    assert "".join("".join(code).split()) == "".join(bare.split())


drawn = experiments(
    init=st.sampled_from(["normal", "xavier", "he"]), batch_size=st.none() | st.integers(1, 100)
)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(drawn, st.integers(1, 6), st.sampled_from(CONVENTIONS))
def test_any_experiment_becomes_a_program(chosen: Experiment, step: int, convention: str) -> None:
    run = Timeline(chosen)
    assume(not divides_rounding(run, step))
    ran = run_here(program(run, step, convention=convention))
    # Where samples cancel, a gradient is pure rounding; rmsprop and adam divide it by 1e-8.
    fastest = max(chosen.values_of("learning_rate"))
    floor = 1e-8 * fastest if chosen.optimizer in ("rmsprop", "adam") else NUMPY
    assert ran.printed == program_output(run, step) + "\n"
    assert distance(ran, run.at(step).network, columns=convention == "columns") <= floor


# --- the checker is checked --------------------------------------------------------------------------

BUGS = [
    ("(A2 - Y) / n", "(A2 - Y)"),
    ("dA1 = dZ2 @ W2.T", "dA1 = dZ2 @ W2.T * (1 + 1e-9)"),
    ("dA1 * A1 * (1 - A1)", "dA1 * (1 - A1 * A1)"),
    ("W1 - lr * dW1", "W1 + lr * dW1"),
    ("b2 - lr * db2", "b2"),
    ("default_rng((0, 1))", "default_rng((0, 4))"),
    ("np.sqrt(6 / (d + h))", "np.sqrt(6 / d)"),
    ("range(40)", "range(41)"),
    ("{loss:.4g}", "{loss:.3g}"),
    ("{10, 20, 30, 40}", "{10, 20, 30}"),
]


@pytest.mark.parametrize(("right", "wrong"), BUGS, ids=[wrong for _, wrong in BUGS])
def test_a_planted_mistake_is_noticed(right: str, wrong: str) -> None:
    run = Timeline(DEFAULT)
    text = program(run, 40)
    assert_same(run_here(text), run, 40, columns=False, tolerance=NUMPY)
    assert text.count(right) == 1
    with pytest.raises(AssertionError):
        assert_same(run_here(text.replace(right, wrong)), run, 40, columns=False, tolerance=NUMPY)


# --- what is written, and what is left out -----------------------------------------------------------


def test_the_link_of_a_program_is_read_back_whatever_the_names() -> None:
    points = "axes:a+b,c%41__x+y@2,3_4,5__z@6,7_8,9__4"
    chosen = Experiment(dataset="own", points=points)
    link = next(line for line in program(Timeline(chosen), 3).splitlines() if line.startswith("/?"))
    assert from_link(dict(parse_qsl(link.removeprefix("/?")))) == (chosen, 3, ())


def test_programs_pass_the_linter(tmp_path: Path) -> None:
    for at, ((chosen, step), library, convention) in enumerate(product(SPREAD, LIBRARIES, CONVENTIONS)):
        text = program(Timeline(chosen), step, library=library, convention=convention)
        (tmp_path / f"p{at}.py").write_text(text, encoding="utf-8")
    assert lint(tmp_path) == ""
    (tmp_path / "planted.py").write_text("import numpy as np\n\n\ndef f(X):\n    Z = X\n    return X\n")
    assert "F401" in lint(tmp_path)


def lint(folder: Path) -> str:
    """Return what ruff finds: unused names and arguments among them."""
    rules = "E,F,W,I,B,UP,SIM,C4,PIE,RET,ARG,RUF,NPY,PERF"
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--output-format=concise",
         "--target-version=py311", "--line-length=100", f"--select={rules}",
         "--ignore=B905,RUF001,RUF002,RUF003", "."],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"noise": 0.2}, "standard_normal"),
        ({"l2": 0.01}, "l2"),
        ({"batch_size": 10}, "batch"),
        ({"schedule": ((5, 0.1),)}, "rates"),
        ({"l2_schedule": ((5, 0.1),)}, "l2_from"),
        ({"l1_schedule": ((5, 0.1),)}, "l1_from"),
        ({"batch_schedule": ((5, 20),)}, "sizes"),
        ({"edits": ((20, "W1:2,1", 0.5),)}, "W1[1, 0] = 0.5"),
        ({"frozen": (("b2", 19, None),)}, "b2[:] = old_b2"),
        ({"optimizer": "momentum"}, "zeros_like"),
        ({"optimizer": "rmsprop"}, "np.sqrt(s)"),
        ({"optimizer": "adam"}, "m_hat"),
        ({"activation": "tanh"}, "np.tanh"),
        ({"activation": "relu"}, "np.maximum"),
        ({"init": "he"}, "rng.normal"),
        ({"loss": "squared_error"}, "dA2"),
    ],
)
def test_only_what_the_experiment_has_is_written(change: dict[str, object], words: str) -> None:
    plain = replace(DEFAULT, noise=0.0)
    assert words in program(Timeline(replace(plain, **change)), 20)
    assert words not in program(Timeline(plain), 20)


def test_a_change_of_rate_that_comes_too_late_is_left_out() -> None:
    run = Timeline(Experiment(schedule=((10, 0.5), (20, 0.1))))
    assert "rates = {0: 1.0, 10: 0.5}" in program(run, 20)
    assert "rates = {0: 1.0, 10: 0.5, 20: 0.1}" in program(run, 21)
    assert "rates" not in program(run, 10)


def test_other_changes_that_come_too_late_are_left_out() -> None:
    changes = {"batch_schedule": ((20, 10),), "l2_schedule": ((20, 0.1),), "l1_schedule": ((20, 0.1),)}
    changing = Timeline(Experiment(**changes))  # type: ignore[arg-type]
    plain = program(Timeline(Experiment()), 20).partition("\n/?")
    assert program(changing, 20).partition("\n/?")[0] == plain[0]
    assert program(changing, 20).partition('"""\n\n')[2] == plain[2].partition('"""\n\n')[2]
    later = program(changing, 21)
    assert "sizes = {0: 140, 20: 10}" in later
    assert "l2_from = {0: 0.0, 20: 0.1}" in later


def test_what_is_done_by_hand_too_late_is_left_out() -> None:
    run = Timeline(Experiment(edits=((21, "b1:1", 0.5),), frozen=(("W1", 20, None),)))
    text = program(run, 20)
    assert "by hand" not in text.partition('"""\n\n')[2]
    assert "old_" not in text
    assert "b1[0] = 0.5" in program(run, 21)
    assert "old_W1" in program(run, 21)


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize(("hidden", "most"), [((4,), 96), ((), 90), ((64, 64, 64, 64), 125)])
def test_a_program_is_short_and_narrow(hidden: tuple[int, ...], most: int, convention: str) -> None:
    for dataset, activation in product(DATASETS, ACTIVATIONS):
        chosen = Experiment(hidden=hidden, dataset=dataset, activation=activation, samples=30)
        lines = program(Timeline(chosen), 30, convention=convention).splitlines()
        assert len(lines) <= most
        assert max(len(line) for line in lines) <= 96


SHAPES = re.compile(
    r"^ *(?P<name>d?[ZAWb]\d) = [^#]*# (?:.* = )?\((?P<shape>[^()]*)\)(?:  softmax)?$", re.MULTILINE
)


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("hidden", DEPTHS)
def test_every_shape_in_a_comment_is_the_one_that_numpy_has(
    hidden: tuple[int, ...], convention: str
) -> None:
    chosen = Experiment(dataset="arms", hidden=hidden, activation="relu", l2=0.1)
    text = program(Timeline(chosen), 1, convention=convention)
    sizes = {"d": 2, "h": hidden[0] if hidden else 0, "k": 3, "1": 1, "n": 141}
    sizes |= {f"h{at}": width for at, width in enumerate(hidden, start=1)}
    claimed = {found["name"]: found["shape"] for found in SHAPES.finditer(text)}
    depth = len(hidden) + 1
    assert set(claimed) >= {
        f"{letter}{at}" for letter in ("Z", "A", "dZ", "dW", "db") for at in range(1, depth + 1)
    }
    # Each line of the mathematics is followed by a check of what its comment says.
    checked = SHAPES.sub(lambda found: f"{found[0]}\n{indent_of(found[0])}assert {found['name']}.shape in "
                         f"{shapes_of(found['shape'], sizes)}", text)  # fmt: skip
    run_here(checked)
    with pytest.raises(AssertionError):
        run_here(checked.replace("assert dW1.shape in", "assert dW1.T.shape in"))


def indent_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def shapes_of(letters: str, sizes: dict[str, int]) -> list[tuple[int, ...]]:
    """Return the shape that letters say, for training and for test points."""
    names = [name.strip() for name in letters.split(",") if name.strip()]
    return [tuple({**sizes, "n": n}[name] for name in names) for n in (sizes["n"], 59, 60, 140)]


# --- how far the digits agree ------------------------------------------------------------------------


def test_where_rounding_does_not_decide_every_digit_agrees() -> None:
    for chosen, step in SPREAD:
        assert agreement(Timeline(chosen), step) == Agreement(step, None)
    assert agreement(Timeline(DEFAULT), 5000, most=2500) == Agreement(2000, None)


def test_where_rounding_decides_it_is_said() -> None:
    """With all-zero weights the gradients cancel, and Adam makes whole steps of what is left of them."""
    run = Timeline(Experiment(init="zeros", optimizer="adam", learning_rate=0.1))
    diverged = agreement(run, 10).diverged
    assert diverged is not None
    ours = run_here(program(run, 10)).printed.splitlines()
    assert ours != program_output(run, 10).splitlines()
    assert 0 < diverged <= 10


# --- where a run ends, and what is refused -----------------------------------------------------------

WILD = Experiment(activation="relu", init="he", l2=1.0, learning_rate=10.0)
WILD_SIGMOID = Experiment(l2=1.0, learning_rate=10.0)
WILD_SQUARES = Experiment(loss="squared_error", activation="relu", init="he", l2=1.0, learning_rate=10.0)


@pytest.mark.parametrize("chosen", [WILD, WILD_SIGMOID, WILD_SQUARES], ids=["relu", "sigmoid", "squares"])
def test_a_run_that_overflows_ends_where_the_timeline_does(tmp_path: Path, chosen: Experiment) -> None:
    run = Timeline(chosen)
    end = run.at(4000)
    assert end.divergence is not None
    text = program(run, 4000)
    assert f"range({end.step})" in text
    assert " ".join(end.divergence.message.split()) in " ".join(text.split())
    assert text == program(run, end.step)
    (ran,) = run_all(tmp_path, [text])
    assert ran.printed == program_output(run, 4000) + "\n"
    assert ran.printed.splitlines()[-1].startswith(f"step {end.step:,} ")
    assert distance(ran, end.network, columns=False) <= 1e-9


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"step": 0}, "step must be a whole number from 1 to 1000000; got 0"),
        ({"step": -1}, "step must be"),
        ({"step": 10**9}, "step must be"),
        ({"convention": "diagonal"}, "convention must be one of rows, columns; got 'diagonal'"),
        ({"library": "jax"}, "library must be one of numpy, torch, skeleton; got 'jax'"),
    ],
)
@pytest.mark.parametrize("write", [program, notebook])
def test_what_makes_no_program_is_refused(write: object, given: dict[str, object], told: str) -> None:
    arguments = {"step": 5, **given}
    with pytest.raises(ValueError, match=re.escape(told)):
        write(Timeline(DEFAULT), **arguments)  # type: ignore[operator]


@given(st.integers(0, 1_000_000))
def test_a_handful_of_steps_is_shown(step: int) -> None:
    shown = steps_shown(step)
    assert shown[0] == 0
    assert shown[-1] == step
    assert list(shown) == sorted(set(shown))
    assert len(shown) <= 7
    assert len(shown) >= min(step, 3)


def run_here(text: str) -> Ran:
    """Run a program in this process."""
    out, space = io.StringIO(), {"__name__": "__main__"}
    with contextlib.redirect_stdout(out):
        exec(compile(text, "program", "exec"), space)
    kept = {name: value for name, value in space.items() if re.fullmatch(r"[Wb]\d", name)}
    return Ran(out.getvalue(), {name: np.asarray(value) for name, value in kept.items()}, frozenset())


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_softmax_and_its_logarithm_are_written_as_in_one_step(convention: str) -> None:
    run = Timeline(DEFAULT)
    step = open_step(run.at(0).network, run.train.X, run.train.Y, columns=convention == "columns")
    text = program(run, 3, convention=convention)
    for key in ("A2", "l"):
        before, line = line_of_code(step, step.phase(key)).partition("  #")[0].splitlines()
        assert before in text
        if key == "A2":
            assert line in text
