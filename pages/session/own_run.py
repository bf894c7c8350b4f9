"""The reader's own run, put aside as one text of the link while a scene shows a run of its own."""

from __future__ import annotations

from collections.abc import Mapping

from core import Experiment, Text, from_link, kind_of, to_link
from pages.session.actions import open_run
from pages.session.option_names import RUN_KEYS
from pages.session.state import State

BETWEEN, OF = "~", ":"
"""What separates settings of a run, and key from value, where a link holds them as one text."""

DEFAULT_RUN = "default"


def settings(experiment: Experiment, step: int) -> str:
    """Return a run and a step as one text: ``dataset:moons~step:240``; empty for the default run.

    >>> settings(Experiment(hidden=(8, 8)), 40)
    'hidden:8,8~step:40'
    """
    return BETWEEN.join(f"{key}{OF}{text}" for key, text in to_link(experiment, step).items())


def parameters(text: str) -> Mapping[str, str]:
    """Return the parameters of a link that `settings` wrote as one text."""
    return dict(part.partition(OF)[::2] for part in text.split(BETWEEN)) if text else {}


def is_of_a_run(text: str) -> bool:
    """Return whether a text holds values of a run and a step as a link writes them, in its order.

    >>> is_of_a_run("lr:0.3"), is_of_a_run("lr:much"), is_of_a_run("cat:3"), is_of_a_run("step:1~lr:2")
    (True, False, False, False)

    A change may bring a value back to its default, which no link writes.

    >>> is_of_a_run("init:xavier")
    True
    """
    given = parameters(text)
    experiment, step, _ = from_link(given)
    written = {key: value_text(experiment, name) for key, name in RUN_KEYS.items()}
    written["step"] = str(step)
    return text == BETWEEN.join(f"{key}{OF}{value}" for key, value in written.items() if key in given)


def changed_fields(before: Experiment, after: Experiment) -> tuple[str, ...]:
    """Return the fields in which two runs differ.

    >>> changed_fields(Experiment(), Experiment(seed=1, learning_rate=2.0))
    ('learning_rate', 'seed')
    """
    return tuple(name for name in RUN_KEYS.values() if getattr(before, name) != getattr(after, name))


def value_text(run: Experiment, name: str) -> str:
    """Return the value that a run has in a field, as a link writes it."""
    return str(kind_of(Experiment, name).write(getattr(run, name)))


SETTINGS = "settings of a run, such as hidden:8,8~lr:0.3"

OWN_RUN = Text(f"{DEFAULT_RUN}, or {SETTINGS}", lambda text: text == DEFAULT_RUN or is_of_a_run(text))
"""The kind of the field that holds it, whose key of the link is ``own`` on every page."""


def put_aside(state: State, own: str) -> str:
    """Return the reader's own run as the link holds it while another is shown: `own`, or the one shown."""
    return own or settings(state.experiment, state.step) or DEFAULT_RUN


def give_back(own: str) -> None:
    """Show the reader's own run again."""
    experiment, step, _ = from_link({} if own == DEFAULT_RUN else parameters(own))
    open_run(experiment, step, opens=True)
