"""What the learner does in the Clinic: opens a patient, names a cause, changes a control."""

from __future__ import annotations

from core import Experiment
from pages.scenes.clinic.choices import NOBODY, ClinicChoices
from pages.scenes.clinic.consultation import Consultation, clinic_ticket, noted
from pages.scenes.clinic.patient import Patient
from pages.scenes.clinic.patients import PATIENTS
from pages.scenes.clinic.result import refusal
from pages.scenes.clinic.treatment import MOST_TRIES, changes, from_the_start
from pages.server.limits import LIMITS
from pages.session import store, ticket_box
from pages.session.actions import open_run
from pages.session.own_run import BETWEEN, give_back, put_aside
from pages.session.state import State
from pages.session.ticket import Ticket, this_minute


def patient_run(patient: Patient) -> Experiment:
    """Return the run of a patient as this server allows it."""
    return LIMITS.within(patient.experiment)[0]


def choose(name: str) -> None:
    """Show a patient, or the learner's own run again."""
    if name == NOBODY:
        leave()
    else:
        open_patient(name)


def open_patient(name: str) -> None:
    """Show a patient; the link keeps the learner's own run."""
    _note()
    own = _put_aside(store.current())
    store.change(ClinicChoices, patient=name, guesses=(), tries="", own=own)
    restore()


def _put_aside(state: State) -> str:
    """Return the learner's own run as the link holds it while a patient is shown."""
    return put_aside(state, state.of(ClinicChoices).own)


def restore() -> None:
    """Show the patient's run without any change."""
    patient = PATIENTS[store.current().of(ClinicChoices).patient]
    open_run(patient_run(patient), patient.step, opens=True)


def leave() -> None:
    """Show the learner's own run again."""
    _note()
    choices = store.current().of(ClinicChoices)
    begun = choices.begun if choices.record else 0  # who only looked leaves nothing behind in the link
    store.change(ClinicChoices, patient=NOBODY, guesses=(), tries="", own="", begun=begun)
    give_back(choices.own)


def guess(cause: str) -> None:
    """Name a cause."""
    guesses = store.current().of(ClinicChoices).guesses
    if cause not in guesses:
        store.change(ClinicChoices, guesses=(*guesses, cause))


def settle() -> None:
    """Follow what happened outside of this page's own controls.

    The time runs from the first patient that is shown.  A link may name a patient without the patient's
    run: it is opened.  A control of the run was changed: the change is counted, and shown at the step of
    the comparison.  What a slider passes on its way is not counted.  A new rate, penalty or batch size
    holds from step 0.
    """
    state = store.current()
    choices = state.of(ClinicChoices)
    if choices.patient == NOBODY:
        return
    if not choices.begun:
        store.change(ClinicChoices, begun=this_minute())
    if not choices.own:
        store.change(ClinicChoices, own=_put_aside(state))
        restore()
        return
    patient, run = PATIENTS[choices.patient], from_the_start(state.experiment)
    changed = changes(patient_run(patient), run)
    is_new = len(changed) == 1 and not refusal(changed) and changed[0].setting not in choices.treatments
    if is_new:
        earlier = choices.treatments
        if earlier and changed[0].passes(earlier[-1]):
            earlier = earlier[:-1]
        tried = (*earlier, changed[0].setting)[-MOST_TRIES:]
        store.change(ClinicChoices, tries=BETWEEN.join(tried))
    if is_new or run != state.experiment:
        open_run(run, patient.step)


def note_solved(cure: str) -> None:
    """Remember that the patient was diagnosed, and cured by this change."""
    choices = store.current().of(ClinicChoices)
    if choices.patient not in choices.solved:
        _note(cure)
        store.change(ClinicChoices, solved=(*choices.solved, choices.patient))


def _note(cure: str = "") -> None:
    """Remember what the learner did for the patient shown."""
    store.change(ClinicChoices, record=_record(cure))


def _record(cure: str = "") -> tuple[Consultation, ...]:
    """Return what the learner did, with the patient shown."""
    choices = store.current().of(ClinicChoices)
    if choices.patient == NOBODY or not (choices.guesses or choices.tries):
        return choices.record
    guesses = tuple(name for name in choices.guesses if name in PATIENTS[choices.patient].answers)
    return noted(choices.record, Consultation(choices.patient, guesses, len(choices.treatments), cure))


def ticket() -> Ticket | None:
    """Return the learner's ticket; None before anything was done."""
    if not (record := _record()):
        return None
    begun = store.current().of(ClinicChoices).begun
    return clinic_ticket(record, begun, ticket_box.link_of("clinic", ClinicChoices))
