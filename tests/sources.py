"""The product's source files, read once for the tests that hold them to the rules of the house."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def python_files() -> list[Path]:
    folders = [ROOT / "core", ROOT / "pages"]
    return [ROOT / "app.py", *sorted(path for folder in folders for path in folder.rglob("*.py"))]


def browser_files() -> list[Path]:
    """Return the JavaScript and the style sheets, without those that are copied to `static`."""
    found = [path for suffix in ("js", "css") for path in (ROOT / "pages").rglob(f"*.{suffix}")]
    return sorted(path for path in found if "static" not in path.relative_to(ROOT).parts)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
