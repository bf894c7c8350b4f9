"""Start here: what the Playground shows, told in the order of the notes on the reader's own run.

A chapter is a row of a table: a title, some words, equations with their shapes, one line of numbers, and
the views that show what it talks about.  Everything it says is a function of a run at a step.
"""
