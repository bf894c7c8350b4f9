"""Code: the run as one short program, its backward pass written by hand."""

from pages.scenes.code.page import PAGE
from pages.scenes.table import CODE, SCENES
from pages.session.pipeline import show

show(CODE, PAGE, SCENES)
