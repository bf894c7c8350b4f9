"""Export: every picture of every scene as a file, and the numbers and words that belong to it.

`order` says what is wanted, `pictures` draws it, and `formats` turns it into a file.  `browser` paints
images, `video` and `film_page` make films, `data`, `caption` and `equation` write numbers and words.
Nothing here imports Streamlit: `__main__` is the command, and the Slides page uses the same functions.
"""

from pages.export.choices import StripChoices, Style

__all__ = ["StripChoices", "Style"]
