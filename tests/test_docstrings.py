"""The public functions of core are documented: numpydoc, with what they raise."""

import ast
import importlib
import inspect
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import core
from tests.sources import ROOT

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
