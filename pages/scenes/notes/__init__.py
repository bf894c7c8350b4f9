"""The derivative notes: every line beside its numbers at the user's run, with a computed verdict.

`reading` evaluates the equations for the user's choices, `words` and `html` describe them, `drawings` has
the three figures. Only `card` and `page` need Streamlit.
"""

from pages.scenes.notes.choices import NotesChoices
from pages.scenes.notes.notes_at_step import NotesAtStep

__all__ = ["NotesAtStep", "NotesChoices"]
