"""Start here: what the Playground shows, in a short tour."""

from pages.scenes.start_here.page import PAGE
from pages.scenes.table import SCENES, START_HERE
from pages.session.pipeline import show

show(START_HERE, PAGE, SCENES)
