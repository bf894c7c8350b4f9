"""Numbers in the sentences of a finding."""

from __future__ import annotations

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_NO_BREAK = "\u00a0"


def number(value: float) -> str:
    """Return a number to four significant digits.

    >>> number(0.69314), number(-4.34102e120), number(1200.0)
    ('0.6931', '−4.341×10¹²⁰', '1,200')
    """
    if value.is_integer() and abs(value) < 1e6:
        return f"{value:,.0f}".replace("-", "−")
    mantissa, _, power = f"{value:.4g}".partition("e")
    text = f"{mantissa}×10{str(int(power)).translate(_SUPERSCRIPT)}" if power else mantissa
    return text if text.startswith("10⁻") else text.replace("-", "−", 1)


def percent(share: float) -> str:
    """Return a fraction as a percentage with at most one decimal.

    >>> percent(0.975).replace(chr(160), " ")
    '97.5 %'
    """
    return f"{100 * share:.1f}".removesuffix(".0") + f"{_NO_BREAK}%"
