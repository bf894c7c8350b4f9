"""Audit the whole matrix: ``python -m tests.figures.audit [--only NAME] [--size SIZE] …``.

It prints each fault, and ends with status 1 if there are any.  ``--contact FOLDER`` also writes contact
sheets for a person to look at.  With ``--pages`` it audits the pages themselves.

The looks change colours, not places.  ``--look white --part 1/16`` to ``16/16`` is one look whole, and
``--sample 3 --look dark clear …`` a sample of the others.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path

from pages.export.pictures import PICTURES
from tests.benchmarks import harness
from tests.docs.pictures import PAGES
from tests.figures.audit.auditor import audit
from tests.figures.audit.contact import ContactSheets
from tests.figures.audit.easel import Easel
from tests.figures.audit.fault import Fault
from tests.figures.audit.matrix import LOOKS, RUNS, SIZES, Case, sample, whole
from tests.figures.audit.screen import THEMES, WIDTHS, audit_screen, screens

Audited = tuple[str, list[Fault], Callable[[], bytes]]
"""The name of a case, its faults, and what makes its picture."""


def main(arguments: list[str] | None = None) -> int:
    """Print the faults of the chosen cases; return 1 if there are any."""
    chosen = _parser().parse_args(arguments)
    began, count, found = time.monotonic(), 0, Counter[str]()
    sheets = ContactSheets(chosen.contact) if chosen.contact else None
    try:
        for name, faults, picture in _screens(chosen) if chosen.pages else _pictures(chosen):
            count += 1
            if sheets:
                sheets.add(picture(), name, [str(fault.finding) for fault in faults])
            for fault in faults:
                print(fault, flush=True)
            found.update({f"{fault.figure}: {fault.finding.kind}" for fault in faults})
    finally:
        if sheets:
            sheets.write()
    print(f"{count} cases, {sum(found.values())} faults by case and kind, {time.monotonic() - began:.0f} s")
    for name, times in found.most_common():
        print(f"{times:6} × {name}")
    return 1 if found else 0


def _pictures(chosen: argparse.Namespace) -> Iterator[Audited]:
    with harness.browser() as running:
        easel = Easel(running)
        for case in _cases(chosen):
            yield str(case), audit(case, easel), easel.picture


def _screens(chosen: argparse.Namespace) -> Iterator[Audited]:
    with harness.server() as server, harness.browser() as running:
        window = running.new_context(locale="en-GB")
        for case in screens():
            if _is_wanted(chosen, page=case.page.name, width=case.width, theme=case.theme):
                faults, seen = audit_screen(case, window, server.url)
                yield str(case), faults, partial(bytes, seen)


def _cases(chosen: argparse.Namespace) -> Iterable[Case]:
    def is_wanted(case: Case) -> bool:
        return _is_wanted(chosen, only=case.figure, run=case.run, size=case.size, look=case.look)

    every = _sampled(chosen.sample) if chosen.sample else whole(is_wanted)
    part, parts = map(int, chosen.part.split("/"))
    return islice((case for case in every if is_wanted(case)), part - 1, None, parts)


def _is_wanted(chosen: argparse.Namespace, **named: object) -> bool:
    """Say whether each name is among the chosen ones, or none was chosen."""
    return all(not (names := getattr(chosen, key)) or name in names for key, name in named.items())


def _sampled(count: int) -> Iterator[Case]:
    pairs = ((figure, size) for figure in PICTURES for size in SIZES)
    return chain.from_iterable(sample(figure, size, count) for figure, size in pairs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.figures.audit", description=__doc__)
    tables = {"only": PICTURES, "run": RUNS, "size": SIZES, "look": LOOKS}
    pages = {"page": [page.name for page in PAGES], "width": WIDTHS, "theme": THEMES}
    for name, table in {**tables, **pages}.items():
        kind = int if table is WIDTHS else str
        help_text = "of " + " · ".join(map(str, table))
        parser.add_argument(
            f"--{name}", nargs="+", type=kind, choices=tuple(table), help=help_text, metavar=name.upper()
        )
    parser.add_argument("--pages", action="store_true", help="the pages, at four widths and in both themes")
    parser.add_argument("--sample", type=int, metavar="N", help="N cases of each picture at each size")
    parser.add_argument("--part", default="1/1", metavar="I/N", help="every N-th case, from the I-th")
    parser.add_argument("--contact", type=Path, metavar="FOLDER", help="write contact sheets there")
    return parser


if __name__ == "__main__":
    sys.exit(main())
