"""Reading and checking a lesson's file: each fault is found, on its line."""

from pathlib import Path

import pytest

from core import kind_of
from pages.scenes.lessons.__main__ import main
from pages.scenes.lessons.check import check_text
from pages.scenes.lessons.choices import LessonChoices
from pages.scenes.lessons.lesson import MOST_CARDS
from pages.scenes.lessons.library import SHIPPED, VARIABLE, Library, lesson_folders, read_library
from pages.scenes.lessons.reader import LessonFault, read_lesson
from tests.pages.scenes.lessons.made import LESSON


def line_of(text: str, lesson: str = LESSON) -> int:
    return next(at for at, line in enumerate(lesson.splitlines(), start=1) if text in line)


def test_a_lesson_is_read() -> None:
    lesson, faults = read_lesson("small", LESSON)
    assert faults == ()
    assert lesson
    assert (lesson.name, lesson.title, lesson.minutes, lesson.able) == (
        "small",
        "A small lesson",
        5,
        ("Read a run.",),
    )
    assert [card.title for card in lesson.cards] == ["First", "A number", "A sign", "A shape", "A goal"]
    assert [question.kind for question in lesson.questions] == [
        "choose",
        "number",
        "sign",
        "shape",
        "reach",
    ]
    first, second, *_ = lesson.cards
    assert second.run is first.run
    assert first.before.text.strip() == "The loss is {train_loss} at step {step}."
    assert first.after.text.strip() == "It is {train_loss} now."
    assert lesson.cards[-1].run["pictures"] == ["plane", "network", "curves", "signs"]


def test_another_text_is_another_version() -> None:
    first, second = (
        read_lesson("small", text)[0] for text in (LESSON, LESSON.replace("fall?", "fall soon?"))
    )
    assert first
    assert second
    assert first.version != second.version


def test_a_lesson_without_fault_has_none() -> None:
    assert check_text("small", LESSON) == ()


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("+++\ntitle", "title", "title", "must begin with front matter"),
        ('able = ["Read a run."]\n+++\n', "", "+++", "does not end"),
        ("minutes = 5", "minutes = 0", "+++", "minutes must be from 1 to 60"),
        ("minutes = 5", "minutes = soon", "minutes", "this is not TOML"),
        ("minutes = 5", "minute = 5", "minute", "minute is not a key here"),
        ("minutes = 5\n", "", "+++", "the key minutes is missing"),
        ('able = ["Read a run."]', "able = 3", "able", "able must be a list of texts"),
        ("## First", "First", "First", "nothing stands before the first one"),
        ("```choose", "```chose", "```chose", "chose is no kind of block"),
        ('name = "first"', 'name = "First!"', "```choose", "name must be small letters"),
        ('name = "number"', 'name = "first"', "```number", "two questions are called first"),
        ("## A sign", "## A number ", "## A number ", "two cards are called A number; tickets name"),
        ("## A sign", "##  ", "##  ", "a card needs a title"),
        ('name = "number"', 'name = "number"\nanswer = "n"', "answer", "this is not TOML"),
        ('if = "train_loss(step=300) < train_loss"', 'when = "n"', "when", "when is not a key here"),
        ("dataset=circles&lr=3", "dataset=circels&lr=3", "circels", "dataset=circels was ignored"),
        ('"plane", "curves"', '"plane", "curve"', '"curve"', "curve is no picture"),
        ('"plane", "curves"]', '"plane", "curves"]\nrevealed = ["sign"]', '"sign"', "sign is no picture"),
        ('"plane", "curves"]', '"plane"]\nrevealed = ["plane"]', "pictures", "stands beside a card once"),
        ('pictures = ["plane", "curves"]', 'matrices = ["Z1"]', "matrices",
         "140 rows; a table shows at most 12"),
        ("The loss is {train_loss}", "The loss is {train_los}", "train_los}", "this run has no train_los"),
        ("The loss is {train_loss}", "The loss is 0.82", "0.82", "the number 0.82 is typed"),
        ('text = "Yes"', 'text = "Yes, by 3 %"', "by 3 %", "the number 3 % is typed"),
        ("The loss is", "One. Two. The loss is", "One. Two.", "at most 2 sentences"),
        ('if = "train_loss(step=300) < train_loss"', 'if = "train_loss(step=300) > train_loss"',
         "```choose",
         "exactly one answer must be right; here 0 of 2 are: none"),
        ('text = "No"', 'text = "No"\nright = true', "```choose", "here 2 of 2 are: Yes, No"),
        ('text = "No"', 'text = "Yes"', "```choose", "two answers say the same"),
        ('misconception = "A large rate never works"\n', "", "```choose",
         "needs a misconception and a reply"),
        ('hint = "Look at the sum."\n', "", "```number", "needs a hint"),
        ('value = "n * dW2[unit 1, class 0]"', 'value = "dW2[unit 1, class 0] * 1"',
         "* 1", "is the right one here"),
        ('hint = "Look at the sum."', 'hint = "Look."\n[[wrong]]\nvalue = "140 * dW2[unit 1, class 0]"\n'
         'misconception = "n"\nreply = "n"', "n * dW2", "is that of an earlier one"),
        ('then = "step=300"', 'then = "step=soon"', 'then = "step=soon"', "step=soon was ignored"),
        ('of = "db2"', 'of = "db3"', 'of = "db3"', "this run has no db3"),
        ('shape = "n k"', 'shape = "n q"', "```shape", "a shape has letters of"),
        ('sign = "positive"', 'sign = "up"', "```sign", "a sign is positive, negative, zero"),
        ('by = ["lr"]', 'by = ["rate"]', "by =", "by must name keys of the run"),
        ('by = ["lr"]', 'by = ["schedule"]', "by =", "by must name keys of the run"),
        ('by = ["lr"]\nsolution = "lr=1"', 'by = ["edit"]\nsolution = "edit=b1:1=2@0"', "solution",
         "a link cannot keep the solution"),
        ('by = ["lr"]\nsolution = "lr=1"', 'by = ["rate"]\nsolution = "rate=1"', "by =",
         "by must name keys of the run"),
        (
            "lr=0.01&step=300", "lr=0.01&schedule=0.02@100&step=300", "```reach",
            "nothing may change on the way",
        ),
        ('solution = "lr=1"', 'solution = "lr=0.02"', "solution", "the solution does not reach the goal"),
        ('solution = "lr=1"', 'solution = "lr=1&hidden=8"', "solution", "must change lr alone"),
        ('solution = "lr=1"', 'solution = "hidden=8"', "solution", "must change lr alone"),
        ("test_accuracy >= 0.85", "test_accuracy >= 0.1", "goal =", "reached without any change"),
        ("## A number", "## A number\n\n```run\nlink = \"lr=1\"\n```\n\n```run\nlink = \"lr=2\"\n```",
         "```run", "at most one run"),
    ],
)  # fmt: skip
def test_a_fault_is_found_on_its_line(old: str, new: str, at: str, said: str) -> None:
    assert old in LESSON
    text = LESSON.replace(old, new, 1)
    faults = check_text("small", text)
    found = [fault for fault in faults if said in fault.text]
    assert found, faults
    begin = text.index(new) if new else 0
    lines = {number for number, line in enumerate(text.splitlines(), start=1) if at in line}
    assert found[0].line in lines, (found[0], lines, begin)


def test_a_lesson_has_as_many_cards_as_a_link_can_name() -> None:
    most = LESSON + "".join(f"\n## Card {at}\n" for at in range(MOST_CARDS - 5))
    assert check_text("small", most) == ()
    (fault,) = check_text("small", f"{most}\n## One more\n")
    assert (fault.line, fault.text) == (
        line_of("## One more", f"{most}\n## One more\n"),
        "a lesson has at most 59 cards; here are 60",
    )
    assert kind_of(LessonChoices, "block").high == MOST_CARDS + 1


def test_every_fault_of_a_file_is_found() -> None:
    text = (
        LESSON.replace("dataset=moons", "dataset=mons")
        .replace("{n}", "{m}")
        .replace('of = "db2"', 'of = "db9"')
    )
    assert len(check_text("small", text)) == 3


def test_the_command_prints_a_line_for_each_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "01-good.md", tmp_path / "bad.md"
    good.write_text(LESSON)
    bad.write_text(LESSON.replace("dataset=moons", "dataset=mons"))
    assert main(["check", str(good)]) == 0
    assert capsys.readouterr().out == f"{good}: no fault\n"
    assert main(["check", str(good), str(bad)]) == 1
    line = line_of("dataset=moons")
    assert f"{bad}:{line}: dataset=mons was ignored" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["check", str(tmp_path / "absent.md")])


def test_a_file_with_another_name_is_no_lesson(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "My lesson.md"
    path.write_text(LESSON)
    assert main(["check", str(path)]) == 1
    assert "is called like 03-rate.md" in capsys.readouterr().out


def test_a_teacher_s_folder_adds_to_the_lessons(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    own.mkdir()
    (shipped / "01-one.md").write_text(LESSON)
    (shipped / "02-two.md").write_text(LESSON)
    (own / "two.md").write_text(LESSON.replace("A small lesson", "My own"))
    (own / "bad.md").write_text(LESSON.replace("```choose", "```chose"))
    (own / "README.md").write_text("Mine.")
    library = read_library(shipped, own)
    assert [*library.lessons] == ["one", "two"]
    assert library.lessons["two"].title == "My own"
    at = line_of("```choose")
    assert [sentence.partition(";")[0] for sentence in library.left_out] == [
        f"bad.md: line {at}: chose is no kind of block"
    ]
    assert read_library(tmp_path / "absent") == Library({}, ("absent: there is no such folder",))


def test_the_environment_names_a_folder(tmp_path: Path) -> None:
    assert VARIABLE == "BACKPASS_LESSONS"
    assert lesson_folders({}) == lesson_folders({VARIABLE: " "}) == (SHIPPED,)
    assert lesson_folders({VARIABLE: str(tmp_path)}) == (SHIPPED, tmp_path)


def test_faults_are_in_the_order_of_the_file() -> None:
    assert sorted([LessonFault(3, "a"), LessonFault(1, "b")])[0].line == 1
