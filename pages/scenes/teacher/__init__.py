"""For teachers: what a class answered, from the tickets that its students handed in.

`pasted` finds the tickets in a text, `tally` counts them, `answers_csv` writes them for a spreadsheet.
"""
