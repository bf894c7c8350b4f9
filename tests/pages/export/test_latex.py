r"""Exported LaTeX compiles in an article and on slides without a warning, and nothing leaves the page."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from core import EQUATIONS
from core.notes.display import ROOM, display, fits
from core.notes.latex_size import latex_size
from pages.export.equation import latex
from pages.export.order import read_order
from pages.export.pictures import PICTURES
from pages.scenes.notes.latex import numbers, of_derivation, of_step, symbols
from pages.scenes.notes.notes_at_step import NotesAtStep
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.stage.runs import timeline

RUNS: list[dict[str, str]] = [
    {},
    {"step": "40", "hidden": "8,8,8", "activation": "relu"},
    {"step": "300", "dataset": "blobs", "hidden": "64", "optimizer": "adam", "convention": "columns"},
    {"step": "12", "dataset": "spiral", "hidden": "none", "l2": "0.01", "batch": "10", "whole": "no"},
    {"step": "5", "init": "zeros"},
    {"step": "3000", "hidden": "3,2", "activation": "tanh", "lr": "3"},
    {"step": "20", "dataset": "blobs", "hidden": "16,16,16,16", "count": "12"},
    {"step": "3000", "optimizer": "momentum", "l2": "0.1", "convention": "columns", "batch": "1"},
]
"""Runs of 0 to 4 hidden layers of 2 to 64 units."""

DERIVED = [*RUNS[:4], {"step": "9", "objective": "squared_error", "activation": "tanh"}]

CLASSES = {
    "A4": r"\documentclass[a4paper]{article}\usepackage{amsmath}",
    "Letter, 12 points": r"\documentclass[letterpaper,12pt]{article}\usepackage{amsmath}",
    "slide 4:3": r"\documentclass[hyperref={bookmarks=false}]{beamer}",
    "slide 16:9": r"\documentclass[aspectratio=169,hyperref={bookmarks=false}]{beamer}",
}
"""With nothing but what a comment in the text asks for; bookmarks would need a second run."""

PROBLEM = re.compile(r"Overfull|Underfull|Warning|^!", re.MULTILINE)


@cache
def pictures() -> list[str]:
    """Return the LaTeX of every picture and every phase of each run; the same equations once."""
    made = []
    for run in RUNS:
        order, ignored = read_order(run)
        assert ignored == ()
        step = InspectedStep(timeline(order.experiment), order.step, order.one_step)
        links = [{"figure": name} for name in PICTURES if name != "phase"]
        links += [{"figure": "phase", "phase": phase.key} for phase in step.rows.phases]
        made += [latex(read_order(run | link)[0]) for link in links]
    return list({text.partition("\n")[2]: text for text in made}.values())


@cache
def texts() -> list[str]:
    """Return these, every equation of the notes for two runs, and derivations of all kinds."""
    printed = [text for run in RUNS[:2] for text in notes(run)]
    return [*pictures(), *printed, *(text for run in DERIVED for text in derivation(run))]


def derivation(run: dict[str, str]) -> list[str]:
    """Return each step of the derivation, and all of it as one text."""
    order, ignored = read_order(run)
    assert ignored == ()
    at_step = NotesAtStep(timeline(order.experiment), order.step, order.notes)
    steps = [step for section in at_step.derivation.values() for step, _ in section]
    copies = [of_step(step, at_step.case) for step in steps] + [of_derivation(steps, at_step.case)]
    return [text for both in copies for text in both if text]


def notes(run: dict[str, str]) -> list[str]:
    order, _ = read_order(run)
    at_step = NotesAtStep(timeline(order.experiment), order.step, order.notes)
    written = [(symbols(each), numbers(each, at_step.case)) for each in at_step.examinations]
    assert len(written) == len(EQUATIONS)
    return [display(lines) for both in written for lines in both]


def log_of(head: str, texts: list[str], folder: Path) -> str:
    """Return the log of one document with every text once; a slide holds what has no empty line inside."""
    slides = list(dict.fromkeys(part for text in texts for part in text.split("\n\n")))
    if "beamer" in head:
        slides = [f"\\begin{{frame}}{{An equation}}\n{slide}\n\\end{{frame}}\n" for slide in slides]
    body = "\n\n".join(slides)
    (folder / "all.tex").write_text(f"{head}\n\\begin{{document}}\n{body}\n\\end{{document}}\n")
    command = ["pdflatex", "-interaction=nonstopmode", "-draftmode", "all.tex"]
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return (folder / "all.log").read_text(errors="replace")


def problems(log: str) -> list[str]:
    return [line for line in log.splitlines() if PROBLEM.search(line)]


@pytest.mark.needs_latex
@pytest.mark.parametrize("name", CLASSES)
def test_every_equation_compiles_and_fits(name: str, tmp_path: Path) -> None:
    log = log_of(CLASSES[name], texts(), tmp_path)
    assert problems(log) == []
    assert "Here is how much of TeX's memory you used" in log  # it came to the end


FAULTS = {
    "Overfull \\hbox": "\\begin{align*}\n" + "x + " * 200 + "x\n\\end{align*}",
    "Overfull \\vbox": "\\begin{align*}\n" + "x \\\\\n" * 60 + "x\n\\end{align*}",
    "! Package amsmath Error": "\\begin{equation}\nx \\tag{1}\ny \\tag{1}\n\\end{equation}",
}


@pytest.mark.needs_latex
def test_the_log_tells_what_is_wrong(tmp_path: Path) -> None:
    for sign, fault in FAULTS.items():
        found = problems(log_of(CLASSES["slide 4:3"], [fault], tmp_path))
        assert any(sign in line for line in found), sign


def test_a_text_says_what_it_needs_and_of_which_samples_it_is() -> None:
    of_batch = latex(read_order({"figure": "phase", "phase": "dW2", "step": "40"})[0])
    of_six = latex(
        read_order({"figure": "phase", "phase": "dW2", "step": "40", "count": "6", "points": "9,3"})[0]
    )
    for text, samples in (
        (of_batch, "all 140 training samples"),
        (of_six, "6 of 140 training samples: 9, 3"),
    ):
        first, *others = text.splitlines()
        assert first.startswith("% Phase of a step, step 40: Gradient")
        assert samples in first
        assert any(r"\usepackage{amsmath}" in line for line in others)
    assert of_batch.partition(r"\begin")[2] != of_six.partition(r"\begin")[2]


def test_no_display_has_two_equal_tags_or_a_signed_zero() -> None:
    for text in pictures():
        tags = re.findall(r"\\tag\{(.*?)\}", text)
        assert len(set(tags)) == len(tags)
        assert not re.search(r"-0(?![.\d])", text)


def test_every_row_but_the_last_ends_in_a_line_break() -> None:
    for text in texts():
        for inside in re.findall(r"\\begin\{align\*\}\n(.*?)\n\\end\{align\*\}", text, re.DOTALL):
            *rows, last = inside.splitlines()
            assert all(re.search(r" \\\\(\[4pt\])?$", row) for row in rows)
            assert not last.endswith(r"\\")
            assert all(
                re.sub(r"\\begin\{bmatrix\}.*?\\end\{bmatrix\}", "", row).count("&") == 1 for row in rows
            )


def test_an_equation_breaks_at_its_relations_and_then_at_its_operators() -> None:
    row = " + ".join(["x_{1}"] * 10)
    assert display(["a = b = c"]).splitlines()[-2] == "a &= b = c"
    text = display([f"a = {row} = {row} + y"]).strip().splitlines()
    assert text[-4:-1] == [rf"a &= {row} \\", rf"&= {row} \\", r"&\quad + y"]
    assert latex_size(f"= {row} + y").width > ROOM[""][0] - 1


def test_no_display_begins_with_a_brace_that_a_frame_would_take_for_its_subtitle() -> None:
    displays = [
        re.sub(r"^%.*\n", "", part, flags=re.MULTILINE) for text in texts() for part in text.split("\n\n")
    ]
    assert {part.partition("\n")[0] for part in displays} == {
        r"\begin{align*}",
        r"\begingroup\footnotesize",
    }


def test_what_is_too_high_for_one_slide_is_several_displays() -> None:
    column = r"\begin{bmatrix} " + r" \\ ".join("123456789") + r" \end{bmatrix}"
    equations = [f"{name} = {column}" for name in "ab"]
    assert fits(equations[:1])
    assert not any(fits(equations, size) for size in ROOM)
    assert display(equations).count(r"\begin{align*}") == 2
