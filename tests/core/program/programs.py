"""Programs run as their readers run them: in a fresh interpreter, far from the repository."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core import Network
from core.arrays import Array

SECONDS = 300

# Runs every file named on its command line, each in a namespace of its own: a program as it is, a
# notebook cell by cell.  What a file printed and its weights go to a file beside it.
RUNNER = """
import contextlib, io, json, pathlib, sys

import numpy as np

assert not [path for path in sys.path if (pathlib.Path(path or ".") / "core" / "arrays.py").exists()]

for name in sys.argv[1:]:
    path, space, out = pathlib.Path(name), {"__name__": "__main__"}, io.StringIO()
    text = path.read_text(encoding="utf-8")
    cells = [text]
    if path.suffix == ".ipynb":
        found = json.loads(text)["cells"]
        cells = ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]
    with contextlib.redirect_stdout(out):
        for cell in cells:
            exec(compile(cell, name, "exec"), space)
    kept = {n: v for n, v in space.items() if n[0] in "Wb" and n[1:].isdigit()}
    arrays = {n: v.detach().numpy() if hasattr(v, "detach") else v for n, v in kept.items()}
    np.savez(f"{name}.npz", **arrays)
    pathlib.Path(f"{name}.txt").write_text(out.getvalue(), encoding="utf-8")
print(json.dumps(sorted(sys.modules)))
"""


@dataclass(frozen=True)
class Ran:
    """Hold what a program printed, the parameters that it left, and which modules were loaded."""

    printed: str
    parameters: dict[str, Array]
    modules: frozenset[str]


def run_all(folder: Path, texts: Sequence[str], ending: str = ".py") -> list[Ran]:
    """Run programs, one after the other, in one fresh interpreter that sees nothing of ours."""
    names = [f"p{at}{ending}" for at in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", RUNNER, *names],
        cwd=folder, env=os.environ | {"OMP_NUM_THREADS": "1"},  # two cores are shared by many threads else
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    modules = frozenset(json.loads(done.stdout))
    return [_ran(folder / name, modules) for name in names]


def _ran(path: Path, modules: frozenset[str]) -> Ran:
    with np.load(f"{path}.npz") as kept:
        arrays = {name: kept[name] for name in kept.files}
    return Ran(Path(f"{path}.txt").read_text(encoding="utf-8"), arrays, modules)


def distance(ran: Ran, network: Network, *, columns: bool) -> float:
    """Return how far a program's parameters lie from a network's: relative to 1 or to the larger size."""
    gaps = []
    for at, layer in enumerate(network.layers, start=1):
        W, b = ran.parameters[f"W{at}"], ran.parameters[f"b{at}"]
        assert b.shape == ((len(layer.b), 1) if columns else layer.b.shape)
        for ours, theirs in ((layer.W, W.T if columns else W), (layer.b, b.ravel())):
            assert ours.shape == theirs.shape
            gaps.append(float((np.abs(ours - theirs) / np.maximum(1, np.abs(ours))).max()))
    assert len(ran.parameters) == 2 * len(network.layers)
    return max(gaps)
