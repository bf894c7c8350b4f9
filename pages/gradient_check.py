"""Gradient check: whether the backward pass is right, and how one would notice if it were not."""

from pages.shared import check, shell
from pages.shared.scenes import CHECK

chosen = shell.begin(CHECK, own=check.Inquiry)
check.begin()
now = shell.arrive(chosen, extra=check.link())
check.ask(now)
check.show(now)
shell.sidebar()
