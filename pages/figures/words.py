"""Numbers and pictures in words: for labels, and for those who cannot see the picture."""

import math
from collections.abc import Sequence
from functools import lru_cache

NO_BREAK = "\u00a0"
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def fmt(value: float, digits: int = 4) -> str:
    """Return a number to `digits` significant digits, with a true minus sign.

    Examples
    --------
    >>> fmt(-0.0123456), fmt(1234567.0), fmt(0.5), fmt(0.0)
    ('−0.01235', '1.235×10⁶', '0.5', '0')
    """
    number = float(value)
    if math.isnan(number):
        return "not a number"
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    return _finite(number, digits).replace("-", "−")


def short(value: float) -> str:
    """Return a number to two significant digits, for ticks and cells."""
    return fmt(value, 2)


def order(value: float) -> str:
    """Return a positive number to one significant digit, always with a power of ten: ticks, nudges, errors.

    >>> order(1.0), order(1e-5), order(3e-07)
    ('1', '10⁻⁵', '3×10⁻⁷')
    """
    mantissa, exponent = f"{value:.0e}".split("e")
    power = f"10{str(int(exponent)).translate(_SUPERSCRIPT)}" if int(exponent) else ""
    if mantissa == "1":
        return power or "1"
    return f"{mantissa}×{power}" if power else mantissa


def percent(share: float) -> str:
    """Return a share between 0 and 1 as a percentage with at most one decimal; its sign stays with it.

    >>> percent(0.985).replace(NO_BREAK, " ")
    '98.5 %'
    """
    return f"{100 * share:.1f}".removesuffix(".0") + f"{NO_BREAK}%"


def sub(letter: str, index: int) -> str:
    """Return a letter with a subscript: ``sub("x", 2)`` is ``x₂``."""
    return letter + str(index).translate(_SUBSCRIPT)


def listed(items: Sequence[str]) -> str:
    """Return items as an English list: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


@lru_cache(maxsize=1024)  # one frame's numbers are told again in the next one's sentence
def _finite(number: float, digits: int) -> str:
    """Return a finite number, in powers of ten when it is very small or very large."""
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    power = int(exponent)
    if number == 0 or -4 <= power < 6:
        plain = f"{number:.{max(digits - 1 - power, 0)}f}" if number else "0"
        return _trim(plain)
    return f"{_trim(mantissa)}×10{str(power).translate(_SUPERSCRIPT)}"


def _trim(decimal: str) -> str:
    """Drop the zeros that end a decimal."""
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal
