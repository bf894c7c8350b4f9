"""Slides: any picture of this run for a lecture, as an image, a film, a page, words or numbers."""

from pages.shared import shell
from pages.shared.scenes import SLIDES
from pages.shared.slides import Style, page

chosen = shell.begin(SLIDES, own=Style)
page.begin()
now = shell.arrive(chosen, extra=page.link())
page.ask(now)
page.show(now)
shell.sidebar()
