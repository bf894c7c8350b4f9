"""Publish the browser's files ahead of time, for images whose file system is read-only."""

import sys
from pathlib import Path

from pages.frontend.assets import publish


def main(arguments: list[str]) -> None:
    """Publish into the folder named by the first argument, by default `static`."""
    published = publish(Path(arguments[0]) if arguments else Path("static"))
    print(f"{published.stage}\n{published.plotly}")


if __name__ == "__main__":
    main(sys.argv[1:])
