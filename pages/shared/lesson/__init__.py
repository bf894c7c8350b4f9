"""One step: one training step of the reader's run, opened up as matrices.

`Opened` holds what the reader chose, `lesson` makes of a run and these choices one message that says
everything the scene shows: matrices, phases with their equations, code, sentences and questions, and
the samples.  `page` alone draws, and alone needs Streamlit.
"""

from pages.shared.lesson.message import lesson
from pages.shared.lesson.opened import Opened
from pages.shared.lesson.samples import chosen_samples, picked_with

__all__ = ["Opened", "chosen_samples", "lesson", "picked_with"]
