"""The lifeline: a tab that lost its server runs its page again on the server that it finds."""

from pages.frontend.component import component


def hold() -> None:
    """Let the browser run the whole page once after each new connection."""
    # Streamlit reruns the page only for a value that has a callback.
    component("lifeline", draws=False)(key="lifeline", on_losses_change=lambda: None)
