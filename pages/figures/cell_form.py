"""How the numbers of a block are printed: all in one form, which makes them easy to compare.

The board in the browser has the same forms (`pages/frontend/matrices/number_format.js`): plain numbers with
three significant digits or two; otherwise equally many decimals, and one power of ten above the block.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pages.figures.points import Floats
from pages.figures.text_size import widest
from pages.figures.words import fmt, power_of_ten

PADDING = 8
"""Pixels left free in a cell, for a mark around it."""

_SMALL = 1e-4  # a smaller number is a power of ten, and not printed beside plain numbers
_PLAIN_POWERS = range(-1, 3)  # of the largest number, where no power of ten is taken out
_TINY = 1e-6
NEARLY_ZERO = "≈0"
"""A number of which no digit is printed: neither 0 nor a signed 0."""

EMS = {3: 4.5, 2: 3.2, 1: 2.5}
"""Widths, in multiples of the size of a text, in which any numbers have a form of so many digits."""


@dataclass(frozen=True)
class CellForm:
    """Hold the printed numbers of a block.

    Attributes
    ----------
    texts : sequence of str
        Row by row.
    unit : str
        The power of ten that all share, as in ``"in 10⁻³"``; empty if there is none.
    digits : int
        How many digits the largest number has.
    ems : float
        The width of the widest one, in multiples of the size of its text.
    """

    texts: Sequence[str]
    unit: str
    digits: int
    ems: float

    def fits(self, size: float, width: float) -> bool:
        """Say whether every number fits into cells of a width, at a size in pixels."""
        return self.ems * size <= width - PADDING + _TINY


def forms_of(M: Floats) -> list[CellForm]:
    """Return the forms of the numbers of M (r, c), the one to be preferred first.

    >>> [form.texts for form in forms_of(np.array([[0.0078, -0.0786]]))][:3]
    [['0.0078', '−0.0786'], ['0.0078', '−0.079'], ['0.78', '−7.86']]
    """
    return _forms(M.tobytes(), M.shape)


@lru_cache(maxsize=512)  # a layout is found by trying many
def _forms(content: bytes, shape: tuple[int, int]) -> list[CellForm]:
    M = np.frombuffer(content).reshape(shape)
    numbers: list[float] = M.ravel().tolist()
    is_plain = all(value == 0 or abs(value) >= _SMALL for value in numbers)
    forms = [plain_form(M, digits) for digits in (3, 2) if is_plain]
    power = _power(M)
    units = [0] if power in _PLAIN_POWERS else []
    for unit in dict.fromkeys([*units, power]):
        name = f"in {power_of_ten(unit)}" if unit else ""
        forms += [_form(numbers, name, more + 1, _fixed(unit, more - power + unit)) for more in (2, 1, 0)]
    return forms


def plain_form(M: Floats, digits: int) -> CellForm:
    """Return the numbers of M (r, c), each to so many significant digits."""
    return _form(M.ravel().tolist(), "", digits, _plainly(digits))


def _form(numbers: Sequence[float], unit: str, digits: int, written: Callable[[float], str]) -> CellForm:
    texts = [written(value) for value in numbers]
    return CellForm(texts, unit, digits, widest(texts, 1))


def _plainly(digits: int) -> Callable[[float], str]:
    return lambda value: "NaN" if np.isnan(value) else fmt(value, digits)


def _fixed(unit: int, decimals: int) -> Callable[[float], str]:
    def written(value: float) -> str:
        if not np.isfinite(value):
            return "NaN" if np.isnan(value) else fmt(value)
        text = f"{value / 10.0**unit:.{max(decimals, 0)}f}"
        if float(text) == 0:
            return "0" if value == 0 else NEARLY_ZERO
        return text.replace("-", "−")

    return written


def _power(M: Floats) -> int:
    """Return the power of ten of the largest number, as it is printed to three digits."""
    largest = float(np.abs(M[np.isfinite(M)]).max(initial=0.0))
    return int(f"{largest:.2e}".partition("e")[2]) if largest else 0
