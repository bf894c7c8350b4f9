"""Source files: their length and names, what may touch the session, pages, configuration, requirements."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from pages.scenes.table import SCENES
from tests.drawn import DRAWN
from tests.sources import ROOT, browser_files, name_of, python_files

MOST_LINES = 250


def test_no_file_is_long() -> None:
    lengths = {name_of(p): len(p.read_text().splitlines()) for p in [*python_files(), *browser_files()]}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_no_two_classes_share_a_name() -> None:
    names = Counter(
        node.name
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("what", ["session_state", "query_params"])
def test_one_file_holds_what_the_session_keeps(what: str) -> None:
    touching = [name_of(path) for path in python_files() if what in attributes(path)]
    assert touching == ["pages/session/store.py"]


def attributes(path: Path) -> set[str]:
    return {n.attr for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)}


@pytest.mark.parametrize("path", [*python_files(), *browser_files()], ids=name_of)
def test_no_path_of_a_machine_is_named(path: Path) -> None:
    assert re.findall(r"(?:/home/|/Users/|/root/|[A-Z]:\\\\)[^\s\"']*", path.read_text()) == []


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_imports_are_absolute(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert [n.lineno for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level] == []


def test_every_page_is_a_scene_and_every_scene_a_page() -> None:
    pages = {name_of(path) for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__"}
    listed = [scene.file for scene in SCENES]
    assert listed[0] == "app.py"
    assert sorted(listed) == sorted({"app.py", *pages})
    assert all(scene.title and scene.purpose and scene.icon for scene in SCENES)


def test_every_scene_says_what_shows_that_it_is_drawn() -> None:
    assert tuple(DRAWN) == SCENES
    assert all(drawn.content and drawn.whole for drawn in DRAWN.values())


def test_the_shipped_configuration_keeps_its_promises() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showSidebarNavigation"] is False
    assert config["client"]["toolbarMode"] in ("minimal", "viewer")
    assert config["runner"]["postScriptGC"] is False
    assert config["server"]["enableStaticServing"] is True


def test_a_stranger_sees_no_stack_trace() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["client"].get("showErrorDetails", "full") in (False, "none", "type")


@pytest.mark.parametrize(
    ("file", "packages"),
    [
        ("requirements.txt", {"streamlit", "numpy", "plotly", "pandas", "segno"}),
        ("requirements-export.txt", {"choreographer", "pillow", "av"}),
    ],
)
def test_requirements_have_bounds(file: str, packages: set[str]) -> None:
    lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    wanted = [line for line in lines if line and not line.startswith("-r ")]
    names = {re.split(r"[<>=~!\[ ]", line)[0] for line in wanted}
    assert names == packages
    assert all(">=" in line and "<" in line for line in wanted)
