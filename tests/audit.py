"""Look the locked packages up in the public database of vulnerabilities: ``python -m tests.audit``.

Fails when one is known to be vulnerable.  Where the database cannot be reached, or knows too little, it
says so and succeeds: that what is installed is what the lock names is tested in any case, by
tests/deploy/test_dependencies.py.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCKS = [ROOT / name for name in ("requirements.lock", "requirements-export.lock")]
SECONDS = "5"


def main() -> int:
    """Print what was found, and return 1 if it is bad."""
    found, trouble = audit(pinned(lock.read_text() for lock in LOCKS))
    if found is None:
        print(f"SKIPPED: the database of vulnerabilities cannot be reached: {trouble}")
        return 0
    return report(found)


def report(found: list[dict[str, Any]]) -> int:
    """Print the sum of an audit, and return 1 if a package is known to be vulnerable."""
    bad = [(each, flaw) for each in found for flaw in each.get("vulns", ())]
    unknown = [each["name"] for each in found if "skip_reason" in each]
    for each, flaw in bad:
        fixed = ", ".join(flaw["fix_versions"]) or "nothing yet"
        print(f"{each['name']} {each['version']}: {flaw['id']}, mended in {fixed}")
    print(f"{len(found) - len(unknown)} packages audited, {len(bad)} vulnerabilities")
    if unknown:
        print(f"SKIPPED: {len(unknown)} that the database reached does not know: {', '.join(unknown)}")
    return 1 if bad else 0


def without_hashes(lock: str) -> str:
    """Return the names and versions alone: a version is all that is looked up."""
    return re.sub(r" \\\n    --hash=\S+", "", lock)


def pinned(locks: Iterable[str]) -> str:
    """Return all names and versions of some locks, each once."""
    lines = [line for lock in locks for line in without_hashes(lock).splitlines()]
    return "\n".join(dict.fromkeys(line for line in lines if "==" in line))


def audit(requirements: str) -> tuple[list[dict[str, Any]] | None, str]:
    """Return what the database says of each package, or None and why nothing could be learned."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(requirements)
        file.flush()
        options = [
            "--no-deps",
            "--disable-pip",
            "--timeout",
            SECONDS,
            "--progress-spinner",
            "off",
            "-f",
            "json",
        ]
        asked = subprocess.run(
            [sys.executable, "-m", "pip_audit", *options, "-r", file.name],
            capture_output=True,
            text=True,
            check=False,
        )
    try:
        return json.loads(asked.stdout)["dependencies"], ""
    except ValueError:
        last = asked.stderr.strip().splitlines() or ["no answer"]
        return None, last[-1]


if __name__ == "__main__":
    sys.exit(main())
