"""Slides: any picture of any scene for a lecture, as an image, a film, a page, words or numbers.

`order` is what somebody asks for, `pictures` the table of what there is, `sheets` makes one of them.
`studio` turns figures into images with the installed browser, `film` plans and makes moving ones, `data`
and `caption` write numbers and words, `export` makes the file of any kind.  None of these needs Streamlit:
`command` serves them without the app, `page` with it.
"""

from pages.export.choices import StripChoices, Style

__all__ = ["StripChoices", "Style"]
