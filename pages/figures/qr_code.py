"""QR codes: a link that a class photographs from the projector or from paper."""

from __future__ import annotations

import segno

MOST_BYTES = 1200
"""A code of more bytes has cells that a phone does not tell apart across a room."""

_BORDER = 4
_TOO_LONG = "The link is too long for a QR code: it has {:,} bytes, and a readable code has up to {:,}."


def qr_code(text: str, title: str) -> str:
    """Return the QR code of a text as SVG: black on white in every theme, because a camera needs that.

    Raises
    ------
    ValueError
        If the text is too long.
    """
    size = len(text.encode())
    if size > MOST_BYTES:
        raise ValueError(_TOO_LONG.format(size, MOST_BYTES))
    code = segno.make_qr(text, error="l")
    return code.svg_inline(
        border=_BORDER, dark="#000", light="#fff", title=title, omitsize=True, svgclass=None, lineclass=None
    )
