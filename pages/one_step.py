"""One step: a training step opened up, every matrix with its shape and its numbers."""

from pages.scenes.one_step import OneStepChoices, page
from pages.session import shell
from pages.session.scenes import ONE_STEP

shell.begin(ONE_STEP, own=OneStepChoices)
page.show()
shell.sidebar()
