"""Gradient check: numeric beside analytic derivatives, and bugs to be found.

`checked_run` measures a run at one step, `backward_pass` is the backward pass line by line, `bugs` are ways
to get it wrong, `race` shows what they do to training, `panel` makes the figures, and `words` has the
sentences.  Only `quiz` and `page` need Streamlit.  A bug never touches the backward pass of `core`.
"""

from pages.scenes.gradient_check.choices import GradientCheckChoices

__all__ = ["GradientCheckChoices"]
