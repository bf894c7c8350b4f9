"""The derivative notes on a page: every line beside its live numbers and a verdict computed on the spot.

`place` is what the reader chose, `reading` the run's numbers for it, `words` and `html` what is said of an
equation, `card` draws one, `drawings` the three figures, and `page` puts all in order.  Only `card` and
`page` need Streamlit.
"""

from pages.scenes.notes.choices import NotesChoices
from pages.scenes.notes.reading import Reading

__all__ = ["NotesChoices", "Reading"]
