"""Where the focus goes when a card of a lesson was turned, or its question answered."""

from pages.frontend.component import component


def follow_focus(card: str, answers: str) -> None:
    """Let the focus, and the screen, follow a change of the card or of its answers."""
    component("focus", draws=False)(key="focus", data={"card": card, "answers": answers})
