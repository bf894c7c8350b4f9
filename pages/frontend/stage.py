"""The stage on a page."""

from collections.abc import Callable, Mapping
from typing import Any

from pages.frontend.component import component
from pages.frontend.request import DrawnPlane, Offer, Request, WeightEdit, parse_request
from pages.frontend.schema import read


def mount(
    message: bytes,
    *,
    key: str,
    on_request: Callable[[], None],
    on_offer: Callable[[], None],
    on_drawing: Callable[[], None],
    on_edit: Callable[[], None],
) -> None:
    """Put the stage on the page and send it one message.

    Parameters
    ----------
    message
        As `encode` returns it.
    key
        Identity of the stage: with the same key the browser keeps its figures.
    on_request
        Called before the rerun that a new request causes.
    on_offer
        Called before the rerun when the reader takes up what a remark offers.
    on_drawing
        Called before the rerun when the reader has drawn points.
    on_edit
        Called before the rerun when the reader sets or freezes a weight.
    """
    component("stage")(
        key=key,
        data=message,
        on_request_change=on_request,
        on_offer_change=on_offer,
        on_drawing_change=on_drawing,
        on_edit_change=on_edit,
    )


def read_request(values: Mapping[str, Any]) -> Request:
    """Return the last request among the values of a stage; the default before the first one."""
    return parse_request(values.get("request"))


def read_offer(values: Mapping[str, Any]) -> Offer:
    """Return the last offer that the reader took up in a stage."""
    return read(Offer, values.get("offer"))


def read_drawing(values: Mapping[str, Any]) -> DrawnPlane:
    """Return the points that the reader drew last on a stage."""
    return read(DrawnPlane, values.get("drawing"))


def read_edit(values: Mapping[str, Any]) -> WeightEdit:
    """Return what the reader last did with a weight in a stage."""
    return read(WeightEdit, values.get("edit"))
