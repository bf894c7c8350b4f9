"""The files that a reader can take away: the program, the notebook, the twin."""

from __future__ import annotations

from dataclasses import dataclass

from core import Timeline, notebook, program
from pages.shared.shelf import Shelf

_texts: Shelf[str] = Shelf(96)


@dataclass(frozen=True)
class Files:
    """Write a run in every form.

    Attributes
    ----------
    run : Timeline
    step : int
        How far the program goes.
    convention : {"rows", "columns"}
    """

    run: Timeline
    step: int
    convention: str

    def program(self, library: str) -> str:
        """Return the program in one of `core.LIBRARIES`."""
        return _texts.get(
            (*self._key, library),
            lambda: program(self.run, self.step, convention=self.convention, library=library),
        )

    def notebook(self) -> str:
        """Return the notebook, in NumPy."""
        return _texts.get(
            (*self._key, "notebook"), lambda: notebook(self.run, self.step, convention=self.convention)
        )

    def name(self, kind: str) -> str:
        """Return the name of the file of a kind: numpy, torch or notebook.

        ``backprop_circles.py``
        """
        ending = {"numpy": ".py", "torch": "_torch.py", "notebook": ".ipynb"}[kind]
        return f"backprop_{self.run.experiment.dataset}{ending}"

    @property
    def _key(self) -> tuple[object, ...]:
        return self.run.experiment, self.step, self.convention
