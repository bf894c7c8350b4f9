"""Lessons: Markdown files that ask, beside a run that answers.

A lesson names quantities of runs and never writes a number: `quantity` reads such names, and
`measured_run` and `evaluation` compute them.  `reader` turns a file into a `Lesson`; `check` says what is
wrong with one.  `card_text` fills in the numbers of a card, and `answer` judges what a learner gives.
docs/lessons.md describes the format.
"""
