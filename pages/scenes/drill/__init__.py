"""Drill: the learner builds the lines of a training step from tiles.

`choices` is what the link keeps; all else follows from it: `progress` is which lines are right and which
one is being built.  `words` says what `core.drill` found.
"""
