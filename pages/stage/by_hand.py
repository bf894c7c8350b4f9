"""What a run sets by hand and freezes, for the sentence beside a step and the marks of the timeline."""

from __future__ import annotations

from typing import Any

import numpy as np

from core import LAST_STEP, Experiment, Snapshot
from core.arrays import IntArray
from core.run.changes import change_steps, edited_at, edits_at, frozen_at, frozen_names
from core.run.edits import place_of
from core.run.experiment import SCHEDULES
from pages.figures.by_hand_words import EditSummary, edits_mark, edits_sentence
from pages.figures.story import parameter_name, value_words
from pages.figures.words import fmt, sub
from pages.stage.run_at_step import called
from pages.stage.runs import timeline, without_changes_from


def sentence_of_edits(experiment: Experiment, step: int) -> str:
    """Return what the edits of a step did, beside what the next update would have done; empty without.

    It is empty also where a network was entered before the first step: none of its weights was changed.
    """
    if not (set_here := edited_at(experiment, step)):
        return ""
    places, values = set_here
    run = timeline(experiment)
    edited = run.at(step)
    if not step and _is_entered(experiment, places):
        return ""
    without = without_changes_from(run, step)
    now, after = without.at(step), without.at(min(step + 1, LAST_STEP))
    goes_on, first = after.step > now.step, places[0]
    is_plain = experiment.optimizer == "sgd" and not frozen_at(without.experiment, step)[first]
    return edits_sentence(
        EditSummary(
            step=step,
            places=places.tolist(),
            widths=experiment.sizes,
            old=now.parameters[places].tolist(),
            new=values.tolist(),
            update=-float(now.update[first]) if goes_on else None,
            rate=now.learning_rate if is_plain else None,
            gradient=float(now.gradient[first]),
            losses=(now.train_loss, edited.train_loss, after.train_loss),
            classes=called(experiment),
        )
    )


def _is_entered(experiment: Experiment, places: IntArray) -> bool:
    """Return whether a network is entered: all its weights and, unless its points are too, its biases."""
    layers, sizes = range(1, len(experiment.sizes)), experiment.sizes
    letters = "W" if experiment.dataset == "by_hand" else "Wb"
    wanted = [place_of(f"{letter}{layer}").indices(sizes) for letter in letters for layer in layers]
    return bool(np.isin(np.concatenate(wanted), places).all())


def weight_numbers(experiment: Experiment, now: Snapshot, name: str) -> dict[str, Any] | None:
    """Return the numbers of a weight or bias at a step; None for any other name."""
    try:
        place = place_of(name)
    except ValueError:
        return None
    indices = place.indices(experiment.sizes)
    if not (place.is_single and indices.size):
        return None
    at, frozen = int(indices[0]), frozen_names(experiment, now.step)
    layer = f"{place.letter}{place.layer}"
    return {
        "name": name,
        "title": name_on_screen(experiment, name),
        "value": float(now.parameters[at]),
        "text": f"gradient {fmt(now.gradient[at])} · next update {fmt(-now.update[at])}",
        "layer": {"name": layer, "title": name_on_screen(experiment, layer), "frozen": layer in frozen},
        "frozen": name in frozen,
        "edited": any(edit[1] == name for edit in edits_at(experiment, now.step)),
    }


def change_marks(experiment: Experiment) -> list[dict[str, Any]]:
    """Return the timeline's marks: what changes, what is set by hand, what is frozen, and where."""
    steps = sorted({*change_steps(experiment), *(step for step, *_ in experiment.edits)})
    return [{"step": step, "text": "; ".join(_changes(experiment, step))} for step in steps]


def _changes(experiment: Experiment, step: int) -> list[str]:
    found = [
        f"{value_words(name, value)} from step {step:,}"
        for name, field in SCHEDULES.items()
        for at, value in getattr(experiment, field)
        if at == step
    ]
    if set_here := edited_at(experiment, step):
        places, values = set_here
        found.append(
            edits_mark(step, places.tolist(), values.tolist(), experiment.sizes, called(experiment))
        )
    for name, first, stop in experiment.frozen:
        if step == first:
            found.append(f"{name_on_screen(experiment, name)} frozen from step {step:,}")
        if step == stop:
            found.append(f"{name_on_screen(experiment, name)} updated again from step {step:,}")
    return found


def name_on_screen(experiment: Experiment, name: str) -> str:
    """Return parameters as the figures name them.

    >>> name_on_screen(Experiment(), "W1:2,1"), name_on_screen(Experiment(), "b2")
    ('W₁[x₂, unit 1]', 'b₂')
    """
    place = place_of(name)
    if not place.is_single:
        return sub(place.letter, place.layer)
    return parameter_name(int(place.indices(experiment.sizes)[0]), experiment.sizes, called(experiment))
