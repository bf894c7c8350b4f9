"""The downloads (program, skeleton, notebook, PyTorch version), and the output of the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core import Agreement, Timeline, agreement, notebook, program, program_output
from pages.scenes.code.effort import updates_within
from pages.server.cache import LRUCache

_SECONDS = 0.4
"""Maximum time for computing a run a second time."""

_SUFFIXES = {"numpy": "", "torch": "_torch", "skeleton": "_skeleton"}

_texts: LRUCache[str] = LRUCache(128)
_agreements: LRUCache[Agreement] = LRUCache(128)


@dataclass(frozen=True)
class Files:
    """Write a run as files.

    Attributes
    ----------
    run : Timeline
    step : int
        The last step of the program.
    convention : {"rows", "columns"}
    library : {"numpy", "torch", "skeleton"}
        That of the notebook.
    plot : bool
        Whether the notebook ends with a plot.
    """

    run: Timeline
    step: int
    convention: str
    library: str = "numpy"
    plot: bool = False

    def text(self, kind: str) -> str:
        """Return the text of a file: a program by its library, or the ``"notebook"``."""
        if kind == "notebook":
            return self._kept(f"notebook {self.library} {self.plot}", self._notebook)
        written = {"convention": self.convention, "library": kind}
        return self._kept(kind, lambda: program(self.run, self.step, **written))

    def _notebook(self) -> str:
        written = {"convention": self.convention, "library": self.library}
        return notebook(self.run, self.step, **written, plot=self.plot)

    def name(self, kind: str) -> str:
        """Return the name of a file, such as ``backprop_circles.py``."""
        library, ending = (self.library, ".ipynb") if kind == "notebook" else (kind, ".py")
        return f"backprop_{self.run.experiment.dataset}{_SUFFIXES[library]}{ending}"

    @property
    def output(self) -> str:
        """The output of the programs."""
        return self._kept("output", lambda: program_output(self.run, self.step))

    @property
    def agreement(self) -> Agreement:
        """How far a second computation of the run gives the same digits, within `_SECONDS`."""
        most = updates_within(self.run, _SECONDS)
        return _agreements.get(
            (self.run.experiment, self.step), lambda: agreement(self.run, self.step, most=most)
        )

    def _kept(self, kind: str, make: Callable[[], str]) -> str:
        return _texts.get((self.run.experiment, self.step, self.convention, kind), make)
