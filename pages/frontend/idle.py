"""What may wait until the browser is idle."""

from collections.abc import Mapping
from typing import Any

from pages.frontend.component import component, rerun

IDLE = "idle"
"""The key of the component."""


def is_idle(values: Mapping[str, Any]) -> bool:
    """Return whether the browser has been idle on this page; if not, it runs this fragment when it is.

    Parameters
    ----------
    values
        Those of the component.
    """
    told = bool(values.get("idle"))
    component("idle", draws=False)(key=IDLE, data={"told": told}, on_idle_change=rerun)
    return told
