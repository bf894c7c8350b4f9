"""Frames: what the views draw of some steps of a run, and the words beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

import numpy as np

from core import Snapshot
from core.run.changes import frozen_names
from pages.figures.story import StepSummary, initial_sentence, readout, step_sentence
from pages.frontend import pack
from pages.stage.by_hand import sentence_of_edits, weight_numbers
from pages.stage.sign_history import SignHistory
from pages.stage.views import Moment, NormsView, Setting, View
from pages.stage.views.moment import Bytes

Message = dict[str, Any]


Turn = Callable[[Callable[[], Message]], Message]
"""Does some work when it is its session's turn."""


def at_once(work: Callable[[], Message]) -> Message:
    """Do some work without waiting for a turn."""
    return work()


class Batch:
    """Hold the frames of a batch: drawn in a turn, and packed outside of it by the first to send them.

    Packing deflates, which leaves Python's lock to the session that computes next.
    """

    def __init__(self, drawn: Message) -> None:
        self._drawn: Message | None = drawn
        self._packed: Message = {}
        self._lock = Lock()

    @property
    def packed(self) -> Message:
        """The batch as a message carries it."""
        with self._lock:
            if self._drawn is not None:
                self._packed, self._drawn = pack(self._drawn), None
        return self._packed

    @property
    def nbytes(self) -> int:
        """About how much memory it takes."""
        drawn = self._drawn
        if drawn is None:
            return int(self._packed["packed"].nbytes) + 1000
        channels: dict[str, Bytes] = drawn["channels"]
        return 1000 * len(drawn["steps"]) + sum(channel.nbytes for channel in channels.values())


def sent(message: Message) -> Message:
    """Return a message as it is sent: its batches packed."""
    packed = [batch.packed for batch in message.get("batches", ())]
    return message | {"batches": packed} if packed else message


def figures_of(views: Sequence[View]) -> list[Message]:
    """Return the figures of a scene; parts of one can be opened only beside the view that shows them."""
    figures = [view.figure() | {"area": view.name} for view in views]
    names = {view.name for view in views}
    return [
        {key: value for key, value in figure.items() if key != "picks" or value["into"] in names}
        for figure in figures
    ]


@np.errstate(all="ignore")  # a run that is about to overflow is drawn, too
def draw(setting: Setting, views: Sequence[View], steps: Sequence[int], *, stride: int) -> Message:
    """Return the frames of some steps, each with the two snapshots drawn before it."""
    if not steps:
        return {"steps": [], "channels": {}}
    run = setting.timeline
    first, before = (max(steps[0] - back, 0) for back in (2 if stride == 1 else stride, stride))
    earlier, *snapshots = run.walk([first, before, *steps])
    moments = [
        Moment(setting, now, before, first)
        for first, before, now in zip([earlier, *snapshots], snapshots, snapshots[1:], strict=False)
    ]
    history = run.history(steps[-1])
    channels: dict[str, Any] = {}
    texts: dict[str, Any] = {
        "readout": [readout_of(moment.snapshot, has_test=run.has_test) for moment in moments],
        "sentence": [sentence_of(moment) for moment in moments],
    }
    for view in views:
        for name, values in view.frames(moments).items():
            (texts if isinstance(values, list) else channels)[name] = values
    if setting.opened:
        texts["unit"] = [moment.unit_numbers for moment in moments]
    signs = signs_of(views)
    return {
        "steps": list(steps),
        "channels": channels,
        "rows": np.array([moment.snapshot.row for moment in moments]),
        "extra": history[history[:, 0] > steps[0] - stride],
        "sparse": [] if signs is None else signs.passed(snapshots[1:], stride),
        "text": texts,
    }


def signs_of(views: Sequence[View]) -> SignHistory | None:
    """Return the history of the vital sign that one of the views shows, if it needs one of its own."""
    return next((view.signs for view in views if isinstance(view, NormsView)), None)


@np.errstate(all="ignore")
def draw_exact(setting: Setting, views: Sequence[View], step: int, weight: str = "") -> Message:
    """Return the exact picture of one step, with the numbers of a weight if one is named."""
    moment = Moment.at(setting, step)
    snapshot = moment.snapshot
    exact = {view.name: view.exact(moment) for view in views}
    return {
        "step": snapshot.step,
        "patches": [{"figure": name, **patch} for name, each in exact.items() for patch in each.patches],
        "rasters": {name: raster for each in exact.values() for name, raster in each.rasters.items()},
        "labels": {name: each.label for name, each in exact.items()},
        "weight": weight_numbers(setting.experiment, snapshot, weight),
        "text": {
            "readout": readout_of(snapshot, has_test=setting.timeline.has_test),
            "sentence": sentence_of(moment),
        }
        | ({"unit": moment.unit_numbers} if setting.opened else {}),
    }


def readout_of(snapshot: Snapshot, *, has_test: bool = True) -> str:
    """Return the line of numbers beside a step."""
    return readout(replace(_summary(snapshot), has_test=has_test), snapshot.epoch)


def sentence_of(moment: Moment) -> str:
    """Return the sentence that says what happened since the frame before."""
    now, before, run = moment.snapshot, moment.before, moment.setting.experiment
    if edits := sentence_of_edits(run, now.step):
        return edits
    if before is None or before.step == now.step:
        return initial_sentence(_summary(now))
    is_all_updated = run.optimizer == "sgd" and not frozen_names(run, before.step)
    plain = is_all_updated and now.step == before.step + 1
    return step_sentence(
        replace(_summary(now), classes=moment.setting.class_names),
        _summary(before),
        gradient=before.gradient if plain else None,
        earlier_loss=moment.earlier_loss,
    )


def _summary(snapshot: Snapshot) -> StepSummary:
    return StepSummary(
        step=snapshot.step,
        parameters=snapshot.parameters,
        widths=snapshot.network.sizes,
        losses=(snapshot.train_loss, snapshot.test_loss),
        accuracies=(snapshot.train_accuracy, snapshot.test_accuracy),
        rate=snapshot.learning_rate,
    )
