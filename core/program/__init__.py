"""A run as a program: short enough to be read in five minutes, and it prints the numbers of the app.

A `Plan` says which run, how far and in which convention.  Each file writes one section of it, and only
what the experiment has: no optimizer's memory where there is none, no batches where all samples are seen.
The lines of the forward and backward pass are those of `core.step.code_lines`.
"""

from core.program.agreement import Agreement, agreement
from core.program.notebook import notebook
from core.program.printing import program_output
from core.program.writing import CONVENTIONS, LIBRARIES, program

__all__ = ["CONVENTIONS", "LIBRARIES", "Agreement", "agreement", "notebook", "program", "program_output"]
