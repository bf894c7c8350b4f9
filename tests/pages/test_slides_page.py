"""Slides: the same run and step, choices in the link, files that are what the export makes."""

from collections.abc import Callable
from typing import Any

import pytest

from pages.export import formats
from pages.export.caption import caption
from pages.export.equation import latex
from pages.export.order import read_order
from pages.export.pictures import PICTURES
from pages.scenes.slides import downloads, files, page, paper
from pages.server.limits import Limits
from pages.session import cheat_sheet

Open = Callable[..., Any]
PAGE = "pages/slides.py"

FAR_JOBS = {"make_table_losses", "make_table_vital_signs", "make_arrays"}
PDF_JOBS = {"make_handout_pdf", "make_worksheet_pdf", "make_cheat_sheet_pdf"}
PAPER_JOBS = PDF_JOBS | {"make_handout_png", "make_cheat_sheet_png"}
"""A worksheet has two pages: as an image, it has more pixels than a hosted server allows."""


def labels(visited: Any, kind: str) -> list[str]:
    return [each.label for each in visited.at.get(kind)]


@pytest.mark.parametrize("figure", PICTURES)
def test_every_picture_can_be_had(visit: Open, figure: str) -> None:
    link = {"hidden": "3", "figure": figure, "mistake": "sign", "phase": "dW1", "step": "20"}
    visited = visit(PAGE, **link)
    assert visited.notices == []
    assert visited.link == {k: v for k, v in link.items() if (k, v) != ("figure", "decision")}
    order, _ = read_order(link)
    codes = [each.value for each in visited.at.code]
    assert caption(order).splitlines()[:2] == codes[0].splitlines()[:2]
    assert codes[1] == latex(order).rstrip("\n") or codes[1] == latex(order)
    assert f"python -m pages.export {figure} --link '?hidden=3" in codes[2]


@pytest.mark.parametrize(
    "link",
    [
        {"hidden": "none", "step": "5"},
        {"dataset": "blobs", "hidden": "8,8,8", "step": "5"},
        {"activation": "relu", "init": "he", "l2": "1", "lr": "10", "step": "5000"},
    ],
    ids=str,
)
def test_any_run_has_slides(visit: Open, link: dict[str, str]) -> None:
    assert visit(PAGE, **link).notices == []


def test_a_unit_is_opened_and_closed_on_a_slide(visit: Open) -> None:
    visited = visit(PAGE, dataset="iris", hidden="3,2", step="20")
    assert visited.widget("Shows").options == [
        "the output",
        *(f"unit {at} of layer 1" for at in (1, 2, 3)),
        *(f"unit {at} of layer 2" for at in (1, 2)),
        *(f"{name} of layer 3" for name in ("setosa", "versicolor", "virginica")),
    ]
    visited.choose("Shows", (2, 2))
    assert visited.link["opened"] == "2,2"
    assert "Plane" not in labels(visited, "button_group")  # an opened unit has but one kind of map
    assert "Unit 2 of layer 2: activation map at step 20" in visited.at.code[0].value
    visited.choose("Shows", ())
    assert "opened" not in visited.link
    assert "Plane" in labels(visited, "button_group")


def test_a_picture_that_a_run_has_not_is_said(visit: Open) -> None:
    (told,) = [each.value for each in visit(PAGE, hidden="none", figure="slope").at.info]
    assert "needs a hidden layer" in told


@pytest.mark.parametrize(("loss", "word"), [("cross_entropy", "probability"), ("squared_error", "share")])
def test_the_plane_is_called_as_in_the_playground(visit: Open, loss: str, word: str) -> None:
    for page_file in ("app.py", PAGE):
        assert visit(page_file, objective=loss).widget("Plane").options == [word, "class"]


def test_the_step_and_the_run_come_from_the_playground(visit: Open) -> None:
    visited = visit("app.py", dataset="moons", step="30")
    visited.turn_to(PAGE)
    assert visited.link == {"dataset": "moons", "step": "30"}
    assert "30 frames" not in " ".join(each.value for each in visited.at.caption)
    assert any("moons" in each.value for each in visited.at.code)


def test_a_film_has_no_more_pixels_than_the_server_allows(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "LIMITS", Limits(megapixels=1))
    link = {"step": "30", "size": "free", "width": "1200", "height": "400", "resolution": "720"}
    assert "HTML" in labels(visit(PAGE, **link, film="480"), "button")
    visited = visit(PAGE, **link, film="720")
    assert "HTML" not in labels(visited, "button")
    assert any("2160 × 720 pixels are more than" in each.value for each in visited.at.caption)


def test_choices_are_in_the_link(visit: Open) -> None:
    visited = visit(PAGE, step="30")
    visited.choose("Picture", "strip")
    visited.choose("Size", "4:3")
    visited.choose("Pixels", 2160)
    visited.choose("Ink", "grey")
    assert visited.link == {
        "figure": "strip", "size": "4:3", "resolution": "2160", "ink": "grey", "step": "30"
    }  # fmt: skip
    assert any(each.value.startswith("2880 × 2160 pixels.") for each in visited.at.caption)


def test_the_steps_of_a_strip_are_picked_and_told(visit: Open) -> None:
    visited = visit(PAGE, figure="strip", steps="0,10", step="20")
    (picked,) = [each for each in visited.at.multiselect if each.label == "Steps"]
    assert picked.value == ["0", "10"]
    picked.set_value(["0", "10", "18"])
    visited.run()
    assert visited.link["steps"] == "0,10,18"
    assert "steps 0, 10 and 18" in " ".join(each.value for each in visited.at.caption)


def test_at_the_first_step_a_film_is_explained(visit: Open) -> None:
    visited = visit(PAGE)
    assert any("Go to a later step" in each.value for each in visited.at.caption)
    assert "GIF" not in labels(visited, "button")


def test_a_film_tells_its_length_and_size_before_it_is_made(visit: Open) -> None:
    visited = visit(PAGE, step="300", frames="50", fps="10")
    (told,) = [each.value for each in visited.at.caption if "frames" in each.value]
    assert told.startswith("50 frames, 6.8 s. Estimated size: GIF ")


@pytest.mark.parametrize("bad", [{"size": "huge"}, {"frames": "0"}, {"ink": "red"}, {"steps": "x"}])
def test_a_bad_choice_is_named_and_the_rest_holds(visit: Open, bad: dict[str, str]) -> None:
    visited = visit(PAGE, hidden="3", **bad)
    ((name, value),) = bad.items()
    (notice,) = visited.notices
    assert f"{name}={value} was ignored" in notice
    assert visited.link == {"hidden": "3"}


def test_a_file_is_made_when_it_is_asked_for_and_not_before(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def fake(order: Any, kind: str, tell: Any = None) -> bytes:
        made.append(kind)
        return b"picture"

    monkeypatch.setattr(files, "export", fake)
    monkeypatch.setattr(downloads, "obstacle", lambda kind: None)
    visited = visit(PAGE, step="30")
    assert made == []
    visited.press("HTML")
    job = files.jobs.job(visited.at.session_state["ticket"])
    assert job is not None
    assert job.finished.wait(60)
    visited.run()
    assert made == ["html"]
    name = "backpass-circles-2-4-2-decision-steps0-30.html"
    assert f"Save {name} (1 kB)" in labels(visited, "download_button")


def test_without_the_extra_the_browser_s_buttons_and_what_to_install_are_offered(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    visited = visit(PAGE, step="30")
    told = " ".join(each.value for each in visited.at.caption)
    assert "Your browser saves PNG and SVG" in told
    assert "requirements-export.txt" in told
    offered = {*labels(visited, "button"), *labels(visited, "download_button")}
    assert not {"PNG", "SVG", "PDF", "GIF", "MP4"} & offered
    assert "HTML" in offered
    assert "GIF" not in next(each.value for each in visited.at.caption if "Estimated size" in each.value)


def test_a_visitor_of_a_hosted_app_is_not_told_what_to_install(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    monkeypatch.setattr(downloads, "LIMITS", Limits())
    told = " ".join(each.value for each in visit(PAGE, step="30").at.caption)
    assert "This server makes no PDF, GIF or MP4" in told
    assert "Your browser saves PNG and SVG" in told
    for word in ("pip", "install", "requirements", "Chrom"):
        assert word not in told


def test_a_picture_is_saved_with_one_click_under_a_name_that_tells_it(visit: Open) -> None:
    visited = visit(PAGE, hidden="8", lr="0.3", figure="phase", phase="dW2", step="30")
    saved = {each.label: each for each in visited.at.get("download_button")}
    assert {"PNG", "SVG", "PDF", "losses.csv", "vital_signs.csv"} <= saved.keys()
    (command,) = [each.value for each in visited.at.code if "pages.export" in each.value]
    assert command.endswith("--out backpass-circles-2-8-2-lr-0.3-phase-dW2-step30.svg")


@pytest.mark.parametrize(
    ("step", "losses", "signs"),
    [("30", "every step", "every step"), ("30000", "every 5th step", "every 200th step")],
)
def test_the_rows_of_the_tables_are_told(visit: Open, step: str, losses: str, signs: str) -> None:
    (told,) = [each.value for each in visit(PAGE, step=step).at.caption if each.value.startswith("Rows")]
    assert told == f"Rows: losses, {losses}; vital signs, {signs}."


def test_a_shared_server_computes_fewer_rows(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "LIMITS", Limits())
    visited = visit(PAGE, step="30000", every="1")
    (told,) = [each.value for each in visited.at.caption if each.value.startswith("Rows")]
    assert told == "Rows: losses, every 50th step; vital signs, every 1,000th step."
    order, _ = read_order({"step": "30000", "every": "1"})
    offers = [downloads._offer(order, table) for table in ("losses", "vital_signs", "weights")]
    assert [offer.order.style.every for offer in offers] == [50, 1000, None]


def test_a_handout_has_its_pictures_in_the_link_and_two_to_six_of_them(visit: Open) -> None:
    visited = visit(PAGE, hidden="3", step="20", figures="curves,phase", paper="Letter")
    (chosen,) = [each for each in visited.at.multiselect if each.label == "Pictures"]
    assert chosen.value == ["curves", "phase"]
    assert chosen.set_value(["curves", "phase", "norms"]).run() is not None
    assert visited.link["figures"] == "curves,phase,norms"
    keys = [each.key for each in visited.at.get("download_button") if each.key]
    assert {"save_handout_pdf", "save_handout_png", "save_worksheet_pdf", "save_cheat_sheet_pdf"} <= set(
        keys
    )


def test_a_handout_names_the_address_of_the_page(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses: list[str] = []
    monkeypatch.setattr(
        paper, "handout", lambda order, kind, report, address: addresses.append(address) or b""
    )
    monkeypatch.setattr(downloads, "address", lambda: "https://example.org/slides")
    made: dict[str, Callable[[], Any]] = {}

    def noted(label: str, make: Callable[[], Any], *_: object, **__: object) -> None:
        made[label] = make

    monkeypatch.setattr("streamlit.download_button", noted)
    visit(PAGE, step="20")
    made["Handout to print"]()
    assert addresses == ["https://example.org/slides"]


def test_a_server_makes_no_image_of_paper_beyond_its_megapixels(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(megapixels: int, figures: str) -> set[str]:
        monkeypatch.setattr(paper, "LIMITS", Limits(megapixels=megapixels))
        keys = {each.key for each in visit(PAGE, step="20", figures=figures).at.button}
        return keys & PAPER_JOBS

    assert made(8, "decision,curves") == PDF_JOBS
    assert made(9, "decision,curves") == PAPER_JOBS
    two_sides = "decision,curves,heatmaps,network,norms"
    assert made(9, two_sides) == PAPER_JOBS - {"make_handout_png"}


def test_a_handout_with_a_picture_that_the_run_has_not_is_said(visit: Open) -> None:
    visited = visit(PAGE, hidden="none", figures="curves,slope")
    assert any("slope needs a hidden layer" in each.value for each in visited.at.caption)
    assert "save_handout_pdf" not in [each.key for each in visited.at.get("download_button")]


def test_a_phase_is_of_the_run_s_batch_until_a_few_samples_are_chosen(visit: Open) -> None:
    visited = visit(PAGE, figure="phase", phase="dW2", step="40")
    assert visited.widget("Batch").value == "yes"
    assert "over all 140 training samples" in " ".join(each.value for each in visited.at.caption)
    visited.choose("Batch", "no")
    assert visited.link == {"figure": "phase", "phase": "dW2", "step": "40", "whole": "no"}
    assert "over 6 of 140 training samples" in " ".join(each.value for each in visited.at.caption)


@pytest.mark.parametrize(
    ("step", "hosted", "jobs"),
    [
        ("30", True, PAPER_JOBS),
        ("3000", True, PAPER_JOBS | FAR_JOBS),
        ("3000", False, set()),
    ],
)
def test_what_takes_long_is_made_by_a_job_where_many_share_the_server(
    visit: Open, monkeypatch: pytest.MonkeyPatch, step: str, hosted: bool, jobs: set[str]
) -> None:
    for module in (downloads, paper):
        monkeypatch.setattr(module, "LIMITS", Limits(hosted=hosted))
    visited = visit(PAGE, step=step)
    made = {each.key for each in visited.at.button if each.key and each.key.startswith("make_")}
    films = {"make_gif", "make_mp4", "make_html"}
    assert made - films == jobs
    saved = {each.key for each in visited.at.get("download_button") if each.key}
    every = {key.removeprefix("make_") for key in FAR_JOBS | PAPER_JOBS}
    assert {key.removeprefix("save_") for key in saved} & every == every - {
        key.removeprefix("make_") for key in jobs
    }


def test_a_job_makes_a_far_table_and_offers_it(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "LIMITS", Limits())
    visited = visit(PAGE, step="3000")
    visited.press("losses.csv")
    job = files.jobs.job(visited.at.session_state["ticket"])
    assert job is not None
    assert job.finished.wait(60)
    assert (job.problem, job.done) == (None, job.count)
    order = downloads._spaced(read_order({"step": "3000"})[0], "losses")
    assert job.content == formats.export(order, "csv")
    visited.run()
    assert any(
        label.startswith("Save backpass-circles-2-4-2-losses")
        for label in labels(visited, "download_button")
    )


def test_a_strip_ends_at_the_current_step_where_many_share_the_server(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = {"figure": "strip", "steps": "0,90", "step": "20"}
    assert not visit(PAGE, **link).at.info
    monkeypatch.setattr(page, "LIMITS", Limits())
    (told,) = [each.value for each in visit(PAGE, **link).at.info]
    assert "steps must be at most 20, the current step" in told
    assert not visit(PAGE, **link | {"step": "90"}).at.info


@pytest.mark.parametrize("page_file", ["pages/one_step.py", "pages/notes.py"])
def test_the_cheat_sheet_is_saved_from_the_pages_whose_lines_it_has(visit: Open, page_file: str) -> None:
    assert "Cheat sheet (PDF)" in labels(visit(page_file), "download_button")
    assert cheat_sheet.FILE.read_bytes().startswith(b"%PDF-")
