"""One step: one training step of the user's run, inspected as matrices.

`lesson` turns a run and the `OneStepChoices` into one message with everything that the scene shows:
matrices, samples, and phases with their equations, code, sentences and questions. Only `page` needs
Streamlit.
"""

from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.message import step_message
from pages.scenes.one_step.samples import chosen_samples, picked_with

__all__ = ["OneStepChoices", "chosen_samples", "picked_with", "step_message"]
