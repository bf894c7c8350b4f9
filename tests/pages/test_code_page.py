"""Code: what the page shows and hands out is the program of the run, and the numbers are the run's."""

import contextlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from core import (
    CONVENTIONS,
    LIBRARIES,
    Timeline,
    backward,
    forward,
    notebook,
    program,
    program_output,
)
from pages.scenes.code.files import Files

Open = Callable[..., Any]
PAGE = "pages/code.py"

LINKS: dict[str, dict[str, str]] = {
    "at a step": {"step": "40"},
    "everything": {
        "dataset": "arms", "hidden": "4,3", "activation": "relu", "optimizer": "adam", "lr": "0.03",
        "schedule": "0.01@10", "batch": "16", "l2": "0.003", "step": "30",
    },
    "no hidden layer": {"dataset": "blobs", "hidden": "none", "step": "5"},
    "one step": {"step": "1"},
}  # fmt: skip
every_link = pytest.mark.parametrize("link", LINKS.values(), ids=LINKS.keys())


def output(visited: Any) -> str:
    return str(visited.at.code[0].value)


def code(visited: Any) -> str:
    return str(visited.at.code[1].value)


def said(visited: Any) -> str:
    return "\n".join(each.value for each in [*visited.at.markdown, *visited.at.caption])


def printed_by(text: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "program", "exec"), {"__name__": "__main__"})
    return out.getvalue().strip()


@every_link
@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("convention", CONVENTIONS)
def test_the_code_on_the_page_prints_what_stands_beside_it(
    visit: Open, link: dict[str, str], library: str, convention: str
) -> None:
    own = {"library": library, "convention": convention}
    visited = visit(PAGE, **link, **own)
    run, step = Timeline(visited.experiment), int(link["step"])
    assert code(visited).strip() == program(run, step, **own).strip()
    assert output(visited) == program_output(run, step) == printed_by(code(visited))
    assert visited.link == link | {k: v for k, v in own.items() if v not in ("numpy", "rows")}
    name = f"backprop_{run.experiment.dataset}{'_torch' if library == 'torch' else ''}.py"
    assert f"`python {name}`" in said(visited)
    assert "every digit agrees" in said(visited)


def test_the_first_visit_shows_a_program_that_learns(visit: Open) -> None:
    visited = visit(PAGE)
    assert visited.link == {}
    assert "The run is at step 0, so the program trains up to step 1,000." in said(visited)
    lines = output(visited).splitlines()
    assert lines[0] == "step 0 · loss 0.8181 train, 0.8003 test · accuracy 50 % train, 50 % test"
    assert lines[-1].startswith("step 1,000 ")
    assert output(visited) == printed_by(code(visited))
    assert "dW2 = A1.T @ dZ2" in code(visited)


def test_a_large_network_is_not_trained_long_for_a_first_look(visit: Open) -> None:
    visited = visit(PAGE, hidden="64,64,64,64", samples="1000")
    last = output(visited).splitlines()[-1]
    assert last.startswith(("step 50 ", "step 100 ", "step 20 "))


def test_the_files_are_those_of_the_run(visit: Open) -> None:
    visited = visit(PAGE, dataset="moons", convention="columns", step="20")
    buttons = visited.at.get("download_button")
    assert [each.proto.label for each in buttons] == [
        "Program (.py)", "Skeleton (.py)", "Notebook (.ipynb)", "PyTorch version (.py)"
    ]  # fmt: skip
    run = Timeline(visited.experiment)
    files = Files(run, 20, "columns")
    assert [files.name(kind) for kind in ("numpy", "skeleton", "notebook", "torch")] == [
        "backprop_moons.py", "backprop_moons_skeleton.py", "backprop_moons.ipynb", "backprop_moons_torch.py"
    ]  # fmt: skip
    assert files.text("numpy") == program(run, 20, convention="columns")
    assert files.text("torch") == program(run, 20, convention="columns", library="torch")
    assert files.text("skeleton") == program(run, 20, convention="columns", library="skeleton")
    assert json.loads(files.text("notebook")) == json.loads(notebook(run, 20, convention="columns"))
    for library, name in (("torch", "_torch"), ("skeleton", "_skeleton"), ("numpy", "")):
        for plot in (False, True):
            other = Files(run, 20, "rows", library, plot)
            assert other.name("notebook") == f"backprop_moons{name}.ipynb"
            assert other.text("notebook") == notebook(run, 20, library=library, plot=plot)


def test_the_skeleton_is_shown_with_the_numbers_that_it_must_reach(visit: Open) -> None:
    visited = visit(PAGE, step="20", library="skeleton", plot="yes")
    run = Timeline(visited.experiment)
    assert code(visited).strip() == program(run, 20, library="skeleton").strip()
    assert output(visited) == program_output(run, 20)
    assert "**the backward pass is left to you**" in said(visited)
    assert "`python backprop_circles_skeleton.py`" in said(visited)
    assert visited.link == {"library": "skeleton", "plot": "yes", "step": "20"}
    visited.choose("Notebook", "no")
    visited.choose("Backward pass", "numpy")
    assert visited.link == {"step": "20"}


def test_what_is_chosen_is_what_is_written_and_what_the_link_says(visit: Open) -> None:
    visited = visit(PAGE, step="12")
    visited.choose("Samples as", "columns")
    assert "dW2 = dZ2 @ A1.T" in code(visited)
    visited.choose("Backward pass", "torch")
    assert "loss.backward()" in code(visited)
    visited.choose("Training step", 25)
    assert output(visited).splitlines()[-1].startswith("step 25 ")
    assert visited.link == {"library": "torch", "convention": "columns", "step": "25"}


def test_the_convention_is_the_one_chosen_in_one_step(visit: Open) -> None:
    visited = visit("pages/one_step.py", step="3")
    visited.choose("Samples as", "columns")
    visited.turn_to(PAGE)
    assert "dW2 = dZ2 @ A1.T" in code(visited)
    visited.choose("Samples as", "rows")
    visited.turn_to("pages/one_step.py")
    assert "convention" not in visited.link


def test_a_run_that_overflows_is_told_and_written_to_its_end(visit: Open) -> None:
    visited = visit(PAGE, activation="relu", init="he", l2="1", lr="10", step="4000")
    run = Timeline(visited.experiment)
    end = run.at(4000)
    assert end.divergence is not None
    assert [each.value for each in visited.at.info] == [end.divergence.message]
    assert output(visited) == program_output(run, 4000)
    assert output(visited).splitlines()[-1].startswith(f"step {end.step:,} ")


def test_where_rounding_decides_the_page_says_so(visit: Open) -> None:
    visited = visit(PAGE, init="zeros", optimizer="adam", lr="0.1", step="20")
    assert "on, the digits may differ" in said(visited)


def test_bad_choices_are_named_and_replaced(visit: Open) -> None:
    visited = visit(PAGE, library="jax", convention="diagonal", step="4")
    assert len(visited.notices) == 2
    assert visited.link == {"step": "4"}


def test_pasted_gradients_are_judged_and_no_link_holds_them(visit: Open) -> None:
    visited = visit(PAGE)
    run = Timeline(visited.experiment)
    now = run.at(0)
    layer = backward(now.network, forward(now.network, run.train.X), run.train.Y).layers[1]
    (field,) = visited.at.text_area
    field.set_value(f"dW2 = {140 * layer.dW}\ndb2 = {layer.db}")
    visited.run()
    assert "- ✗ **dW2**: it is n = 140 times too large: 1/n is missing.\n- ✓ **db2**: right." in said(
        visited
    )
    assert visited.link == {}
    visited.at.text_area[0].set_value(f"dW2 = {layer.dW}")
    visited.run()
    visited.choose("Samples as", "columns")
    assert "- ✗ **dW2**: it is transposed." in said(visited)
    visited.at.text_area[0].set_value("dW2 = [[0.1 ... 0.2]]")
    visited.run()
    assert ["dW2 is shortened with …" in each.value for each in visited.at.error] == [True]
