"""Find the arithmetic that a text prints, for a literal evaluation by `tests.browser.journeys.sums`."""

import re

NUMBER = r"−?\d[\d.]*(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
_TERM = rf"(?:\({NUMBER}\)|{NUMBER})"
_ROW = r"\([^()]*, [^()]*\)"
_SUM = re.compile(rf"(?<![\w.]){_TERM}(?: [·×+−/] {_TERM})+ = {NUMBER}")
_LOG = re.compile(rf"−log ({NUMBER}) = ({NUMBER})")
_ERROR = re.compile(rf"\(({NUMBER}) − ({NUMBER})\) / (\d+) = ({NUMBER})")
_ERRORS = re.compile(rf"\(({_ROW}) − ({_ROW})\) / (\d+) = ({_ROW})")
_UPDATE = re.compile(rf"from ({NUMBER}) to ({NUMBER}), by −({NUMBER}) × ({_TERM});")
_SHARES = re.compile(r"gives (.*?); together they are 1\.")


def arithmetic(text: str) -> list[str]:
    """Return what a text claims, each as ``terms = value``."""
    text = re.sub(r"\[[^\]]*\]", "[]", text)
    found = [each[0] for each in _SUM.finditer(text)]
    found += [f"−log({p}) = {loss}" for p, loss in _LOG.findall(text)]
    found += [f"({p} − {y}) / {n} = {dZ}" for p, y, n, dZ in _ERROR.findall(text)]
    for P, Y, n, dZ in _ERRORS.findall(text):
        rows = zip(*(row.strip("()").split(", ") for row in (P, Y, dZ)), strict=True)
        found += [f"({p} − {y}) / {n} = {value}" for p, y, value in rows]
    found += [f"{old} − {rate} · {slope} = {new}" for old, new, rate, slope in _UPDATE.findall(text)]
    for shares in _SHARES.findall(text):
        found.append(f"{' + '.join(re.findall(rf'({NUMBER}) to', shares))} = 1")
    return [each.rstrip(".").replace(" × ", " · ") for each in found]
