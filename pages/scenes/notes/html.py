"""Verdicts and numbers as HTML.

The colours are the accents of the palette; a symbol and a word repeat what they say.
"""

from __future__ import annotations

from html import escape

from core import Case
from core.notes import Examination
from pages.figures.palette import INK, Theme, css, mix, rgb
from pages.scenes.notes import words
from pages.scenes.notes.notes_at_step import NotesAtStep
from pages.scenes.notes.words import Chip


def style(theme: Theme) -> str:
    """Return the CSS for a theme."""
    ink = INK[theme]
    blue, orange = ink.accents
    grey = css(rgb(ink.muted))
    # A line need not hold outside the scope that the notes claim for it.
    kinds = {
        '[data-holds="true"]': blue,
        '[data-holds="false"]': orange,
        '[data-holds="unknown"]': grey,
        '[data-claimed="false"][data-holds="false"]': grey,
    }
    chips = "".join(
        f".notes-verdict{of} {{ color: {colour}; border-color: {colour};"
        f" background: {mix(colour, ink.page, 0.08)}; }}"
        for of, colour in kinds.items()
    )
    return f"""<style>
.notes-verdict {{ border-left: 4px solid; padding: 0.15rem 0.6rem; margin: 0 0 0.3rem; font-size: 0.9rem; }}
.notes-verdict[data-line="printed"], .notes-verdict[data-line="added"] {{ font-weight: 600; }}
{chips}
.notes-sides {{ border-collapse: collapse; font-size: 0.85rem; margin: 0.4rem 0; }}
.notes-sides th {{ text-align: left; font-weight: 400; color: {ink.muted}; padding: 0 0.8rem 0.1rem 0;
  white-space: nowrap; vertical-align: top; }}
.notes-sides td {{ font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }}
.notes-jump {{ display: flex; flex-wrap: wrap; gap: 0.3rem 0.5rem; }}
.notes-jump a {{ display: inline-block; border: 1px solid {orange}; color: {orange}; border-radius: 1rem;
  padding: 0.1rem 0.7rem; font-size: 0.85rem; text-decoration: none; }}
.notes-jump a:hover, .notes-jump a:focus-visible {{ background: {mix(orange, ink.page, 0.15)}; }}
.notes-heading {{ scroll-margin-top: 4rem; margin-bottom: -0.75rem; }}
[class*="st-key-notes_"] h3 {{ font-size: 1rem; padding: 0 0 0.3rem; scroll-margin-top: 4rem; }}
.notes-title {{ font-weight: 600; padding: 0 0 0.2rem; }}
[class*="st-key-notes_"] .katex-display {{ overflow-x: auto; overflow-y: hidden; text-align: left;
  padding: 0.2rem 0; margin: 0.3rem 0; }}
[class*="st-key-notes_"] .katex-display > .katex {{ text-align: left; }}
</style>"""


def jump(reading: NotesAtStep) -> str:
    """Return links to the lines that do not hold."""
    items = "".join(
        f'<a href="#{anchor(each)}">✗ {escape(words.title(each.equation))}</a>'
        for each in reading.lines(False)
    )
    return f'<nav class="notes-jump" aria-label="Lines that do not hold">{items}</nav>'


def anchor(examined: Examination) -> str:
    """Return the HTML id of an equation."""
    return f"equation-{examined.equation.key}"


def heading(examined: Examination) -> str:
    """Return the heading of an equation, with its id."""
    name = escape(words.title(examined.equation))
    title = f'<div class="notes-title" role="heading" aria-level="3">{name}</div>'
    return f'<div id="{anchor(examined)}" class="notes-heading">{title}</div>'


def findings(examined: Examination, case: Case) -> str:
    """Return the verdicts on an equation, the numbers of both sides, and its shapes."""
    chips = "".join(_chip(chip, examined.equation.key) for chip in words.chips(examined, case))
    sides = "".join(
        f'<tr><th scope="row">{name}</th><td>{escape(numbers)}</td></tr>'
        for name, numbers in words.rows(examined)
    )
    letters, numbers = words.shapes(examined.equation, case)
    here = f"<br>{escape(numbers)}" if numbers != letters else ""
    shapes = f'<tr><th scope="row">shapes, batch</th><td>{escape(letters)}{here}</td></tr>'
    table = f'<table class="notes-sides"><tbody>{sides}{shapes}</tbody></table>'
    return f"<div>{chips}{table}</div>"


def _chip(chip: Chip, key: str) -> str:
    unclaimed = "" if chip.is_claimed else ' data-claimed="false"'
    return (
        f'<div class="notes-verdict" data-testid="verdict" data-equation="{key}" data-line="{chip.line}" '
        f'data-holds="{chip.holds}" data-error="{chip.found.error!r}"{unclaimed}>{escape(chip.text)}</div>'
    )
