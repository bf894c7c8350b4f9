"""The lifeline: a tab that lost its server runs its page again on the one that it finds."""

from pages.frontend.component import component


def hold() -> None:
    """Let the browser run the whole page once whenever it has been connected anew."""
    component("lifeline", draws=False)(key="lifeline", on_losses_change=_nothing)


def _nothing() -> None:
    """Do nothing: that the page runs is all."""
