"""The notes: every equation beside its live numbers, and whether it is right."""

from pages.scenes.notes import NotesChoices, page
from pages.session import shell
from pages.session.scenes import NOTES

chosen = shell.begin(NOTES, own=NotesChoices)
page.begin(chosen)
now = shell.arrive(chosen, extra=page.link())
page.show(now)
shell.sidebar()
