"""The matrices of a step with 0 for what is only the round-off of an exact zero.

With all weights zero, the terms of dW cancel and leave ±4 × 10⁻¹⁹: on a scale of its own, noise in the
strongest colours.  The bounds follow the phases, as running error analysis does; the formulas are those of
`core.network.roundoff`, for whatever samples are inspected.
"""

from collections.abc import Mapping

import numpy as np

from core import ACTIVATIONS, Phase, TrainingStep
from core.arrays import Array
from core.network.roundoff import UNIT
from core.run.gradient_norms import SUSPECT
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.stage.roundoff import roundoff_bounds

Bounds = dict[str, Array]


def values_without_roundoff(inspected: InspectedStep) -> dict[str, Array]:
    """Return every matrix, samples as rows, with 0 where an entry cannot be told from zero."""
    values = {name: matrix.values for name, matrix in inspected.rows.matrices.items()}
    if not any(map(_is_suspect, values.values())):
        return values
    bounds = _of_the_run(inspected)
    for phase in inspected.rows.phases:
        if phase.result and phase.kind not in ("data", "update"):
            bounds[phase.result] = _of_result(inspected.rows, phase, values, bounds)
    return {name: np.where(np.abs(M) <= bounds.get(name, 0.0), 0.0, M) for name, M in values.items()}


def _is_suspect(M: Array) -> bool:
    """Say whether a matrix has entries so small that it is worth looking."""
    sizes = np.abs(M)
    return bool(np.any((sizes > 0) & (sizes < SUSPECT)))


def _of_the_run(inspected: InspectedStep) -> Bounds:
    """Return the bounds of what does not depend on the inspected samples: weights, and the next update."""
    bounds: Bounds = {}
    names = {"weights": ("W{}", "b{}"), "gradient": ("G{}", "g{}"), "step": ("S{}", "s{}")}
    for kind, pair in names.items():
        made = roundoff_bounds(inspected.experiment, kind, inspected.snapshot)
        for at, bound in enumerate(made, start=1):
            known = np.where(np.isfinite(bound), bound, 0.0)  # an adaptive step moves, whatever it follows
            for name, part in zip(pair, (known[:-1], known[-1:]), strict=True):
                bounds[name.format(at)] = part
                if kind == "weights":
                    bounds[f"{name.format(at)} next"] = part
    return bounds


def _of_result(step: TrainingStep, phase: Phase, values: Mapping[str, Array], known: Bounds) -> Array:
    """Return how large round-off may be in each entry of a phase's result."""
    if phase.kind == "product":
        return _of_product(step, phase, known)
    first, result = phase.inputs[0], values[str(phase.result)]
    bound: Array = np.zeros_like(result)
    if phase.kind == "map":
        bound = known[first] * np.abs(ACTIVATIONS[phase.formula].derivative(values[first], result))
    elif phase.kind == "softmax":
        bound = result * (known[first] + (result * known[first]).sum(axis=1, keepdims=True))
    elif phase.kind == "error":  # the probabilities of a sample sum to 1, and are as exact as that 1
        bound += UNIT / len(result)
    elif phase.kind == "total":
        bound = (known[first] + UNIT * np.abs(values[first])).sum(axis=0, keepdims=True)
    elif phase.kind == "chain":
        _, Z, A = phase.inputs
        bound = known[first] * np.abs(ACTIVATIONS[phase.formula].derivative(values[Z], values[A]))
    return bound


def _of_product(step: TrainingStep, phase: Phase, known: Bounds) -> Array:
    """Return B(L) |R| + |L| B(R) + ε |L| |R|, and the bounds of what is added."""
    (L, of_L), (R, of_R) = (
        (np.abs(step.factor(each).values), _oriented(known.get(each.name, np.zeros(1)), each.transposed))
        for each in phase.factors
    )
    bound: Array = (of_L + np.zeros_like(L)) @ R + L @ (of_R + UNIT * R)
    if phase.plus:
        bound = bound + known[phase.plus]
    for penalty in phase.penalties:
        if penalty.of_signs:
            bound = bound + penalty.factor * UNIT
        else:
            W = np.abs(step.matrices[penalty.name].values)
            bound = bound + penalty.factor * (known[penalty.name] + UNIT * W)
    return bound


def _oriented(M: Array, is_transposed: bool) -> Array:
    return M.T if is_transposed else M
