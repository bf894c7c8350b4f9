"""The message of One step: all matrices, phases and samples of a step, as JSON and arrays."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from core import Phase, Timeline, line_of_code, plane_activations
from core.arrays import Array
from pages.figures.palette import CLASS_SYMBOLS, Theme, class_colour
from pages.figures.raster import colours, png_url
from pages.figures.regions import decision_bytes, decision_palette
from pages.scenes.one_step.cell_sums import cell_sums
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.equations import equation, in_code, number, step_formula
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.layout import bare_layout, layout
from pages.scenes.one_step.names import axis_names, letters, shape, symbol, symbol_in, whose
from pages.scenes.one_step.question import Question
from pages.scenes.one_step.questions import question
from pages.scenes.one_step.roundoff import values_without_roundoff
from pages.scenes.one_step.scaling import colour, scales
from pages.scenes.one_step.sentences import prediction, sentence, title, true
from pages.stage.look import Look
from pages.stage.views.moment import GRID, Setting


def step_message(timeline: Timeline, step: int, choices: OneStepChoices, theme: Theme) -> dict[str, Any]:
    """Return everything that One step shows of a run at a step.

    Parameters
    ----------
    timeline : Timeline
        The run.
    step : int
        Of the run; beyond its end, the last finite step is shown.
    choices : OneStepChoices
        The reader's choices.
    theme : str
        ``"light"`` or ``"dark"``; only the plane's picture depends on it.

    Returns
    -------
    dict
        JSON and NumPy arrays, as `pages.frontend` encodes them.
    """
    with np.errstate(all="ignore"):  # a run that is about to overflow is shown, too
        inspected = InspectedStep(timeline, step, choices)
        phases = [_phase(inspected, phase) for phase in inspected.rows.phases]
        return {
            "step": inspected.snapshot.step,
            "title": _title(inspected),
            "convention": choices.convention,
            "predict": choices.predict == "on",
            "open": _open(inspected),
            "n": inspected.n,
            "predicted": [phase["kind"] for phase in phases].index("error"),
            "matrices": dict(matrices(inspected)),
            "phases": phases,
            "samples": [_sample(inspected, row) for row in range(inspected.n)],
            "plane": _plane(inspected, theme),
            "note": note(inspected),
        }


def note(inspected: InspectedStep) -> str:
    """Say how the inspected samples differ from the batch of the run; empty if they do not."""
    if inspected.is_another_run:
        return _of_another_run(inspected)
    if inspected.is_own:
        return ""
    own = len(inspected.snapshot.batch)
    samples = "1 sample" if own == 1 else f"{own} samples"
    return (
        f"These {inspected.n} samples are an example: dW and db are the gradients of their mean loss. "
        f"The batch of the next update has {samples}: what it subtracts is computed from that batch."
    )


def _of_another_run(inspected: InspectedStep) -> str:
    step = inspected.snapshot.step
    these = "this sample" if inspected.n == 1 else f"these {inspected.n} samples"
    return (
        f"This is another run. It is yours up to step {step:,}, but its next update takes {these} as its "
        "batch. The gradients shown here are those of that update."
    )


def _title(inspected: InspectedStep) -> str:
    now = inspected.snapshot
    if inspected.after is None:
        return f"Step {now.step:,}, where the run ends"
    return f"From step {now.step:,} to step {now.step + 1:,}"


def _open(inspected: InspectedStep) -> dict[str, Any]:
    """Return the open phase and the pinned cell (row and column from 0), if the run has them."""
    choices = inspected.choices
    keys = [phase.key for phase in inspected.rows.phases]
    phase = choices.phase if choices.phase in keys else keys[0]
    return {"phase": phase, "pin": pinned(inspected)}


def pinned(inspected: InspectedStep) -> dict[str, Any] | None:
    """Return the pinned cell, its row and column from 0; None if the step has no such cell."""
    if not inspected.choices.pin:
        return None
    name, _, place = inspected.choices.pin.partition(":")
    row, column = (int(part) - 1 for part in place.split(","))
    matrix = inspected.shown.matrices.get(name)
    if matrix is None or row >= matrix.values.shape[0] or column >= matrix.values.shape[1]:
        return None
    return {"name": name, "row": row, "column": column}


def matrices(inspected: InspectedStep) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each matrix of the step as the board draws it, by its name."""
    seen = values_without_roundoff(inspected)
    strongest = scales(seen)
    for name, matrix in inspected.shown.matrices.items():
        rows, columns = matrix.values.shape
        yield (
            name,
            {
                "values": matrix.values,
                "symbol": symbol_in(inspected, name),
                "whose": whose(inspected, name),
                "made": step_formula(inspected, name),
                "letters": list(letters(matrix)),
                "shape": shape(matrix),
                "rows": matrix.rows.words,
                "columns": matrix.columns.words,
                "row_names": axis_names(inspected, matrix.rows, rows),
                "column_names": axis_names(inspected, matrix.columns, columns),
                "colour": colour(name),
                "scale": strongest[name],
                **_if_other(matrix.values, seen[name].T if inspected.shown.columns else seen[name]),
            },
        )


def _if_other(values: Array, seen: Array) -> dict[str, Array]:
    """Return what the cells show, where that is not all numbers as computed."""
    return {} if np.array_equal(values, seen, equal_nan=True) else {"seen": seen}


def _phase(inspected: InspectedStep, phase: Phase) -> dict[str, Any]:
    shown, asked = inspected.shown.phase(phase.key), question(inspected, phase)
    return {
        "key": phase.key,
        "kind": phase.kind,
        "label": _label(inspected, phase),
        "given": asked is None or phase.kind == "data",
        "backward": phase.key[0] == "d" and phase.kind != "data",
        "title": title(phase),
        "number": number(inspected, phase),
        "result": phase.result,
        "made": [name for name in (phase.result, *(move.new for move in phase.moves)) if name],
        "plus": phase.plus,
        "inputs": list(phase.inputs),
        "factor": phase.factor,
        "layout": layout(inspected, shown),
        "sums": cell_sums(inspected, shown),
        "equation": equation(inspected, phase),
        "code": line_of_code(inspected.shown, in_code(shown)),
        "sentence": sentence(inspected, phase),
        "question": asked and asdict(asked) | _while_asked(asked, phase),
    }


def _while_asked(asked: Question, phase: Phase) -> dict[str, Any]:
    """Return what stands in the place of a formula that would answer the question."""
    if "formula" not in asked.hides:
        return {}
    return {"equation": f"{symbol(phase.key)} = ?", "layout": bare_layout(phase)}


def _label(inspected: InspectedStep, phase: Phase) -> str:
    if phase.kind == "data":
        return ", ".join(phase.inputs)
    return phase.key if phase.kind == "update" else symbol_in(inspected, phase.key)


def _sample(inspected: InspectedStep, row: int) -> dict[str, Any]:
    return {
        "index": int(inspected.chosen[row]),
        "y": inspected.true_class(row),
        "point": inspected.values("X")[row].tolist(),
        "name": true(inspected, row),
        "words": prediction(inspected, row),
    }


def _plane(inspected: InspectedStep, theme: Theme) -> dict[str, Any]:
    """Return the decision regions at this step, and the training points on them."""
    setting = Setting(inspected.experiment, Look(), theme)
    P = plane_activations(inspected.snapshot.network, setting.plane)[-1].T  # (GRID², k)
    pixels = decision_bytes(setting.loss.shares(P)).reshape(GRID, GRID)
    train, k = inspected.timeline.train, setting.n_classes
    return {
        "image": png_url(colours(pixels, decision_palette(k, theme, hard=False))),
        "extent": list(setting.bounds),
        "points": train.shown,
        "y": train.y,
        "colours": [class_colour(c) for c in range(k)],
        "symbols": list(CLASS_SYMBOLS[:k]),
    }
