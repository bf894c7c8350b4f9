"""Start here: what the Playground shows, explained chapter by chapter on the user's own run.

A chapter is a row of a table: a title, words, equations with their shapes, one line of numbers, a question,
and the figures that show what it explains. All of it is a function of a `BatchAtStep`.
"""
