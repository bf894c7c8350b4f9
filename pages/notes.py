"""The notes: every equation beside its live numbers, and whether it is right."""

from pages.shared import shell
from pages.shared.notes import NotesPlace, page
from pages.shared.scenes import NOTES

chosen = shell.begin(NOTES, own=NotesPlace)
page.begin(chosen)
now = shell.arrive(chosen, extra=page.link())
page.show(now)
shell.sidebar()
