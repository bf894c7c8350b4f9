"""The packages of core: who may import whom, so that they can be read in the order of the argument."""

import ast
from collections.abc import Iterator
from pathlib import Path

import core

ROOT = Path(core.__file__).parent
MAY_IMPORT = {
    "network": set[str](),
    "run": {"network"},
    "vital_signs": {"network", "run"},
    "diagnosis": {"network", "run", "vital_signs"},
    "step": {"network", "run"},
    "gradient_check": {"network", "run"},
    "drill": {"network"},
    "notes": {"network", "run", "gradient_check"},
    "program": {"network", "run", "step"},
}
EVERYWHERE = {"arrays"}


def imports_of(path: Path) -> Iterator[str]:
    """Return the parts of core that a file imports, docstrings left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} has a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("core."))


def wrong_imports(package: str) -> list[str]:
    allowed = MAY_IMPORT[package] | EVERYWHERE | {package}
    files = sorted((ROOT / package).glob("*.py"))
    return [f"{path.name}: {name}" for path in files for name in imports_of(path) if name not in allowed]


def test_every_package_has_its_rule() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == MAY_IMPORT.keys()


def test_packages_import_only_what_comes_before_them() -> None:
    assert {package: wrong for package in MAY_IMPORT if (wrong := wrong_imports(package))} == {}


def test_there_is_no_cycle() -> None:
    known: set[str] = set()
    for package, allowed in MAY_IMPORT.items():
        assert allowed <= known, f"{package} imports what comes after it"
        known.add(package)


def test_every_package_names_its_files_in_the_order_of_reading() -> None:
    for package in MAY_IMPORT:
        text = (
            ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))) or ""
        )
        files = {path.stem for path in (ROOT / package).glob("*.py")} - {"__init__"}
        assert {name for name in files if f"`{name}`" not in text} == set(), package
