"""The matrix: every picture of every run, at every size and in every look."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import parse_qsl, urlencode

from pages.export.order import Order, read_order
from pages.export.pictures import PICTURES
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.stage.runs import timeline

Link = dict[str, str]

_LINKS = {
    "the notes' network": "step=40",
    "step 0": "step=0&hidden=8&dataset=spiral",
    "no hidden layer": "dataset=gaussians&hidden=none&step=5",
    "no hidden layer, three classes": "dataset=blobs&hidden=none&step=200",
    "one unit": "dataset=moons&hidden=1&step=300&batch=10",
    "two layers, three classes": "dataset=blobs&hidden=5,3&step=100&l2=0.01",
    "three layers, three classes": "dataset=blobs&hidden=8,8,8&step=12",
    "four layers": "dataset=spiral&hidden=8,8,8,8&activation=relu&init=he&step=240",
    "64 units": "hidden=64&activation=tanh&optimizer=adam&step=100",
    "64, 1, 16 units": "dataset=blobs&hidden=64,1,16&activation=tanh&step=60",
    "late": "step=3000&lr=3",
    "diverged": "dataset=moons&hidden=6&activation=relu&init=he&l2=1&lr=100&step=end",
    "zero weights": "init=zeros&hidden=4,4&step=20",
    "saturated": "dataset=gaussians&init=normal&hidden=8&lr=30&step=2000",
}
RUNS = {name: dict(parse_qsl(link)) for name, link in _LINKS.items()}
"""What the links of the runs have; the step ``end`` is the last one of a run that diverges."""

SIZES: dict[str, Link] = {
    "16:9": {"size": "16:9"},
    "4:3": {"size": "4:3"},
    "half": {"size": "half"},
    "narrow": {"size": "free", "width": "540", "height": "720"},
    "wide": {"size": "free", "width": "1600", "height": "400"},
}

LOOKS: dict[str, Link] = {
    "white": {},
    "dark": {"background": "dark"},
    "clear": {"background": "transparent"},
    "clear dark": {"background": "transparent-dark"},
    "grey": {"ink": "grey"},
    "clear grey": {"ink": "grey", "background": "transparent"},
}

VARIED: dict[str, tuple[Link, ...]] = {
    "heatmaps": ({}, {"cells": "weights"}, {"cells": "step", "scale": "log"}),
    "decision": ({}, {"surface": "decision"}, {"opened": "1,1"}),
    "network": ({}, {"lines": "gradient"}, {"opened": "1,1"}),
    "curves": ({}, {"loss": "log"}),
    "strip": ({}, {"rows": "decision", "pictures": "8"}, {"rows": "heatmap", "pictures": "3"}),
    **dict.fromkeys(("analytic", "numeric", "difference", "epsilon", "race"), ({"mistake": "sign"},)),
}
"""What else is chosen of a picture."""


@dataclass(frozen=True)
class Case:
    """Hold one picture of the matrix.

    Attributes
    ----------
    figure, run, size, look : str
        Their names in the tables above.
    choices : tuple of (key, value)
        The rest of the link.
    """

    figure: str
    run: str
    size: str
    look: str
    choices: tuple[tuple[str, str], ...] = ()

    @cached_property
    def order(self) -> Order:
        """What the link of the case orders."""
        order, ignored = read_order(self.parameters)
        assert ignored == (), ignored
        return order

    @property
    def parameters(self) -> Link:
        """The link."""
        style = {"figure": self.figure, **SIZES[self.size], **LOOKS[self.look]}
        return {**link_of(self.run), **style, **dict(self.choices)}

    @property
    def link(self) -> str:
        """The link as text, without what says how the picture looks."""
        return urlencode({**link_of(self.run), **dict(self.choices)}, safe=",: ")

    def __str__(self) -> str:
        chosen = " ".join(f"{key}={value}" for key, value in self.choices)
        return " · ".join(part for part in (self.figure, chosen, self.run, self.size, self.look) if part)


@cache
def _end_of(run: str) -> int:
    """Return the step at which a run ends because it overflows."""
    order, _ = read_order({key: value for key, value in RUNS[run].items() if key != "step"})
    timeline(order.experiment).at(5000)
    return timeline(order.experiment).end


def link_of(run: str) -> Link:
    """Return the link of a run, with its step as a number."""
    link = RUNS[run]
    return link | {"step": str(_end_of(run))} if link["step"] == "end" else link


@cache
def phases_of(run: str) -> tuple[str, ...]:
    """Return the keys of all phases of a run."""
    order, _ = read_order(link_of(run))
    inspected = InspectedStep(timeline(order.experiment), order.step, order.one_step)
    return tuple(phase.key for phase in inspected.rows.phases)


def choices_of(figure: str, run: str) -> tuple[Link, ...]:
    """Return what else is chosen of a picture: for the phases, which one, and whose samples."""
    if figure != "phase":
        return VARIED.get(figure, ({},))
    keys = phases_of(run)
    return tuple(
        {"phase": key, **more} for key in keys for more in ({}, {"convention": "columns", "whole": "yes"})
    )


def is_drawn(figure: str, run: str) -> bool:
    """Say whether a run has a picture: without a hidden layer there are no units."""
    return figure not in ("slope", "slope_map") or RUNS[run].get("hidden") != "none"


def whole(wanted: Callable[[Case], bool] = lambda case: True) -> Iterator[Case]:
    """Yield the cases of the matrix that are wanted, run by run."""
    for run in RUNS:
        for figure in PICTURES:
            if is_drawn(figure, run):
                for case in _looks(figure, run):
                    if wanted(case):
                        yield case


def _looks(figure: str, run: str) -> Iterator[Case]:
    for chosen in choices_of(figure, run):
        for size in SIZES:
            for look in LOOKS:
                yield Case(figure, run, size, look, tuple(chosen.items()))


def sample(figure: str, size: str, count: int = 1) -> list[Case]:
    """Return cases of a picture at a size: the same ones each time, other runs for other sizes."""
    chance = random.Random(f"{figure} {size}")
    runs = [run for run in RUNS if is_drawn(figure, run)]
    taken = chance.sample(runs, min(count, len(runs)))
    return [_any_of(figure, run, size, chance) for run in taken]


def _any_of(figure: str, run: str, size: str, chance: random.Random) -> Case:
    chosen = chance.choice(choices_of(figure, run))
    return Case(figure, run, size, chance.choice(list(LOOKS)), tuple(chosen.items()))
