"""The command ``python -m pages.export NAME --link … --out FILE`` writes a picture without the app.

It takes a link of the app or single settings, and reports a mistake in them in one line.
"""

import argparse
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from pages.export.batch import read_batch, write_batch
from pages.export.browser import UnavailableError, renderer
from pages.export.formats import FORMATS, obstacle
from pages.export.order import settings
from pages.export.request import CATALOG, FileRequest, dotted, read_request

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
  python -m pages.export worksheet --link 'https://example.org/one_step?step=40' --out worksheet.pdf
  python -m pages.export --batch lecture.txt

Each line of a batch holds the arguments of one file, as above, and # begins a comment. All lines are
checked before the first file is written, and the browser starts once.

The suffix of FILE chooses the format: .png .svg .pdf for pictures, .gif .mp4 .html for films, .csv for
tables, .txt for captions, .tex for equations, .npz for arrays. All of .png .svg .pdf .gif .mp4 need
Chrome or Chromium and the packages of requirements-export.txt. The same arguments give the same file."""


_BATCH = "; without NAME and --out: a file with the arguments of many files, or - for standard input"


class Parser(argparse.ArgumentParser):
    """Report a mistake as an exception."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Raise it.

        Raises
        ------
        ValueError
            Always.
        """
        raise ValueError(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 2 for bad input, 130 if cancelled, else 1."""
    unwritten = "nothing was"
    try:
        chosen = vars(_parser().parse_args(arguments))
        if chosen["list"]:
            print(listing())
        elif [key for key, given in chosen.items() if given] == ["set_batch"]:
            unwritten = "the other files were not"
            _run_batch(chosen["set_batch"])
        else:
            _run(read_request(chosen))
    except KeyboardInterrupt:
        print(f"\ncancelled; {unwritten} written", file=sys.stderr)
        return 130
    except RuntimeError as problem:
        return _fail(str(problem), status=1)
    except (ValueError, OSError) as problem:
        return _fail(str(problem))
    return 0


def listing() -> str:
    """Return a line for everything that can be written."""
    return "\n".join(
        f"{name:<13}{text}  [{dotted(suffixes)}]" for name, (text, suffixes) in CATALOG.items()
    )


def _parser(*, has_help: bool = True) -> Parser:
    parser = Parser(
        prog="python -m pages.export",
        description="Write a picture of Backpass, a film, or the data behind it to a file. "
        "Run this command in the root folder of the repository.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=has_help,
    )
    parser.add_argument("--list", action="store_true", help="list everything that can be written")
    parser.add_argument("name", nargs="?", metavar="NAME", help="what to write; --list shows all names")
    parser.add_argument("--link", default="", help="a link of the app, or its part after the ?")
    parser.add_argument("--out", metavar="FILE", help="the file to write; its suffix chooses the format")
    group = parser.add_argument_group("settings (they override those of the link)")
    for key, allowed in settings().items():
        note = _BATCH if key == "batch" else ""
        group.add_argument(f"--{key.replace('_', '-')}", dest=f"set_{key}", metavar="", help=allowed + note)
    return parser


def _run(request: FileRequest) -> None:
    _prepare([request.suffix])
    request.write(_report)


def _run_batch(path: str) -> None:
    parser = _parser(has_help=False)
    text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    requests = read_batch(text.splitlines(), lambda words: read_request(vars(parser.parse_args(words))))
    _prepare({request.suffix for request in requests.values()})
    write_batch(requests, lambda done, count: _progress(f"file {done} of {count}", done == count))


def _prepare(suffixes: Iterable[str]) -> None:
    """Start the browser if a format needs one; say what is missing for any of them."""
    for suffix in suffixes:
        if problem := obstacle(suffix):
            raise UnavailableError(problem)
    if any(FORMATS[suffix].modules for suffix in suffixes):
        renderer().open()


def _report(done: int, count: int) -> None:
    _progress(f"frame {done} of {count}", done == count)


def _progress(text: str, is_last: bool) -> None:
    """Print progress to a terminal."""
    if sys.stderr.isatty():
        print(f"\r{text}", end="\n" if is_last else "", file=sys.stderr, flush=True)


def _fail(message: str, status: int = 2) -> int:
    for line in message.splitlines():
        print(f"python -m pages.export: {line}", file=sys.stderr)
    return status


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as with Ctrl-C
    sys.exit(main())
