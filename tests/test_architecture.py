"""The arrows of the house, executed: who imports whom, and what no file may do."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import ROOT, name_of, python_files

MOST_LINES_OF_A_PAGE = 80

SCENES = tuple(
    sorted(
        f"pages/scenes/{path.name}"
        for path in (ROOT / "pages" / "scenes").iterdir()
        if (path / "__init__.py").exists()
    )
)
WITHOUT_STREAMLIT = tuple(
    f"pages.scenes.{scene}" for scene in ("one_step", "notes", "gradient_check", "code")
)
"""Scenes whose figures can be exported: all of their modules but `page` are free of Streamlit."""

_SCENE = (
    "core", "numpy", "pandas", "plotly", "streamlit",
    "pages.session", "pages.stage", "pages.server", "pages.figures", "pages.frontend",
)  # fmt: skip

# Each folder, and what it may import besides the standard library and itself.
ARROWS: dict[str, tuple[str, ...]] = {
    "core": ("numpy",),
    "core/network": ("numpy", "core.arrays"),
    "core/run": ("numpy", "core.arrays", "core.network"),
    "core/vital_signs": ("numpy", "core.arrays", "core.network", "core.run"),
    "core/diagnosis": ("numpy", "core.arrays", "core.network", "core.run", "core.vital_signs"),
    "core/step": ("numpy", "core.arrays", "core.network", "core.run"),
    "core/gradient_check": ("numpy", "core.arrays", "core.network", "core.run"),
    "core/drill": ("numpy", "core.arrays", "core.network"),
    "core/notes": ("numpy", "core.arrays", "core.network", "core.gradient_check"),
    "core/program": ("numpy", "core.arrays", "core.network", "core.run", "core.step"),
    "pages/figures": ("core", "numpy", "pandas", "plotly"),
    "pages/server": ("core", "numpy", "streamlit"),
    # Messages are made on the stage, in the form that the front end reads.
    "pages/stage": ("core", "numpy", "plotly", "pages.server", "pages.figures", "pages.frontend"),
    "pages/frontend": ("numpy", "plotly", "streamlit"),
    "pages/session": (
        "core",
        "streamlit",
        "pages.stage",
        "pages.server",
        "pages.frontend",
        "pages.figures.palette",
        "pages.figures.qr_code",
    ),
    **dict.fromkeys(SCENES, _SCENE),
    "pages/scenes/slides": (*_SCENE, "pages.export", *WITHOUT_STREAMLIT),
    "pages/export": (
        "core",
        "numpy",
        "pandas",
        "plotly",
        "pages.stage",
        "pages.figures",
        "pages.server.cache",
        "pages.session.state",
        *WITHOUT_STREAMLIT,
    ),
    "pages/scenes": ("pages.export.choices", "pages.session.scene"),
    "page": ("pages.scenes", "pages.session"),
}
# Third-party packages that stand behind one module each.
DOORS = {
    "pages/figures/qr_code.py": ("segno",),
    "pages/export/video.py": ("PIL", "av"),
    "pages/export/tabs.py": ("choreographer",),
}
UNSAFE_MODULES = {"pickle", "cPickle", "dill", "marshal", "shelve", "joblib", "cloudpickle"}
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
# Pixels become a PNG data URL here; nothing else may hide text from its reader.
MAY_ENCODE = {"pages/figures/raster.py"}
COMPUTING = (ast.Mult, ast.MatMult, ast.Div, ast.Pow, ast.FloorDiv, ast.Mod)


def floor_of(name: str) -> str:
    """Return the deepest folder of the table that holds a file; a page's own file is a `page`."""
    folders = [floor for floor in ARROWS if name.startswith(floor + "/")]
    return max(folders, key=len, default="page")


def imported(tree: ast.AST) -> Iterator[str]:
    """Return each imported module, a name imported from a package as ``package.name``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def is_within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def allowed(name: str) -> tuple[str, ...]:
    """Return what a file may import: what its folder may, its folder itself, and what it is the door to."""
    floor = floor_of(name)
    own = () if floor == "page" else (floor.replace("/", "."),)
    # `core/__init__.py` gathers the public names of all its packages; the packages name one another.
    below = ("core.arrays",) if floor.startswith("core") else ()
    return (*ARROWS[floor], *own, *below, *DOORS.get(name, ()))


def is_page_of_a_scene(module: str) -> bool:
    parts = module.split(".")
    return parts[:2] == ["pages", "scenes"] and "page" in parts[3:]


def wrong_imports(name: str, tree: ast.AST) -> Iterator[str]:
    for module in imported(tree):
        top = module.partition(".")[0]
        is_foreign = top not in sys.stdlib_module_names
        if is_foreign and not is_within(module, allowed(name)):
            yield f"{name} imports {module}"
        elif floor_of(name) in ("pages/export", "pages/scenes/slides") and is_page_of_a_scene(module):
            if not module.startswith("pages.scenes.slides."):
                yield f"{name} imports {module}"
        elif top in UNSAFE_MODULES or (top == "base64" and name not in MAY_ENCODE):
            yield f"{name} imports {module}"


def wrong_calls(name: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in UNSAFE_CALLS:
            yield f"{name} calls {node.func.id}"
        if isinstance(node, ast.Attribute) and node.attr == "navigation":
            yield f"{name} uses navigation, with which a cold deep link is not served"


def wrong_in_a_page(name: str, source: str, tree: ast.AST) -> Iterator[str]:
    """Say what a page does that belongs to its scene."""
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


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_file_keeps_to_its_place(path: Path) -> None:
    name = name_of(path)
    assert violations(name, path.read_text()) == []


def test_every_folder_is_in_the_table() -> None:
    inits = [*ROOT.glob("core/*/__init__.py"), *ROOT.glob("pages/*/__init__.py")]
    assert {*map(name_of, (path.parent for path in inits)), *SCENES} <= set(ARROWS)


def test_the_exporting_command_loads_no_streamlit() -> None:
    """Also not by a detour: what it imports is followed to the end."""
    script = "import sys; sys.modules['streamlit'] = None; import pages.export.__main__"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


PLANTED = [
    ("core/x.py", "import plotly"),
    ("core/x.py", "from pages.figures import curves"),
    ("core/x.py", "def f():\n    import pandas"),
    ("core/x.py", "from ..pages import stage"),
    ("core/x.py", "import corelli"),
    ("core/network/x.py", "from core.run.timeline import Timeline"),
    ("core/network/x.py", "from core import Timeline"),
    ("core/run/x.py", "from core.notes import oracle"),
    ("core/gradient_check/x.py", "from core.step.phases import Phase"),
    ("pages/server/x.py", "from pages.stage.picture import picture"),
    ("pages/server/x.py", "import pages.session"),
    ("pages/frontend/x.py", "from core import Network"),
    ("pages/frontend/x.py", "from pages.figures import palette"),
    ("pages/stage/x.py", "import streamlit as st"),
    ("pages/stage/x.py", "from pages.session import state"),
    ("pages/session/x.py", "from pages.scenes.code import page"),
    ("pages/session/x.py", "from pages.figures import curves"),
    ("pages/scenes/code/x.py", "from pages.scenes.notes import html"),
    ("pages/scenes/code/x.py", "from pages.export import order"),
    ("pages/export/x.py", "import streamlit"),
    ("pages/export/x.py", "from pages.server import limits"),
    ("pages/export/x.py", "from pages.scenes.one_step.page import show"),
    ("pages/export/x.py", "from pages.scenes.one_step import page"),
    ("pages/export/x.py", "from pages.scenes.start_here import words"),
    ("pages/scenes/slides/x.py", "from pages.scenes.notes.page import show"),
    ("pages/x.py", "from pages.stage import look"),
    ("pages/figures/x.py", "import streamlit as st"),
    ("pages/figures/x.py", "from pages.stage.look import Look"),
    ("pages/figures/x.py", "from pages import stage"),
    ("pages/figures/x.py", "from base64 import b64encode"),
    ("pages/stage/x.py", "import torch"),
    ("pages/export/x.py", "import choreographer"),
    ("pages/export/tabs.py", "import av"),
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
        ("pages/session/x.py", "import streamlit as st\nst.session_state.a = 1"),
        ("core/program/x.py", "from core.step.phases import Phase"),
        ("pages/export/x.py", "from pages.scenes.one_step.sentences import sentence"),
        ("pages/scenes/slides/page.py", "from pages.export.order import Order"),
        ("pages/x.py", "from pages.session import shell\nshell.begin(1)"),
    ],
)
def test_what_is_allowed_is_not_caught(name: str, source: str) -> None:
    assert violations(name, source) == []
