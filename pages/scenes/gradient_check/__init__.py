"""The gradient check on the page: measured beside analytic, and mistakes to be found.

`bench` holds what is measured of a run at one step, `recipe` the backward pass line by line, `mistakes`
the lines that one may get wrong, `race` what they do to training, `panel` the picture, `words` what is
said, and `quiz` and `page`, which alone need Streamlit, put them on a page.  A mistake never touches the
backward pass of `core`.
"""

from pages.scenes.gradient_check.choices import GradientCheckChoices

__all__ = ["GradientCheckChoices"]
