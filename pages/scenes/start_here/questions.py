"""The question at the end of each chapter: three options, each with a reply for who chooses it.

What is asked follows from the chapter and from the run. The key of an option stands in the link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.scenes.start_here.batch_at_step import BatchAtStep

TRIES = 2
"""After so many wrong options the answer is shown."""


@dataclass(frozen=True)
class AnswerOption:
    """Hold one option of a question.

    Attributes
    ----------
    key : str
        Its name in the link.
    label : str
    reply : str
        Why it is right, or what is wrong with it.
    """

    key: str
    label: str
    reply: str


@dataclass(frozen=True)
class ChapterQuestion:
    """Hold a question, its options, and the one that is right."""

    text: str
    options: tuple[AnswerOption, ...]
    answer: AnswerOption

    def chosen(self, replies: Sequence[str]) -> list[AnswerOption]:
        """Return the options of this question that are among the replies, in the order of choosing."""
        by_key = {option.key: option for option in self.options}
        return [by_key[key] for key in replies if key in by_key]

    def is_over(self, replies: Sequence[str]) -> bool:
        """Return whether the right option was chosen, or as many wrong ones as are allowed."""
        chosen = self.chosen(replies)
        return self.answer in chosen or len(chosen) >= TRIES


def _question(text: str, answer: str, **options: tuple[str, str]) -> ChapterQuestion:
    """Return a question from the label and the reply of each option, and the key of the right one."""
    made = {key: AnswerOption(key, *each) for key, each in options.items()}
    return ChapterQuestion(text, tuple(made.values()), made[answer])


def data(batch: BatchAtStep) -> ChapterQuestion:
    """Ask what a sample is in X and Y."""
    return _question(
        "One more sample comes into the batch. What does it add?",
        "rows",
        columns=(
            "a column to X and a column to Y",
            "A column of X is a feature, and a column of Y a class. A sample adds neither.",
        ),
        rows=("a row to X and a row to Y", "n counts the rows of both. d and k stay as they are."),
        row_of_x=("a row to X alone", "Each sample needs its target, too: the same row of Y."),
    )


def hidden(batch: BatchAtStep) -> ChapterQuestion:
    """Ask for the size of the first bias."""
    d, h = batch.experiment.sizes[:2]
    unit = "unit" if batch.depth > 1 else "class"
    rows = "the one row" if batch.n == 1 else f"all {batch.n} rows"
    return _question(
        "How many numbers does b1 hold?",
        "per_unit",
        per_sample=(
            f"{batch.n}: one for each sample",
            "Then a new sample would need a bias that was never trained. All samples share b1.",
        ),
        per_weight=(
            f"{d * h}: one for each weight",
            f"A bias is added to a whole sum, and a {unit} computes only one.",
        ),
        per_unit=(
            f"{h}: one for each {unit}",
            f"The same b1 is added to {rows} of X W1. This will matter for its gradient.",
        ),
    )


def output(batch: BatchAtStep) -> ChapterQuestion:
    """Ask what a common addend does to the outputs: nothing with softmax."""
    text = f"Add 1 to each Z{batch.depth} of one sample. What happens to its "
    if batch.experiment.loss == "squared_error":
        return _question(
            f"{text}outputs?",
            "all_grow",
            unchanged=(
                "nothing",
                "That is so with softmax, which divides by a sum over all. A sigmoid sees one Z alone.",
            ),
            all_grow=(
                "all of them grow",
                "Each output is the sigmoid of its own Z, and a larger Z gives a larger output.",
            ),
            largest_grows=(
                "the largest grows, the others shrink",
                "The outputs do not share anything: what one gains, no other loses.",
            ),
        )
    return _question(
        f"{text}probabilities?",
        "unchanged",
        all_grow=(
            "all of them grow",
            "They would sum to more than 1, but softmax divides by the sum of all.",
        ),
        unchanged=(
            "nothing",
            "Numerator and denominator both get the factor e. So a program may first subtract the largest "
            "Z of each sample: then no exponential overflows.",
        ),
        largest_grows=(
            "the largest grows, the others shrink",
            "Larger differences between its Z would do that. Adding 1 to each keeps the differences.",
        ),
    )


def output_gradients(batch: BatchAtStep) -> ChapterQuestion:
    """Ask for the effect of 1/n on a sum over samples."""
    last, without = batch.depth, ", without the penalty," if batch.has_penalty else ""
    error = f"d{batch.snapshot.network.loss.error_of}{last}"
    return _question(
        f"The batch gets a copy of each of its samples, so n doubles. What happens to dW{last}{without}?",
        "same",
        doubled=("it doubles", f"The sum has twice as many terms, but each contains 1/n: see {error}."),
        same=(
            "nothing",
            f"Twice as many terms, each half as large. 1/n enters once, in {error}: no later line divides "
            "by n again.",
        ),
        halved=("it is halved", "1/n is halved, but the sum over the rows has twice as many terms."),
    )


def hidden_gradients(batch: BatchAtStep) -> ChapterQuestion:
    """Ask which gradients go through W2; without a hidden layer, which matrix would lead back."""
    if batch.depth == 1:
        return _question(
            "With a hidden layer, dZ2 would be (n × k), W2 (h × k), and dA1 (n × h). What would dA1 be?",
            "transposed",
            plain=("dZ2 W2", "(n × k) times (h × k): these shapes do not fit."),
            into_w=("A1ᵀ dZ2", "This is dW2, with the shape of W2: it sums over the samples."),
            transposed=(
                "dZ2 W2ᵀ",
                "(n × k) times (k × h) is (n × h): each unit sums over the classes that it reaches.",
            ),
        )
    leave = " Leave the penalty out." if batch.has_penalty else ""
    return _question(
        f"All weights W2 are 0 for one step. Which gradients are then 0 for certain?{leave}",
        "first_layer",
        first_layer=("dW1 and db1", "dA1 = dZ2 W2ᵀ is 0, and so is all that is computed from it."),
        second_layer=("dW2 and db2", "They come from A1 and dZ2. W2 itself is in neither line."),
        all_gradients=("all four", "dW1 and db1 are 0, but dW2 = A1ᵀ dZ2 does not contain W2."),
    )


def update(batch: BatchAtStep) -> ChapterQuestion:
    """Ask for the order of backward pass and update."""
    text, weights, line = "dA1 = dZ2 W2ᵀ. Which W2 does a training step use here?", "W2", "dA1"
    if batch.depth == 1:
        text, weights, line = "With which W1 does a training step compute dZ1 and db1?", "W1", "db1"
    return _question(
        text,
        "before",
        updated=(
            f"{weights} after its update",
            "Then it would be the gradient of a mixture of two networks.",
        ),
        either=(
            "either: the result is the same",
            f"With a small learning rate {line} is nearly the same, so this bug is hard to see.",
        ),
        before=(
            f"{weights} before its update",
            "First all gradients, from the last layer to the first, at the weights of the forward pass. "
            "Then all updates.",
        ),
    )


def again(batch: BatchAtStep) -> ChapterQuestion:
    """Ask what is computed for samples that are not trained on."""
    return _question(
        "For test samples, which parts of a training step are left out?",
        "backward_too",
        backward_too=(
            "the backward pass and the update",
            "Only the forward pass is left. It gives the predictions and, with the targets, the test loss.",
        ),
        update_alone=("the update alone", "Gradients are computed for the update, and for nothing else."),
        nothing_left_out=(
            "none",
            "Then the network would be trained on them, and they would no longer test it.",
        ),
    )


KEYS = (
    "columns", "rows", "row_of_x", "per_sample", "per_weight", "per_unit", "all_grow", "unchanged",
    "largest_grows", "doubled", "same", "halved", "first_layer", "second_layer", "all_gradients", "plain",
    "into_w", "transposed", "updated", "before", "either", "update_alone", "backward_too",
    "nothing_left_out",
)  # fmt: skip
"""The keys of all options."""
