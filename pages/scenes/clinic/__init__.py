"""Clinic: runs that do not learn.  The learner says why, and cures each by changing one control.

`patients` is the table that a teacher reads and extends.  `causes` is what can be wrong; `signs` measures
whether it is.  `treatment` is what the learner changed, `result` what that did.
"""
