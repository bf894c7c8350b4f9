"""What a change did: the patient's run before and after it, at the same step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.figures.words import fmt, listed, percent
from pages.scenes.clinic.failing_run import FailingRun
from pages.scenes.clinic.treatment import DATA, Change


@dataclass(frozen=True)
class TreatmentResult:
    """Hold the run of a patient before and after a change.

    Attributes
    ----------
    change : Change
    before, after : FailingRun
    tries : int
        How many changes were tried, this one included.
    """

    change: Change
    before: FailingRun
    after: FailingRun
    tries: int

    @property
    def is_cured(self) -> bool:
        """Whether the change cures the patient."""
        return self.after.is_cured

    @property
    def verdict(self) -> str:
        """Whether it helped, in words."""
        if self.is_cured:
            return f"**Cured** on your {ordinal(self.tries)} try: {self.change}."
        if (later := self.after.snapshot.divergence) is not None:
            return f"**Not cured:** {self.change}. {later.message}"
        old, new = (run.snapshot.test_loss for run in (self.before, self.after))
        how = "Better, but not cured" if new < 0.98 * old else "Not better"
        return f"**{how}:** {self.change}. The test loss must be below {fmt(self.before.cured_below)}."

    @property
    def table(self) -> str:
        """Losses and accuracies before and after, as a table in Markdown."""
        pair = (self.before.snapshot, self.after.snapshot)
        rows = (
            ("training loss", *(fmt(now.train_loss) for now in pair)),
            ("test loss", *(fmt(now.test_loss) for now in pair)),
            ("training accuracy", *(percent(now.train_accuracy) for now in pair)),
            ("test accuracy", *(percent(now.test_accuracy) for now in pair)),
        )
        head = f"| at step {self.before.step:,} | before | after |\n|---|---|---|\n"
        return head + "\n".join(f"| {' | '.join(row)} |" for row in rows)


def refusal(changed: Sequence[Change]) -> str:
    """Return why changes are no treatment; empty if they are one."""
    if len(changed) > 1:
        return (
            f"You changed {listed([each.label for each in changed])}. Change one control at a time: "
            "otherwise you cannot tell which one helped."
        )
    if changed and changed[0].name in DATA:
        return f"{changed[0]}: with other data it is another patient. Change the network or the training."
    return ""


def ordinal(number: int) -> str:
    """Return a number as an ordinal.

    >>> ordinal(2), ordinal(12)
    ('second', '12th')
    """
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    return words[number - 1] if number <= len(words) else f"{number}th"
