"""The tour: what the Playground shows, told in the order of the notes on the reader's own run.

A chapter is a row of a table: a title, some words, equations with their shapes, one line of numbers, and
the views that show what it talks about.  Everything it says is a function of a `Stand`, a run at a step.
"""

from pages.scenes.start_here.chapters import CHAPTERS, Chapter, StartHereChoices
from pages.scenes.start_here.page import beside, chapter, link, turner
from pages.scenes.start_here.stand import Stand

__all__ = ["CHAPTERS", "Chapter", "Stand", "StartHereChoices", "beside", "chapter", "link", "turner"]
