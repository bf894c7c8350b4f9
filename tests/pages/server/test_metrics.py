"""What the operator sees: numbers that add up, in a format that is read, about nobody."""

import json
from math import inf
from typing import Any

import pytest

from pages.server import metrics
from pages.server.admission import Admission
from pages.server.metrics import BOUNDS, Metrics, refuse


def told(counted: Metrics) -> dict[str, str]:
    return {
        line.rsplit(" ", 1)[0]: line.rsplit(" ", 1)[1]
        for stats in counted.get_stats().values()
        for stat in stats
        for line in stat.to_metric_str().splitlines()
    }


def test_answers_and_frames_are_counted() -> None:
    counted = Metrics()
    for seconds in (0.004, 0.02, 0.02, 7.0, 70.0):
        counted.note_response(32, seconds)
    lines = told(counted)
    assert lines["backpass_frames_total"] == "160"
    assert lines["backpass_answer_seconds_count"] == "5"
    assert lines['backpass_answer_seconds_bucket{le="0.025"}'] == "3"
    assert lines['backpass_answer_seconds_bucket{le="+Inf"}'] == "5"
    assert float(lines["backpass_answer_seconds_sum"]) == pytest.approx(77.044)


def test_the_percentile_is_the_bound_below_which_they_lie() -> None:
    counted = Metrics()
    assert counted.p95 == 0
    for i in range(100):
        counted.note_response(0, 0.02 if i < 95 else 3.0)
    assert counted.p95 == 0.025
    counted.note_response(0, 3.0)
    assert counted.p95 == 5.0
    assert BOUNDS[-1] == inf


def test_what_others_show_is_read_when_looked_at() -> None:
    counted, state = Metrics(), {"n": 1}
    counted.show("waiting", "How many wait.", lambda: state["n"])
    counted.show("found", "How many were there.", lambda: state["n"], counts=True)
    state["n"] = 5
    assert told(counted)["backpass_waiting"] == "5"
    assert told(counted)["backpass_found_total"] == "5"
    assert set(counted.get_stats(["backpass_waiting", "unknown"])) == {"backpass_waiting"}


def test_a_refusal_is_one_line_of_json_about_nobody(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "METRICS", counted := Metrics())
    refuse("units", 32)
    lines = capsys.readouterr().err.splitlines()
    written: dict[str, Any] = json.loads(lines[0])
    assert len(lines) == 1
    assert set(written) == {"time", "event", "reason", "limit"}
    assert (written["event"], written["reason"], written["limit"]) == ("refused", "units", 32)
    assert told(counted)['backpass_refused_total{reason="units"}'] == "1"


def test_a_full_server_lets_nobody_in_until_somebody_leaves() -> None:
    here = {"a", "b", "c"}
    admission = Admission(lambda session: session in here)
    assert admission.enter("a", 2)
    assert admission.enter("b", 2)
    assert not admission.enter("c", 2)
    assert admission.enter("a", 2)
    here.remove("a")
    assert admission.enter("c", 2)
    assert len(admission) == 2


def test_a_session_that_lost_its_connection_keeps_its_place_for_two_minutes() -> None:
    here, now = {"a"}, [0.0]
    admission = Admission(lambda session: session in here, lambda: now[0])
    admission.enter("a", 9)
    now[0] = 500.0
    admission.enter("b", 9)
    here.clear()
    now[0] = 590.0  # a connection lost for a while
    admission.enter("c", 9)
    assert set(admission._guests) == {"a", "b", "c"}
    assert len(admission) == 0
    now[0] = 630.0
    admission.enter("d", 9)
    assert set(admission._guests) == {"c", "d"}
