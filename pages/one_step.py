"""One step: a training step opened up, every matrix with its shape and its numbers."""

from pages.shared import shell
from pages.shared.lesson import Opened, page
from pages.shared.scenes import ONE_STEP

shell.begin(ONE_STEP, own=Opened)
page.show()
shell.sidebar()
