"""The files that the browser loads: Plotly.js and the stage's own modules, in `static/`.

Names carry what they hold (a version, a hash of the content), so a browser may keep them for good
and an upgrade never meets an old copy.
"""

import functools
import hashlib
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plotly.offline import get_plotlyjs, get_plotlyjs_version

SOURCES = Path(__file__).parent
_STALE = 30 * 86_400.0
"""Seconds: another server may still serve what an older version of the app published."""
_OURS = re.compile(r"stage-[0-9a-f]{12}|plotly-[\w.\-]+\.min\.js")


@dataclass(frozen=True)
class Published:
    """Paths of the published files, relative to the static folder."""

    stage: str
    plotly: str


@functools.cache
def publish(static_dir: Path) -> Published:
    """Write the stage's files into `static_dir` when they are not there yet.

    Raises
    ------
    RuntimeError
        When the folder cannot be written; says how to publish ahead of time.
    """
    published = Published(f"stage-{_digest()}", f"plotly-{get_plotlyjs_version()}.min.js")
    try:
        static_dir.mkdir(parents=True, exist_ok=True)
        _write_plotly(static_dir / published.plotly)
        _write_stage(static_dir / published.stage)
    except OSError as error:
        raise RuntimeError(_unwritable(static_dir)) from error
    _remove_stale(static_dir, published)
    return published


def _sources() -> list[Path]:
    """Return the stage's own browser files, in a fixed order."""
    return sorted([*SOURCES.glob("*.js"), *SOURCES.glob("*.css")])


def _digest() -> str:
    """Return a short hash of the names and contents of the sources."""
    content = hashlib.sha256()
    for source in _sources():
        content.update(source.name.encode() + b"\0" + source.read_bytes())
    return content.hexdigest()[:12]


def _write_plotly(target: Path) -> None:
    """Write Plotly.js under a temporary name, then rename: readers see all of it or nothing."""
    if target.exists():
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    temporary.write_text(get_plotlyjs(), encoding="utf-8")
    temporary.replace(target)


def _write_stage(target: Path) -> None:
    """Fill a temporary folder and rename it; another process may have been first."""
    if target.exists():
        return
    temporary = Path(tempfile.mkdtemp(prefix=".stage-", dir=target.parent))
    for source in _sources():
        shutil.copyfile(source, temporary / source.name)
    temporary.chmod(0o755)
    try:
        temporary.rename(target)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not target.exists():
            raise


def _remove_stale(static_dir: Path, published: Published) -> None:
    """Remove versions of our own files that no server has started with for long.

    Failing is harmless: a folder that was published ahead of time is read-only as a rule.
    """
    with suppress(OSError):
        _remove_older(static_dir, published)


def _remove_older(static_dir: Path, published: Published) -> None:
    os.utime(static_dir / published.stage)
    long_ago = time.time() - _STALE
    for path in static_dir.iterdir():
        is_ours = _OURS.fullmatch(path.name) and path.name != published.plotly
        if not is_ours or path.stat().st_mtime > long_ago:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _unwritable(static_dir: Path) -> str:
    """Return the sentence for a folder that cannot be written."""
    return (
        f"cannot write the stage's files into {static_dir}; make the folder writable, or run "
        f"`python -m pages.frontend {static_dir}` once where it is (for example when the "
        "image is built)"
    )
