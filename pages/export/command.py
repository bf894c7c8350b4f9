"""The pictures without the app: ``python -m pages.export FIGURE --link … --out FILE``.

It takes what the app takes, a link or single settings, and says what is wrong with them in one line.
The file appears whole or not at all: it is written under another name beside its place, then renamed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from pages.export import data
from pages.export.export import KINDS, export
from pages.export.film import STILL_ONLY
from pages.export.order import Order, read_order, settings
from pages.export.pictures import PICTURES
from pages.export.write import write
from pages.stage.runs import timeline

WORDS = {
    "caption": "what a picture shows, its settings and its link (--figure says which)",
    "equation": "the equation of a picture in LaTeX with live numbers (--figure says which)",
    "arrays": "points, history, weights and gradients in one .npz",
}
_OF_WORDS = {"caption": ("txt",), "equation": ("tex",), "arrays": ("npz",)}
_ELSEWHERE = {"speed", "rate", "chapter", "library"}

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

The suffix of FILE says what is written: pictures .png .svg .pdf, moving ones .gif .mp4 .html, tables .csv,
words .txt .tex, arrays .npz. Images and films need requirements-export.txt and Chrome or Chromium.
The same arguments give the same file."""


class Parser(argparse.ArgumentParser):
    """Say what is wrong in one line."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Print the line and end with status 2."""
        raise SystemExit(_failed(message))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 2 for bad input, 1 for anything else that failed."""
    chosen = vars(_parser().parse_args(arguments))
    if chosen["list"]:
        print(listing())
        return 0
    try:
        return _make(chosen)
    except KeyboardInterrupt:
        print("\ncancelled; nothing was written", file=sys.stderr)
        return 130
    except RuntimeError as problem:
        _failed(str(problem))
        return 1
    except (ValueError, OSError) as problem:
        return _failed(str(problem))


def listing() -> str:
    """Return all that can be written, by name."""
    says = {name: f"{picture.scene}: {picture.says}" for name, picture in PICTURES.items()}
    says |= data.SAYS | WORDS
    return "\n".join(f"{name:<11}{text}  [{_suffixes(_suits(name))}]" for name, text in says.items())


def _suits(name: str) -> tuple[str, ...]:
    """Return the kinds of file that something is written as."""
    if name in STILL_ONLY:
        return ("png", "svg", "pdf")
    if name in PICTURES:
        return ("png", "svg", "pdf", "gif", "mp4", "html")
    return ("csv",) if name in data.TABLES else _OF_WORDS[name]


def _suffixes(kinds: Iterable[str]) -> str:
    return ", ".join(f".{kind}" for kind in kinds)


def _parser() -> Parser:
    parser = Parser(
        prog="python -m pages.export",
        description="Write a figure of Backpass, a film, or the data behind it.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("name", nargs="?", metavar="FIGURE", help="what to write; --list names all")
    parser.add_argument("--list", action="store_true", help="name all that can be written")
    parser.add_argument("--link", default="", help="the address of the app, or what stands behind its ?")
    parser.add_argument("--out", metavar="FILE", help="where to write; the suffix says what")
    group = parser.add_argument_group("settings, which go before those of the link")
    for key, allowed in settings().items():
        group.add_argument(f"--{key.replace('_', '-')}", dest=f"set_{key}", metavar="", help=allowed)
    return parser


def _make(chosen: Mapping[str, str]) -> int:
    """Write what was asked for."""
    name, kind = _name(chosen), _kind(chosen)
    order = _checked(_order(chosen, name))
    if kind not in _suits(name):
        raise ValueError(f"{name} is written as {_suffixes(_suits(name))}; got .{kind}")
    write(Path(chosen["out"]), lambda: export(order, kind, progress=_tell))
    return 0


def _name(chosen: Mapping[str, str]) -> str:
    known = [*PICTURES, *data.TABLES, *WORDS]
    if not chosen["name"]:
        raise ValueError(f"a figure must be named: one of {', '.join(known)}")
    if chosen["name"] not in known:
        raise ValueError(f"figure must be one of {', '.join(known)}; got {chosen['name']!r}")
    return chosen["name"]


def _kind(chosen: Mapping[str, str]) -> str:
    if not chosen["out"]:
        raise ValueError("--out must name the file to write")
    kind = Path(chosen["out"]).suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise ValueError(f"--out must end in one of {_suffixes(KINDS)}; got {chosen['out']!r}")
    return kind


def _order(chosen: Mapping[str, str], name: str) -> Order:
    """Return what the link and the settings say; whatever the app would ignore is an error here."""
    link = dict(parse_qsl(_query(chosen["link"]), keep_blank_values=True))
    known = set(settings())
    if odd := [key for key in link if key not in known | _ELSEWHERE]:
        raise ValueError(f"--link has no setting called {odd[0]!r}; there are {', '.join(sorted(known))}")
    link |= {key: text for key in known if (text := chosen.get(f"set_{key}")) is not None}
    if name in PICTURES or name in data.TABLES:
        link["figure" if name in PICTURES else "table"] = name
    order, ignored = read_order(link)
    if ignored:
        raise ValueError(ignored[0].replace(" was ignored: it must be ", " must be ").removesuffix("."))
    return order


def _query(text: str) -> str:
    """Return the query of an address, of ``?…``, or the query itself."""
    return urlsplit(text).query if "?" in text else text


def _checked(order: Order) -> Order:
    """Return the order if its run gets as far as its steps."""
    run = timeline(order.experiment)
    for name, step in (("step", order.step), *(("steps", each) for each in order.sequence.steps)):
        run.at(step)
        if step > run.end:
            raise ValueError(f"{name} must be 0 to {run.end}, where this run overflows; got {step}")
    order.style.sheet  # noqa: B018  # raises if the size is out of bounds
    return order


def _tell(done: int, count: int) -> None:
    """Say how far a film is, where somebody may be looking."""
    if sys.stderr.isatty():
        print(f"\rframe {done} of {count}", end="\n" if done == count else "", file=sys.stderr, flush=True)


def _failed(message: str) -> int:
    print(f"python -m pages.export: {message}", file=sys.stderr)
    return 2
