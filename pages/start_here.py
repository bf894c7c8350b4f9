"""Start here: what the Playground shows, in two minutes."""

from pages.shared import shell
from pages.shared.scenes import START_HERE
from pages.shared.views import DecisionView

chosen = shell.begin(START_HERE)
shell.live(chosen, (DecisionView,), wide='"decision" 30rem / 1fr', narrow='"decision" 24rem / 100%')
