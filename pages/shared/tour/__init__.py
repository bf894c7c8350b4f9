"""The tour: what the Playground shows, told in the order of the notes on the reader's own run.

A chapter is a row of a table: a title, some words, equations with their shapes, one line of numbers, and
the views that show what it talks about.  Everything it says is a function of a `Stand`, a run at a step.
"""

from pages.shared.tour.chapters import CHAPTERS, Chapter, Place
from pages.shared.tour.page import beside, chapter, link, turner
from pages.shared.tour.stand import Stand

__all__ = ["CHAPTERS", "Chapter", "Place", "Stand", "beside", "chapter", "link", "turner"]
