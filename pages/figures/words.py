"""Numbers in words: for labels, sentences and text alternatives."""

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial

NO_BREAK = "\u00a0"
DIGITS = 4
_ALL_DIGITS = 17  # enough to print a float64 exactly
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def fmt(value: float, digits: int = DIGITS) -> str:
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


def bracketed(value: float, digits: int = DIGITS) -> str:
    """Return a number that may follow an operator: a negative one in brackets."""
    return f"({fmt(value, digits)})" if value < 0 else fmt(value, digits)


def row_of(values: Iterable[float], digits: int = DIGITS) -> str:
    """Return a row of numbers: ``(0.297, −0.297)``."""
    return f"({', '.join(fmt(value, digits) for value in values)})"


def digits_for(
    evaluate: Callable[[Callable[[float], float]], float], value: float, shown: int = DIGITS
) -> int:
    """Return how many digits its terms need for a printed expression to give the printed value.

    Every sentence that prints ``terms = value`` takes its digits from here, as the board in the browser
    does: a reader with a calculator must get the value from what is printed.

    Parameters
    ----------
    evaluate : callable
        Evaluates the expression. Its argument maps each term to the number that is printed for it.
    value : float
        The value.
    shown : int
        To how many digits the value is printed.

    >>> digits_for(lambda printed: printed(1.00004) - printed(1.0), 0.00004)
    6
    """
    return digits_for_row(lambda printed: [evaluate(printed)], [value], shown)


def digits_for_row(
    evaluate: Callable[[Callable[[float], float]], Iterable[float]],
    values: Iterable[float],
    shown: int = DIGITS,
) -> int:
    """Return the same for a row of expressions, which are all printed to one number of digits."""
    target = row_of(values, shown)
    for digits in range(shown, _ALL_DIGITS):
        if row_of(evaluate(partial(_rounded, digits=digits)), shown) == target:
            return digits
    return _ALL_DIGITS


def order(value: float) -> str:
    """Return a positive number to one significant digit, as a power of ten: for ticks and errors.

    >>> order(1.0), order(1e-5), order(3e-07)
    ('1', '10⁻⁵', '3×10⁻⁷')
    """
    mantissa, exponent = f"{value:.0e}".split("e")
    power = power_of_ten(int(exponent)) if int(exponent) else ""
    if mantissa == "1":
        return power or "1"
    return f"{mantissa}×{power}" if power else mantissa


def power_of_ten(exponent: int) -> str:
    """Return a power of ten: ``10⁻³``."""
    return f"10{str(exponent).translate(_SUPERSCRIPT)}"


def percent(share: float) -> str:
    """Return a fraction as a percentage with at most one decimal and a non-breaking space.

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


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits - 1}e}")


@lru_cache(maxsize=1024)  # consecutive frames print many of the same numbers
def _finite(number: float, digits: int) -> str:
    """Return a finite number, with a power of ten when it is very small or very large."""
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    power = int(exponent)
    if number == 0 or -4 <= power < 6:
        plain = f"{number:.{max(digits - 1 - power, 0)}f}" if number else "0"
        return _trim(plain)
    return f"{_trim(mantissa)}×{power_of_ten(power)}"


def _trim(decimal: str) -> str:
    """Drop trailing zeros of a decimal fraction."""
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal
