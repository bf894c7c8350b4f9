"""The training loop: batches, updates, and when to report."""

from __future__ import annotations

from core.program.by_hand import WORDS, keep_frozen, later_edits, restore_frozen
from core.program.changes import change, setup
from core.program.layout import WIDTH, Line, Section, inner, lines
from core.program.optimizer import EQUATIONS, gradients, remembered, update
from core.program.plan import Plan


def training(plan: Plan) -> Section:
    """Return the section that trains and reports."""
    before = [*setup(plan), *batch_setup(plan), *remembered(plan)]
    step: list[Line | str] = [
        *change(plan),
        *batch(plan),
        forward_line(plan, samples(plan)[0]),
        *_backward(plan),
        *keep_frozen(plan),
        *update(plan),
        *restore_frozen(plan),
        *later_edits(plan),
    ]
    return Section("Training", words(plan), loop(plan, before, step))


def forward_line(plan: Plan, X: str) -> str:
    """Return the line that runs samples forward and keeps what the backward pass needs."""
    made = [name if name in plan.kept else "_" for name in plan.returned]
    return f"{', '.join(made)} = forward({X})"


def _backward(plan: Plan) -> list[str]:
    """Return the call of the backward pass, in two lines if one were too long."""
    call = f"backward({', '.join([*samples(plan), *plan.kept])})"
    line = f"{gradients(plan)} = {call}"
    return [line] if len(line) <= WIDTH else [f"gradients = {call}", f"{gradients(plan)} = gradients"]


def loop(plan: Plan, before: list[Line | str], step: list[Line | str]) -> str:
    """Return the loop over the updates, with what comes before it."""
    return lines(
        *before,
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


# --- batches -----------------------------------------------------------------------------------------


def batch_setup(plan: Plan) -> list[Line | str]:
    """Return the line before the loop if the batch size changes."""
    return (
        [("epoch, at = -1, 0", "at counts samples of the epoch")] if plan.is_changing("batch_size") else []
    )


def batch(plan: Plan) -> list[Line | str]:
    """Return the lines that choose the samples of an update; none if it sees all."""
    if not plan.has_batches:
        return []
    n, size, seed = plan.batches.n, plan.by_step("batch_size")[0][1], plan.experiment.seed
    where = "[:, batch]" if plan.columns else "[batch]"
    order = inner(f"order = np.random.default_rng(({seed}, 3, epoch)).permutation({n})")
    last = f"X, Y = X_train{where}, Y_train{where}"
    if plan.is_changing("batch_size"):
        return [
            ("if step in sizes:", "a new size begins a new epoch"),
            *inner("size, at = sizes[step], 0"),
            ("if at == 0:", "a new order each epoch"),
            *inner("epoch += 1"),
            *order,
            "batch = order[at : at + size]",
            f"at = at + size if at + size < {n} else 0",
            last,
        ]
    begin = "at" if size == 1 else f"{size} * at"
    return [
        (
            f"epoch, at = divmod(step, {plan.batches.per_epoch})",
            f"{plan.batches.per_epoch} batches an epoch",
        ),
        ("if at == 0:", "a new order each epoch"),
        *order,
        f"batch = order[{begin} : {begin} + {size}]",
        last,
    ]


def words(plan: Plan) -> str:
    """Return what a notebook says of the training."""
    (_, first), *later = plan.by_step("batch_size")
    changes = "".join(f", {size} from step {step:,} on" for step, size in later)
    seen = (
        f"{first} samples{changes}, in a new random order each epoch"
        if plan.has_batches
        else f"all {plan.batches.n} training points"
    )
    by_hand = f" {WORDS}" if plan.edits or plan.frozen else ""
    return (
        f"Each update uses {seen}: forward pass, backward pass, and the update, "
        f"{EQUATIONS[plan.experiment.optimizer]}.{by_hand}"
    )
