"""A run as a program: it can be read in five minutes and prints the numbers of the app.

Read `plan` (which run, how far, in which convention) and `layout` (sections and lines).  Then one file a
section, which holds only what the experiment needs: `data` with `given`, `weights`, `forward`, `backward`,
`optimizer`, `by_hand`, `changes`, `training`; `autograd` is the same in PyTorch, `skeleton` leaves the
backward pass to the reader, and `picture` ends a notebook.  `writing` and `notebook` put them together,
`printing` says what they print, and `agreement` up to which step they agree despite rounding.
"""

from core.program.agreement import Agreement, agreement
from core.program.notebook import notebook
from core.program.printing import program_output
from core.program.writing import CONVENTIONS, LIBRARIES, SKELETON, program

__all__ = [
    "CONVENTIONS",
    "LIBRARIES",
    "SKELETON",
    "Agreement",
    "agreement",
    "notebook",
    "program",
    "program_output",
]
