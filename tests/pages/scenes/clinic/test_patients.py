"""The patients: each fails for the cause that is given, not for the other answers, and its cures work."""

from dataclasses import replace

import numpy as np
import pytest

from core import Experiment, Timeline, forward
from core.arrays import Array
from pages.scenes.clinic.causes import CAUSES
from pages.scenes.clinic.failing_run import FailingRun
from pages.scenes.clinic.patient import Patient
from pages.scenes.clinic.patients import PATIENTS
from pages.server.limits import Limits

every_patient = pytest.mark.parametrize("patient", PATIENTS.values(), ids=PATIENTS)
EVERY_CURE = [(name, cure) for name, patient in PATIENTS.items() for cure in patient.cures]
EVERY_ANSWER = [(name, cause) for name, patient in PATIENTS.items() for cause in patient.answers]


def failing(patient: Patient, experiment: Experiment | None = None) -> FailingRun:
    return FailingRun(Timeline(experiment or patient.experiment), patient.step, patient.cured_below)


@every_patient
def test_a_patient_fails(patient: Patient) -> None:
    """It is far from what counts as cured, or hardly better than guessing."""
    now = Timeline(patient.experiment).at(patient.step)
    assert now.step == patient.step > 0
    assert now.test_loss > 1.5 * patient.cured_below
    assert not failing(patient).is_cured


@pytest.mark.parametrize(("name", "cause"), EVERY_ANSWER)
def test_the_cause_is_seen_and_the_other_answers_are_not(name: str, cause: str) -> None:
    patient = PATIENTS[name]
    sign = CAUSES[cause].sign(failing(patient))
    assert sign.is_seen == (cause == patient.cause), sign.fact
    assert any(letter.isdigit() for letter in sign.fact)


@pytest.mark.parametrize(("name", "cure"), EVERY_CURE)
def test_a_known_cure_cures(name: str, cure: str) -> None:
    patient = PATIENTS[name]
    treated = Timeline(patient.with_cure(cure)).at(patient.step)
    assert treated.divergence is None
    assert treated.test_loss < patient.cured_below
    # Nearly as good as the best that is known: the bar is no formality.
    assert treated.test_accuracy >= 0.8


def test_there_are_twelve_and_each_has_its_own_cause() -> None:
    causes = [patient.cause for patient in PATIENTS.values()]
    assert len(causes) == len(set(causes)) == 12


@every_patient
def test_a_hosted_server_allows_a_patient_and_its_cures(patient: Patient) -> None:
    limits = Limits()
    for experiment in (patient.experiment, *map(patient.with_cure, patient.cures)):
        assert limits.beyond(experiment) == {}
        assert limits.last_step(experiment) > 4 * patient.step


def predicted(name: str) -> Array:
    run = failing(PATIENTS[name])
    return forward(run.snapshot.network, run.timeline.train.X).probabilities


def test_what_the_complaints_say_is_so() -> None:
    last = {name: failing(patient).snapshot for name, patient in PATIENTS.items()}
    first = {name: Timeline(patient.experiment).at(0) for name, patient in PATIENTS.items()}
    assert abs(last["still"].train_loss - first["still"].train_loss) < 1e-12
    assert first["crawl"].train_loss > last["crawl"].train_loss
    assert last["worse"].train_loss > first["worse"].train_loss
    for name in ("half", "same"):
        assert np.ptp(predicted(name), axis=0).max() < 1e-9
    assert np.allclose(predicted("half"), 0.5)
    assert 0.7 < last["corner"].train_accuracy < 0.8
    assert last["huge"].train_loss > 1e100
    assert last["perfect"].train_accuracy == 1
    halfway = Timeline(PATIENTS["perfect"].experiment).at(PATIENTS["perfect"].step // 2)
    assert last["perfect"].test_loss > halfway.test_loss


# --- what a teacher may write ---------------------------------------------------------------------

GOOD = PATIENTS["still"]


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("link", "dataset=cats&step=5", "dataset=cats"),
        ("link", "lr=1&schedule=2@5&step=9", "no setting of a patient may change"),
        ("link", "batch_schedule=20@5&step=9", "no setting of a patient may change"),
        ("cause", "bad luck", "bad luck"),
        ("others", ("rate_too_small", "rate_too_small", "too_few_units"), "rate_too_small"),
        ("others", ("symmetry", "rate_too_small", "too_few_units"), "symmetry"),
        ("cures", ("lr=2&l2=0.1",), "lr=2&l2=0.1"),
        ("cures", ("dataset=xor",), "dataset=xor"),
        ("cures", ("init=zeros",), "init=zeros"),
        ("cures", ("rate=2",), "rate=2"),
    ],
)
def test_a_mistake_in_the_table_is_named(field: str, value: object, named: str) -> None:
    with pytest.raises(ValueError, match=named.replace("?", r"\?")) as problem:
        replace(GOOD, **{field: value})
    assert GOOD.complaint in str(problem.value)
