"""Start here: what the Playground shows, in two minutes."""

from pages.shared import shell, tour
from pages.shared.scenes import START_HERE

chosen = shell.begin(START_HERE, own=tour.Place)
chapter = tour.chapter()
tour.turner()
shell.live(
    chapter.seen(chosen),
    chapter.views,
    wide=chapter.grid,
    narrow=chapter.grid,
    beside=tour.beside(chapter),
    extra=tour.link(),
)
shell.sidebar(is_guided=True)
