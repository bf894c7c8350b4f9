"""The command in a clean virtual environment, without the optional extra and with it.

``python -m tests.installed.clean`` makes two environments, installs what the docs say, and asks for one
file of each kind.  It takes minutes, most of them pip's, and is not part of ``tests/run.sh``; what the
command says when the extra is missing is tested there, too, with the imports blocked.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAIN = {
    "losses.csv": ["losses"],
    "arrays.npz": ["arrays"],
    "caption.txt": ["caption"],
    "equation.tex": ["equation"],
    "run.html": ["decision", "--frames", "3"],
}
EXTRA = {
    "still.png": ["decision"],
    "still.svg": ["decision"],
    "still.pdf": ["decision"],
    "run.gif": ["decision", "--frames", "3"],
    "run.mp4": ["decision", "--frames", "3"],
}


def environment(folder: Path, requirements: str) -> Path:
    """Make an environment with the requirements of one file; return its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]
    subprocess.run(command, cwd=ROOT, check=True)
    return python


def run(python: Path, arguments: list[str], out: Path) -> subprocess.CompletedProcess[str]:
    """Ask for a file at step 30."""
    asked = [python, "-m", "pages.export", *arguments, "--step", "30", "--out", out]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)


def expect(done: subprocess.CompletedProcess[str], status: int, out: Path, said: str = "") -> None:
    """Stop if a run did not end as it should."""
    ok = done.returncode == status and out.exists() == (status == 0) and said in done.stderr
    print(f"{'ok' if ok else 'FAILED':<7}{out.name:<14}status {done.returncode} {done.stderr.strip()}")
    if not ok:
        sys.exit(1)


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        without = environment(folder / "without", "requirements.txt")
        for name, arguments in PLAIN.items():
            expect(run(without, arguments, folder / name), 0, folder / name)
        for name, arguments in EXTRA.items():
            done = run(without, arguments, folder / name)
            expect(done, 1, folder / name, "requirements-export.txt")
        extra = environment(folder / "with", "requirements-export.txt")
        for name, arguments in (PLAIN | EXTRA).items():
            out = folder / f"with-{name}"
            expect(run(extra, arguments, out), 0, out)


if __name__ == "__main__":
    main()
