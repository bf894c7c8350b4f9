"""Gradient check: whether the backward pass is right, and what a bug in it does."""

from pages.scenes.gradient_check.page import PAGE
from pages.scenes.table import GRADIENT_CHECK, SCENES
from pages.session.pipeline import show

show(GRADIENT_CHECK, PAGE, SCENES)
