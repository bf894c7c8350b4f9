"""One step: one training step, every matrix with its shape and its numbers."""

from dataclasses import replace

from pages.scenes.one_step.page import PAGE
from pages.scenes.slides.worksheet_button import worksheet_button
from pages.scenes.table import ONE_STEP, SCENES
from pages.session.pipeline import show
from pages.session.scene import Message
from pages.session.state import State


def _draw(state: State, message: Message) -> None:
    """Draw the board, and the button of the worksheet, which is an export."""
    PAGE.draw(state, message)
    worksheet_button()


show(ONE_STEP, replace(PAGE, draw=_draw), SCENES)
