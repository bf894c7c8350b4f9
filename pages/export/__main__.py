"""The command ``python -m pages.export NAME --link … --out FILE`` writes a picture without the app.

It takes a link of the app or single settings, and reports a mistake in them in one line.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from pages.export import data
from pages.export.film import STILL_ONLY
from pages.export.formats import FILMS, FORMATS, STILLS, export
from pages.export.order import Order, read_order, settings
from pages.export.pictures import PICTURES
from pages.stage.runs import timeline

CATALOG: dict[str, tuple[str, tuple[str, ...]]] = {
    **{
        name: (f"{picture.scene}: {picture.says}", STILLS + FILMS * (name not in STILL_ONLY))
        for name, picture in PICTURES.items()
    },
    **{name: (text, ("csv",)) for name, text in data.DESCRIPTIONS.items()},
    "caption": ("caption of a picture, with its settings and link (choose it with --figure)", ("txt",)),
    "equation": ("equation of a picture in LaTeX, with its numbers (choose it with --figure)", ("tex",)),
    "arrays": ("points, history, weights and gradients as NumPy arrays", ("npz",)),
}
"""All that the command writes: the description and the suffixes, by name."""

_PAGE_KEYS = {"speed", "rate", "chapter", "library", "patient", "guesses", "tries", "solved", "own"}
"""Keys of a link that no picture depends on."""

_EXAMPLES = """examples:
  python -m pages.export decision --link '?dataset=spiral&hidden=8&step=300' --out spiral.svg
  python -m pages.export heatmaps --dataset moons --step 40 --cells weights --out weights.png
  python -m pages.export heatmaps --step 240 --ink grey --size 4:3 --out handout.pdf
  python -m pages.export strip --steps 0,50,100,300 --rows both --layer 2 --out strip.png
  python -m pages.export decision --step 300 --frames 100 --fps 20 --film 360 --out run.gif
  python -m pages.export network --step 300 --frames 60 --out run.html
  python -m pages.export phase --step 40 --phase dW2 --out dW2.svg
  python -m pages.export losses --step 300 --out losses.csv
  python -m pages.export arrays --step 300 --out step300.npz
  python -m pages.export equation --figure phase --phase dW2 --step 40 --out dW2.tex

The suffix of FILE chooses the format: .png .svg .pdf for pictures, .gif .mp4 .html for films, .csv for
tables, .txt for captions, .tex for equations, .npz for arrays. All of .png .svg .pdf .gif .mp4 need
Chrome or Chromium and the packages of requirements-export.txt. The same arguments give the same file."""


class Parser(argparse.ArgumentParser):
    """Report a mistake in one line."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Print the line and exit with status 2."""
        raise SystemExit(_fail(message))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 2 for bad input, 130 if cancelled, else 1."""
    chosen = vars(_parser().parse_args(arguments))
    if chosen["list"]:
        print(listing())
        return 0
    try:
        _run(chosen)
    except KeyboardInterrupt:
        print("\ncancelled; nothing was written", file=sys.stderr)
        return 130
    except RuntimeError as problem:
        return _fail(str(problem), status=1)
    except (ValueError, OSError) as problem:
        return _fail(str(problem))
    return 0


def listing() -> str:
    """Return a line for everything that can be written."""
    return "\n".join(
        f"{name:<11}{text}  [{_dotted(suffixes)}]" for name, (text, suffixes) in CATALOG.items()
    )


def write(path: Path, make: Callable[[], bytes]) -> None:
    """Write what `make` returns to `path`, completely or not at all.

    The folder is tried before `make` is called, because a film takes a while.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    if path.is_dir():
        raise IsADirectoryError(f"cannot write {path}: it is a folder")
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.touch()
    except OSError as problem:
        raise type(problem)(f"cannot write {path}: {problem.strerror}") from None
    try:
        part.write_bytes(make())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _parser() -> Parser:
    parser = Parser(
        prog="python -m pages.export",
        description="Write a picture of Backpass, a film, or the data behind it to a file. "
        "Run this command in the root folder of the repository.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="what to write; --list shows all names")
    parser.add_argument("--list", action="store_true", help="list everything that can be written")
    parser.add_argument("--link", default="", help="a link of the app, or its part after the ?")
    parser.add_argument("--out", metavar="FILE", help="the file to write; its suffix chooses the format")
    group = parser.add_argument_group("settings (they override those of the link)")
    for key, allowed in settings().items():
        group.add_argument(f"--{key.replace('_', '-')}", dest=f"set_{key}", metavar="", help=allowed)
    return parser


def _run(chosen: Mapping[str, str]) -> None:
    name, suffix = _name(chosen), _suffix(chosen)
    order = _order(chosen, name)
    _check(order)
    suffixes = CATALOG[name][1]
    if suffix not in suffixes:
        raise ValueError(f"--out must end in {_dotted(suffixes)} for {name}; got .{suffix}")
    write(Path(chosen["out"]), lambda: export(order, suffix, report=_report))


def _name(chosen: Mapping[str, str]) -> str:
    if not chosen["name"]:
        raise ValueError(f"NAME is missing; it must be one of {', '.join(CATALOG)}")
    if chosen["name"] not in CATALOG:
        raise ValueError(f"NAME must be one of {', '.join(CATALOG)}; got {chosen['name']!r}")
    return chosen["name"]


def _suffix(chosen: Mapping[str, str]) -> str:
    if not chosen["out"]:
        raise ValueError("--out must name the file to write")
    suffix = Path(chosen["out"]).suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise ValueError(f"--out must end in one of {_dotted(FORMATS)}; got {chosen['out']!r}")
    return suffix


def _order(chosen: Mapping[str, str], name: str) -> Order:
    """Return what the link and the settings describe; what the app ignores in a link is an error here."""
    text = chosen["link"]
    query = urlsplit(text).query if "?" in text else text
    link = dict(parse_qsl(query, keep_blank_values=True))
    known = set(settings())
    if unknown := [key for key in link if key not in known | _PAGE_KEYS]:
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


def _report(done: int, count: int) -> None:
    """Print the progress of a film to a terminal."""
    if sys.stderr.isatty():
        print(f"\rframe {done} of {count}", end="\n" if done == count else "", file=sys.stderr, flush=True)


def _fail(message: str, status: int = 2) -> int:
    print(f"python -m pages.export: {message}", file=sys.stderr)
    return status


def _dotted(suffixes: Iterable[str]) -> str:
    return ", ".join(f".{suffix}" for suffix in suffixes)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as with Ctrl-C
    sys.exit(main())
