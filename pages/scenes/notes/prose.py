"""Symbols in prose: the records write A2i and e^Z2i, the page shows them as mathematics."""

from __future__ import annotations

import re

_POWER = re.compile(r"e\^(−?)Z([0-9]?[iju]?)\b")
_SYMBOL = re.compile(r"(?<![\w^{$])(d?[AZWbXY])(?:_([iju])|([0-9][iju]?|[iju]))(?!\w)")
_LOWERED = str.maketrans("0123456789iju", "₀₁₂₃₄₅₆₇₈₉ᵢⱼᵤ")


def typeset(text: str) -> str:
    """Return Markdown with its symbols in LaTeX.

    >>> typeset("Z2i changes every A2j; dZ1 and Y_j do not. The factor e^Z2i is taken out.")
    '$Z_{2i}$ changes every $A_{2j}$; $dZ_{1}$ and $Y_{j}$ do not. The factor $e^{Z_{2i}}$ is taken out.'
    """
    return _SYMBOL.sub(_latex, _POWER.sub(_power, text))


def written(text: str) -> str:
    """Return text with its symbols in Unicode subscripts, for places without LaTeX.

    >>> written("A2i taken out of dW2; Y as one sum")
    'A₂ᵢ taken out of dW₂; Y as one sum'
    """
    return _SYMBOL.sub(lambda found: found[1] + _index(found).translate(_LOWERED), text)


def _index(found: re.Match[str]) -> str:
    return found[2] or found[3]


def _latex(found: re.Match[str]) -> str:
    return f"${found[1]}_{{{_index(found)}}}$"


def _power(found: re.Match[str]) -> str:
    sign, index = "-" if found[1] else "", f"_{{{found[2]}}}" if found[2] else ""
    return f"$e^{{{sign}Z{index}}}$"
