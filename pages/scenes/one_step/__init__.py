"""One step: one training step of the reader's run, opened up as matrices.

`OneStepChoices` holds what the reader chose.  `lesson` turns a run and these choices into one message with
everything the scene shows: matrices, phases with their equations, code, sentences and questions, and the
samples.  `page` alone draws, and alone needs Streamlit.
"""

from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.message import lesson
from pages.scenes.one_step.samples import chosen_samples, picked_with

__all__ = ["OneStepChoices", "chosen_samples", "lesson", "picked_with"]
