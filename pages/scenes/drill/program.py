"""The program as it grows: what is given, what is right, and what is still to be built."""

from __future__ import annotations

from core.drill.exercise import ORDER, STEP, DrillLine, Tiles
from core.drill.ordering import ORDER_OF_LINES
from core.drill.tiles import GAP, NAME, TILES, code_of
from pages.figures.words import NO_BREAK
from pages.scenes.drill.progress import DrillProgress

_TO_EXPLAIN = ("W2new", "dW2old", "m", "mhat", "beta", "lr", "l2")
_FORWARD = ("Z1", "A1", "Z2", "A2")


def sizes(progress: DrillProgress) -> str:
    """Return the sizes of the network in words."""
    now = progress.exercise.problem.sizes
    return (
        f"n = {now['n']} samples, d = {now['d']} inputs, h = {now['h']} hidden units, "
        f"k = {now['k']} classes. "
        f"Samples are {progress.choices.samples_as}. f is the sigmoid σ."
    )


def code_with_gap(line: DrillLine, built: Tiles) -> str:
    """Return the line as far as it is built."""
    return f"{line.target} = {code_of((*line.before, *built, GAP, *line.after))}"


def listing(progress: DrillProgress) -> str:
    """Return the program: the lines that are given or right, and a gap for the others."""
    if progress.choices.level == ORDER:
        done = progress.right.get(ORDER_OF_LINES)
        placed = done.built if done else progress.choices.built
        lines = [f"{at:2}  {progress.program[name].code}" for at, name in enumerate(placed, start=1)]
        return "\n".join(lines) or "    # no line yet"
    order = progress.targets
    if progress.choices.level != STEP:
        order = (*(name for name in _FORWARD if name not in order or name == "Z1"), *order)
    codes = {name: _code(progress, name) for name in dict.fromkeys(order)}
    if progress.choices.shapes == "hidden":
        return "\n".join(codes.values())
    width, values = max(map(len, codes.values())), progress.exercise.problem.values
    return "\n".join(f"{code:<{width}}  # {values[name].shape}" for name, code in codes.items())


def _code(progress: DrillProgress, name: str) -> str:
    line, attempt = progress.exercise.line(name), progress.right.get(name)
    if not line:
        return progress.program[name].code
    return f"{name} = {code_of(line.whole(attempt.built)) if attempt else GAP}"


def shape_list(progress: DrillProgress) -> str:
    """Return the shapes of what the tiles of a line stand for, as one line of Markdown."""
    values = progress.exercise.problem.values
    shapes = {TILES[name].code: values[name].shape for name in _names(progress) if values[name].ndim}
    listed = ", ".join(f"**{name}** {shape}".replace(" ", NO_BREAK) for name, shape in shapes.items())
    return f"Shapes: {listed}"


def legend(progress: DrillProgress) -> str:
    """Return what the tiles mean that are no quantity of the passes, as Markdown."""
    tiles = (TILES[name] for name in _names(progress) if name in _TO_EXPLAIN)
    return " ".join(f"**{tile.code}**: {tile.meaning}." for tile in tiles)


def _names(progress: DrillProgress) -> list[str]:
    return [tile for tile in (progress.line.tiles if progress.line else ()) if TILES[tile].kind == NAME]
