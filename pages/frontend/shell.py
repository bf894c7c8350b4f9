"""The shell: what surrounds every page in the browser."""

from collections.abc import Callable

from pages.frontend.component import component, rerun


def mount_shell(theme: str, on_class: Callable[[], None]) -> None:
    """Let the browser run the whole page again after each new connection, and for another theme.

    Parameters
    ----------
    theme : {"light", "dark"}
        The one that this run of the page draws for.
    on_class : callable
        Called when the reader presses *For a class* on the stage.
    """
    mount = component("shell", draws=False)
    mount(
        key="shell",
        data={"theme": theme},
        on_losses_change=rerun,
        on_theme_change=rerun,
        on_class_change=on_class,
    )
