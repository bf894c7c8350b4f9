"""The look: it travels in the link like the experiment, and any text there is harmless."""

from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core import LAST_STEP, Experiment, from_link, key_of, kind_of, read_record, to_link, write_record
from pages.stage.look import RATES, SPEEDS, Look, Pace

RECORDS: tuple[type[Any], ...] = (Experiment, Look, Pace)
KEYS = [key_of(record, item.name) for record in RECORDS for item in fields(record)] + ["step"]
looks = st.builds(
    Look,
    surface=st.sampled_from(["probability", "decision"]),
    cells=st.sampled_from(["gradient", "weights", "step"]),
    lines=st.sampled_from(["weights", "gradient"]),
    loss=st.sampled_from(["linear", "log"]),
    signs=st.sampled_from(["norms", "ratio", "saturation", "sharpness"]),
    scale=st.sampled_from(["own", "one", "log"]) | st.integers(0, LAST_STEP),
)
paces = st.builds(
    Pace,
    speed=st.sampled_from(SPEEDS),
    rate=st.sampled_from(RATES),
    stop=st.sampled_from(["none", "accuracy:99.5"])
    | st.floats(1e-6, 100.0).map(lambda loss: kind_of(Pace, "stop").read(f"loss:{loss!r}"))
    | st.integers(1, LAST_STEP).map("step:{}".format),
)
values = st.text(max_size=30) | st.text("0123456789.,@-+e", max_size=12) | st.sampled_from(["none", "nan"])
links = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), values, max_size=12)


def test_no_key_has_two_meanings() -> None:
    assert len(set(KEYS)) == len(KEYS)


@given(looks, paces)
def test_what_one_sees_survives_its_link(look: Look, pace: Pace) -> None:
    assert read_record(Look, write_record(look)) == (look, ())
    assert read_record(Pace, write_record(pace)) == (pace, ())


def test_old_links_keep_their_scale() -> None:
    for text, scale in {"auto": "own", "240": 240, "log": "log", "one": "one", "own": "own"}.items():
        assert read_record(Look, {"scale": text}) == (Look(scale=scale), ())
    (_, (notice,)) = read_record(Look, {"scale": "logarithmic"})
    assert "scale=logarithmic was ignored" in notice


def test_defaults_write_nothing() -> None:
    assert write_record(Look()) == write_record(Pace()) == {}


@given(looks, paces)
def test_experiment_look_and_pace_share_a_link(look: Look, pace: Pace) -> None:
    experiment = Experiment(hidden=(8, 8), schedule=((200, 0.03),))
    link = to_link(experiment, 240) | write_record(look) | write_record(pace)
    assert from_link(link) == (experiment, 240, ())
    assert read_record(Look, link) == (look, ())
    assert read_record(Pace, link) == (pace, ())


@given(links)
def test_any_link_is_read(link: dict[str, str]) -> None:
    experiment, step, ignored = from_link(link)
    (look, odd_look), (pace, odd_pace) = read_record(Look, link), read_record(Pace, link)
    assert 0 <= step <= LAST_STEP
    for record in (experiment, look, pace):
        for item in fields(record):
            value: Any = getattr(record, item.name)
            assert kind_of(type(record), item.name).validate(value) == value
    assert len({*ignored, *odd_look, *odd_pace}) <= len(link)


@given(links)
def test_a_notice_names_each_ignored_value(link: dict[str, str]) -> None:
    experiment, step, ignored = from_link(link)
    (look, odd_look), (pace, odd_pace) = read_record(Look, link), read_record(Pace, link)
    kept = to_link(experiment, step) | write_record(look) | write_record(pace)
    notices = (*ignored, *odd_look, *odd_pace)
    for key, text in link.items():
        if key in KEYS and key not in kept and len(text) < 30:
            told = any(notice.startswith(f"{key}={text} was ignored") for notice in notices)
            assert told or is_default(key, text)


def is_default(key: str, text: str) -> bool:
    """Whether a text means the default, which no link writes."""
    if key == "step":
        return text.lstrip("+-").strip("0") == ""
    named = {key_of(record, f.name): (record, f) for record in RECORDS for f in fields(record)}
    record, item = named[key]
    return bool(kind_of(record, item.name).read(text) == item.default)
