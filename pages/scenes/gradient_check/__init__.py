"""Gradient check: numeric beside analytic derivatives, and bugs to be found.

`bench` measures a run at one step, `recipe` is the backward pass line by line, `mistakes` are the bugs,
`race` shows what they do to training, `panel` draws, and `words` has the sentences. Only `quiz` and `page`
need Streamlit. A bug never touches the backward pass of `core`.
"""

from pages.scenes.gradient_check.choices import GradientCheckChoices

__all__ = ["GradientCheckChoices"]
