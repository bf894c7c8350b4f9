"""The equation of a phase in Unicode, and the number that the derivative notes give it."""

from dataclasses import replace

from core import ACTIVATIONS, Phase
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.names import gradient_of, symbol, symbol_in

_ELEMENTWISE = {
    ("softmax", "softmax"): "softmax({0})",
    ("loss", "mean"): "(1/n) Σᵢ l[i]",
    ("error", ""): "({0} − {1}) / n",
    ("total", ""): "Σᵢ {0}[{each}]",
}

# What each optimizer subtracts; v, s and m are its state.
_STEPS = {
    "sgd": "lr · {0}",
    "momentum": "lr · v, v ← 0.9 v + {0}",
    "rmsprop": "lr · {0} / (√s + ε)",
    "adam": "lr · m̂ / (√ŝ + ε)",
}


def equation(inspected: InspectedStep, phase: Phase) -> str:
    """Return the equation of a phase in the chosen convention."""
    if phase.kind == "product":
        return f"{symbol(phase.key)} = {_product(inspected, phase)}"
    if phase.kind == "update":
        changes = ((symbol(move.old), symbol_in(inspected, move.step)) for move in phase.moves)
        return ", ".join(f"{old} ← {old} − {step}" for old, step in changes)
    names = [symbol(name) for name in phase.inputs]
    if phase.kind == "data":
        return ", ".join(names)
    true, each = ("yᵢ, i", ":, i") if inspected.shown.columns else ("i, yᵢ", "i, :")
    if phase.formula == "surprise":
        return f"l[i] = −log {names[-1]}[{true}]"
    if phase.kind == "map":
        made = f"{ACTIVATIONS[phase.formula].symbol}({names[0]})"
    elif phase.kind == "chain":
        dA, Z, A = names
        made = f"{dA} ⊙ {ACTIVATIONS[phase.formula].slope_matrix.format(Z=Z, A=A)}"
    else:
        made = _ELEMENTWISE[phase.kind, phase.formula].format(*names, each=each)
    return f"{symbol(phase.key)} = {made}"


def number(inspected: InspectedStep, phase: Phase) -> str:
    """Return the number of a phase's equation in the notes, empty if it has none.

    The notes have two layers: (6), which uses (9), is dW of the last of several layers, (7), which uses
    (12), that of any before it.  The softmax itself has no number, its derivative has.
    """
    if phase.kind == "softmax":
        return "its derivative: Eqs. (19)–(21)"
    if phase.kind == "error":
        return "Eq. (8), by (20) and (21)"
    if phase.kind == "chain":
        known = ACTIVATIONS[phase.formula].equation
        return f"Eq. ({known})" if known else ""
    if phase.key.startswith("dA"):
        return "Eq. (10)"
    if phase.key.startswith("dW") and inspected.depth > 1:
        return "Eq. (6), by (9)" if phase.key == f"dW{inspected.depth}" else "Eq. (7), by (12)"
    return ""


def step_formula(inspected: InspectedStep, name: str) -> str:
    """Return the formula of what an optimizer subtracts; empty for SGD, where it is written out."""
    if name[0] not in "Ss" or inspected.is_plain:
        return ""
    frozen = "; 0 where frozen" if inspected.is_frozen else ""
    return _STEPS[inspected.experiment.optimizer].format(gradient_of(name)) + frozen


def in_code(phase: Phase) -> Phase:
    """Return an update as in code, where the gradient of any batch is called dW."""
    if phase.factor is None:
        return phase
    at = phase.key.rpartition(" ")[2]
    return replace(phase, inputs=(f"dW{at}", f"db{at}"))


def _product(inspected: InspectedStep, phase: Phase) -> str:
    factors = inspected.shown.phase(phase.key).factors
    text = " ".join(symbol(each.name) + "ᵀ" * each.transposed for each in factors)
    plus = f" + {symbol(phase.plus)}" if phase.plus else ""
    terms = (
        f" + μ sign({symbol(each.name)})" if each.of_signs else f" + λ {symbol(each.name)}"
        for each in phase.penalties
    )
    return text + plus + "".join(terms)
