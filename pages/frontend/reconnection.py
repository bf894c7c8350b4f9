"""Reconnection: a tab that lost its server runs its page again on the server that it finds."""

from pages.frontend.component import component


def rerun_on_reconnection() -> None:
    """Let the browser run the whole page once after each new connection."""
    # Streamlit reruns the page only for a value that has a callback.
    component("reconnection", draws=False)(key="reconnection", on_losses_change=lambda: None)
