"""Slides: any picture of this run for a lecture, as an image, a film, a page, words or numbers."""

from pages.export import Style
from pages.scenes.slides import page
from pages.session import shell
from pages.session.scenes import SLIDES

chosen = shell.begin(SLIDES, own=Style)
page.begin()
now = shell.arrive(chosen, extra=page.link())
page.ask(now)
page.show(now)
shell.sidebar()
