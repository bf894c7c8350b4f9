"""Slides: any picture of this run for a lecture, as an image, a film, a page, words or numbers."""

from pages.scenes.slides.page import PAGE
from pages.scenes.table import SCENES, SLIDES
from pages.session.pipeline import show

show(SLIDES, PAGE, SCENES)
