"""Runs whose inputs are far from the size for which initial weights and learning rates are made."""

from __future__ import annotations

import numpy as np

from core.diagnosis.changes import changed
from core.diagnosis.evidence import accuracy_now, loss_now, number_shown
from core.diagnosis.finding import Diagnosis, Finding
from core.diagnosis.suspicion import Suspicion
from core.diagnosis.symptoms import Symptoms
from core.diagnosis.trials import Trials
from core.diagnosis.wording import number

_SMALL, _LARGE = 1 / 3, 3.0  # of √(mean x²), which is 1 for standardized inputs


def unscaled(symptoms: Symptoms, trials: Trials) -> Suspicion | None:
    """Find that inputs as given are much larger or smaller than 1."""
    own, X = symptoms.experiment, symptoms.timeline.train.shown
    if own.given is None or own.scaling != "none":
        return None
    sizes = np.sqrt((X**2).mean(axis=0))
    if not ((sizes < _SMALL) | (sizes > _LARGE)).any():
        return None
    finding = Finding(
        Diagnosis.UNSCALED,
        f"The inputs are not scaled: the root mean square of x₁ is {number(float(sizes[0]))} and "
        f"that of x₂ is {number(float(sizes[1]))}. "
        "Initial weights and learning rates are made for inputs near 1.",
        1,
        (
            *(
                number_shown(f"root mean square of {name}", float(size), "regions")
                for name, size in zip(("x₁", "x₂"), sizes, strict=True)
            ),
            loss_now(symptoms),
            accuracy_now(symptoms),
        ),
    )
    words = "standardized inputs instead of inputs as given"
    return Suspicion(finding, (changed(trials, words, scaling="standard"),), needs_trial=True)
