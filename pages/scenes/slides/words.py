"""The texts of the Slides page."""

INTRODUCTION = (
    "Export any picture of this run for a lecture. **The file contains exactly what you see below**: the "
    "same figure and the same numbers, at the size of your slide, with text that the last row can read."
)
NO_FILM = "A film ends at the current step. Go to a later step, here or in the Playground."
BY_THE_BROWSER = "Your browser saves PNG and SVG: use the buttons below the picture."
NOT_HERE = (
    "This server makes no PDF, GIF or MP4. Slides take SVG or PNG as well, and the film as HTML plays in "
    "any browser, without internet."
)
FAR_STRIP = "steps must be at most {step:,}, the current step, because many share this server"
NO_PAPER = "This server makes no handouts and no worksheets: they are PDF or PNG."
SAME = "Command that makes the same picture without the app"
UNITS = {"csv": "row", "npz": "row"} | dict.fromkeys(
    ("handout.pdf", "handout.png", "worksheet.pdf"), "picture"
)
"""What is counted while a file is made, if not its frames."""

BACKGROUNDS = {
    "white": "white",
    "dark": "dark",
    "transparent": "transparent",
    "transparent-dark": "transparent, light",
}


def every(spacing: int) -> str:
    """Return how far apart the rows of a table are.

    >>> every(1), every(50)
    ('every step', 'every 50th step')
    """
    return "every step" if spacing == 1 else f"every {'2nd' if spacing == 2 else f'{spacing:,}th'} step"


def size(count: float) -> str:
    """Return a number of bytes in kB or MB.

    >>> size(900), size(123_456), size(4_200_000)
    ('1 kB', '123 kB', '4.2 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
