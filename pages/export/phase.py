"""A phase of One step as a picture: its matrices in a row."""

from collections.abc import Iterator

from core import Phase, line_of_code
from pages.export.order import Order
from pages.export.playground import Drawn
from pages.figures.blocks import Block, alt_blocks, blocks_figure
from pages.figures.sheet import Sheet
from pages.scenes.one_step.equations import equation
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.names import axis_names, bracketed, symbol, symbol_in
from pages.scenes.one_step.scaling import scales
from pages.scenes.one_step.sentences import title
from pages.stage.runs import timeline

_JOINS = {"error": "−"}


def draw_phase(order: Order, sheet: Sheet) -> Drawn:
    """Draw a phase as its matrices, with its equation and its line of code.

    Raises
    ------
    ValueError
        If the run has no such phase; names those that it has.
    """
    inspected = InspectedStep(timeline(order.experiment), order.step, order.one_step.in_a_picture)
    try:
        phase = inspected.rows.phase(order.one_step.phase)
    except KeyError as problem:
        raise ValueError(problem.args[0]) from None
    shown, written = inspected.shown.phase(phase.key), equation(inspected, phase)
    blocks = [_block(inspected, *each) for each in _parts(shown)]
    code = line_of_code(inspected.shown, shown)
    figure = blocks_figure(blocks, equation=written, code=code, room=sheet.inside, theme=sheet.theme)
    return Drawn(figure.to_plotly_json(), title(phase), alt_blocks(blocks, written))


def _parts(phase: Phase) -> Iterator[tuple[str, str, bool]]:
    """Yield each matrix of a phase: the sign before it, its name, and whether it is transposed."""
    if phase.kind == "update":
        for at, move in enumerate(phase.moves):
            yield "," if at else "", move.old, False
            yield "−", move.step, False
            if move.new:
                yield "=", move.new, False
        return
    for at, operand in enumerate(phase.factors):
        yield "·" if at else "", operand.name, operand.transposed
    if phase.plus:
        yield "+", phase.plus, False
    if phase.penalty:
        yield "+ λ", phase.penalty.name, False
    if phase.kind != "product":
        for at, name in enumerate(phase.inputs):
            yield _JOINS.get(phase.kind, ",") if at else "", name, False
    if phase.result is not None and phase.kind != "data":
        yield "=" if phase.kind == "product" else "→", phase.result, False


def _block(inspected: InspectedStep, before: str, name: str, is_transposed: bool) -> Block:
    matrix = inspected.shown.matrices[name]
    written = symbol_in(inspected, name)
    if is_transposed:
        matrix, written = matrix.transposed, symbol(name) + "ᵀ"
    rows, columns = matrix.values.shape
    return Block(
        before=before,
        symbol=written,
        shape=bracketed((rows, columns)),
        values=matrix.values,
        scale=scales(inspected.rows)[matrix.name],
        rows=axis_names(inspected, matrix.rows, rows),
        columns=axis_names(inspected, matrix.columns, columns),
    )
