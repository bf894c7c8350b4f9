"""Gradient check: whether the backward pass is right, and how one would notice if it were not."""

from pages.shared import shell
from pages.shared.check import Inquiry, page
from pages.shared.scenes import CHECK

chosen = shell.begin(CHECK, own=Inquiry)
page.begin()
now = shell.arrive(chosen, extra=page.link())
page.ask(now)
page.show(now)
shell.sidebar()
