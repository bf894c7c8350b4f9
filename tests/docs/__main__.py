"""Make the documentation's pictures and tables anew: ``python -m tests.docs [NAME …]``.

It starts the app and Chromium, takes every picture (or those named), the moving one (``playing``) among
them, writes beside them which words the pages had, and brings the tables of docs/links.md up to date.
"""

from __future__ import annotations

import json
import sys

from tests.benchmarks import harness
from tests.docs import camera, links
from tests.docs.pictures import MOVIE, PICTURES, RECORD, recorded


def main(names: list[str]) -> None:
    """Make what is named, or everything."""
    links.update()
    known = {picture.name: picture for picture in (*PICTURES, MOVIE)}
    if unknown := set(names) - set(known):
        raise SystemExit(f"no picture is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    record = recorded() if names and RECORD.exists() else {}
    with harness.server() as server, harness.browser() as running:
        for picture in [known[name] for name in names or known]:
            record[picture.name] = picture.words
            if picture is MOVIE:
                camera.film(running, server.url)
            else:
                camera.take(running, server.url, picture, record[picture.name])
            print(picture.file.name, flush=True)
    ordered = {name: record[name] for name in known if name in record}
    RECORD.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
