"""One equation as a card: its lines at the left, verdicts and numbers at the right."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import Case
from core.notes import Examination, in_symbols
from pages.scenes.notes import html, words
from pages.scenes.notes.copy_latex import copy_latex
from pages.scenes.notes.latex import of_equation
from pages.scenes.notes.prose import typeset


def draw(examined: Examination, case: Case) -> None:
    """Draw an equation with its verdicts and numbers."""
    equation = examined.equation
    with st.container(border=True, key=f"notes_{equation.key}"):
        lines, findings = st.columns([3, 2], gap="medium")
        lines.html(html.heading(examined))
        lines.markdown(text(examined, case))
        with findings:
            st.html(html.findings(examined, case))
            copy_latex(equation.key, partial(of_equation, examined, case))


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
