"""Code: the run as one short program, its backward pass written by hand."""

from pages.scenes.code import CodeChoices, page
from pages.session import shell
from pages.session.scenes import CODE

chosen = shell.begin(CODE, own=CodeChoices)
page.begin()
now = shell.arrive(chosen, extra=page.link())
page.show(now)
shell.sidebar()
