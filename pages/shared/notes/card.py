"""One equation as a card: the lines at the left, the verdicts and numbers at the right."""

from __future__ import annotations

import streamlit as st

from core import Case
from core.equations import Examination, in_numbers, in_symbols, latex_of
from pages.shared.notes import html, words
from pages.shared.notes.prose import typeset


def draw(examined: Examination, case: Case) -> None:
    """Draw an equation with all that was found of it."""
    key = examined.equation.key
    with st.container(border=True, key=f"notes_{key}"):
        lines, findings = st.columns([3, 2], gap="medium")
        lines.html(html.heading(examined))
        lines.markdown(text(examined))
        with findings:
            st.html(html.findings(examined, case))
            with st.popover("Copy LaTeX", icon=":material/content_copy:"):
                st.caption("with symbols")
                st.code(symbols(examined), language="latex", wrap_lines=True)
                st.caption("with the live numbers")
                st.code(numbers(examined, case), language="latex", wrap_lines=True)


def text(examined: Examination) -> str:
    """Return what an equation says, its lines and what is to be remarked of them, as Markdown."""
    equation = examined.equation
    parts = [typeset(equation.says)]
    if equation.right:
        parts.append(_display(in_symbols(_printed(examined))))
    if examined.shows_correction or not equation.right:
        named = ":blue[Corrected:]" if equation.right else ""
        parts += [named, _display(in_symbols(equation.fixed))]
    parts += map(typeset, words.remarks(examined))
    if equation.is_in_the_notes:
        parts.append(f"{words.closing(equation)} ${in_symbols(equation.batch)}$")
    return "\n\n".join(part for part in parts if part)


def symbols(examined: Examination) -> str:
    """Return the LaTeX of an equation's lines with symbols."""
    equation, lines = examined.equation, []
    tag = rf" \tag{{{equation.number}}}" if equation.number else ""
    if equation.right:
        lines.append(in_symbols(_printed(examined)) + tag)
    if examined.shows_correction or not equation.right:
        lines += ["% corrected"] * bool(equation.right) + [in_symbols(equation.fixed) + tag]
    return "\n".join(lines)


def numbers(examined: Examination, case: Case) -> str:
    """Return the same with the live numbers, what they come to, and what was measured."""
    equation, lines = examined.equation, []
    if equation.needs_hidden and not case.has_hidden:
        return "% this network has no hidden layer"
    there = equation.at(case)
    if examined.printed:
        line = in_numbers(_printed(examined), there)
        value = examined.printed.value
        lines.append(f"{line} = {latex_of(value)}" if value is not None else f"% shapes do not fit\n{line}")
    if examined.corrected and (examined.shows_correction or not examined.printed):
        assert examined.corrected.value is not None  # what is corrected has shapes that fit
        fixed = in_numbers(equation.fixed, there)
        lines.append(f"{fixed} = {latex_of(examined.corrected.value)}")
    if examined.measured is not None:
        lines.append(f"% measured: {latex_of(examined.measured)}")
    return "\n".join(lines)


def _printed(examined: Examination) -> str:
    return f"{examined.equation.left} = {examined.equation.right}"


def _display(latex: str) -> str:
    return f"$$\n{latex}\n$$"
