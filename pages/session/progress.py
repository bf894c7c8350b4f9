"""Progress: how far a run is computed, drawn while the reader waits."""

from __future__ import annotations

from typing import Any

import streamlit as st


class Progress:
    """Draw how far the run is computed, once that takes more than a slice.

    While it is drawn, Streamlit ends the work of a tab that was closed or that wants something else.
    """

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, reached: int, step: int) -> None:
        """Draw the step reached."""
        self._bar = self._bar or st.empty()
        self._bar.progress(reached / step, f"Computing step {reached:,} of {step:,}")

    def clear(self) -> None:
        """Take the bar off the page."""
        if self._bar is not None:
            self._bar.empty()
