"""Bars of answers: their lengths are the counts; labels are plain text, and few enough to be read."""

from pages.figures.answers import MOST_BARS, Bar, alternative, answers_figure, most_frequent
from pages.figures.palette import INK

BARS = [Bar("<b>0.5</b>", {"right": 3, "later": 4, "wrong": 0, "open": 0}), Bar("", {"wrong": 2})]


def test_a_bar_is_as_long_as_its_count() -> None:
    figure = answers_figure(BARS, theme="light", width=800)
    assert [(trace["name"], trace["x"], trace["text"]) for trace in figure["data"]] == [
        ("✓ right on the first try", [3, 0], ["✓ 3", ""]),
        ("✓ right later", [4, 0], ["✓ 4", ""]),
        ("✗ wrong", [0, 2], ["", "✗ 2"]),
    ]
    (right, wrong), page = INK["light"].accents, INK["light"].page
    markers = [(each["marker"]["color"], each["marker"]["line"]) for each in figure["data"]]
    assert [colour for colour, _ in markers] == [right, page, wrong]
    assert markers[1][1] == {"color": right, "width": 2}
    assert [line["width"] for _, line in markers] == [0, 2, 0]
    axis = figure["layout"]["yaxis"]
    assert list(axis["ticktext"]) == ["&lt;b&gt;0.5&lt;/b&gt;", "(no answer)"]
    assert figure["layout"]["xaxis"]["range"][1] >= 7
    assert alternative(BARS, "Question 1") == (
        "Question 1. <b>0.5</b>: 3 right on the first try, 4 right later; no answer: 2 wrong."
    )


def test_many_answers_are_gathered_in_the_last_bar() -> None:
    many = [Bar(str(at), {"wrong": 20 - at}) for at in range(20)]
    shown = most_frequent(many)
    assert len(shown) == MOST_BARS
    assert shown[:-1] == many[: MOST_BARS - 1]
    assert shown[-1].label == "9 others"
    assert sum(bar.total for bar in shown) == sum(bar.total for bar in many)
    assert most_frequent(many[:MOST_BARS]) == many[:MOST_BARS]


def test_a_long_label_has_two_lines() -> None:
    figure = answers_figure([Bar("a long answer " * 20, {"open": 1})], theme="dark", width=400)
    assert figure["layout"]["yaxis"]["ticktext"][0].count("<br>") == 1
    assert figure["layout"]["yaxis"]["ticktext"][0].endswith("…")
