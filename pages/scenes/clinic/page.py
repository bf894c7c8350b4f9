"""The Clinic on the page: the complaint, the question, and what a change did, beside the run."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from core import Experiment
from pages.figures.words import fmt, listed
from pages.frontend import follow_focus
from pages.scenes.clinic import actions
from pages.scenes.clinic.causes import CAUSES, Cause
from pages.scenes.clinic.choices import NOBODY, ClinicChoices
from pages.scenes.clinic.failing_run import FailingRun, allowed_run
from pages.scenes.clinic.patient import Patient
from pages.scenes.clinic.patients import PATIENTS
from pages.scenes.clinic.result import TreatmentResult, ordinal, refusal
from pages.scenes.clinic.treatment import Change, changes
from pages.server.limits import LIMITS
from pages.server.work import approach, compute
from pages.session import live, store, ticket_box
from pages.session.defaults import among
from pages.session.own_run import DEFAULT_RUN
from pages.session.progress import Progress
from pages.session.scene import Page
from pages.session.state import State
from pages.stage.views import CurvesView, DecisionView, NetworkView, NormsView

_VIEWS = (DecisionView, NetworkView, CurvesView, NormsView)
_WIDE = '"decision network" 20rem "curves norms" 17rem / 1fr 1fr'
_NARROW = '"decision" min(24rem, 92vw) "network" 17rem "curves" 19rem "norms" 15rem / minmax(0, 1fr)'

_INTRODUCTION = (
    f"{len(PATIENTS)} runs that do not learn. Watch each one, say what is wrong, and cure it by changing "
    "one control."
)


def _controls(state: State) -> None:
    """Draw the words beside the picture."""
    actions.settle()
    st.markdown("# Clinic")
    with st.container():  # keeps the place of the ticket: in a new place its box would be closed again
        _case(store.current().of(ClinicChoices))
    if ticket := actions.ticket():
        with st.expander("Ticket for your course", icon=":material/confirmation_number:"):
            ticket_box.draw(ticket)


def _case(choices: ClinicChoices) -> None:
    """Draw the patient, or the way to one."""
    if choices.patient == NOBODY:
        _patients(choices)
        st.markdown(_INTRODUCTION)
        _next(choices, "Open the next patient" if choices.solved else "Open the first patient")
    else:
        _patient(PATIENTS[choices.patient])


def _patient(patient: Patient) -> None:
    """Draw a patient's complaint, the question, and the task or what the change did."""
    before = _run(actions.patient_run(patient), patient)
    changed = changes(before.experiment, store.current().experiment)
    problem = refusal(changed)
    result = _treated(patient, before, changed[0]) if changed and not problem else None
    choices = store.current().of(ClinicChoices)
    _patients(choices)
    follow_focus(choices.patient, "")  # the next patient begins at the top
    with st.container(key="card_title"):
        st.markdown(f"## “{patient.complaint}”")
    if patient.cause in choices.guesses:
        _found(patient, choices, before)
    else:
        _question(patient, choices, before)
    if result:
        _result(patient, choices, result)
    elif problem:
        st.warning(problem, icon=":material/rule:")
        _restore()
    elif patient.cause in choices.guesses:
        st.markdown(
            "**Cure it:** change one control in the sidebar (» opens it on a phone). The run is then "
            f"computed again, from step 0. It is cured if its test loss at step {before.step:,} is below "
            f"{fmt(patient.cured_below)}; now it is {fmt(before.snapshot.test_loss)}."
        )


def _treated(patient: Patient, before: FailingRun, change: Change) -> TreatmentResult:
    """Return what a change does, and remember a cured patient."""
    choices = store.current().of(ClinicChoices)
    after = _run(store.current().experiment, patient)
    step = min(before.step, after.step)
    result = TreatmentResult(
        change, replace(before, step=step), replace(after, step=step), len(choices.treatments)
    )
    if result.is_cured and patient.cause in choices.guesses:
        actions.note_solved(change.setting)
    return result


def _patients(choices: ClinicChoices) -> None:
    """Draw the choice of the patient, and how far the learner is."""
    numbers = {name: f"Patient {number}" for number, name in enumerate(PATIENTS, start=1)}

    def label(name: str) -> str:
        return numbers.get(name, "Your own run") + (" ✓" if name in choices.solved else "")

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="patients"):
        names = (NOBODY, *PATIENTS)
        st.selectbox(
            "Patient",
            names,
            format_func=label,
            label_visibility="collapsed",
            width=180,
            **among(names, store.widget("patient", choices.patient, actions.choose, ClinicChoices)),
        )
        st.markdown(f"{len(choices.solved)} of {len(PATIENTS)} cured", width="content")
    if choices.own not in ("", DEFAULT_RUN):
        st.caption("The patient replaces your own run. Choose *Your own run* to go back to it.")


def _next(choices: ClinicChoices, label: str) -> None:
    """Draw the button that opens the next patient who is not solved."""
    names = list(PATIENTS)
    at = names.index(choices.patient) + 1 if choices.patient in names else 0
    left = [name for name in (*names[at:], *names[:at]) if name not in (*choices.solved, choices.patient)]
    if left:
        go = partial(actions.open_patient, left[0])
        st.button(label, type="primary", icon=":material/arrow_forward:", on_click=go)


def _question(patient: Patient, choices: ClinicChoices, before: FailingRun) -> None:
    """Draw the four answers, and what the run shows of the wrong one that was chosen last."""
    st.markdown("**What is wrong?**")
    with st.container(gap="xsmall", key="answers"):
        for name in patient.answers:
            is_wrong = name in choices.guesses
            st.button(
                CAUSES[name].label,
                key=f"cause_{name}",
                width="stretch",
                icon=":material/close:" if is_wrong else None,
                disabled=is_wrong,
                on_click=partial(actions.guess, name),
            )
    if choices.guesses:
        wrong = CAUSES[choices.guesses[-1]]
        answer = f"{wrong.expected} Here {_fact(wrong, before)}.\n\n{patient.hint}"
        st.warning(answer, icon=":material/close:")


def _found(patient: Patient, choices: ClinicChoices, before: FailingRun) -> None:
    """Draw the right answer, and what the run shows of it."""
    cause, count = CAUSES[patient.cause], ordinal(len(choices.guesses))
    answer = f"**{cause.label}**: your {count} guess. Here {_fact(cause, before)}.\n\n{patient.lesson}"
    st.success(answer, icon=":material/check:")


def _result(patient: Patient, choices: ClinicChoices, result: TreatmentResult) -> None:
    """Draw what the change did, and how to go on."""
    st.markdown(result.table)
    if result.after.step < patient.step:
        shorter = min(result.before.experiment, result.after.experiment, key=LIMITS.last_step)
        st.caption(LIMITS.why_run_ends(shorter))
    cures = [patient.cure(cure) for cure in patient.cures]
    if not result.is_cured:
        st.warning(result.verdict, icon=":material/healing:")
        if len(choices.treatments) > 1:
            st.caption(
                f"These controls can cure it: {listed(list(dict.fromkeys(cure.label for cure in cures)))}."
            )
        _restore()
    elif patient.cause not in choices.guesses:
        st.info(f"{result.verdict} Now say what was wrong.", icon=":material/help:")
    else:
        st.success(result.verdict, icon=":material/check:")
        if others := [str(cure) for cure in cures if cure != result.change]:
            st.caption(f"Other changes that cure it: {'; '.join(others)}.")
        _next(choices, "Next patient")


def _restore() -> None:
    """Draw the way back to the patient's own run."""
    st.button("Undo all changes", icon=":material/undo:", on_click=actions.restore)


def _fact(cause: Cause, run: FailingRun) -> str:
    """Return what a run shows of a cause; the runs that this takes are computed in slices first."""
    for trial in cause.trials(run):
        _computed(trial)
    return compute(store.session_id(), lambda: cause.sign(run).fact)


def _run(experiment: Experiment, patient: Patient) -> FailingRun:
    """Return a run beside the patient's, computed up to the step of the comparison."""
    return _computed(allowed_run(experiment, patient.step, patient.cured_below))


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
