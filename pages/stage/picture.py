"""The picture: the views of one run, as the messages that the live stage understands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from core import Experiment
from core.run.changes import change_steps
from pages.figures.palette import Theme
from pages.frontend import Request
from pages.server.cache import LRUCache, weigh_message
from pages.server.limits import LIMITS
from pages.server.metrics import METRICS
from pages.stage import runs
from pages.stage.batch_grid import BatchGrid, stride_of
from pages.stage.by_hand import change_marks
from pages.stage.frames import Batch, Turn, at_once, draw, draw_exact, figures_of, sent, signs_of
from pages.stage.look import RATES, SPEEDS, Look, Pace
from pages.stage.runs import run_id, timeline
from pages.stage.views import Setting, View

Message = dict[str, Any]

_FEW = 3
_BATCH_BYTES = 24 * 2**20
_PICTURE_BYTES = 16 * 2**20
_GRID_BYTES = 2**17
"""About what a picture takes besides its figures: mostly the points of the plane."""

# Shared by all who play the same run at the same speed.
_batches: LRUCache[Batch] = LRUCache(_BATCH_BYTES, lambda batch: batch.nbytes, grows=True)
# The figures and the colour scales, which take longer to make than a frame.
_pictures: LRUCache[Picture] = LRUCache(_PICTURE_BYTES, lambda picture: picture.nbytes, grows=True)
METRICS.show("runs", "Runs in the cache.", lambda: len(runs.CACHE))
METRICS.show("runs_bytes", "Bytes of the runs in the cache.", lambda: runs.CACHE.weight)
METRICS.show("batches_found", "Batches found in the cache.", lambda: _batches.found, counts=True)
METRICS.show("batches_made", "Batches that had to be made.", lambda: _batches.made, counts=True)
METRICS.show("batches_bytes", "Bytes of the batches in the cache.", lambda: _batches.weight)


def shared(wanted: Picture) -> Picture:
    """Return the picture that all who want this one share; another once a far scale's step is computed."""
    return _pictures.get((wanted, wanted._setting.is_anchored), lambda: replace(wanted))


@dataclass(frozen=True)
class Picture:
    """Show an experiment through some views.

    Its messages are functions of its fields and of the request, so one batch serves all who want it.

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

    @cached_property
    def run(self) -> str:
        """The run's name: another one starts at another step."""
        return run_id(self.experiment)

    @cached_property
    def view(self) -> str:
        """The name of what a frame's bytes depend on besides the run."""
        look, setting = self.look, self._setting
        views, unit = "+".join(view.name for view in self.views), ".".join(map(str, setting.opened or ()))
        far = "far" if isinstance(look.scale, int) and not setting.is_anchored else ""
        return "-".join((look.cells, look.lines, f"{far}{look.scale}", look.signs, unit, views))

    @property
    def id(self) -> str:
        """The name of the whole scene."""
        return f"{self.run}-{self.view}-{self.theme}-{self.look.surface}-{self.look.loss_axis}"

    @cached_property
    def _parent(self) -> str:
        """The name of the run that this one leaves when it last changes."""
        steps = change_steps(self.experiment)
        return run_id(self.experiment.until(steps[-1])) if steps else ""

    def opening(
        self, request: Request, step: int, pace: Pace, turn: Turn = at_once, *, moves: bool = False
    ) -> Message:
        """Return the message of a full run of the page: the scene, and what it takes to draw it at once.

        The picture starts at `step`.  A browser that shows the run already stays at its own step, unless it
        `moves`.  What takes time is done by `turn`.
        """
        at = request.at if request.run == self.run and not moves else step
        playing = request.playing and request.n > 0 and not moves
        stride = pace.speed if playing else 1
        index = -(-at // stride) // self._grid.size
        request = replace(
            request, at=at, want=(index,) if playing else (), stride=stride, exact=not playing, history=True
        )

        def draw_all() -> Message:
            scene = {**self._still, **self._pace(step, pace, moves)}
            return {"scene": scene} | self._draw(request, with_few=not playing)

        return sent(turn(draw_all))

    def response(self, request: Request, step: int, pace: Pace, turn: Turn = at_once) -> Message:
        """Return the response to a request of the stage; a stage without a scene starts at `step`."""
        if request.scene != self.id:
            return self.opening(request, step, pace, turn)
        # Batches that others have drawn cost no turn.
        return sent(self._known(request) or turn(lambda: self._draw(request)))

    def _known(self, request: Request) -> Message | None:
        """Return the message if all that it needs is in the cache."""
        run, goal = timeline(self.experiment), self._grid.goal(request)
        if request.exact or request.history or (goal > run.frontier and not run.divergence):
            return None
        found = [_batches.find(self._key(index, stride_of(request))) for index in request.want]
        return None if None in found else self._head(request) | {"batches": found} | self._end()

    def _draw(self, request: Request, *, with_few: bool = False) -> Message:
        """Draw what is wanted, or compute on the way there.

        The run is computed up to the goal here, unless it is so near that the batches may do it themselves.
        """
        run, goal = timeline(self.experiment), self._grid.goal(request)
        if (
            goal > run.frontier + self._grid.most // 2
            and (reached := run.approach(goal, most=self._grid.most)) < goal
        ):
            return self._head(request) | {"pending": {"step": goal, "reached": reached}}
        stride = stride_of(request)
        message: Message = {"batches": [self._batch(index, stride) for index in request.want]}
        if request.exact or request.history:
            run.at(min(request.at, self._grid.limit))  # finds the end of the run, if it comes before
        at = min(request.at, self._last)
        if request.history:
            message |= {"history": run.history(at), "history_step": at}
        if (signs := signs_of(self._parts)) and (request.exact or request.history):
            message["sparse"], reached = signs.upto(at, most=signs.most)
            if reached < at and request.exact:
                return self._head(request) | {"pending": {"step": at, "reached": reached}}
        if request.exact:
            message["exact"] = draw_exact(self._setting, self._parts, at, request.weight)
        if with_few:
            message["batches"] = [self._few(at)]
        return self._head(request) | message | self._end()

    def _head(self, request: Request) -> Message:
        return {"n": request.n, "run": self.run, "view": self.view}

    def _end(self) -> Message:
        """Return the last step, and why the run ends there."""
        divergence, last = timeline(self.experiment).divergence, self._last
        why = divergence.message if divergence else LIMITS.why_run_ends(self.experiment)
        return {"last": last} | ({"ended": why} if why else {})

    def _pace(self, step: int, pace: Pace, moves: bool) -> Message:
        return {
            "step": step,
            "forks": self._parent,
            "moves": moves,
            "last": self._last,
            "limit": self._grid.limit,
            "speeds": SPEEDS,
            "speed": pace.speed,
            "rates": LIMITS.rates(RATES),
            "rate": min(pace.rate, LIMITS.rate),
            "stop": pace.stop,
            "grid": dict(zip(("wide", "narrow"), self.grid, strict=True)),
        }

    @cached_property
    def _setting(self) -> Setting:
        return Setting(self.experiment, self.look, self.theme)

    @cached_property
    def _parts(self) -> list[View]:
        return [view(self._setting) for view in self.views]  # type: ignore[call-arg]

    @cached_property
    def _still(self) -> Message:
        """What stays the same while the run plays."""
        targets = ("readout", "sentence", *(["unit"] if self._setting.opened else []))
        texts = [{"kind": "text", "target": target} for target in targets]
        return {
            "id": self.id,
            "run": self.run,
            "view": self.view,
            "theme": self.theme,
            "size": self._grid.size,
            "marks": change_marks(self.experiment),
            "figures": figures_of(self._parts),
            "channels": [*(channel for part in self._parts for channel in part.channels()), *texts],
        }

    @cached_property
    def _still_bytes(self) -> int:
        return weigh_message(self._still)

    @property
    def nbytes(self) -> int:
        """About how much memory the picture takes now, without its run."""
        return _GRID_BYTES + (self._still_bytes if "_still" in vars(self) else 0)

    def _batch(self, index: int, stride: int) -> Batch:
        steps = self._grid.steps(index, stride)
        return _batches.get(self._key(index, stride), lambda: Batch(self._drawn(steps, index, stride)))

    def _few(self, step: int) -> Batch:
        """Return the beginning of a batch at `step`: enough to draw it at once, and a step or two more."""
        index, begin = divmod(step, self._grid.size)
        steps = self._grid.steps(index, 1)[begin : begin + _FEW]
        return Batch(self._drawn(steps, index, 1) | {"from": begin})

    def _drawn(self, steps: range, index: int, stride: int) -> Message:
        within = [step for step in steps if step <= self._last]
        return {"stride": stride, "index": index} | draw(self._setting, self._parts, within, stride=stride)

    def _key(self, index: int, stride: int) -> tuple[object, ...]:
        return self.experiment, self.view, stride, index

    @cached_property
    def _grid(self) -> BatchGrid:
        return BatchGrid(self.experiment)

    @property
    def _last(self) -> int:
        """The last step that can be shown, as far as is known."""
        return min(timeline(self.experiment).end, self._grid.limit)
