"""The one value that a session holds: the run, the step, and the choices of all pages.

A change replaces a field.  Written out, the value is a link; a link that is read gives the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from core import Experiment, default_of, from_link, key_of, read_record, to_link, write_record
from core.run.changes import from_start, restarted
from core.run.experiment import SCHEDULES
from pages.session.hide import Embedding
from pages.stage.look import Look, Pace

Record = TypeVar("Record")


@dataclass(frozen=True, kw_only=True)
class State:
    """Hold a run, the step shown, and everything that was chosen on any page.

    Attributes
    ----------
    experiment : Experiment
    step : int
    look, pace : Look, Pace
    embedding : Embedding
        Which controls the link takes away, which values stay, and what it asks.
    choices : tuple
        One record of choices for each scene that has some; read them with `of`.
    """

    experiment: Experiment = field(default_factory=Experiment)
    step: int = 0
    look: Look = field(default_factory=Look)
    pace: Pace = field(default_factory=Pace)
    embedding: Embedding = field(default_factory=Embedding)
    choices: tuple[Any, ...] = ()

    def of(self, kind: type[Record]) -> Record:
        """Return the record of this type; the defaults if the state holds none."""
        held = (self.experiment, self.look, self.pace, *self.choices)
        return next((record for record in held if isinstance(record, kind)), None) or kind()

    def changed(self, kind: type[Any], **values: Any) -> State:
        """Return the state with fields of one record changed.

        A change of the experiment starts another run: at step 0, with the rate, penalties and batch size
        in use, on a colour scale that is not fixed to a step of the old run, with the opened unit if the
        network still has it.  A key of the link that two scenes' records share changes in both.
        """
        record = replace(self.of(kind), **values)
        if kind is Experiment:
            return self._with_run(record)
        if kind is Look:
            return replace(self, look=record)
        if kind is Pace:
            return replace(self, pace=record)
        by_key = {key_of(kind, name): value for name, value in values.items()}
        held = {type(each): _follow(each, by_key) for each in self.choices} | {kind: record}
        return replace(self, choices=tuple(held.values()))

    def at(self, experiment: Experiment, step: int) -> State:
        """Return the state at a step of another run, with all that changes in that run."""
        return replace(self._with_run(experiment), experiment=experiment, step=step)

    def returned_to(self, page: State) -> State:
        """Return what a page's older link describes, with the choices of the other pages as they are."""
        state = replace(page, choices=self.choices, embedding=self.embedding)
        for record in page.choices:
            state = state.changed(type(record), **vars(record))
        return state

    def _with_run(self, experiment: Experiment) -> State:
        if experiment == self.experiment:
            return self
        now = from_start(self.experiment, self.step)
        kept: dict[str, Any] = {
            name: getattr(now, name)
            for name in SCHEDULES
            if getattr(experiment, name) == getattr(self.experiment, name)
        }
        kept |= dict.fromkeys(SCHEDULES.values(), ())
        run = restarted(now, replace(experiment, **kept, edits=now.edits, frozen=now.frozen))
        scale = Look().scale if isinstance(self.look.scale, int) else self.look.scale
        return replace(self, experiment=run, step=0, look=replace(self.look.within(run.sizes), scale=scale))

    def without_progress(self, kinds: Iterable[type[Any]]) -> State:
        """Return the state with these records of choices only, without what a learner did there.

        A record names the fields that hold what a learner did as its ``PROGRESS``.
        """
        records = []
        for kind in kinds:
            undone = {name: default_of(kind, name) for name in getattr(kind, "PROGRESS", ())}
            records.append(replace(self.of(kind), **undone))
        return replace(self, choices=tuple(records))

    def link(self, kinds: Iterable[type[Any]]) -> dict[str, str]:
        """Return the link that brings back the run, its look and pace, and some records of choices.

        Only what differs from the defaults is written; the step is last.

        >>> State(step=240).link(())
        {'step': '240'}
        """
        run = to_link(self.experiment, self.step)
        step = {"step": run.pop("step")} if "step" in run else {}
        records = (self.look, self.pace, self.embedding, *map(self.of, kinds))
        written = map(write_record, records)
        return {**run, **{key: text for each in written for key, text in each.items()}, **step}


def read_state(parameters: Mapping[str, str], kinds: Iterable[type[Any]]) -> tuple[State, tuple[str, ...]]:
    """Return the state that a link describes, and a sentence for each value ignored; never raise.

    Parameters
    ----------
    parameters : mapping
        Keys and texts of the link.
    kinds : iterable of types
        The records of choices that the scenes have.
    """
    experiment, step, ignored = from_link(parameters)
    kinds = tuple(kinds)
    records: tuple[type[Any], ...] = (Look, Pace, Embedding, *kinds)
    read = {kind: read_record(kind, parameters) for kind in records}
    odd = dict.fromkeys(sentence for _, sentences in read.values() for sentence in sentences)
    look, pace, embedding, *choices = (record for record, _ in read.values())
    held = look.within(experiment.sizes)
    if held != look:
        odd[f"opened={parameters['opened']} was ignored: {_without(*look.opened)}."] = None
    shown = embedding.within(kinds)
    if unknown := [key for key in embedding.hide if key not in shown.hide]:
        odd[f"hide={','.join(unknown)} was ignored: no control has such a key."] = None
    if unknown := [key for key in embedding.lock if key not in shown.lock]:
        odd[f"lock={','.join(unknown)} was ignored: no value of a run has such a key."] = None
    return State(
        experiment=experiment, step=step, look=held, pace=pace, embedding=shown, choices=tuple(choices)
    ), (*ignored, *odd)


def _without(layer: int, number: int) -> str:
    return f"this network has no unit {number} in layer {layer}"


def _follow(record: Any, by_key: Mapping[str, Any]) -> Any:
    """Return a record with the new values of the link keys that it shares."""
    names = {item.name: key_of(type(record), item.name) for item in fields(record)}
    return replace(record, **{name: by_key[key] for name, key in names.items() if key in by_key})
