"""The house as the design draws it, executed: who imports whom, and what no file may do."""

import ast
import importlib
import inspect
import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import core
from pages.scenes.table import SCENES

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES = 320
MOST_LINES_OF_A_PAGE = 80

# Each floor, and what it may import besides the standard library.
ARROWS = {
    "core": ("core", "numpy"),
    "pages/figures": ("core", "numpy", "pandas", "pages.figures", "plotly"),
    **dict.fromkeys(
        ("pages/frontend", "pages/server", "pages/stage", "pages/session", "pages/scenes", "pages/export"),
        (
            "core",
            "numpy",
            "pandas",
            "pages.export",
            "pages.figures",
            "pages.frontend",
            "pages.scenes",
            "pages.server",
            "pages.session",
            "pages.stage",
            "plotly",
            "streamlit",
        ),
    ),
    "page": ("core", "pages.export", "pages.scenes", "pages.session", "pages.stage"),
}
# What single files may import besides: optional extras, each behind one door, and the command's entry,
# which stands where people look for it and needs what composes the figures.
DOORS = {
    "pages/export/moving.py": ("PIL", "av"),
    "pages/export/studio.py": ("choreographer", "kaleido"),
}
UNSAFE_MODULES = {"pickle", "cPickle", "dill", "marshal", "shelve", "joblib", "cloudpickle"}
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
# Pixels become a PNG data URL here; nothing else may hide text from its reader.
MAY_ENCODE = {"pages/figures/raster.py"}
COMPUTING = (ast.Mult, ast.MatMult, ast.Div, ast.Pow, ast.FloorDiv, ast.Mod)


def sources() -> list[Path]:
    folders = [ROOT / "core", ROOT / "pages"]
    return [ROOT / "app.py", *sorted(path for folder in folders for path in folder.rglob("*.py"))]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def floor_of(name: str) -> str:
    """Return the floor on which a file stands: a scene of its own is a page."""
    folders = [floor for floor in ARROWS if name.startswith(floor + "/")]
    return folders[0] if folders else "page"


def imported(tree: ast.AST) -> Iterator[str]:
    """Return each imported module, a name imported from a package as ``package.name``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def is_within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def wrong_imports(name: str, tree: ast.AST) -> Iterator[str]:
    allowed = ARROWS[floor_of(name)] + DOORS.get(name, ())
    for module in imported(tree):
        top = module.partition(".")[0]
        if top not in sys.stdlib_module_names and not is_within(module, allowed):
            yield f"{name} imports {module}"
        if top in UNSAFE_MODULES or (top == "base64" and name not in MAY_ENCODE):
            yield f"{name} imports {module}"


def wrong_calls(name: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in UNSAFE_CALLS:
            yield f"{name} calls {node.func.id}"
        if isinstance(node, ast.Attribute) and node.attr == "navigation":
            yield f"{name} uses navigation, with which a cold deep link is not served"


def wrong_in_a_page(name: str, source: str, tree: ast.AST) -> Iterator[str]:
    """Say what a scene does that belongs to the floors below it."""
    if len(source.splitlines()) > MOST_LINES_OF_A_PAGE:
        yield f"{name} is longer than {MOST_LINES_OF_A_PAGE} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("session_state", "query_params"):
            yield f"{name} touches {node.attr}"
        if isinstance(node, ast.BinOp) and isinstance(node.op, COMPUTING):
            yield f"{name} computes in line {node.lineno}"
        if isinstance(node, (ast.For, ast.While, ast.ClassDef)):
            yield f"{name} has a {type(node).__name__} in line {node.lineno}"


def violations(name: str, source: str) -> list[str]:
    """Return what a file does that its place in the house forbids."""
    tree = ast.parse(source)
    found = [*wrong_imports(name, tree), *wrong_calls(name, tree)]
    if floor_of(name) == "page":
        found += wrong_in_a_page(name, source, tree)
    return found


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_a_file_keeps_to_its_place(path: Path) -> None:
    assert violations(name_of(path), path.read_text()) == []


PLANTED = [
    ("core/x.py", "import plotly"),
    ("core/x.py", "from pages.figures import curves"),
    ("core/x.py", "def f():\n    import pandas"),
    ("core/x.py", "from ..pages import stage"),
    ("core/x.py", "import corelli"),
    ("pages/figures/x.py", "import streamlit as st"),
    ("pages/figures/x.py", "from pages.stage.look import Look"),
    ("pages/figures/x.py", "from pages import stage"),
    ("pages/figures/x.py", "from base64 import b64encode"),
    ("pages/stage/x.py", "import torch"),
    ("pages/export/x.py", "import kaleido"),
    ("pages/export/studio.py", "import av"),
    ("pages/stage/x.py", "import pickle"),
    ("pages/stage/x.py", "from base64 import urlsafe_b64decode"),
    ("pages/stage/x.py", "eval('1')"),
    ("pages/stage/x.py", "exec('a = 1')"),
    ("pages/stage/x.py", "import streamlit as st\nst.navigation([])"),
    ("pages/x.py", "import numpy as np"),
    ("pages/x.py", "import streamlit as st"),
    ("pages/x.py", "import app"),
    ("pages/x.py", "st.session_state.a = 1"),
    ("pages/x.py", "a = b * 2"),
    ("pages/x.py", "a = b @ c"),
    ("pages/x.py", "for a in b:\n    pass"),
    ("app.py", "from pages.start_here import chosen"),
    ("app.py", "\n" * MOST_LINES_OF_A_PAGE + "a = 1"),
]


@pytest.mark.parametrize(("name", "source"), PLANTED)
def test_a_planted_violation_is_caught(name: str, source: str) -> None:
    assert violations(name, source)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("core/x.py", "import json\nimport numpy as np\nfrom core.arrays import Array\nB = A @ A * 2"),
        ("pages/figures/x.py", "import plotly.graph_objects as go\nfrom core import Experiment"),
        ("pages/figures/raster.py", "import base64"),
        ("pages/stage/x.py", "import streamlit as st\nst.session_state.a = 1"),
        ("pages/x.py", "from pages.session import shell\nshell.begin(1)"),
    ],
)
def test_what_is_allowed_is_not_caught(name: str, source: str) -> None:
    assert violations(name, source) == []


# --- files ---------------------------------------------------------------------------------------


def test_no_file_is_long() -> None:
    browsers = [p for suffix in ("js", "css") for p in (ROOT / "pages").rglob(f"*.{suffix}")]
    lengths = {name_of(p): len(p.read_text().splitlines()) for p in [*sources(), *browsers]}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_every_page_is_a_scene_and_every_scene_a_page() -> None:
    pages = {name_of(path) for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__"}
    listed = [scene.file for scene in SCENES]
    assert listed[0] == "app.py"
    assert sorted(listed) == sorted({"app.py", *pages})
    assert all(scene.title and scene.purpose and scene.icon for scene in SCENES)


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
        ("requirements.txt", {"streamlit", "numpy", "plotly", "pandas"}),
        ("requirements-export.txt", {"kaleido", "pillow", "av"}),
    ],
)
def test_requirements_have_bounds(file: str, packages: set[str]) -> None:
    lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    wanted = [line for line in lines if line and not line.startswith("-r ")]
    names = {re.split(r"[<>=~!\[ ]", line)[0] for line in wanted}
    assert names == packages
    assert all(">=" in line and "<" in line for line in wanted)


# --- docstrings ----------------------------------------------------------------------------------

HEADINGS = ("Parameters", "Attributes", "Returns", "Yields", "Raises", "Notes", "References", "Examples")


def public_functions() -> list[Any]:
    """Return every public function, class and method of core."""
    found = []
    for path in sorted((ROOT / "core").rglob("*.py")):
        module = importlib.import_module(module_of(path))
        own = [v for k, v in vars(module).items() if is_own(k, v, module.__name__)]
        methods = [m for c in own if inspect.isclass(c) for k, m in vars(c).items() if is_method(k, m)]
        found += [*own, *methods]
    return found


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def is_own(name: str, value: Any, module: str) -> bool:
    is_code = inspect.isfunction(value) or inspect.isclass(value)
    return is_code and not name.startswith("_") and value.__module__ == module


def is_method(name: str, value: Any) -> bool:
    return inspect.isfunction(value) and not name.startswith("_")


def title(value: Any) -> str:
    return f"{value.__module__}.{value.__qualname__}"


def docstring_faults(text: str | None) -> list[str]:
    """Return what is not numpydoc about a docstring."""
    lines = inspect.cleandoc(text or "").splitlines()
    if not lines or not lines[0].strip():
        return ["no summary"]
    faults = [] if lines[0].endswith((".", "?", ":")) else ["the summary is no sentence"]
    for above, line in pairwise([*lines, ""]):
        if above.strip() in HEADINGS and line.strip() != "-" * len(above.strip()):
            faults.append(f"{above.strip()} is not underlined")
        if set(line.strip()) == {"-"} and above.strip() not in HEADINGS:
            faults.append(f"{above.strip()!r} is no heading")
    return faults


@pytest.mark.parametrize("value", public_functions(), ids=title)
def test_the_public_face_of_core_is_documented(value: Any) -> None:
    assert docstring_faults(value.__doc__) == []


@pytest.mark.parametrize("name", [n for n in core.__all__ if inspect.isfunction(getattr(core, n))])
def test_a_public_function_says_what_it_raises(name: str) -> None:
    function = getattr(core, name)
    tree = ast.parse(inspect.getsource(function))
    raises = any(isinstance(node, ast.Raise) for node in ast.walk(tree))
    checks = re.search(r"\brequire_\w+\(", inspect.getsource(function))
    assert not (raises or checks) or "Raises" in (function.__doc__ or "")


@pytest.mark.parametrize(
    "text",
    [None, "", "no full stop", "Say so.\n\nReturns\n---\nint", "Say so.\n\nReturn\n------\nint"],
)
def test_a_poor_docstring_is_caught(text: str | None) -> None:
    assert docstring_faults(text)
