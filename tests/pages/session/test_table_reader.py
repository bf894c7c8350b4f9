"""Tables as spreadsheets of many habits write them: what is read, what is skipped, and what is said."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Experiment
from pages.session.table_numbers import number_in
from pages.session.table_reader import TableForm, TableReport, read_table
from pages.session.table_text import LONGEST_TABLE, SEPARATORS

CATS = "axes:height,weight__cat@30.5,400_27,350__dog@60,2200_55,1030__4"
ROWS = ("height,weight,animal", "30.5,400,cat", "60,2200,dog", "27,350,cat", "55,1030,dog")
CELLS = [row.split(",") for row in ROWS]


def table(cells: list[list[str]], separator: str = ",", end: str = "\n") -> str:
    return "".join(separator.join(row) + end for row in cells)


def text_of(report: TableReport) -> str:
    assert report.points, report.problem
    return report.points.text


COMMAS = [[cell.replace(".", ",") for cell in row] for row in CELLS]
HABITS = {
    "commas": table(CELLS),
    "tabs": table(CELLS, "\t"),
    "semicolons and decimal commas": table(COMMAS, ";"),
    "bars": table(CELLS, "|"),
    "spaces": table(CELLS, "  "),
    "a byte order mark and CRLF": "\ufeff" + table(CELLS, end="\r\n"),
    "CR alone": table(CELLS, end="\r"),
    "a first line sep=;": "sep=;\n" + table(COMMAS, ";"),
    "a first line sep=,": '"sep=,"\n'.replace('"', "") + table(CELLS),
    "empty lines": "\n\n" + table(CELLS, end="\n\n") + "\n",
    "a separator at the end": table(COMMAS, ";", end=";\n"),
    "empty rows of a spreadsheet": table(CELLS) + ",,\n,,\n",
    "quotes around all": table([[f'"{cell}"' for cell in row] for row in CELLS]),
    "decimal commas in quotes": table([[f'"{cell}"' for cell in row] for row in COMMAS]),
    "thousands with an apostrophe": table(CELLS).replace("1030", "1'030"),
    "thousands with a narrow space": table(CELLS, ";").replace("1030", "1\u202f030"),
    "thousands with a point": table(COMMAS, ";").replace("1030", "1.030,0"),
    "thousands with a comma": table(CELLS, "\t").replace("1030", "1,030.0"),
    "powers of ten": table(CELLS).replace("1030", "1.03e3"),
    "numbered rows": table([[number, *row] for number, row in zip(["no", *"1234"], CELLS, strict=True)]),
    "words that are no numbers": table(CELLS) + "NaN,3,cat\n3,NA,cat\ninf,1,dog\n4,-,dog\n5,5,\n",
}  # fmt: skip


@pytest.mark.parametrize("text", HABITS.values(), ids=HABITS.keys())
def test_a_table_is_read_whatever_the_habits_of_its_spreadsheet(text: str) -> None:
    decimal = {"decimal": ","} if '"30,5"' in text else {}
    assert text_of(read_table(text, TableForm(**decimal))) == CATS  # type: ignore[arg-type]


def test_the_report_says_what_was_read_and_what_was_skipped() -> None:
    rows = "\n".join(f"{at},{at % 7},{'ab'[at % 2]}" for at in range(3, 215))
    report = read_table(f"x,y,kind\n{rows}\n".replace("18,4,", "18,four,"))
    assert report.summary == "212 rows, 1 skipped: line 17 has no number in column 2 (y)."
    assert report.form == TableForm(separator=",", decimal=".", has_header=True, columns=(0, 1, 2))
    assert report.names == ("x", "y", "kind")
    many = read_table("1,2,a\n" * 3 + "1,2,b\n" * 3 + "?,2,a\n1,,b\n1,2,\n?,?,?\n")
    assert many.summary == (
        "10 rows, 4 skipped: line 7 has no number in column 1; line 8 has no number in column 2; "
        "line 9 has no class in column 3; and 1 more."
    )


def test_lines_are_those_of_the_file_also_after_a_cell_of_several_lines() -> None:
    report = read_table('x,y,c\n1,2,"a\nb"\n3,4,c\n5,6,"a\nb"\nno,8,c\n9,9,c\n')
    assert report.summary == "5 rows, 1 skipped: line 7 has no number in column 1 (x)."
    assert report.points
    assert report.points.names == ("a b", "c")


def test_what_is_given_is_taken_instead_of_what_is_found() -> None:
    text = "a;b;c;d\n1,5;2;0;5\n2,5;3;1;6\n3,5;4;0;7\n4,5;5;1;8\n"
    assert read_table(text).form.columns == (0, 1, 2)
    other = read_table(text, TableForm(columns=(3, 0, None)))
    assert text_of(other) == "axes:d,a__5,1.5_7,3.5__6,2.5_8,4.5__4"
    assert read_table(text, TableForm(decimal=".")).summary.startswith("4 rows, 0 skipped")
    assert read_table(text, TableForm(has_header=False)).summary.startswith("5 rows, 1 skipped: line 1 ")
    with pytest.raises(ValueError, match=r"^The table has 1 column with the separator tab\."):
        read_table(text, TableForm(separator="\t"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1,2,a\n2,3,a\n3,4,a\n4,5,a\n", "Column 3 has 1 class. Two are needed."),
        ("1,2,a\n2,3,a\n3,4,a\n4,5,b\n", "Class b has one row. Two are needed."),
        (
            "".join(f"{i}.5,{i}.5,word{i}\n" for i in range(9)),
            "Column 3 has 9 different values (word0, word1, word2, …). A table may have 6 classes.",
        ),
        ("1e12,2,a\n2,3,a\n3,4,b\n4,5,b\n", "a number beyond 1e+09"),
        ("x,y,a\n", "Column 3 has 0 classes. Two are needed."),
    ],
)  # fmt: skip
def test_points_that_cannot_be_are_refused_with_the_reason(text: str, problem: str) -> None:
    report = read_table(text)
    assert report.points is None
    assert report.problem == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("\ufeff\n\n \n", "empty"),
        ("1,2\n3,4\n", "2 columns"),
        ("word", "1 column "),
        ("1,2,a\n" * LONGEST_TABLE, "characters"),
        ('1,2,"a\n' + "3,4,b\n" * 30, "Line 1 has a quotation mark that is never closed"),
        ("1" * (LONGEST_TABLE - 10), "field larger"),
    ],
)
def test_no_table_is_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_table(text)


def test_of_many_rows_some_are_taken_and_numbers_are_rounded_and_both_is_said() -> None:
    report = read_table("".join(f"{at / 7},{at},{at % 3}\n" for at in range(5000)))
    assert report.points
    assert len(report.points.y) == 1000
    assert report.summary == (
        "5,000 rows, 0 skipped. 1,000 rows, evenly spaced, are taken of 5,000. "
        "The numbers are rounded, so that a link can hold them."
    )


cells = st.text(alphabet="0123456789.,;:|\"'\t\n\r -+eEnaN€ßéx_@~<>&\u202f\ufeff\0", max_size=8)
numbers = st.decimals(-9999, 9999, places=2).map(str)


@given(st.text(alphabet='01.,;|"\t\n\r ab=sep\ufeff\0', max_size=120), st.sampled_from([None, *SEPARATORS]))
def test_any_text_is_read_or_refused(text: str, separator: str | None) -> None:
    try:
        report = read_table(text, TableForm(separator=separator))
    except ValueError as problem:
        assert str(problem)  # noqa: PT017  # any other text is read
        return
    assert (report.points is None) == bool(report.problem)
    if report.points:
        assert Experiment(dataset="own", points=report.points.text).points == report.points.text


@given(
    st.lists(
        st.tuples(numbers, numbers, st.sampled_from(["one", "two words", 'qu"ote', "sc;co"])), min_size=9
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 8), cells, cells, cells), max_size=3),
)
def test_what_a_spreadsheet_writes_is_read_to_the_last_number(
    rows: list[tuple[str, str, str]],
    separator: str,
    end: str,
    has_mark: bool,
    odd: list[tuple[int, str, str, str]],
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerows([["a", "b", "kind"], *rows, *(each[1:] for each in odd)])
    try:
        form = TableForm(separator=separator, decimal=".", has_header=True, columns=(0, 1, 2))
        report = read_table("\ufeff" * has_mark + out.getvalue(), form)
    except ValueError as problem:
        assert "quotation mark" in str(problem)  # noqa: PT017  # a quote in a cell of several lines
        return
    skipped = int(report.summary.split(", ")[1].split()[0].replace(",", ""))
    total = int(report.summary.split()[0].replace(",", ""))
    assert total - skipped >= len(rows)
    if report.points and not odd and "rounded" not in report.summary:
        given_numbers = sorted((float(x), float(y)) for x, y, _ in rows)
        assert sorted(map(tuple, report.points.X.tolist())) == given_numbers


@given(st.floats(-1e6, 1e6), st.sampled_from([".", ","]))
def test_a_number_that_is_written_is_read(value: float, decimal: str) -> None:
    assert number_in(repr(value).replace(".", decimal), decimal) == value
    grouped = f"{value:,.3f}"
    own = grouped if decimal == "." else grouped.translate({ord(","): ".", ord("."): ","})
    assert number_in(own, decimal) == float(f"{value:.3f}")
