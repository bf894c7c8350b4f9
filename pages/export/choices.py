"""The choices of Slides, with their bounds: which picture, its style, and its film."""

from dataclasses import dataclass

from core import LAST_STEP, Choice, Names, Numbers, OneOf, Whole, declare
from pages.figures.palette import Theme
from pages.figures.sheet import NARROWEST, WIDEST, Sheet
from pages.figures.vital_signs import SIGN_KINDS

SIZES = {"16:9": (1280, 720), "4:3": (960, 720), "half": (640, 720)}
"""Slides of 720 pixels' height; ``free`` is any other."""

RESOLUTIONS = (720, 1080, 1440, 2160)
"""Heights of a slide in pixels: up to 3840 × 2160."""

FILM_HEIGHTS = (240, 360, 480, 720)
MOST_STEPS = 8

FIGURES = (
    "decision", "network", "heatmaps", "curves", *SIGN_KINDS, "strip", "phase", "jacobian", "slope",
    "slope_map", "analytic", "numeric", "difference", "epsilon", "race",
)  # fmt: skip
"""The names of all pictures; `pages.export.pictures` says what each is."""

PAPERS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
"""Sheets of paper: width and height in mm."""

FEWEST_PICTURES, MOST_PICTURES = 2, 6
"""Of a handout."""

MOST_BLANKS = 60
"""Of a worksheet."""

TABLES = ("points", "losses", "vital_signs", "weights", "gradients")
"""The names of all tables; `pages.export.data` says what each is."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """Hold which picture is wanted, and how it looks.

    Attributes
    ----------
    figure : str
        One of `FIGURES`.
    size : str
        One of `SIZES`, or ``"free"``: `width` by `height`.
    resolution : int
        One of `RESOLUTIONS`, unless the size is free.
    width, height : int
        Pixels of a free size.
    background : str
        ``"white"``, ``"dark"``, ``"transparent"`` with dark ink or ``"transparent-dark"`` with light ink.
    ink : str
        ``"colour"``, or ``"grey"`` for print: on white or transparent.
    heading : str
        Whether the picture has its title: ``"on"`` or ``"off"``.
    table : str
        One of `TABLES`: the numbers that a CSV holds.
    every : int or None
        Steps from row to row of a table over the run; None for a number that bounds its rows.
    """

    figure: str = declare("decision", Choice(FIGURES), "figure")
    size: str = declare("16:9", Choice((*SIZES, "free")), "size")
    resolution: int = declare(720, OneOf(RESOLUTIONS), "resolution")
    width: int = declare(1280, Whole(320, 3840), "width")
    height: int = declare(720, Whole(240, 2160), "height")
    background: str = declare(
        "white", Choice(("white", "dark", "transparent", "transparent-dark")), "background"
    )
    ink: str = declare("colour", Choice(("colour", "grey")), "ink")
    heading: str = declare("on", Choice(("on", "off")), "heading")
    table: str = declare("losses", Choice(TABLES), "table")
    every: int | None = declare(None, Whole(1, LAST_STEP, none="auto"), "every")

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height."""
        if self.size == "free":
            return self.width, self.height
        width, height = SIZES[self.size]
        return width * self.resolution // height, self.resolution

    @property
    def theme(self) -> Theme:
        """The theme that the figures are drawn in."""
        if self.ink == "grey":
            return "print"
        return "dark" if self.background in ("dark", "transparent-dark") else "light"

    @property
    def theme_on_paper(self) -> Theme:
        """The theme of what is printed: paper is white."""
        return "print" if self.ink == "grey" else "light"

    @property
    def sheet(self) -> Sheet:
        """The sheet of a still picture.

        Raises
        ------
        ValueError
            If it is too narrow or too wide.
        """
        return self._sheet(*self.pixels)

    def small(self, height: int) -> Sheet:
        """Return the sheet of a film of so many pixels' height; video needs even numbers."""
        wide, high = self.pixels
        return self._sheet(2 * round(height * wide / high / 2), height)

    def _sheet(self, width: int, height: int) -> Sheet:
        ratio = self.pixels[0] / self.pixels[1]
        if not NARROWEST <= ratio <= WIDEST:
            raise ValueError(
                f"width must be {NARROWEST:g} to {WIDEST:g} times the height; "
                f"got {self.pixels[0]} by {self.pixels[1]}"
            )
        is_clear = self.background.startswith("transparent")
        return Sheet(width, height, self.theme, is_clear, self.heading == "on")


@dataclass(frozen=True, kw_only=True)
class StripChoices:
    """Hold which steps a film strip or a film shows.

    Attributes
    ----------
    steps : tuple of int
        Of the strip; empty for `pictures` steps spread evenly up to the current one.
    pictures : int
    rows : str
        Of the strip: ``"decision"``, ``"heatmap"`` or ``"both"``.
    layer : int
        Whose heatmap the strip shows, counted from 1; the last one, where a run has fewer.
    first : int
        The step that a film begins with; it ends with the current one.
    frames, fps, film_height : int
        How many frames a film has, how many a second, and how high they are.
    """

    steps: tuple[int, ...] = declare((), Numbers(MOST_STEPS, Whole(0, LAST_STEP), "steps"), "steps")
    pictures: int = declare(5, Whole(2, MOST_STEPS), "pictures")
    rows: str = declare("both", Choice(("decision", "heatmap", "both")), "rows")
    layer: int = declare(1, Whole(1, 5), "layer")
    first: int = declare(0, Whole(0, LAST_STEP), "from")
    frames: int = declare(60, Whole(2, 200), "frames")
    fps: int = declare(10, Whole(1, 30), "fps")
    film_height: int = declare(360, OneOf(FILM_HEIGHTS), "film")


@dataclass(frozen=True, kw_only=True)
class HandoutChoices:
    """Hold what a handout shows.

    Attributes
    ----------
    figures : tuple of str
        Names of `FIGURES`, in their order on the sheet.
    paper : str
        One of `PAPERS`.
    """

    figures: tuple[str, ...] = declare(
        ("decision", "curves", "heatmaps", "network"),
        Names(FIGURES, "pictures", FEWEST_PICTURES, MOST_PICTURES),
        "figures",
    )
    paper: str = declare("A4", Choice(tuple(PAPERS)), "paper")


@dataclass(frozen=True, kw_only=True)
class WorksheetChoices:
    """Hold which cells of a worksheet are blank.

    Attributes
    ----------
    blanks : int
        How many.
    blank_seed : int
        The seed that draws them.
    """

    blanks: int = declare(12, Whole(1, MOST_BLANKS), "blanks")
    blank_seed: int = declare(0, Whole(0, 999_999), "blank_seed")
