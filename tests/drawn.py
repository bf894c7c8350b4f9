"""What shows in a browser that a page is drawn, for each scene: tests of every page read it here."""

from dataclasses import dataclass
from pathlib import Path

from pages.scenes.table import (
    CLINIC,
    CODE,
    DRILL,
    GRADIENT_CHECK,
    LESSONS,
    NOTES,
    ONE_STEP,
    PLAYGROUND,
    SLIDES,
    START_HERE,
    TEACHER,
)
from pages.session.scene import Scene


@dataclass(frozen=True)
class Drawn:
    """Say by selectors what a page has once it is drawn.

    Attributes
    ----------
    content : str
        The first content of its own, without Plotly.
    whole : str
        What is drawn last; Plotly's figures, if it has any.
    has_controls : bool
        Whether the sidebar has the controls of the run below the menu.
    has_step : bool
        Whether it shows a step of the run.
    """

    content: str
    whole: str
    has_controls: bool = True
    has_step: bool = True


_PLOTLY = ".js-plotly-plot .main-svg"
_STAGE = "[data-testid=stage][data-state=paused]"
_EXACT = f"[data-testid=stage] .exact {_PLOTLY}"
_BOARD = "[data-testid=board][data-state=ready]"
_PANEL = "[data-testid=panel][data-state=ready]"
_SLIDE = "[data-testid=slide][data-state=ready]"
_TILES = ".backpass-tiles button"
_TICKETS = "textarea[aria-label=Tickets]"

DRAWN: dict[Scene, Drawn] = {
    PLAYGROUND: Drawn(_STAGE, _EXACT),
    START_HERE: Drawn(_STAGE, _EXACT, has_controls=False),
    ONE_STEP: Drawn(_BOARD, _BOARD),
    NOTES: Drawn("[class*=st-key-notes_] .katex", "[id=equation-7]"),
    GRADIENT_CHECK: Drawn(_PANEL, f"{_PANEL} {_PLOTLY}"),
    LESSONS: Drawn(_STAGE, _EXACT),
    DRILL: Drawn(_TILES, _TILES, has_controls=False, has_step=False),
    CLINIC: Drawn(_STAGE, _EXACT),
    CODE: Drawn("[data-testid=stCode]", ".stCode .token"),
    SLIDES: Drawn(_SLIDE, f"{_SLIDE} {_PLOTLY}"),
    TEACHER: Drawn(_TICKETS, _TICKETS, has_controls=False, has_step=False),
}


def path_of(scene: Scene) -> str:
    """Return the address of a page below the app's own."""
    return "/" if scene is PLAYGROUND else f"/{Path(scene.file).stem}"
