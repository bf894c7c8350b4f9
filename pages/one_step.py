"""One step: one training step, every matrix with its shape and its numbers."""

from pages.scenes.one_step.page import PAGE
from pages.scenes.table import ONE_STEP, SCENES
from pages.session.pipeline import show

show(ONE_STEP, PAGE, SCENES)
