"""A sentence that only screen readers say, when it changes."""

from pages.frontend.component import component


def announce(text: str) -> None:
    """Let screen readers say a text, if it is another one than before."""
    component("announcement", draws=False)(key="announcement", data={"text": text})
