"""The cheat sheet that ships, and the words that it had when it was made."""

from __future__ import annotations

import io
import re
from html import unescape

from PIL import Image

from pages.export.cheat_sheet import page
from pages.export.formats import export
from pages.export.order import Order
from tests.docs.pictures import DOCS

NAME = "cheat-sheet"
FILES = (DOCS / f"{NAME}.pdf", DOCS / f"{NAME}.png")


def words() -> list[str]:
    """Return the texts of the sheet: its lines as they are now."""
    body = page(Order()).partition("<body>")[2]
    lines = re.split(r"</(?:h\d|th|td|li)>", body)
    plain = [" ".join(unescape(re.sub(r"<[^>]*>", " ", line)).split()) for line in lines]
    return [line for line in plain if line]


def write() -> None:
    """Write the files."""
    pdf, png = FILES
    pdf.write_bytes(export(Order(), "cheat_sheet.pdf"))
    image = Image.open(io.BytesIO(export(Order(), "cheat_sheet.png")))
    image.convert("L").save(png, optimize=True)
