"""The cheat sheet, to save from the pages whose lines it has."""

from pathlib import Path

import streamlit as st

FILE = Path(__file__).parents[2] / "docs" / "cheat-sheet.pdf"


def cheat_sheet_button() -> None:
    """Draw the button that saves the cheat sheet."""
    st.download_button(
        "Cheat sheet (PDF)",
        FILE.read_bytes,
        "backpass-cheat_sheet.pdf",
        "application/pdf",
        key="cheat_sheet",
        icon=":material/download:",
        help="Every line of a training step with its shapes, in both conventions, on one sheet of paper.",
        on_click="ignore",
    )
