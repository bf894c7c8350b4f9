"""The command: what the app takes, and one clear line for whatever is wrong."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core import Timeline, from_link, key_of
from pages.export import __main__ as command
from pages.export import formats, request
from pages.export.__main__ import listing, main
from pages.export.data import TABLES
from pages.export.formats import PAGES as SHEETS
from pages.export.order import settings
from pages.export.pictures import PICTURES
from pages.export.request import CATALOG, PAGE_KEYS, read_request
from pages.export.writing import write
from pages.scenes.table import RECORDS
from pages.session.hide import Embedding

ROOT = Path(__file__).resolve().parents[3]
LINK = "https://example.org/app/?dataset=spiral&hidden=8&step=30&speed=4"


def test_a_link_writes_what_core_says(tmp_path: Path) -> None:
    out = tmp_path / "losses.csv"
    assert main(["losses", "--link", LINK, "--out", str(out)]) == 0
    run = Timeline(from_link({"dataset": "spiral", "hidden": "8"})[0])
    assert np.array_equal(pd.read_csv(out).to_numpy(dtype=float), run.history(30))
    assert list(tmp_path.iterdir()) == [out]


def test_a_link_of_every_page_is_taken() -> None:
    keys = {key_of(record, item.name) for record in (*RECORDS, Embedding) for item in fields(record)}
    assert keys <= {*settings(), *PAGE_KEYS}


def test_a_worksheet_takes_the_address_of_its_link(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: list[dict[str, str]] = []
    monkeypatch.setattr(request, "export", lambda order, kind, report, **more: given.append(more) or b"x")
    for link in ("https://example.org/one_step?step=4", "?step=4", "step=4"):
        assert main(["worksheet", "--link", link, "--out", str(tmp_path / "x.pdf")]) == 0
        assert main(["handout", "--link", link, "--out", str(tmp_path / "x.pdf")]) == 0
    assert given == [{"address": "https://example.org/one_step"}, {}, {}, {}, {}, {}]


def test_settings_go_before_the_link(tmp_path: Path) -> None:
    one, other = tmp_path / "one.npz", tmp_path / "other.npz"
    assert (
        main(
            ["arrays", "--link", "?dataset=moons&step=9", "--hidden", "3", "--step", "4", "--out", str(one)]
        )
        == 0
    )
    assert main(["arrays", "--link", "dataset=moons&hidden=3&step=4", "--out", str(other)]) == 0
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "named", "allowed"),
    [
        ([], "NAME is missing", "decision"),
        (["pie", "--out", "x.png"], "'pie'", "decision, network"),
        (["decision"], "--out", "name the file"),
        (["decision", "--out", "x.bmp"], "'x.bmp'", ".png, .svg, .pdf, .gif, .mp4, .html"),
        (["decision", "--out", "x.csv"], ".csv", ".png, .svg, .pdf"),
        (["losses", "--out", "x.png"], ".png", ".csv"),
        (["strip", "--step", "9", "--out", "x.gif"], ".gif", ".png, .svg, .pdf"),
        (["decision", "--step", "2000000", "--out", "x.png"], "step=2000000", "0 to 1000000"),
        (["decision", "--link", "?step=-1", "--out", "x.png"], "step=-1", "0 to 1000000"),
        (["decision", "--width", "5", "--out", "x.png"], "width=5", "320 to 3840"),
        (["decision", "--size", "free", "--width", "3000", "--out", "x.html"], "3000 by 720", "0.75 to 4"),
        (["decision", "--link", "?noise=loud", "--out", "x.png"], "noise=loud", "0 to 0.5"),
        (["decision", "--link", "?datset=moons", "--out", "x.png"], "'datset'", "dataset"),
        (["decision", "--frames", "9999", "--out", "x.gif"], "frames=9999", "2 to 200"),
        (["decision", "--step", "9", "--from", "9", "--out", "x.html"], "got 9", "before the film's last"),
        (["phase", "--phase", "dW5", "--out", "x.html", "--step", "3"], "dW5", "dW2"),
        (["slope", "--hidden", "none", "--out", "x.html", "--step", "3"], "slope", "needs a hidden layer"),
        (["race", "--step", "3", "--out", "x.html"], "race", "needs a bug"),
        (["decision", "--colour", "red", "--out", "x.png"], "--colour", "unrecognized"),
        (
            ["losses", "--link", "?activation=relu&init=he&l2=1&lr=10&step=5000", "--out", "x.csv"],
            "5000", "where this run overflows",
        ),
    ],
)  # fmt: skip
def test_bad_input_gets_one_line_and_a_status(
    arguments: list[str],
    named: str,
    allowed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert named in said
    assert allowed in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["nowhere/x.csv", "folder.csv"])
def test_a_place_that_cannot_be_written_is_named(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert main(["losses", "--out", str(tmp_path / place)]) == 2
    assert f"cannot write {tmp_path / place}" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError("no"), RuntimeError("no")])
def test_what_is_interrupted_leaves_no_half_file(error: BaseException, tmp_path: Path) -> None:
    out = tmp_path / "x.gif"
    out.write_bytes(b"before")

    def make() -> bytes:
        raise error

    with pytest.raises(BaseException):  # noqa: B017, PT011
        write(out, make)
    assert [(path, path.read_bytes()) for path in tmp_path.iterdir()] == [(out, b"before")]


def test_a_cancelled_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(request, "export", interrupt)
    assert main(["losses", "--out", str(tmp_path / "x.csv")]) == 130
    assert "nothing was written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_list_names_everything() -> None:
    names = [line.split()[0] for line in listing().splitlines()]
    assert list(SHEETS) == ["handout", "worksheet", "cheat_sheet"]
    assert names == [*PICTURES, *TABLES, "caption", "equation", *SHEETS, "arrays"]


def test_help_has_examples_that_the_command_takes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert "in the root folder of the repository" in " ".join(shown.split())
    lines = [line.strip() for line in shown.splitlines()]
    examples = [line for line in lines if line.startswith("python -m pages.export ") and "--out" in line]
    assert len(examples) >= 8
    parser = command._parser()
    for example in examples:
        words = example.replace("'", "").split()[3:]
        chosen = vars(parser.parse_args(words))
        wanted = read_request(chosen)
        assert wanted.suffix.removeprefix(f"{chosen['name']}.") in CATALOG[chosen["name"]][1]
        assert wanted.order.link


def test_without_the_extra_what_is_to_be_installed_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    for name, kind in (("decision", "png"), ("decision", "gif"), ("decision", "mp4")):
        assert main([name, "--step", "3", "--out", str(tmp_path / f"x.{kind}")]) == 1
        said = capsys.readouterr().err
        assert "requirements-export.txt" in said
        assert said.count("\n") == 1
    for name, kind in (("decision", "html"), ("losses", "csv"), ("arrays", "npz"), ("caption", "txt")):
        assert main([name, "--step", "3", "--out", str(tmp_path / f"y.{kind}")]) == 0
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv", ".html", ".npz", ".txt"]


def test_no_browser_is_said_and_none_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(formats, "browser_path", lambda: None)
    assert main(["decision", "--out", str(tmp_path / "x.pdf")]) == 1
    assert "no Chrome or Chromium was found" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_is_not_where_it_was_said_to_be_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nothing"))
    assert main(["decision", "--out", str(tmp_path / "x.png")]) == 1
    said = capsys.readouterr().err
    assert "no Chrome or Chromium was found" in said
    assert said.count("\n") == 1


def test_the_command_needs_no_streamlit(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    script = (
        "import runpy, sys; sys.modules['streamlit'] = None;"
        f"sys.argv = ['x', 'network', '--step', '5', '--frames', '2', '--out', {str(out)!r}];"
        "runpy.run_module('pages.export', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert out.stat().st_size > 1_000_000


def test_importing_loads_neither_streamlit_nor_an_optional_extra() -> None:
    script = (
        "import importlib, pkgutil, sys, pages.export as package\n"
        "for found in pkgutil.iter_modules(package.__path__):\n"
        "    importlib.import_module(f'pages.export.{found.name}')\n"
        "unwanted = {'streamlit', 'choreographer', 'av'}\n"  # Plotly itself imports PIL
        "print(sorted(unwanted & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
