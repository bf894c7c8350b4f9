"""Lessons: short ones that ask, beside a run that answers."""

from pages.scenes.lessons.page import PAGE
from pages.scenes.table import LESSONS, SCENES
from pages.session.pipeline import show

show(LESSONS, PAGE, SCENES)
