"""A batch: the files of the single commands, and nothing before every line is right."""

import io
from pathlib import Path
from typing import Any

import pytest

from pages.export import request
from pages.export.__main__ import main
from pages.export.formats import export

LINES = """# the numbers of a lecture
losses --link '?dataset=spiral&hidden=8&step=30' --out {0}/losses.csv

python -m pages.export equation --figure phase --phase dW2 --step 40 --out {0}/dW2.tex  # copied
weights --hidden 3 --batch 10 --step 4 --out '{0}/the weights.csv'
"""


def batch(tmp_path: Path, lines: str) -> tuple[str, Path]:
    (out := tmp_path / "out").mkdir()
    path = tmp_path / "lecture.txt"
    path.write_text(lines.format(out))
    return str(path), out


def test_a_batch_writes_the_files_of_the_single_commands(tmp_path: Path) -> None:
    path, out = batch(tmp_path, LINES)
    assert main(["--batch", path]) == 0
    single = tmp_path / "single"
    for name, arguments in {
        "losses.csv": ["losses", "--dataset", "spiral", "--hidden", "8", "--step", "30"],
        "dW2.tex": ["equation", "--figure", "phase", "--phase", "dW2", "--step", "40"],
        "the weights.csv": ["weights", "--hidden", "3", "--batch", "10", "--step", "4"],
    }.items():
        alone = single.with_suffix(Path(name).suffix)
        assert main([*arguments, "--out", str(alone)]) == 0
        assert (out / name).read_bytes() == alone.read_bytes()
    assert len(list(out.iterdir())) == 3


def test_a_batch_is_read_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"losses --step 3 --out {tmp_path}/x.csv"))
    assert main(["--batch", "-"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


WRONG = """losses --step 3 --out {0}/good.csv
losses --step 3 --out {0}/x.png
phase --phase dW9 --out {0}/x.svg
slope --hidden none --step 3 --out {0}/x.svg
decision --step 3 --from 3 --out {0}/x.html

losses --out {0}/good.csv
losses --out {0}/nowhere/x.csv
losses --help
losses --out "{0}/x.csv
"""


def test_every_line_is_checked_before_the_first_file_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = batch(tmp_path, WRONG)
    assert main(["--batch", path]) == 2
    said = capsys.readouterr().err.splitlines()
    expected = {
        2: "--out must end in .csv for losses; got .png", 3: "phase=dW9", 4: "needs a hidden layer",
        5: "before the film's last step", 7: "is the file of line 1, too", 8: "cannot write",
        9: "unrecognized arguments: --help", 10: "No closing quotation",
    }  # fmt: skip
    for line, (number, words) in zip(said, expected.items(), strict=True):
        assert line.startswith(f"python -m pages.export: line {number}: ")
        assert words in line
    assert list(out.iterdir()) == []


def test_a_file_that_cannot_be_made_is_named_by_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails_for_tex(order: Any, suffix: str, report: Any) -> bytes:
        if suffix == "tex":
            raise RuntimeError("no ink")
        return export(order, suffix, report)

    monkeypatch.setattr(request, "export", fails_for_tex)
    path, out = batch(tmp_path, LINES)
    assert main(["--batch", path]) == 1
    assert capsys.readouterr().err == "python -m pages.export: line 4: no ink\n"
    assert not (out / "dW2.tex").exists()
    assert all(not each.name.startswith(".") for each in out.iterdir())


def test_a_batch_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--batch", "nowhere.txt"]) == 2
    assert "nowhere.txt" in capsys.readouterr().err


def test_a_batch_with_other_arguments_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = batch(tmp_path, LINES)
    for other in (["--step", "9"], ["--link", "?step=9"], ["losses"]):
        assert main(["--batch", path, *other]) == 2
    assert capsys.readouterr().err.count("must") >= 1
    assert not list(out.iterdir())
