"""A request of the command for one file: what is written, in which format, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pages.export import data
from pages.export.film import STILL_ONLY, film_steps
from pages.export.formats import FILMS, PAGES, STILLS, SUFFIXES, export
from pages.export.handout import require_pictures
from pages.export.order import Order, read_order, settings
from pages.export.pictures import PICTURES, require_picture
from pages.export.turns import Report
from pages.export.writing import write
from pages.stage.runs import timeline

CATALOG: dict[str, tuple[str, tuple[str, ...]]] = {
    **{
        name: (f"{picture.scene}: {picture.says}", STILLS + FILMS * (name not in STILL_ONLY))
        for name, picture in PICTURES.items()
    },
    **{name: (text, ("csv",)) for name, text in data.DESCRIPTIONS.items()},
    "caption": ("caption of a picture, with its settings and link (choose it with --figure)", ("txt",)),
    "equation": ("equation of a picture in LaTeX, with its numbers (choose it with --figure)", ("tex",)),
    "handout": ("two to six pictures on a sheet of paper (--figures, --paper)", ("pdf", "png")),
    "worksheet": ("four phases of a step with blank cells, and the key (choose --phase)", ("pdf", "png")),
    "cheat_sheet": ("every line of a training step with its shapes, on a sheet of paper", ("pdf", "png")),
    "arrays": ("points, history, weights and gradients as NumPy arrays", ("npz",)),
}
"""All that the command writes: the description and the suffixes, by name."""

PAGE_KEYS = {
    "speed", "rate", "chapter", "replies", "library", "plot",
    "patient", "guesses", "tries", "solved", "own", "record", "begun",
    "drill", "drill_convention", "drill_loss", "drill_minutes", "drill_seed", "drill_shapes", "checked",
    "tiles", "lesson", "lessons", "block", "answers", "began", "took", "hide", "lock", "ask",
}  # fmt: skip
"""Keys of a link that no picture depends on."""


@dataclass(frozen=True)
class FileRequest:
    """Hold what is written: an order in the format of a suffix, to a path; where a worksheet links to."""

    order: Order
    suffix: str
    path: Path
    address: str = ""

    def check(self) -> None:
        """Check that the run has this picture, film or handout, without drawing it.

        Raises
        ------
        ValueError
            If the run lacks it.
        """
        if self.suffix in FILMS:
            film_steps(self.order)
        if self.suffix.startswith("handout."):
            require_pictures(self.order)
        if self.suffix in STILLS + FILMS:
            require_picture(self.order)

    def write(self, report: Report) -> None:
        """Write the file, completely or not at all."""
        address = {"address": self.address} if self.address and self.suffix.startswith("worksheet.") else {}
        write(self.path, lambda: export(self.order, self.suffix, report, **address))


def read_request(chosen: Mapping[str, Any]) -> FileRequest:
    """Return the request that the arguments of the command describe.

    Raises
    ------
    ValueError
        If an argument is not allowed; names it, what was given and what is allowed.
    """
    name, suffix = _name(chosen), _suffix(chosen)
    order = _order(chosen, name)
    _check(order)
    suffixes = CATALOG[name][1]
    if suffix not in suffixes:
        raise ValueError(f"--out must end in {dotted(suffixes)} for {name}; got .{suffix}")
    kind = f"{name}.{suffix}" if name in PAGES else suffix
    address = (chosen["link"] or "").partition("?")[0]
    return FileRequest(order, kind, Path(chosen["out"]), address if "://" in address else "")


def dotted(suffixes: Iterable[str]) -> str:
    """Return suffixes as they are written.

    >>> dotted(["png", "svg"])
    '.png, .svg'
    """
    return ", ".join(f".{suffix}" for suffix in suffixes)


def _name(chosen: Mapping[str, Any]) -> str:
    name: str | None = chosen["name"]
    if not name:
        raise ValueError(f"NAME is missing; it must be one of {', '.join(CATALOG)}")
    if name not in CATALOG:
        raise ValueError(f"NAME must be one of {', '.join(CATALOG)}; got {name!r}")
    return name


def _suffix(chosen: Mapping[str, Any]) -> str:
    if not chosen["out"]:
        raise ValueError("--out must name the file to write")
    suffix = Path(chosen["out"]).suffix.lower().removeprefix(".")
    if suffix not in SUFFIXES:
        raise ValueError(f"--out must end in one of {dotted(SUFFIXES)}; got {chosen['out']!r}")
    return suffix


def _order(chosen: Mapping[str, Any], name: str) -> Order:
    """Return what the link and the settings describe; what the app ignores in a link is an error here."""
    text = chosen["link"]
    query = urlsplit(text).query if "?" in text else text
    link = dict(parse_qsl(query, keep_blank_values=True))
    known = set(settings())
    if unknown := [key for key in link if key not in known | PAGE_KEYS]:
        raise ValueError(f"--link must have settings among {', '.join(sorted(known))}; got {unknown[0]!r}")
    link |= {key: given for key in known if (given := chosen.get(f"set_{key}")) is not None}
    if name in PICTURES or name in data.TABLES:
        link["figure" if name in PICTURES else "table"] = name
    order, ignored = read_order(link)
    if ignored:
        raise ValueError(ignored[0].replace(" was ignored: it must be ", " must be ").removesuffix("."))
    return order


def _check(order: Order) -> None:
    """Raise ValueError if the run ends before a step of the order, or the size is out of bounds."""
    run = timeline(order.experiment)
    for name, step in (("step", order.step), *(("steps", each) for each in order.sequence.steps)):
        run.at(step)
        if step > run.end:
            raise ValueError(f"{name} must be 0 to {run.end}, where this run overflows; got {step}")
    order.style.sheet  # noqa: B018  # raises
