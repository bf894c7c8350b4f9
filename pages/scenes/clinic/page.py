"""The Clinic on the page: the complaint, the question, and what a change did, beside the run."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import Experiment
from pages.figures.words import fmt
from pages.scenes.clinic import actions
from pages.scenes.clinic.causes import CAUSES
from pages.scenes.clinic.choices import DEFAULT_RUN, NOBODY, ClinicChoices
from pages.scenes.clinic.failing_run import FailingRun
from pages.scenes.clinic.patient import Patient
from pages.scenes.clinic.patients import PATIENTS
from pages.scenes.clinic.result import TreatmentResult, ordinal, refusal
from pages.scenes.clinic.signs import Sign
from pages.scenes.clinic.treatment import Change, changes
from pages.server.work import approach, compute
from pages.session import live, store
from pages.session.progress import Progress
from pages.session.scene import Page
from pages.session.state import State
from pages.stage.runs import timeline
from pages.stage.views import CurvesView, DecisionView, NetworkView, NormsView

_VIEWS = (DecisionView, NetworkView, CurvesView, NormsView)
_WIDE = '"decision network" 20rem "curves norms" 17rem / 1fr 1fr'
_NARROW = '"decision" min(24rem, 92vw) "network" 17rem "curves" 19rem "norms" 15rem / minmax(0, 1fr)'

_INTRODUCTION = (
    f"{len(PATIENTS)} runs that do not learn. Watch each one, say what is wrong, and cure it by changing "
    "one control."
)
_RESTORE = "Undo all changes"


def _controls(state: State) -> None:
    """Draw the words beside the picture."""
    actions.settle()
    choices = store.current().of(ClinicChoices)
    st.markdown("## Clinic")
    _patients(choices)
    if choices.patient == NOBODY:
        st.markdown(_INTRODUCTION)
        _next(choices, "Open the next patient" if choices.solved else "Open the first patient")
        return
    patient = PATIENTS[choices.patient]
    st.markdown(f"### “{patient.complaint}”")
    before = _run(actions.patient_run(patient), patient)
    is_found = patient.cause in choices.guesses
    _diagnosis(patient, choices, before)
    changed = changes(before.experiment, store.current().experiment)
    if changed or is_found:
        _treatment(patient, choices, before, changed)


def _patients(choices: ClinicChoices) -> None:
    """Draw the choice of the patient, and how far the learner is."""
    numbers = {name: f"Patient {number}" for number, name in enumerate(PATIENTS, start=1)}

    def label(name: str) -> str:
        return numbers.get(name, "Your own run") + (" ✓" if name in choices.solved else "")

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="patients"):
        st.selectbox(
            "Patient",
            (NOBODY, *PATIENTS),
            format_func=label,
            label_visibility="collapsed",
            width=180,
            **store.widget("patient", choices.patient, actions.choose),
        )
        st.markdown(f"{len(choices.solved)} of {len(PATIENTS)} cured", width="content")
    if choices.own not in ("", DEFAULT_RUN):
        st.caption("Your own run makes way for the patient. Choose *Your own run* to go back to it.")


def _next(choices: ClinicChoices, label: str) -> None:
    """Draw the button that opens the next patient who is not solved."""
    names = list(PATIENTS)
    at = names.index(choices.patient) + 1 if choices.patient in names else 0
    left = [name for name in (*names[at:], *names[:at]) if name not in (*choices.solved, choices.patient)]
    if left:
        go = partial(actions.open_patient, left[0])
        st.button(label, type="primary", icon=":material/arrow_forward:", on_click=go)


def _diagnosis(patient: Patient, choices: ClinicChoices, before: FailingRun) -> None:
    """Draw the question with its four answers, and what the run shows of the one that was chosen."""
    latest = choices.guesses[-1] if choices.guesses else None
    is_found = patient.cause in choices.guesses
    if not is_found:
        st.markdown("**What is wrong?**")
        with st.container(gap="xsmall", key="answers"):
            for name in patient.answers:
                st.button(
                    CAUSES[name].label,
                    key=f"cause_{name}",
                    width="stretch",
                    icon=":material/close:" if name in choices.guesses else None,
                    disabled=name in choices.guesses,
                    on_click=partial(actions.guess, name),
                )
    if is_found:
        found, count = CAUSES[patient.cause].label, ordinal(len(choices.guesses))
        fact = _sign(patient.cause, before).fact
        st.success(
            f"**{found}**: your {count} guess. Here {fact}.\n\n{patient.lesson}", icon=":material/check:"
        )
    elif latest in CAUSES:
        fact = _sign(latest, before).fact
        st.warning(f"{CAUSES[latest].expected} Here {fact}.\n\n{patient.hint}", icon=":material/close:")


def _treatment(
    patient: Patient, choices: ClinicChoices, before: FailingRun, changed: tuple[Change, ...]
) -> None:
    """Draw the task, or what the change did."""
    if not changed:
        st.markdown(
            f"**Cure it:** change one control in the sidebar. The run is then computed again, from step 0. "
            f"It is cured if its test loss at step {patient.step:,} is below {fmt(patient.cured_below)}; "
            f"now it is {fmt(before.snapshot.test_loss)}."
        )
        return
    if problem := refusal(changed):
        st.warning(problem, icon=":material/rule:")
        st.button(_RESTORE, icon=":material/undo:", on_click=actions.restore)
        return
    after = _run(store.current().experiment, patient)
    result = TreatmentResult(changed[0], before, after, len(choices.treatments))
    st.markdown(result.table)
    if not result.is_cured:
        st.warning(result.verdict, icon=":material/healing:")
        st.button(_RESTORE, icon=":material/undo:", on_click=actions.restore)
    elif patient.cause not in choices.guesses:
        st.info(f"{result.verdict} Now say what was wrong.", icon=":material/help:")
    else:
        actions.note_solved()
        st.success(result.verdict, icon=":material/check:")
        others = [str(patient.cure(cure)) for cure in patient.cures if patient.cure(cure) != changed[0]]
        st.caption(f"Others that cure it: {'; '.join(others)}.")
        _next(store.current().of(ClinicChoices), "Next patient")


def _sign(name: str, run: FailingRun) -> Sign:
    """Look for a cause in a run: the runs that this takes are computed in slices first."""
    for trial in CAUSES[name].trials(run):
        _computed(trial)
    return compute(store.session_id(), lambda: CAUSES[name].sign(run))


def _run(experiment: Experiment, patient: Patient) -> FailingRun:
    """Return a run beside the patient's, computed up to the step of the comparison."""
    return _computed(FailingRun(timeline(experiment), patient.step, patient.cured_below))


def _computed(run: FailingRun) -> FailingRun:
    """Compute a run up to its step, in the session's turns."""
    progress = Progress()
    approach(store.session_id(), run.timeline, run.step, progress)
    progress.clear()
    return run


PAGE = Page(
    message=partial(live.message, views=_VIEWS, grid=(_WIDE, _NARROW), wide_from=520),
    draw=live.draw,
    controls=_controls,
    is_beside=True,
    is_live=True,
)
