"""The command: ``python -m pages.scenes.lessons check FILE …`` says what is wrong with lessons."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pages.scenes.lessons.check import check_file


def main(arguments: list[str] | None = None) -> int:
    """Print one line for each fault, and return 1 if there is one."""
    parser = argparse.ArgumentParser(prog="python -m pages.scenes.lessons", description="Check lessons.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="say what is wrong with the files of lessons")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    count = 0
    for path in parser.parse_args(arguments).files:
        try:
            faults = check_file(path)
        except (OSError, UnicodeDecodeError) as problem:
            parser.error(f"{path}: {problem}")
        count += len(faults)
        for fault in faults:
            print(f"{path}:{fault.line}: {fault.text}")  # its purpose
        if not faults:
            print(f"{path}: no fault")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
