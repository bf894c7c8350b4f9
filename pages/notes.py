"""The notes: every equation beside its live numbers, and whether it holds."""

from pages.scenes.notes.page import PAGE
from pages.scenes.table import NOTES, SCENES
from pages.session.pipeline import show

show(NOTES, PAGE, SCENES)
