"""A phase of One step as a picture: the board, drawn on a sheet."""

from core import Phase
from pages.export.order import Order
from pages.export.playground import Drawn
from pages.figures.blocks import alt_blocks, blocks_figure
from pages.figures.sheet import Sheet
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.drawing import BoardDrawing
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.sentences import title
from pages.stage.runs import timeline


def inspected_phase(order: Order, choices: OneStepChoices) -> tuple[InspectedStep, Phase]:
    """Return the step of an order as some choices open it, and their phase.

    Raises
    ------
    ValueError
        If the run has no such phase; names those that it has.
    """
    inspected = InspectedStep(timeline(order.experiment), order.step, choices)
    try:
        return inspected, inspected.shown.phase(choices.phase)
    except KeyError as problem:
        raise ValueError(problem.args[0]) from None


def draw_phase(order: Order, sheet: Sheet) -> Drawn:
    """Draw a phase as the board shows it, with the pinned cell and its sum.

    Raises
    ------
    ValueError
        If the run has no such phase; names those that it has.
    """
    inspected, phase = inspected_phase(order, order.one_step.in_a_picture)
    board = BoardDrawing(inspected, phase.key)
    figure = blocks_figure(board.scheme, board.words, room=sheet.inside, theme=sheet.theme)
    said = alt_blocks(board.scheme.blocks, board.words.equation, board.samples)
    return Drawn(figure.to_plotly_json(), title(board.phase), said)
