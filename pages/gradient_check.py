"""Gradient check: whether the backward pass is right, and how one would notice if it were not."""

from pages.scenes.gradient_check import GradientCheckChoices, page
from pages.session import shell
from pages.session.scenes import CHECK

chosen = shell.begin(CHECK, own=GradientCheckChoices)
page.begin()
now = shell.arrive(chosen, extra=page.link())
page.ask(now)
page.show(now)
shell.sidebar()
