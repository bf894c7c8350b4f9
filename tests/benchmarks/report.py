"""How a benchmark says what it found: the figure, what it should reach, whether it does, and where."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """Hold one measured number beside its target; without a target it is there to compare with."""

    what: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def is_reached(self) -> bool:
        above = self.at_least is None or self.value >= self.at_least
        return above and (self.at_most is None or self.value <= self.at_most)

    def __str__(self) -> str:
        value = f"{self.what:<64} {self.value:>9.4g} {self.unit}"
        if self.at_least is None and self.at_most is None:
            return value
        sign, target = ("≥", self.at_least) if self.at_most is None else ("≤", self.at_most)
        return f"{value}  {sign} {target:g} {'reached' if self.is_reached else 'NOT REACHED'}"


def machine(*more: str) -> str:
    """Return the line that says when and where: date, processor, cores, versions."""
    packages = [f"{name} {version(name)}" for name in ("numpy", "streamlit", "plotly")]
    cores = f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}"
    python = f"Python {platform.python_version()}"
    return " · ".join([date.today().isoformat(), _processor(), cores, python, *packages, *more])


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def publish(figures: Sequence[Figure], *, as_json: bool, where: str) -> None:
    """Print the figures; end the command with status 1 if one falls short of its target."""
    if as_json:
        rows = [asdict(figure) | {"reached": figure.is_reached} for figure in figures]
        print(json.dumps({"where": where, "figures": rows}, ensure_ascii=False, indent=1))
    else:
        print(*figures, where, sep="\n")
    sys.exit(not all(figure.is_reached for figure in figures))


def parser(text: str | None) -> argparse.ArgumentParser:
    """Return a command's parser with the options that all benchmarks have."""
    made = argparse.ArgumentParser(description=text, formatter_class=argparse.RawTextHelpFormatter)
    made.add_argument("--json", action="store_true", help="print JSON instead of lines")
    return made
