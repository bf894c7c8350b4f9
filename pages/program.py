"""Code: the run as one short program, its backward pass written by hand."""

from pages.shared import shell
from pages.shared.program import Written, page
from pages.shared.scenes import CODE

chosen = shell.begin(CODE, own=Written)
page.begin()
now = shell.arrive(chosen, extra=page.link())
page.show(now)
shell.sidebar()
