"""A picture as it was drawn: its figure, its name and what it shows in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Drawn:
    """Hold a figure before it is laid out on a sheet.

    Attributes
    ----------
    figure : dict
        Data and layout, as Plotly takes them.
    title : str
        What stands above it.
    alternative : str
        What it shows, in words.
    """

    figure: dict[str, Any]
    title: str
    alternative: str
