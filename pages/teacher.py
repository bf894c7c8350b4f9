"""For teachers: what a class answered, from the tickets that its students handed in."""

from pages.scenes.table import SCENES, TEACHER
from pages.scenes.teacher.page import PAGE
from pages.session.pipeline import show

show(TEACHER, PAGE, SCENES)
