"""Gradient check: numeric beside analytic derivatives, and bugs to be found.

`checked_run` measures a run at one step, `bugs` are ways to get its backward pass wrong, `race` shows what
they do to training, `panel` makes the figures, and `words` has the sentences.  Only `quiz` and `page` need
Streamlit.  A bug never touches `core.backward`.
"""

from pages.scenes.gradient_check.choices import GradientCheckChoices

__all__ = ["GradientCheckChoices"]
