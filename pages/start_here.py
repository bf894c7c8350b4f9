"""Start here: what the Playground shows, in two minutes."""

from pages.scenes import start_here as tour
from pages.session import shell
from pages.session.scenes import START_HERE

chosen = shell.begin(START_HERE, own=tour.StartHereChoices)
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
