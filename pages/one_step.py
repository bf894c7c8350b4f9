"""One step: a training step opened up, every matrix with its shape and its numbers."""

from pages.shared import lesson, shell
from pages.shared.scenes import ONE_STEP

shell.begin(ONE_STEP, own=lesson.Opened)
lesson.show()
shell.sidebar()
