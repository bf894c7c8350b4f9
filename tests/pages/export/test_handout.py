"""A handout: what is where on the sheet, and that nothing leaves it."""

import re
from html import unescape
from itertools import pairwise

import pytest

from pages.export import handout
from pages.export.choices import FIGURES, MOST_PICTURES, PAPERS
from pages.export.handout import drawn, missing, page, paper_size
from pages.export.order import Order, read_order
from pages.export.short_equation import short_equation
from pages.figures.sheet import SHARE
from pages.figures.text_size import text_width, wrapped

POINTS_PER_PIXEL = 72 / 96
RUN = {"step": "40", "hidden": "3", "mistake": "sign", "phase": "dW1"}


def ordered(**link: str) -> Order:
    order, ignored = read_order(RUN | link)
    assert ignored == ()
    return order


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("count", range(2, MOST_PICTURES + 1))
def test_the_pictures_fill_the_sheet_and_do_not_leave_it(paper: str, count: int) -> None:
    order = ordered(figures=",".join(FIGURES[:count]), paper=paper)
    width, height = paper_size(order)
    sides = drawn(order)
    assert len(sides) == (2 if count > 4 else 1)
    places = [place for rows in sides for row in rows for place in row]
    assert [place.order.style.figure for place in places] == list(FIGURES[:count])
    for rows in sides:
        for row in rows:
            assert len({place.height for place in row}) == 1
            assert sum(place.width for place in row) <= width - 80
        used = sum(row[0].height for row in rows) + len(rows) * handout._CAPTION
        assert 0.7 * height < used < height - 80
    for place in places:
        assert place.height / SHARE * POINTS_PER_PIXEL >= 6, "the smallest text has 6 points"
        shown = min(place.width, place.height * place.sheet.width / place.sheet.height)
        assert shown >= 0.99 * place.width, "a picture takes the whole width of its place"
        assert place.sheet.height / place.sheet.width * place.width <= place.height + 1


@pytest.mark.parametrize("figure", FIGURES)
def test_every_caption_fits_and_names_picture_and_equation(
    figure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handout, "renderer", Unpainted)
    others = [name for name in FIGURES if name != figure][:5]
    order = ordered(figures=",".join([others[0], figure, *others[1:]]))
    sides = drawn(order)
    html = page(order, sides)
    captions = re.findall(r"<figcaption><b>(.*?)</b> <i>(.*?)</i><br>(.*?)</figcaption>", html)
    places = [place for rows in sides for row in rows for place in row]
    assert len(captions) == len(places) == 6
    for (title, equation, says), place in zip(captions, places, strict=True):
        assert unescape(title) == place.drawn.title
        assert unescape(equation) == short_equation(place.order)
        assert says.endswith(".")
        lines = wrapped(f"{unescape(title)} {unescape(equation)}", 11, place.width, is_bold=True)
        lines += wrapped(unescape(says), 11, place.width)
        assert len(lines) <= 4
        assert all(text_width(line, 11) <= place.width for line in lines)


class Unpainted:
    """Stand in for the browser."""

    def still(self, *_: object) -> bytes:
        return b"<svg/>"


def test_the_sheet_says_which_run_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handout, "renderer", Unpainted)
    order = ordered(dataset="moons", paper="Letter")
    text = unescape(page(order, drawn(order), "https://example.org/slides"))
    assert "Backpropagation: moons, 2-3-2, step 40" in text
    assert "learning rate 1" in text
    (link,) = re.findall(r"https://example.org/slides\?([^<]*)", text)
    assert read_order(dict(pair.split("=") for pair in link.split("&")))[0] == order
    assert paper_size(order) == (816, 1056)


def test_a_longer_header_leaves_less_room() -> None:
    short, long = ordered(), ordered(schedule="0.1@1,0.2@2,0.3@3,0.4@4,0.5@5,0.6@6,0.7@7,0.8@8", l2="0.01")
    heights = [drawn(order)[0][0][0].height for order in (short, long)]
    assert all(first > second for first, second in pairwise(heights))


def test_a_picture_that_the_run_has_not_is_said() -> None:
    assert missing(ordered()) == ""
    order = ordered(hidden="none", figures="decision,slope")
    assert "hidden layer" in missing(order)
    with pytest.raises(ValueError, match="hidden layer"):
        drawn(order)


@pytest.mark.parametrize(
    "figures", ["decision", "decision,decision", "decision,pie", ",".join(FIGURES[:7]), "none"]
)
def test_the_number_of_pictures_is_bounded_and_each_is_there_once(figures: str) -> None:
    order, ignored = read_order({"figures": figures})
    assert order == Order()
    assert len(ignored) == 1
    assert "2 to 6 pictures" in ignored[0]


def test_every_picture_of_a_gradient_check_has_an_equation_of_its_own() -> None:
    checks = ("analytic", "numeric", "difference", "epsilon", "race")
    for scheme in ("central", "forward"):
        found = [short_equation(ordered(figure=figure, scheme=scheme)) for figure in checks]
        assert len(set(found)) == len(checks)
        quotient = "(L(θ + ε) − L(θ − ε)) / 2ε" if scheme == "central" else "(L(θ + ε) − L(θ)) / ε"
        assert [quotient in text for text in found] == [False, True, True, True, False]


def test_the_progress_counts_pictures() -> None:
    told: list[tuple[int, int]] = []
    drawn(ordered(figures=",".join(FIGURES[:3])), report=lambda done, count: told.append((done, count)))
    assert told == [(1, 3), (2, 3), (3, 3)]
