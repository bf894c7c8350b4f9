"""The texts of the Slides page."""

INTRODUCTION = (
    "Export any picture of this run for a lecture. **The file contains exactly what you see below**: the "
    "same figure and the same numbers, at the size of your slide, with text that the last row can read."
)
NO_FILM = "A film ends at the current step. Go to a later step, here or in the Playground."
SAME = "Command that makes the same picture without the app"
BACKGROUNDS = {
    "white": "white",
    "dark": "dark",
    "transparent": "transparent",
    "transparent-dark": "transparent, light",
}


def size(count: float) -> str:
    """Return a number of bytes in kB or MB.

    >>> size(900), size(123_456), size(4_200_000)
    ('1 kB', '123 kB', '4.2 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
