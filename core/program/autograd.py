"""The program in PyTorch: the same data and initial weights, and autograd for the backward pass."""

from __future__ import annotations

from core.network.activations import ACTIVATIONS
from core.program.backward import penalty_words, strengths
from core.program.by_hand import keep_frozen, later_edits, restore_frozen
from core.program.changes import change, setup
from core.program.forward import forward_words, loss_words, report
from core.program.layout import Line, Section, function, lines, number
from core.program.plan import Plan
from core.program.training import batch, batch_setup, loop, samples, words
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
    body = [line for at in plan.layers for line in (plan.line(f"Z{at}"), _activation(plan, at))]
    summary = f"Return A{last}, the outputs."
    if plan.loss.output == "softmax":
        del body[-1]
        summary = f"Return Z{last}: softmax is part of the loss."
    code, shapes = body.pop()
    final = (f"return {code.partition(' = ')[2]}", shapes)
    return Section("Forward", forward_words(plan), function("forward(X)", summary, *body, final))


def _activation(plan: Plan, at: int) -> Line:
    name = plan.experiment.activations[at - 1]
    made = "" if name == "softmax" else ACTIVATIONS[name].torch.format(Z=f"Z{at}")
    return f"A{at} = {made}", plan.shape(f"A{at}")


def loss(plan: Plan) -> Section:
    """Return the section that measures the network and reports."""
    parts = [_loss(plan), _measure(plan), report(plan)]
    return Section("Loss", loss_words(plan), "\n\n\n".join(parts))


def _loss(plan: Plan) -> str:
    dim = plan.by_units.replace("axis", "dim")
    if plan.loss.output != "softmax":
        return function(
            "squared_error(A, Y)",
            "Return the mean over the samples of half the squared error.",
            (f"return (0.5 * (A - Y) ** 2).sum({dim}).mean()", "()"),
        )
    return function(
        "cross_entropy(Z, Y)",
        "Return the mean cross-entropy of softmax(Z).",
        (f"log_A = torch.log_softmax(Z, {dim})", plan.shape(f"Z{plan.depth}")),
        (f"return (Y * -log_A).sum({dim}).mean()", "()"),
    )


def _measure(plan: Plan) -> str:
    dim = plan.by_units.replace("axis", "dim")
    Z, A = f"Z{plan.depth}", f"A{plan.depth}"
    is_softmax = plan.loss.output == "softmax"
    made = Z if is_softmax else A
    return function(
        "measure(X, Y)",
        f"Return the mean {plan.loss.label}, and the percentage of samples classified right.",
        f"{made} = forward(X).detach()",
        *([(f"{A} = torch.softmax({Z}, {dim})", plan.shape(Z))] if is_softmax else []),
        (f"is_right = {A}.argmax({dim}) == Y.argmax({dim})", "(n,)"),
        f"return {plan.experiment.loss}({made}, Y).item(), 100 * is_right.double().mean().item()",
    )


def training(plan: Plan) -> Section:
    """Return the section that trains and reports."""
    chosen, (X, Y) = plan.experiment, samples(plan)
    before = [*setup(plan), *strengths(plan), *batch_setup(plan)]
    name, constants = _OPTIMIZERS[chosen.optimizer]
    rate = "rates[0]" if plan.is_changing("learning_rate") else "lr"
    before.append(f"optimizer = torch.optim.{name}(parameters, lr={rate}{constants})")
    step: list[Line | str] = [
        *change(plan, 'optimizer.param_groups[0]["lr"]'),
        *batch(plan),
        "optimizer.zero_grad()",
        f"loss = {plan.experiment.loss}(forward({X}), {Y})",
        *_penalty(plan),
        ("loss.backward()", "every dW and db, by autograd"),
        *keep_frozen(plan, "torch"),
        "optimizer.step()",
        *restore_frozen(plan, "torch"),
        *later_edits(plan, "torch"),
    ]
    text = f"{words(plan)} PyTorch does the backward pass and the update."
    text = "\n\n".join(filter(None, [text, penalty_words(plan)]))
    return Section("Training", text, loop(plan, before, step))


def _penalty(plan: Plan) -> list[Line | str]:
    terms = {
        "l2": f"l2 / 2 * sum(W.square().sum() for W in {plan.weights})",
        "l1": f"l1 * sum(W.abs().sum() for W in {plan.weights})",
    }
    return [(f"loss = loss + {terms[name]}", "the penalty") for name in plan.penalties]
