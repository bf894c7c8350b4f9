"""The files that the browser loads, published in `static/`: Plotly.js and our own modules.

Our figures need scatter and heatmap traces alone.  They are in Plotly's cartesian bundle, which has a third
of the bytes of the whole one and is evaluated in a third of the time.

Their names contain a version or a hash of the content.  So a browser may cache them forever, and an
upgrade never meets an old copy.
"""

import functools
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plotly.offline import get_plotlyjs, get_plotlyjs_version

from pages.frontend.bundle import bundled

SOURCES = Path(__file__).parent
BUNDLE = "backpass.js"
"""The file with all our scripts, in the stage's folder."""
NODE_MODULES = SOURCES.parents[1] / "node_modules"
"""Where npm installs what package.json names."""
EMBEDDED_STYLE = SOURCES / "common" / "streamlit_compat_embedded.css"
PAGE_STYLE = SOURCES / "common" / "streamlit_compat_page.css"
"""The style of a page around its components."""

_STALE = 30 * 86_400.0
"""Seconds. Another server may still serve the files of an older version of the app."""
_OURS = re.compile(r"stage-[0-9a-f]{12}|plotly-[\w.\-]+\.min\.js")


@dataclass(frozen=True)
class Published:
    """Paths of the published files, relative to the static folder."""

    stage: str
    plotly: str


@functools.cache
def publish(static_dir: Path, node_modules: Path = NODE_MODULES) -> Published:
    """Write the browser's files into `static_dir`, unless they are there already.

    Plotly.js is the cartesian bundle if `node_modules` has it, and otherwise that of the plotly package.

    Raises
    ------
    RuntimeError
        If the folder is not writable; the message says how to publish ahead of time.
    """
    cartesian = cartesian_bundle(node_modules)
    bundle = "plotly-cartesian" if cartesian else "plotly"
    files = _stage_files()
    published = Published(f"stage-{_digest(files)}", f"{bundle}-{get_plotlyjs_version()}.min.js")
    try:
        static_dir.mkdir(parents=True, exist_ok=True)
        _write_plotly(static_dir / published.plotly, cartesian)
        _write_stage(static_dir / published.stage, files)
    except OSError as error:
        raise RuntimeError(_unwritable(static_dir)) from error
    _remove_stale(static_dir, published)
    return published


def cartesian_bundle(node_modules: Path = NODE_MODULES) -> Path | None:
    """Return Plotly's cartesian bundle, if npm installed the version that the plotly package contains."""
    folder = node_modules / "plotly.js-cartesian-dist-min"
    try:
        installed = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    except FileNotFoundError:
        return None
    return folder / "plotly-cartesian.min.js" if installed == get_plotlyjs_version() else None


def sources(ending: str) -> dict[str, str]:
    """Return our own browser files, by their paths within `SOURCES`."""
    found = sorted(SOURCES.rglob(f"*.{ending}"))
    return {path.relative_to(SOURCES).as_posix(): path.read_text(encoding="utf-8") for path in found}


def _stage_files() -> dict[str, str]:
    """Return what the stage's folder holds: the styles, and all scripts in one file."""
    return {**sources("css"), BUNDLE: bundled(sources("js"))}


def _digest(files: dict[str, str]) -> str:
    """Return a short hash of the names and contents of files."""
    content = hashlib.sha256()
    for name, text in files.items():
        content.update(f"{name}\0{text}".encode())
    return content.hexdigest()[:12]


def _write_plotly(target: Path, cartesian: Path | None) -> None:
    """Write Plotly.js under a temporary name, then rename it: a reader sees the whole file or none."""
    if target.exists():
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    script = cartesian.read_text(encoding="utf-8") if cartesian else get_plotlyjs()
    temporary.write_text(script, encoding="utf-8")
    temporary.replace(target)


def _write_stage(target: Path, files: dict[str, str]) -> None:
    """Fill a temporary folder, then rename it; another process may do the same at once."""
    if target.exists():
        return
    temporary = Path(tempfile.mkdtemp(prefix=".stage-", dir=target.parent))
    for name, text in files.items():
        (temporary / name).parent.mkdir(exist_ok=True)
        (temporary / name).write_text(text, encoding="utf-8")
    temporary.chmod(0o755)
    try:
        temporary.rename(target)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not target.exists():
            raise


def _remove_stale(static_dir: Path, published: Published) -> None:
    """Remove versions of our files that no server has started with for a month.

    Failure is harmless: a folder published ahead of time is usually read-only.
    """
    with suppress(OSError):
        os.utime(static_dir / published.stage)
        for path in static_dir.iterdir():
            is_ours = _OURS.fullmatch(path.name) and path.name != published.plotly
            if is_ours and path.stat().st_mtime < time.time() - _STALE:
                _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _unwritable(static_dir: Path) -> str:
    """Return the error message for a folder that is not writable."""
    return (
        f"cannot write the browser's files into {static_dir}; make the folder writable, or run "
        f"`python -m pages.frontend {static_dir}` once while it is, for example when the image is built"
    )
