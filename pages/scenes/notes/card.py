"""One equation as a card: its lines at the left, verdicts and numbers at the right."""

from __future__ import annotations

import streamlit as st

from core import Case
from core.notes import Examination, display, in_symbols
from pages.scenes.notes import html, words
from pages.scenes.notes.latex import numbers, symbols
from pages.scenes.notes.prose import typeset


def draw(examined: Examination, case: Case) -> None:
    """Draw an equation with its verdicts and numbers."""
    key = examined.equation.key
    with st.container(border=True, key=f"notes_{key}"):
        lines, findings = st.columns([3, 2], gap="medium")
        lines.html(html.heading(examined))
        lines.markdown(text(examined, case))
        with findings:
            st.html(html.findings(examined, case))
            _copies(examined, case)


@st.fragment
def _copies(examined: Examination, case: Case) -> None:
    """Draw the equation in LaTeX, once the reader opens it: laying all of them out is slow."""
    popover = st.popover(
        "Copy LaTeX",
        icon=":material/content_copy:",
        key=f"copy_{examined.equation.key}",
        on_change="rerun",
    )
    if popover.open:
        with popover:
            st.caption("with symbols")
            st.code(display(symbols(examined)), language="latex", wrap_lines=True)
            st.caption("with the numbers of this run")
            st.code(display(numbers(examined, case)), language="latex", wrap_lines=True)


def text(examined: Examination, case: Case) -> str:
    """Return an equation with its explanation and remarks, as Markdown."""
    equation = examined.equation
    parts = [typeset(equation.says)]
    if case.loss.output != "softmax":
        parts.append(words.needs_softmax(equation))
    for line, template, _ in examined.lines:
        parts += [":blue[Corrected:]"] * (line == "corrected") + [f"$$\n{in_symbols(template)}\n$$"]
    parts += [typeset(equation.fault), typeset(equation.notation and f"Notation: {equation.notation}")]
    if equation.is_in_the_notes:
        scope = f"Correct {equation.scope}. " if equation.scope else ""
        parts.append(f"{scope}In a batch: ${in_symbols(equation.batch)}$")
    return "\n\n".join(part for part in parts if part)
