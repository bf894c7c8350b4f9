"""The notes: every equation beside its live numbers, and whether it is right."""

from pages.shared import notes, shell
from pages.shared.scenes import NOTES

chosen = shell.begin(NOTES, own=notes.NotesPlace)
notes.begin(chosen)
now = shell.arrive(chosen, extra=notes.link())
notes.show(now)
shell.sidebar()
