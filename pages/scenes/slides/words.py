"""What the scene says beside the picture."""

from __future__ import annotations

INTRODUCTION = (
    "Take any picture of this run to a lecture. **What you see below is what is in the file**: the same "
    "builders, the same numbers, at the size of your slide, its text large enough for the last row."
)
NO_FILM = "A film runs up to the step you stand on: go on to a later one, here or in the Playground."
SAME = "The same without the app, as a line for a script:"
TITLES = {
    "decision": "Plane",
    "network": "Network",
    "heatmaps": "Heatmaps",
    "curves": "Loss and accuracy",
    "norms": "Gradient lengths",
    "strip": "Film strip",
    "phase": "A phase of One step",
    "jacobian": "Jacobian of the softmax",
    "slope": "A unit's slope",
    "slope_map": "Where a unit learns",
    "analytic": "Gradient, computed",
    "numeric": "Gradient, measured",
    "difference": "Gradient, difference",
    "epsilon": "Error against ε",
    "race": "A mistake's loss",
}
BACKGROUNDS = {
    "white": "white",
    "dark": "dark",
    "transparent": "clear",
    "transparent-dark": "clear, light ink",
}


def size(count: float) -> str:
    """Return bytes as a person says them.

    >>> size(900), size(123_456), size(4_200_000)
    ('1 kB', '123 kB', '4.2 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
