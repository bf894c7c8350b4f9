"""The documentation says what the app shows: pictures, tables, links between files, commands."""

from __future__ import annotations

import re
import runpy
import shlex
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import yaml

from core import default_of, from_link, to_link
from pages.export.formats import PAGES as SHEETS
from pages.scenes.table import SCENES
from pages.server.metrics import METRICS
from tests.docs import cheat_sheet, links
from tests.docs.pictures import MOVIE, PAGES, PICTURES, RECORD, ROOT, Picture, recorded
from tests.drawn import path_of

DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
    ROOT / "deploy" / "README.md",
]
README = ROOT / "README.md"
WORKFLOW = ROOT / ".github" / "workflows" / "test.yml"
TEST_COMMAND = "bash tests/run.sh"
MADE_BY = "make the pictures with `python -m tests.docs`"


def name_of(value: Any) -> str:
    return value.name if isinstance(value, (Path, Picture)) else str(value)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def targets(text: str) -> list[str]:
    """Return what a document links to, and the pictures that it shows."""
    prose = re.sub(r"^(    ).*$", "", text, flags=re.MULTILINE)
    return [*re.findall(r"\]\(([^)\s]+)\)", prose), *re.findall(r'<img src="([^"]+)"', prose)]


# --- pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("picture", [*PICTURES, MOVIE], ids=name_of)
def test_a_picture_shows_the_words_of_the_app(picture: Picture) -> None:
    assert picture.file.is_file(), MADE_BY
    written = recorded().get(picture.name)
    assert written == picture.words, f"{picture.file.name} is older than the app: {MADE_BY}"


def test_every_page_has_a_picture_in_the_readme_and_in_the_documentation() -> None:
    assert [picture.page for picture in PAGES] == [scene.file for scene in SCENES]
    shown = targets(text_of(README))
    explained = targets(text_of(ROOT / "docs" / "pages.md"))
    assert [p.name for p in PAGES if f"docs/{p.file.name}" not in shown] == []
    assert [p.name for p in PAGES if p.file.name not in explained] == []
    for scene in SCENES:
        assert f"**{scene.title}.**" in text_of(README)
        assert f"\n## {scene.title}\n" in text_of(ROOT / "docs" / "pages.md")
    assert f"docs/{MOVIE.file.name}" in shown


def test_the_figures_of_exporting_are_those_that_its_batch_makes() -> None:
    docs = ROOT / "docs"
    lines = [shlex.split(line, comments=True) for line in text_of(docs / "figures.txt").splitlines()]
    made = {ROOT / words[words.index("--out") + 1] for words in lines if words}
    assert len(made) == 6
    assert made == {*(docs / "figures").iterdir()}
    shown = targets(text_of(docs / "exporting.md"))
    assert {f"figures/{path.name}" for path in made} <= {*shown}


def test_no_picture_is_left_over() -> None:
    known = {picture.file for picture in (*PICTURES, MOVIE)} | {*cheat_sheet.FILES}
    assert {p for p in RECORD.parent.iterdir() if p.suffix in (".png", ".webp", ".gif", ".pdf")} == known
    assert set(recorded()) == {picture.name for picture in (*PICTURES, MOVIE)} | {cheat_sheet.NAME}


def test_the_cheat_sheet_has_the_lines_of_the_app() -> None:
    assert recorded()[cheat_sheet.NAME] == cheat_sheet.words(), MADE_BY
    assert all(f"docs/{file.name}" in targets(text_of(README)) for file in cheat_sheet.FILES[:1])
    assert {file.name for file in cheat_sheet.FILES} <= {*targets(text_of(ROOT / "docs" / "exporting.md"))}


def test_the_moving_picture_moves_and_is_small() -> None:
    image = pytest.importorskip("PIL.Image")
    assert MOVIE.file.stat().st_size < 3_000_000
    with image.open(MOVIE.file) as moving:
        assert moving.n_frames > 30
        assert moving.info["loop"] == 0


# --- tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", links.records())
def test_the_table_of_a_record_is_what_the_record_declares(name: str) -> None:
    table = links.tables().get(name)
    assert table is not None, f"neither docs/links.md nor docs/hosting.md has a table for {name}"
    rows = links.rows_of(table)
    assert [row.key for row in rows if not row.meaning] == []
    assert links.written(links.records()[name], {row.key: row.meaning for row in rows}) == table


def test_every_table_is_of_a_record() -> None:
    assert set(links.tables()) == set(links.records())


def test_a_missing_and_a_stale_key_are_found() -> None:
    record = links.records()["Pace"]
    table = links.tables()["Pace"]
    rows = links.rows_of(table)
    assert [row.key for row in rows] == ["speed", "rate", "stop"]
    assert rows[0].default == str(default_of(record, "speed"))
    for changed in (table.replace("`speed`", "`pace`"), "".join(table.splitlines(True)[:-1])):
        assert changed != links.written(record, {row.key: row.meaning for row in links.rows_of(changed)})


def test_every_page_has_its_address_in_the_table_of_links() -> None:
    rows = re.findall(r"^\| (.+?) \| `(/\w*)`", text_of(ROOT / "docs" / "links.md"), re.MULTILINE)
    addresses = [(scene.title, path_of(scene)) for scene in SCENES]
    assert rows == addresses


def test_every_metric_is_explained() -> None:
    links.records()  # imports every module, and so every module that adds a metric
    rows = re.findall(r"^\| (`backpass_.+?) \|", text_of(ROOT / "docs" / "hosting.md"), re.MULTILINE)
    explained = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(explained) == sorted(METRICS.stats_families)


# --- links between files -------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_what_a_document_links_to_is_there(document: Path) -> None:
    for target in targets(text_of(document)):
        file, _, anchor = target.partition("#")
        if re.match(r"\w+:", file):
            continue
        found = (document.parent / file).resolve() if file else document
        assert found.exists(), target
        assert not anchor or anchor in anchors(text_of(found)), target


def anchors(text: str) -> list[str]:
    """Return the anchors of the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


# --- commands ------------------------------------------------------------------------------------


def commands() -> list[list[str]]:
    """Return the arguments of each command in docs/exporting.md."""
    lines = re.findall(r"^    python -m pages\.export (.+)$", text_of(ROOT / "docs" / "exporting.md"), re.M)
    return [shlex.split(line) for line in lines]


NEEDS_A_BROWSER = (".png", ".svg", ".pdf", ".gif", ".mp4")


def without_a_browser(arguments: list[str]) -> list[str]:
    """Return the command with a file that needs no browser: a page, or the caption of a strip."""
    if arguments[0] == "--batch" or Path(arguments[-1]).suffix not in NEEDS_A_BROWSER:
        return arguments
    figure, *options, file = arguments
    if figure in SHEETS:
        return ["caption", *options, "sheet.txt"]
    if figure == "strip":
        return ["caption", "--figure", figure, *options, "strip.txt"]
    return [figure, *options, Path(file).stem + ".html"]


@pytest.mark.parametrize("arguments", commands(), ids=lambda arguments: arguments[0])
def test_an_example_of_the_command_works(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = without_a_browser(arguments)
    monkeypatch.delitem(sys.modules, "pages.export.__main__", raising=False)  # another test imports it
    monkeypatch.chdir(tmp_path)
    if taken[0] == "--batch":
        Path(taken[1]).write_text("losses --step 3 --out losses.csv")
    monkeypatch.setattr(sys, "argv", ["pages.export", *taken])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("pages.export", run_name="__main__")
    assert ended.value.code == 0
    written = {path.name for path in tmp_path.iterdir()}
    others = {"--list": set(), "--batch": {"losses.csv", taken[-1]}}
    assert written == others.get(taken[0], {taken[-1]})


def test_each_example_link_is_read_without_a_notice() -> None:
    for document in (README, ROOT / "docs" / "links.md"):
        queries = re.findall(r"^    /\?(\S+)$", text_of(document), re.MULTILINE)
        assert queries
        for query in queries:
            experiment, step, ignored = from_link(dict(parse_qsl(query)))
            assert ignored == ()
            assert to_link(experiment, step) == dict(parse_qsl(query))


# --- README and continuous integration -----------------------------------------------------------


def test_the_readme_is_short_and_starts_the_app_in_one_line() -> None:
    text = text_of(README)
    assert len(text.splitlines()) <= 120
    assert "\n    pip install -r requirements.txt && streamlit run app.py\n" in text


def test_the_readme_credits_the_lecture_notes() -> None:
    credit = " ".join(text_of(README).split())
    for part in ("Derivative notes for reference only", "Lam Huynh", "521153S", "November 11, 2020"):
        assert part in credit


def test_one_command_tests_everywhere() -> None:
    job = yaml.safe_load(text_of(WORKFLOW))["jobs"]["test"]
    run = [step["run"] for step in job["steps"] if "run" in step]
    assert run == [TEST_COMMAND]
    assert f"\n    {TEST_COMMAND}\n" in text_of(README)
    assert f"exec {TEST_COMMAND}\n" in text_of(ROOT / ".ci" / "run")


def test_the_workflow_tries_the_oldest_and_the_newest_python() -> None:
    workflow = yaml.safe_load(text_of(WORKFLOW))
    job = workflow["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.13"]
    assert str(job["env"]["CI"]) == "true"
    assert 0 < job["timeout-minutes"] <= 90
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets." not in text_of(WORKFLOW)
