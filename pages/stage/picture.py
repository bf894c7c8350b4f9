"""The picture: the views of one run, as the messages that the live stage understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from core import LAST_STEP, Experiment, Snapshot, Timeline
from pages.figures.palette import Theme
from pages.figures.patch import Patch
from pages.figures.story import StepSummary, initial_sentence, readout, step_sentence
from pages.frontend import Ask, pack
from pages.server.cache import LRUCache
from pages.server.limits import LIMITS
from pages.server.scheduler import in_turn
from pages.stage.look import RATES, SPEEDS, Look, Pace
from pages.stage.runs import run_id, timeline
from pages.stage.views import Moment, Setting, View
from pages.stage.views.moment import Exact

Message = dict[str, Any]

_SECONDS_PER_ASK = 0.25
_MOST_FRAMES, _FEWEST_FRAMES = 32, 4
_FEW = 3
_BATCH_BYTES = 24 * 2**20

_batches: LRUCache[Message] = LRUCache(_BATCH_BYTES, lambda batch: batch["packed"].nbytes + 1000)


def shelf() -> LRUCache[Message]:
    """Return the shelf of the batches."""
    return _batches


@dataclass(frozen=True)
class Picture:
    """Show an experiment through some views.

    Everything that it answers is a function of its fields and of the question, so that one answer serves
    all who ask the same.

    Attributes
    ----------
    experiment : Experiment
    look : Look
    theme : {"light", "dark"}
    views : tuple of view classes
        Which figures, in the order of reading.
    grid : tuple of (str, str)
        The CSS grid templates for wide and for narrow screens; areas are the views' names.
    """

    experiment: Experiment
    look: Look
    theme: Theme
    views: tuple[type[View], ...]
    grid: tuple[str, str]

    # --- who is it -------------------------------------------------------------------------------

    @cached_property
    def run(self) -> str:
        """The run's name: another one starts at another step."""
        return run_id(self.experiment)

    @cached_property
    def view(self) -> str:
        """The name of what a frame's bytes depend on besides the run."""
        look = self.look
        names = [view.name for view in self.views]
        return f"{look.cells}-{look.lines}-{look.scale}-{'+'.join(names)}"

    @property
    def id(self) -> str:
        """The name of all of it."""
        look = self.look
        return f"{self.run}-{self.view}-{self.theme}-{look.surface}-{look.loss}"

    @cached_property
    def timeline(self) -> Timeline:
        """The run."""
        return timeline(self.experiment)

    @cached_property
    def _ancestor(self) -> str:
        """The name of the run that this one leaves when its rate last changes."""
        run = self.experiment
        return run_id(replace(run, schedule=run.schedule[:-1])) if run.schedule else ""

    @cached_property
    def _setting(self) -> Setting:
        return Setting(self.timeline, self.look, self.theme)

    @cached_property
    def _parts(self) -> list[View]:
        return [view(self._setting) for view in self.views]  # type: ignore[call-arg]

    # --- the two kinds of message ----------------------------------------------------------------

    def opening(self, ask: Ask, stand: int, pace: Pace, *, moves: bool = False) -> Message:
        """Return the message of a full run: the scene, and what it takes to draw it at once.

        `stand` is where a run begins to be looked at; a browser that shows it already stays where it is,
        unless it `moves`.
        """
        stays = ask.run == self.run and not moves
        at = ask.at if stays else stand
        playing = ask.playing and ask.n > 0 and not moves
        stride = pace.speed if playing else 1
        wanted = replace(
            ask,
            at=at,
            want=(self._index(at, stride),) if playing else (),
            stride=stride,
            exact=not playing,
            history=True,
        )
        if playing:
            # Never in one turn: who makes a batch holds its place on the shelf while waiting for a turn.
            return self._scene_entry(stand, pace, moves) | self._answer(wanted)
        return in_turn(lambda: self._opening_at_rest(wanted, stand, pace, moves))

    def _opening_at_rest(self, ask: Ask, stand: int, pace: Pace, moves: bool) -> Message:
        message = self._scene_entry(stand, pace, moves) | self._answer(ask)
        if "batches" in message:
            message["batches"] = [self._few(ask.at)]
        return message

    def answer(self, ask: Ask, stand: int, pace: Pace) -> Message:
        """Return the message that answers an ask."""
        if ask.scene != self.id:
            return self.opening(ask, stand, pace)
        return self._answer(ask)

    def _index(self, step: int, stride: int) -> int:
        return -(-step // stride) // self._size

    # --- the scene -------------------------------------------------------------------------------

    def _scene_entry(self, stand: int, pace: Pace, moves: bool) -> Message:
        return {
            "scene": {
                **in_turn(lambda: self._still),
                "stand": stand,
                "forks": self._ancestor,
                "moves": moves,
                "last": self.timeline.end,
                "speeds": SPEEDS,
                "speed": pace.speed,
                "rates": LIMITS.rates(RATES),
                "rate": min(pace.rate, LIMITS.rate),
                "grid": dict(zip(("wide", "narrow"), self.grid, strict=True)),
            }
        }

    @cached_property
    def _still(self) -> Message:
        figures = [part.figure() | {"area": part.name} for part in self._parts]
        return {
            "id": self.id,
            "run": self.run,
            "view": self.view,
            "theme": self.theme,
            "size": self._size,
            "figures": figures,
            "channels": [
                *(channel for part in self._parts for channel in part.channels()),
                {"kind": "text", "target": "readout"},
                {"kind": "text", "target": "sentence"},
            ],
        }

    # --- answers ---------------------------------------------------------------------------------

    def _answer(self, ask: Ask) -> Message:
        head = {"n": ask.n, "run": self.run, "view": self.view}
        stride = ask.stride if ask.stride in SPEEDS else 1
        at = min(ask.at, LAST_STEP)
        goal = min(max([at, *(self._steps(index, stride)[-1] for index in ask.want)]), LAST_STEP)
        reached = self._approach(goal)
        if reached < goal:
            return head | {"pending": {"step": goal, "reached": reached}}
        message: Message = {"batches": [self._batch(index, stride) for index in ask.want]}
        at = min(at, self.timeline.end)
        if ask.history:
            message |= {"history": in_turn(lambda: self.timeline.history(at)), "history_step": at}
        if ask.exact:
            message["exact"] = in_turn(lambda: self._exact(at))
        return head | message | self._ended()

    def _approach(self, goal: int) -> int:
        """Compute on the way to a step, unless it is so near that the batches may do it themselves."""
        if goal <= self.timeline.frontier + self._most // 2:
            return goal
        return in_turn(lambda: self.timeline.approach(goal, most=self._most))

    def _ended(self) -> Message:
        divergence = self.timeline.divergence
        if divergence is None:
            return {"last": LAST_STEP}
        return {"last": divergence.step, "ended": divergence.message}

    def _steps(self, index: int, stride: int) -> range:
        first = index * self._size * stride
        return range(min(first, LAST_STEP), min(first + self._size * stride, LAST_STEP + 1), stride)

    def _batch(self, index: int, stride: int) -> Message:
        key = (self.experiment, self.view, self.look.scale, stride, index)
        return _batches.get(key, lambda: self._make_batch(index, stride))

    def _few(self, step: int) -> Message:
        """Return the beginning of a batch at `step`: enough to draw it at once, and a step or two more."""
        step = min(step, self.timeline.end)
        index, begin = divmod(step, self._size)
        return pack(self._drawn(index, 1, self._steps(index, 1)[begin : begin + _FEW]) | {"from": begin})

    def _make_batch(self, index: int, stride: int) -> Message:
        # Packed out of turn: deflating leaves Python's lock to whoever computes next.
        return pack(in_turn(lambda: self._drawn(index, stride, self._steps(index, stride))))

    def _drawn(self, index: int, stride: int, wanted: range) -> Message:
        """Return the frames of some steps of a batch, as far as the run goes."""
        steps = [step for step in wanted if step <= self.timeline.end]
        if not steps:
            return {"stride": stride, "index": index, "steps": [], "channels": {}}
        moments = self._moments(steps, stride)
        extra = self.timeline.history(steps[-1])
        channels: dict[str, Any] = {}
        for part in self._parts:
            channels |= part.frames(moments)
        return {
            "stride": stride,
            "index": index,
            "steps": steps,
            "channels": channels,
            "rows": np.array([moment.snapshot.row for moment in moments]),
            "extra": extra[extra[:, 0] >= steps[0]],
            "text": {
                "readout": [_readout(moment.snapshot) for moment in moments],
                "sentence": [_sentence(moment) for moment in moments],
            },
        }

    def _moments(self, steps: list[int], stride: int) -> list[Moment]:
        """Return the moments of some steps, each with the snapshot `stride` before it."""
        at = [max(steps[0] - stride, 0), *steps]
        snapshots = self.timeline.walk(at)
        return [Moment(self._setting, now, before) for before, now in pairwise(snapshots)]

    def _exact(self, step: int) -> Message:
        snapshot = self.timeline.at(step)
        moment = Moment(self._setting, snapshot, self.timeline.at(max(snapshot.step - 1, 0)))
        exact = [(part, part.exact(moment)) for part in self._parts]
        return {
            "step": snapshot.step,
            "patches": [_named(part, patch) for part, each in exact for patch in each.patches],
            "rasters": _merged([each for _, each in exact]),
            "labels": {part.name: each.label for part, each in exact},
            "text": {"readout": _readout(snapshot), "sentence": _sentence(moment)},
        }

    # --- how much at a time ----------------------------------------------------------------------

    @cached_property
    def _seconds_per_step(self) -> float:
        """About how long an update takes: calls, and multiplications at some 5 · 10⁹ a second."""
        sizes = np.array(self.experiment.sizes)
        weights = float((sizes[:-1] * sizes[1:]).sum())
        n = min(self.experiment.batch_size or LAST_STEP, len(self.timeline.train.y))
        return 2e-5 + 3 * n * weights / 5e9

    @cached_property
    def _most(self) -> int:
        return max(64, int(_SECONDS_PER_ASK / self._seconds_per_step))

    @cached_property
    def _size(self) -> int:
        """Frames in a batch: fewer where a frame takes long, so that the first one comes soon."""
        frames = _SECONDS_PER_ASK / (self._seconds_per_step * Pace().speed)
        size = _MOST_FRAMES
        while size > max(frames, _FEWEST_FRAMES):
            size //= 2
        return size


def _named(part: View, patch: Patch) -> Message:
    return {"figure": part.name, **patch}


def _merged(exacts: Sequence[Exact]) -> Message:
    return {name: raster for each in exacts for name, raster in each.rasters.items()}


def _summary(snapshot: Snapshot) -> StepSummary:
    return StepSummary(
        step=snapshot.step,
        parameters=snapshot.parameters,
        widths=snapshot.network.sizes,
        losses=(snapshot.train_loss, snapshot.test_loss),
        accuracies=(snapshot.train_accuracy, snapshot.test_accuracy),
        rate=snapshot.learning_rate,
    )


def _readout(snapshot: Snapshot) -> str:
    return readout(_summary(snapshot), snapshot.epoch)


def _sentence(moment: Moment) -> str:
    now, before = moment.snapshot, moment.before
    if before is None or before.step == now.step:
        return initial_sentence(_summary(now))
    plain = moment.setting.experiment.optimizer == "sgd" and now.step == before.step + 1
    return step_sentence(_summary(now), _summary(before), before.gradient if plain else None)
