"""The sum of a cell, as the board's script writes it, adds up to core's value: for runs of all kinds."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from core import Timeline, from_link, read_record
from pages.scenes.one_step import OneStepChoices, step_message
from tests.browser.journeys import sums
from tests.browser.journeys.tab import number
from tests.pages.scenes.board_truth import LINKS, Truth

pytestmark = pytest.mark.needs_node

SUMS = Path(__file__).resolve().parents[3] / "pages" / "frontend" / "matrices" / "cell_sums.js"
IN_NODE = f"""
import {{ readFileSync }} from "node:fs";
import {{ sumOf }} from "{SUMS.as_uri()}";
const {{ matrices, phases }} = JSON.parse(readFileSync(0));
const places = (count) => [...new Set([0, Math.floor(count / 2), count - 1])];
const cells = phases.flatMap((phase) => Object.keys(phase.sums).flatMap((name) =>
  places(matrices[name].values.length).flatMap((row) => places(matrices[name].values[0].length).map(
    (column) => [false, true].map((folded) => ({{ phase: phase.key, name, folded,
      ...sumOf({{ matrices }}, phase, name, row, column, folded) }})))))).flat();
console.log(JSON.stringify(cells));
"""


def written(message: dict[str, Any]) -> list[dict[str, str]]:
    """Return what is written of cells of every result: the corners, and the middles between them."""
    phases = [{"key": phase["key"], "sums": phase["sums"]} for phase in message["phases"]]
    given = json.dumps({"matrices": message["matrices"], "phases": phases}, default=lambda M: M.tolist())
    run = ["node", "--input-type=module", "-e", IN_NODE]
    made = subprocess.run(run, input=given, capture_output=True, text=True, check=True)
    cells: list[dict[str, str]] = json.loads(made.stdout)
    return cells


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_every_sum_is_that_of_its_terms_and_core_s_value(link: dict[str, str]) -> None:
    experiment, step, _ = from_link(link)
    message = step_message(Timeline(experiment), step, read_record(OneStepChoices, link)[0], "light")
    X = message["matrices"]["X"]
    names = X["column_names" if link.get("convention") == "columns" else "row_names"]
    truth = Truth(link, [int(re.fullmatch(r"sample (\d+)", name)[1]) - 1 for name in names])  # type: ignore[index]
    cells = written(message)
    results = {phase["key"]: phase["result"] for phase in message["phases"] if phase["key"] != "data"}
    assert results.items() <= {(cell["phase"], cell["name"]) for cell in cells}
    for cell in cells:
        assert (" more (" in cell["text"]) == bool(cell["folded"] and cell["many"]), cell
        text = f"{cell['text']} = {cell['value']}"
        assert sums.adds_up(text), cell
        assert number(cell["value"]) == pytest.approx(truth.value(cell["about"]), rel=6e-4, abs=1e-12), cell
