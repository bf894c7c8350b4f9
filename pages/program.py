"""Code: the run as one short program, its backward pass written by hand."""

from pages.shared import program, shell
from pages.shared.scenes import CODE

chosen = shell.begin(CODE, own=program.Written)
program.begin()
now = shell.still(chosen, extra=program.link())
program.show(now)
shell.sidebar()
