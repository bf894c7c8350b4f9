"""A text with a button that copies it."""

from pages.frontend.component import component


def mount_copy_text(key: str, label: str, text: str) -> None:
    """Draw a text with a button that copies it.

    Parameters
    ----------
    key
        Of the component on its page.
    label
        Of the button.
    text
        Shown as it is, on as many lines as it takes.
    """
    component("copy_text", draws=False)(key=f"copy_{key}", data={"name": key, "label": label, "text": text})
