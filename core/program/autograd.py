"""The program in PyTorch: the same data and initial weights, and autograd for the backward pass."""

from __future__ import annotations

from core.network.activations import ACTIVATIONS
from core.program.backward import penalty_words, strengths
from core.program.by_hand import keep_frozen, later_edits, restore_frozen
from core.program.forward import LOSS_WORDS, forward_words, report
from core.program.layout import Line, Section, function, lines, number
from core.program.plan import Plan
from core.program.training import batch, loop, rate_change, rate_setup, samples, words
from core.run.optimizers import ADAM_DECAY, EPSILON, MOMENTUM, RMSPROP_DECAY

_OPTIMIZERS = {
    "sgd": ("SGD", ""),
    "momentum": ("SGD", f", momentum={MOMENTUM}"),
    "rmsprop": ("RMSprop", f", alpha={RMSPROP_DECAY}, eps={number(EPSILON)}"),
    "adam": ("Adam", f", betas={ADAM_DECAY}, eps={number(EPSILON)}"),
}


def tensors(plan: Plan) -> Section:
    """Return the section that converts points and weights to PyTorch tensors."""
    names = ", ".join(plan.parameters())
    points = "X_train, Y_train, X_test, Y_test"
    code = lines(
        f"{points} = map(torch.tensor, ({points}))",
        f"parameters = [torch.tensor(p, requires_grad=True) for p in ({names})]",
        f"{names} = parameters",
    )
    text = "The same numbers as tensors, in double precision; PyTorch records how they give the loss."
    return Section("Tensors", text, code)


def forward(plan: Plan) -> Section:
    """Return the section with the forward pass."""
    last = plan.depth
    body = [line for at in plan.layers[:-1] for line in (plan.line(f"Z{at}"), _activation(plan, at))]
    code, shapes = plan.line(f"Z{last}")
    final = (f"return {code.partition(' = ')[2]}", shapes)
    summary = f"Return Z{last}: softmax is part of the loss."
    return Section("Forward", forward_words(plan), function("forward(X)", summary, *body, final))


def _activation(plan: Plan, at: int) -> Line:
    f = ACTIVATIONS[plan.experiment.activation].torch.format(Z=f"Z{at}")
    return f"A{at} = {f}", plan.shape(f"A{at}")


def loss(plan: Plan) -> Section:
    """Return the section that measures the network and reports."""
    return Section("Loss", LOSS_WORDS, f"{_cross_entropy(plan)}\n\n\n{_measure(plan)}\n\n\n{report(plan)}")


def _cross_entropy(plan: Plan) -> str:
    dim = plan.by_units.replace("axis", "dim")
    return function(
        "cross_entropy(Z, Y)",
        "Return the mean cross-entropy of softmax(Z).",
        (f"log_A = torch.log_softmax(Z, {dim})", plan.shape(f"Z{plan.depth}")),
        (f"return (Y * -log_A).sum({dim}).mean()", "()"),
    )


def _measure(plan: Plan) -> str:
    dim = plan.by_units.replace("axis", "dim")
    Z = f"Z{plan.depth}"
    return function(
        "measure(X, Y)",
        "Return the mean cross-entropy, and the percentage of samples classified right.",
        f"{Z} = forward(X).detach()",
        (f"A{plan.depth} = torch.softmax({Z}, {dim})", plan.shape(Z)),
        (f"is_right = A{plan.depth}.argmax({dim}) == Y.argmax({dim})", "(n,)"),
        f"return cross_entropy({Z}, Y).item(), 100 * is_right.double().mean().item()",
    )


def training(plan: Plan) -> Section:
    """Return the section that trains and reports."""
    chosen, (X, Y) = plan.experiment, samples(plan)
    setup = [*rate_setup(plan), *strengths(plan)]
    name, constants = _OPTIMIZERS[chosen.optimizer]
    rate = "rates[0]" if plan.changes else "lr"
    setup.append(f"optimizer = torch.optim.{name}(parameters, lr={rate}{constants})")
    step: list[Line | str] = [
        *rate_change(plan, 'optimizer.param_groups[0]["lr"]'),
        *batch(plan),
        "optimizer.zero_grad()",
        f"loss = cross_entropy(forward({X}), {Y})",
        *_penalty(plan),
        ("loss.backward()", "every dW and db, by autograd"),
        *keep_frozen(plan, "torch"),
        "optimizer.step()",
        *restore_frozen(plan, "torch"),
        *later_edits(plan, "torch"),
    ]
    text = f"{words(plan)} PyTorch does the backward pass and the update."
    text = "\n\n".join(filter(None, [text, penalty_words(plan)]))
    return Section("Training", text, loop(plan, setup, step))


def _penalty(plan: Plan) -> list[Line | str]:
    Ws = ", ".join(f"W{at}" for at in plan.layers) + ("," if plan.depth == 1 else "")
    terms = {
        "l2": f"l2 / 2 * sum(W.square().sum() for W in ({Ws}))",
        "l1": f"l1 * sum(W.abs().sum() for W in ({Ws}))",
    }
    return [(f"loss = loss + {terms[name]}", "the penalty") for name in plan.penalties]
