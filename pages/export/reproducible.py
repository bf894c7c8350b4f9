"""Equal files for equal figures: the random names and the date that a renderer writes are replaced."""

import re

_RANDOM = re.compile(r"\b(?:clip|topdefs-|defs-|legend|cb|g)([0-9a-f]{6})(?![0-9a-f])")
_DATE = re.compile(rb"\((D:)[^)]*\)")
_NODE = re.compile(rb"\(node([0-9]{8})\)")
_FIXED = b"20000101000000"
_SIZE = re.compile(r"<svg [^>]*>")
_NUMBER = re.compile(r'(?<= )(width|height)="([0-9.]+)"')


def reproducible(content: bytes, kind: str) -> bytes:
    """Return an SVG without random names, a PDF without its date and numbers; other kinds unchanged."""
    if kind == "svg":
        return _svg(content.decode()).encode()
    if kind == "pdf":
        return _renumbered(_DATE.sub(_date, content))
    return content


def _svg(text: str) -> str:
    """Replace the random names, six hexadecimal digits each, by numbered ones; round the size."""
    text = _SIZE.sub(lambda tag: _NUMBER.sub(_whole, tag[0]), text, count=1)
    names = {found: f"{at:06x}" for at, found in enumerate(dict.fromkeys(_RANDOM.findall(text)), start=1)}
    return re.sub("|".join(names), lambda found: names[found[0]], text) if names else text


def _renumbered(content: bytes) -> bytes:
    """Return a PDF whose cells of tables are numbered from 1: Chromium goes on from its last page."""
    names = sorted(set(_NODE.findall(content)))
    numbers = {name: b"(node%08d)" % at for at, name in enumerate(names, start=1)}
    return _NODE.sub(lambda found: numbers[found[1]], content)


def _whole(size: re.Match[str]) -> str:
    """Return a width or a height in whole pixels."""
    return f'{size[1]}="{round(float(size[2]))}"'


def _date(found: re.Match[bytes]) -> bytes:
    """Return a fixed date of the same length: a PDF locates its objects by bytes."""
    inside = found[0][3:-1]
    return b"(D:" + (_FIXED + inside[len(_FIXED) :])[: len(inside)] + b")"
