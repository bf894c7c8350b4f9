"""The backward pass, written by hand."""

from __future__ import annotations

from core.network.activations import ACTIVATIONS
from core.program.layout import Line, Section, function, number
from core.program.plan import Plan

_PENALTIES = {
    "l2": r"`l2` is the $\lambda$ of the penalty $\frac{\lambda}{2} \sum W^2$",
    "l1": r"`l1` is the $\mu$ of the penalty $\mu \sum |W|$",
}
_TERMS = {"l2": r" + \lambda W_\ell", "l1": r" + \mu\, \text{sign}(W_\ell)"}


def penalty_words(plan: Plan) -> str:
    """Return what a notebook says of the penalties; empty without one."""
    words = ", ".join(_PENALTIES[name] for name in plan.penalties)
    if len(plan.penalties) < 2:
        return words and f"{words}, which leaves out the biases. The printed losses do not include it."
    return f"{words}; both leave out the biases. The printed losses do not include them."


def strengths(plan: Plan) -> list[str]:
    """Return the lines that set the strengths of the penalties that stay as they are."""
    fixed = {name: value for name, value in plan.penalties.items() if not plan.is_changing(name)}
    return [f"{name} = {number(value)}" for name, value in fixed.items()]


def backward(plan: Plan) -> Section:
    """Return the section with the derivatives, from the last layer to the first."""
    made = (plan.line(key) for key in phases_backward(plan))
    return Section("Backward", _words(plan), definition(plan, f"n = {count(plan)}", *made))


def definition(plan: Plan, *body: Line | str) -> str:
    """Return the function `backward` with a body, after the strengths of the penalties."""
    code = function(
        f"backward(X, Y, {', '.join(plan.kept)})",
        "Return the gradients of the loss with respect to W and b.",
        *body,
        f"return {', '.join(plan.parameters('d'))}",
    )
    before = "\n".join(strengths(plan))
    return f"{before}\n\n\n{code}" if before else code


def count(plan: Plan) -> str:
    """Return the number of samples in X, as code."""
    return "X.shape[1]" if plan.columns else "len(X)"


def phases_backward(plan: Plan) -> list[str]:
    """Return the phases of the backward pass in their order."""
    keys = [phase.key for phase in plan.training_step.phases]
    return keys[keys.index("loss") + 1 : keys.index("update 1")]


def _words(plan: Plan) -> str:
    """Return what a notebook says: the rules, and the shapes that each line has here."""
    parts = [_rules(plan), plan.table(phases_backward(plan)), penalty_words(plan)]
    return "\n\n".join(filter(None, parts))


def _error(plan: Plan) -> str:
    """Return what is said of the derivative at the output."""
    last = plan.depth
    if plan.loss.error_of == "Z":
        return (
            r"Softmax and cross-entropy together have the simplest derivative, "
            rf"$dZ_{last} = (A_{last} - Y) / n$."
        )
    return (
        rf"The squared error gives $dA_{last} = (A_{last} - Y) / n$, and the sigmoid "
        rf"$dZ_{last} = dA_{last} \cdot A_{last} (1 - A_{last})$: small where an output is near 0 or 1."
    )


def _rules(plan: Plan) -> str:
    last = plan.depth
    if plan.columns:
        dW, dA = r"dZ_\ell A_{\ell-1}^\top", r"W_\ell^\top dZ_\ell"
    else:
        dW, dA = r"A_{\ell-1}^\top dZ_\ell", r"dZ_\ell W_\ell^\top"
    penalty = "".join(_TERMS[name] for name in plan.penalties)
    rules = (
        rf"$dZ$ stands for $\partial L / \partial Z$ and has the shape of $Z$. {_error(plan)} "
        rf"From it follow $dW_\ell = {dW}{penalty}$ and $db_\ell = \sum_i dZ_\ell$, sums over the $n$ "
        "samples"
    )
    if last == 1:
        return f"{rules}."
    slope = ACTIVATIONS[plan.experiment.activation].slope.format(A=r"A_\ell", Z=r"Z_\ell")
    slope = slope.replace("−", "-").replace("²", "^2")
    return rules + (
        rf"; further back $dA_{{\ell-1}} = {dA}$, and through the activation "
        rf"$dZ_\ell = dA_\ell \cdot ({slope})$, elementwise. The shapes show what is transposed."
    )
