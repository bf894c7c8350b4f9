"""How much room text takes, measured before it is drawn.

Each letter has its larger width of DejaVu Sans and Arial, the widest of the fonts that `FONT` stands for on
common systems: what fits here fits with the others.  DejaVu Sans Mono, as wide as other monospaced fonts,
has one width.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

LINE = 1.3
"""The height of a line, as a share of the size of its text."""

_WIDTHS = {
    0.30: "'ijlIᵢⱼ′ᵗ",
    0.34: " ,./:;\\|·\u00a0",
    0.42: "!-fr()[]tᵀⁿ²³¹ᵤ⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ₙ",
    0.56: '"*_`?czsJLε∂“”§–‖⁻',
    0.60: "Fkvxyλ",
    0.64: "$0123456789Tabdeghnopquθ{}µμΣβσ√η",
    0.70: "EKPSVXYZΔδ∇",
    0.74: "ABCR",
    0.80: "&DGHNOQUw",
    0.84: "#+<=>^~±×−∞≈≠≤≥⊙⋅",
    1.00: "%@mMW—…←→",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_UNKNOWN = 1.0
_BOLD = 1.13
_MONO = 0.61
_BREAK = re.compile(r"<br ?/?>")
_TAG = re.compile(r"</?[a-z][^<>]*>")


def text_width(text: str, size: float, *, is_bold: bool = False, is_mono: bool = False) -> float:
    """Return the width in pixels of a text of so many pixels, its widest line if it has several.

    Plotly's tags take no room; a bold part is measured as if all were bold.

    >>> text_width("dW₂", 10) < text_width("<b>dW₂</b>", 10) < text_width("dW₂ + λ W₂", 10)
    True
    """
    is_bold = is_bold or "<b>" in text
    return size * (_BOLD if is_bold else 1) * max(_ems(line, is_mono) for line in _BREAK.split(text))


def text_height(text: str, size: float) -> float:
    """Return the height in pixels of a text: that of its lines."""
    return size * LINE * len(_BREAK.split(text))


def widest(texts: Sequence[str], size: float, *, is_bold: bool = False) -> float:
    """Return the width in pixels of the widest of some texts; 0 if there is none."""
    return max((text_width(text, size, is_bold=is_bold) for text in texts), default=0.0)


def wrapped(text: str, size: float, width: float, *, is_bold: bool = False) -> list[str]:
    """Return the lines of a text that are at most so many pixels wide, broken at its spaces.

    A single word may be wider.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, is_bold=is_bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def first_that_fits(texts: Sequence[str], size: float, width: float, *, is_bold: bool = False) -> str:
    """Return the first of some texts, the longest first, that fits so many pixels, else the last one."""
    fitting = (text for text in texts if text_width(text, size, is_bold=is_bold) <= width)
    return next(fitting, texts[-1])


@lru_cache(maxsize=4096)  # a sheet is laid out at many sizes, whose texts are the same
def _ems(line: str, is_mono: bool) -> float:
    plain = _TAG.sub("", line)
    return len(plain) * _MONO if is_mono else sum(_WIDTH.get(letter, _UNKNOWN) for letter in plain)
