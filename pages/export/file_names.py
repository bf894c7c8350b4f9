"""The names of files: they tell the run, what was exported, and the step."""

import re

from core import to_link
from pages.export.film import film_steps
from pages.export.formats import FILMS
from pages.export.order import Order

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LEFT_OUT = ("dataset", "hidden", "data", "given")


def picture_name(order: Order, suffix: str) -> str:
    """Return the name of the file of a picture or of its film.

    >>> from pages.export.order import read_order
    >>> link = {"figure": "phase", "phase": "update 1", "lr": "0.3", "activation": "relu", "step": "40"}
    >>> picture_name(read_order(link)[0], "svg")
    'backpass-circles-2-4-2-relu-lr-0.3-phase-update-1-step40.svg'
    """
    figure = order.style.figure
    part = {"phase": order.one_step.phase, "heatmaps": order.look.cells}.get(figure)
    steps = f"steps{film_steps(order)[0]}-{order.step}" if suffix in FILMS else f"step{order.step}"
    return _joined(order, figure, part, steps) + f".{suffix}"


def numbers_name(order: Order, what: str, suffix: str) -> str:
    """Return the name of the file of a table or of all arrays.

    >>> numbers_name(Order(step=3), "losses", "csv")
    'backpass-circles-2-4-2-losses-step3.csv'
    """
    return _joined(order, what, f"step{order.step}") + f".{suffix}"


def _joined(order: Order, *parts: str | None) -> str:
    words = ("backpass", *_run(order), *parts)
    return "-".join(_UNSAFE.sub("-", word) for word in words if word)


def _run(order: Order) -> list[str]:
    """Return what tells a run from others: data, shape, and each setting that is not the default."""
    link = to_link(order.experiment)
    others = [_setting(key, value) for key, value in link.items() if key not in _LEFT_OUT]
    return [order.experiment.dataset, "-".join(map(str, order.experiment.sizes)), *others]


def _setting(key: str, value: str) -> str:
    if key.endswith("schedule") or key in ("edit", "freeze"):
        return key
    return value if value.isalpha() else f"{key}-{value}"
