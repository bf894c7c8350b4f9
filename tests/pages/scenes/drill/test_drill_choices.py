"""What the Drill keeps in a link: it is read as it was written, and nothing else is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import read_record, write_record
from core.drill.tiles import MOST_TILES, TILES, write_tiles
from pages.scenes.drill.choices import MOST_ATTEMPTS, Attempt, DrillChoices

SEQUENCES = st.lists(st.sampled_from(list(TILES)), min_size=1, max_size=MOST_TILES).map(tuple)
ATTEMPTS = st.builds(Attempt, target=st.sampled_from(["dW2", "db2", "order"]), built=SEQUENCES)


@given(SEQUENCES, st.lists(ATTEMPTS, max_size=5))
def test_lines_come_back(tiles: tuple[str, ...], attempts: list[Attempt]) -> None:
    record = DrillChoices(tiles=write_tiles(tiles))
    for attempt in attempts:
        record = DrillChoices(tiles=record.tiles, checked=record.with_attempt(attempt))
    again, ignored = read_record(DrillChoices, write_record(record))
    assert (again, ignored) == (record, ())
    assert again.built == tiles
    assert list(again.attempts) == attempts


def test_without_room_an_earlier_try_of_the_same_line_goes() -> None:
    record = DrillChoices(checked="~".join(["dZ2:A2", *["db2:dZ2"] * (MOST_ATTEMPTS - 1)]))
    checked = record.with_attempt(Attempt("db2", ("dZ2", ".sum0")))
    assert checked.split("~")[0] == "dZ2:A2"
    assert len(checked.split("~")) == MOST_ATTEMPTS
    assert checked.endswith("~db2:dZ2.sum0")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("drill", "6"), ("drill_seed", "-1"), ("drill_convention", "both"), ("drill_loss", "hinge"),
        ("drill_shapes", "some"), ("tiles", "A3"), ("tiles", "A1 @ W2"), ("tiles", "1" * (MOST_TILES + 1)),
        ("checked", "dW2"), ("checked", "dW2:"), ("checked", "cat:A1"), ("checked", "dW2:A1~"),
        ("checked", "~".join(["dW2:A1"] * (MOST_ATTEMPTS + 1))), ("drill_minutes", "5"),
        ("tiles", "__import__('os')"),
    ],
)  # fmt: skip
def test_anything_else_is_named_and_left_out(key: str, text: str) -> None:
    record, ignored = read_record(DrillChoices, {key: text})
    assert record == DrillChoices()
    assert [notice.partition("=")[0] for notice in ignored] == [key]
