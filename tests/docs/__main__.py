"""Make the documentation's pictures and tables anew: ``python -m tests.docs [NAME …]``.

It starts the app and Chromium, takes every picture (or those named), the moving one (``playing``) among
them, writes beside them which words the pages had, and brings the tables of docs/links.md up to date.
``figures`` are the exported pictures of docs/exporting.md, which docs/figures.txt lists.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from pages.export.__main__ import main as export
from tests.benchmarks import harness
from tests.docs import camera, cheat_sheet, links
from tests.docs.pictures import MOVIE, PICTURES, RECORD, ROOT, Picture, recorded

FIGURES = "figures"


def main(names: list[str]) -> None:
    """Make what is named, or everything."""
    links.update()
    known = {picture.name: picture for picture in (*PICTURES, MOVIE)}
    all_names = [*known, cheat_sheet.NAME, FIGURES]
    if unknown := set(names) - set(all_names):
        raise SystemExit(
            f"no picture is called {', '.join(sorted(unknown))}; there are {', '.join(all_names)}"
        )
    record = recorded() if names and RECORD.exists() else {}
    if not names or cheat_sheet.NAME in names:
        cheat_sheet.write()
        record[cheat_sheet.NAME] = cheat_sheet.words()
    if not names or FIGURES in names:
        export(["--batch", str(ROOT / "docs" / "figures.txt")])
    if chosen := [known[name] for name in names or known if name in known]:
        _take(chosen, record)
    ordered = {name: record[name] for name in all_names if name in record}
    RECORD.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _take(pictures: list[Picture], record: dict[str, Any]) -> None:
    """Take pictures of the running app; note in `record` the words that they show."""
    with harness.server() as server, harness.browser() as running:
        window = running.new_context(locale="en-GB")
        for picture in pictures:
            record[picture.name] = picture.words
            if picture is MOVIE:
                camera.film(running, server.url)
            else:
                camera.take(window, server.url, picture, record[picture.name])
            print(picture.file.name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
