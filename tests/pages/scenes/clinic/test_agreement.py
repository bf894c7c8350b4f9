"""The Clinic and the diagnosis of the Playground, which share no rule, name the same causes."""

import pytest

from core import Diagnosis, Timeline, diagnose
from pages.scenes.clinic.patients import PATIENTS

NAMES = {
    "symmetry": Diagnosis.SYMMETRY,
    "rate_too_small": Diagnosis.RATE_TOO_SMALL,
    "too_few_units": Diagnosis.TOO_FEW_UNITS,
    "saturated": Diagnosis.SATURATED,
    "l2_too_strong": Diagnosis.L2_TOO_STRONG,
    "vanishing": Diagnosis.VANISHING,
    "no_hidden_layer": Diagnosis.TOO_FEW_UNITS,
    "dead": Diagnosis.DEAD,
    "local_minimum": Diagnosis.LOCAL_MINIMUM,
    "penalty_overshoots": Diagnosis.OVERSHOOTING,
    "overshooting": Diagnosis.OVERSHOOTING,
    "batch_noise": Diagnosis.BATCH_NOISE,
    "overfitting": Diagnosis.OVERFITTING,
}


@pytest.mark.parametrize("patient", PATIENTS.values(), ids=PATIENTS)
def test_the_diagnosis_finds_the_patient_s_cause(patient) -> None:
    findings = diagnose(Timeline(patient.experiment), patient.step)
    assert NAMES[patient.cause] in {finding.kind for finding in findings[:2]}
