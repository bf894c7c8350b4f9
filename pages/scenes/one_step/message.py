"""The message of One step: all matrices, phases and samples of a step, as JSON and arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from core import Matrix, Phase, Timeline, line_of_code, plane_activations
from pages.figures.palette import Theme, class_colour
from pages.figures.points import GLYPHS
from pages.figures.raster import colours, png_url
from pages.figures.regions import decision_bytes, decision_palette
from pages.scenes.one_step.cell_sums import cell_sums
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.equations import equation, in_code, number, step_formula
from pages.scenes.one_step.layout import layout
from pages.scenes.one_step.names import axis_names, letters, shape, symbol_in, whose
from pages.scenes.one_step.questions import question
from pages.scenes.one_step.scaling import colour, scales
from pages.scenes.one_step.sentences import believed, sentence, title, true
from pages.scenes.one_step.subject import Subject
from pages.stage.look import Look
from pages.stage.views.moment import GRID, Setting


def lesson(timeline: Timeline, step: int, opened: OneStepChoices, theme: Theme) -> dict[str, Any]:
    """Return everything that One step shows of a run at a step.

    Parameters
    ----------
    timeline : Timeline
        The run.
    step : int
        Of the run, or beyond its end: then its last finite step is shown.
    opened : OneStepChoices
        The reader's choices.
    theme : str
        ``"light"`` or ``"dark"``; only the plane's picture depends on it.

    Returns
    -------
    dict
        JSON and NumPy arrays, as `pages.frontend` encodes them.
    """
    with np.errstate(all="ignore"):  # a run that is about to overflow is shown, too
        subject = Subject(timeline, step, opened)
        phases = [_phase(subject, phase) for phase in subject.rows.phases]
        return {
            "step": subject.snapshot.step,
            "title": _title(subject),
            "convention": opened.convention,
            "predict": opened.predict == "on",
            "open": _open(subject),
            "n": subject.n,
            "predicted": [phase["kind"] for phase in phases].index("error"),
            "matrices": dict(_matrices(subject)),
            "phases": phases,
            "samples": [_sample(subject, row) for row in range(subject.n)],
            "plane": _plane(subject, theme),
            "note": note(subject),
        }


def note(subject: Subject) -> str:
    """Say how the inspected samples differ from the batch of the next update; empty if they do not."""
    if subject.is_own:
        return ""
    own = len(subject.snapshot.batch)
    samples = "1 sample" if own == 1 else f"{own} samples"
    return (
        f"These {subject.n} samples are an example: dW and db are the gradients of their mean loss. "
        f"The batch of the next update has {samples}: what it subtracts is computed from that batch."
    )


def _title(subject: Subject) -> str:
    now = subject.snapshot
    if subject.after is None:
        return f"Step {now.step:,}, where the run ends"
    return f"From step {now.step:,} to step {now.step + 1:,}"


def _open(subject: Subject) -> dict[str, Any]:
    """Return the open phase and the pinned cell (row and column from 0), if the run has them."""
    opened = subject.opened
    keys = [phase.key for phase in subject.rows.phases]
    phase = opened.phase if opened.phase in keys else keys[0]
    return {"phase": phase, "pin": _pin(subject, opened.pin)}


def _pin(subject: Subject, text: str) -> dict[str, Any] | None:
    if not text:
        return None
    name, _, place = text.partition(":")
    row, column = (int(part) - 1 for part in place.split(","))
    matrix = subject.shown.matrices.get(name)
    if matrix is None or row >= matrix.values.shape[0] or column >= matrix.values.shape[1]:
        return None
    return {"name": name, "row": row, "column": column}


def _matrices(subject: Subject) -> Iterator[tuple[str, dict[str, Any]]]:
    strongest = scales(subject.rows)
    for name, matrix in subject.shown.matrices.items():
        yield name, _matrix(subject, matrix, strongest[name])


def _matrix(subject: Subject, matrix: Matrix, scale: float) -> dict[str, Any]:
    rows, columns = matrix.values.shape
    return {
        "values": matrix.values,
        "symbol": symbol_in(subject, matrix.name),
        "whose": whose(subject, matrix.name),
        "made": step_formula(subject, matrix.name),
        "letters": list(letters(matrix)),
        "shape": shape(matrix),
        "rows": matrix.rows.words,
        "columns": matrix.columns.words,
        "row_names": axis_names(subject, matrix.rows, rows),
        "column_names": axis_names(subject, matrix.columns, columns),
        "colour": colour(matrix.name),
        "scale": scale,
    }


def _phase(subject: Subject, phase: Phase) -> dict[str, Any]:
    shown = subject.shown.phase(phase.key)
    return {
        "key": phase.key,
        "kind": phase.kind,
        "label": _label(subject, phase),
        "given": phase.kind == "data",
        "backward": phase.key[0] == "d" and phase.kind != "data",
        "title": title(phase),
        "number": number(subject, phase),
        "result": phase.result,
        "made": [name for name in (phase.result, *(move.new for move in phase.moves)) if name],
        "plus": phase.plus,
        "inputs": list(phase.inputs),
        "factor": phase.factor,
        "layout": layout(subject, shown),
        "sums": cell_sums(subject, shown),
        "equation": equation(subject, phase),
        "code": line_of_code(subject.shown, in_code(shown)),
        "sentence": sentence(subject, phase),
        "question": asdict(question(subject, phase)),
    }


def _label(subject: Subject, phase: Phase) -> str:
    if phase.kind == "data":
        return ", ".join(phase.inputs)
    return phase.key if phase.kind == "update" else symbol_in(subject, phase.key)


def _sample(subject: Subject, row: int) -> dict[str, Any]:
    return {
        "index": int(subject.chosen[row]),
        "y": subject.true_class(row),
        "point": subject.values("X")[row].tolist(),
        "name": true(subject, row),
        "words": believed(subject, row),
    }


def _plane(subject: Subject, theme: Theme) -> dict[str, Any]:
    """Return the decision regions at this step, and the training points on them."""
    setting = Setting(subject.experiment, Look(), theme)
    P = plane_activations(subject.snapshot.network, setting.plane)[-1].T  # (GRID², k)
    pixels = decision_bytes(P).reshape(GRID, GRID)
    train, k = subject.timeline.train, setting.n_classes
    return {
        "image": png_url(colours(pixels, decision_palette(k, theme, hard=False))),
        "extent": list(setting.bounds),
        "points": train.X,
        "y": train.y,
        "colours": [class_colour(c) for c in range(k)],
        "glyphs": list(GLYPHS[:k]),
    }
