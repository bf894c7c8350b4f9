"""Drill: the lines of a training step, built by hand from tiles and judged exactly."""

from pages.scenes.drill.page import PAGE
from pages.scenes.table import DRILL, SCENES
from pages.session.pipeline import show

show(DRILL, PAGE, SCENES)
