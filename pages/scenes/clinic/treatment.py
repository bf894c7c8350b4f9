"""A treatment: what differs between a patient's run and the learner's, and what that did."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from core import LAST_STEP, Experiment, key_of
from core.run.changes import from_start
from pages.session.option_names import LABELS, value_name
from pages.session.own_run import OF, changed_fields, value_text

MOST_TRIES = 50
_LONGEST = 60

SLIDERS = ("samples", "hidden", "learning_rate", "batch_size", "l2", "l1")
"""Fields whose controls pass other values on their way."""

DATA = ("dataset", "noise", "points", "given_rows", "columns", "jitter", "test_fraction", "data_seed")
"""Fields that make another problem.  More samples of the same problem are a treatment."""


@dataclass(frozen=True)
class Change:
    """Hold one field that differs.

    Attributes
    ----------
    name : str
        The field of the experiment.
    before, after : str
        Its values as a link writes them.
    """

    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """The name of the control."""
        return LABELS[self.name]

    @property
    def setting(self) -> str:
        """The new value as a link holds it: ``lr:0.3``."""
        return f"{key_of(Experiment, self.name)}{OF}{self.after}"

    def passes(self, setting: str) -> bool:
        """Return whether a slider passes a setting on its way to this change.

        >>> change = Change("learning_rate", "10", "3")
        >>> change.passes("lr:5"), change.passes("lr:20"), change.passes("l2:5")
        (True, False, False)
        """
        key, _, between = setting.partition(OF)
        if self.name not in SLIDERS or key != key_of(Experiment, self.name):
            return False
        first, passed, last = map(_size, (self.before, between, self.after))
        return first < passed < last or first > passed > last

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.label} {_shown(self.before)} → {_shown(self.after)}"


def changes(before: Experiment, after: Experiment) -> tuple[Change, ...]:
    """Return what differs between two runs of which nothing changes on the way."""
    return tuple(
        Change(name, value_text(before, name), value_text(after, name))
        for name in changed_fields(before, after)
    )


def from_the_start(experiment: Experiment) -> Experiment:
    """Return the run with its latest learning rate, penalties and batch size from step 0 on.

    >>> from_the_start(Experiment().with_rate_from(200, 0.3)).learning_rate
    0.3
    """
    return from_start(experiment, LAST_STEP)


def _size(text: str) -> float:
    """Return a number that grows with the value of a slider."""
    named = {"none": 0.0, "full": inf}
    return named[text] if text in named else sum(map(float, text.split(",")))


def _shown(value: str) -> str:
    return value_name(value) if len(value) <= _LONGEST else value[:_LONGEST] + "…"
