"""The training loop: learning rates, batches, updates, and when to report."""

from __future__ import annotations

from textwrap import fill

from core.program.by_hand import WORDS, keep_frozen, later_edits, restore_frozen
from core.program.layout import WIDTH, Line, Section, inner, lines, number
from core.program.optimizer import EQUATIONS, gradients, remembered, update
from core.program.plan import Plan


def training(plan: Plan) -> Section:
    """Return the section that trains and reports."""
    setup = [*rate_setup(plan), *remembered(plan)]
    step: list[Line | str] = [
        *rate_change(plan, "lr"),
        *batch(plan),
        forward_line(plan, samples(plan)[0]),
        *_backward(plan),
        *keep_frozen(plan),
        *update(plan),
        *restore_frozen(plan),
        *later_edits(plan),
    ]
    return Section("Training", words(plan), loop(plan, setup, step))


def forward_line(plan: Plan, X: str) -> str:
    """Return the line that runs samples forward and keeps what the backward pass needs."""
    made = [name if name in plan.kept else "_" for name in plan.returned]
    return f"{', '.join(made)} = forward({X})"


def _backward(plan: Plan) -> list[str]:
    """Return the call of the backward pass, in two lines if one were too long."""
    call = f"backward({', '.join([*samples(plan), *plan.kept])})"
    line = f"{gradients(plan)} = {call}"
    return [line] if len(line) <= WIDTH else [f"gradients = {call}", f"{gradients(plan)} = gradients"]


def loop(plan: Plan, setup: list[Line | str], step: list[Line | str]) -> str:
    """Return the loop over the updates, with its setup."""
    return lines(
        *setup,
        "report(0)",
        f"for step in range({plan.step}):",
        *inner(*step, *_when_shown(plan)),
    )


def _when_shown(plan: Plan) -> list[Line | str]:
    later = ", ".join(map(str, plan.steps[1:]))
    test = f"step + 1 in {{{later}}}" if len(plan.steps) > 2 else f"step + 1 == {plan.step}"
    return [f"if {test}:", *inner("report(step + 1)")]


def samples(plan: Plan) -> tuple[str, str]:
    """Return the names of the samples that an update sees."""
    return ("X", "Y") if plan.has_batches else ("X_train", "Y_train")


# --- the learning rate -------------------------------------------------------------------------------


def rate_setup(plan: Plan) -> list[Line | str]:
    """Return the lines that say the learning rate, or how it changes."""
    if not plan.changes:
        return [f"lr = {number(plan.experiment.learning_rate)}"]
    rates = ", ".join(
        f"{at}: {number(rate)}" for at, rate in [(0, plan.experiment.learning_rate), *plan.changes]
    )
    if len(rates) < WIDTH // 2:
        return [(f"rates = {{{rates}}}", "learning rates by their first step")]
    wrapped = fill(rates, WIDTH - 4, break_on_hyphens=False).splitlines()
    return [
        "rates = {  # learning rates by their first step",
        *inner(*wrapped[:-1], wrapped[-1] + ","),
        "}",
    ]


def rate_change(plan: Plan, rate: str) -> list[Line | str]:
    """Return the lines that change the learning rate at its step."""
    return ["if step in rates:", *inner(f"{rate} = rates[step]")] if plan.changes else []


# --- batches -----------------------------------------------------------------------------------------


def batch(plan: Plan) -> list[Line | str]:
    """Return the lines that choose the samples of an update; none if it sees all."""
    if not plan.has_batches:
        return []
    n, size, seed = plan.batches.n, plan.batches.size, plan.experiment.seed
    begin = "at" if size == 1 else f"{size} * at"
    where = "[:, batch]" if plan.columns else "[batch]"
    return [
        (
            f"epoch, at = divmod(step, {plan.batches.per_epoch})",
            f"{plan.batches.per_epoch} batches an epoch",
        ),
        ("if at == 0:", "a new order each epoch"),
        *inner(f"order = np.random.default_rng(({seed}, 3, epoch)).permutation({n})"),
        f"batch = order[{begin} : {begin} + {size}]",
        f"X, Y = X_train{where}, Y_train{where}",
    ]


def words(plan: Plan) -> str:
    """Return what a notebook says of the training."""
    batches = plan.batches
    seen = (
        f"{batches.size} samples, in a new random order each epoch"
        if plan.has_batches
        else f"all {batches.n} training points"
    )
    by_hand = f" {WORDS}" if plan.edits or plan.frozen else ""
    return (
        f"Each update uses {seen}: forward pass, backward pass, and the update, "
        f"{EQUATIONS[plan.experiment.optimizer]}.{by_hand}"
    )
