"""The address of a page without a stage, which would write it."""

from collections.abc import Mapping

from pages.frontend.component import component
from pages.frontend.message import encode


def write_address(link: Mapping[str, str], step: int) -> None:
    """Let the browser write `link` and `step` into the page's address."""
    component("page_address", draws=False)(key="page_address", data=encode({"link": link, "step": step}))
