"""A text with a button that copies it."""

from pages.frontend.component import component


def mount_copy_text(key: str, label: str, text: str, svg: str = "") -> None:
    """Draw a text with a button that copies it, and a picture of it below.

    Parameters
    ----------
    key
        Of the component on its page.
    label
        Of the button.
    text
        Shown as it is, on as many lines as it takes.
    svg
        The picture with its title, such as a QR code; "" for none.
    """
    data = {"name": key, "label": label, "text": text, "svg": svg}
    component("copy_text", draws=False)(key=f"copy_{key}", data=data)
