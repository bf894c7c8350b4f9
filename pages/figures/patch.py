"""A patch: one call of ``Plotly.update`` as plain data."""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

import plotly.graph_objects as go


class Patch(TypedDict):
    """The arguments of ``Plotly.update(div, update, layout, traces)``.

    Each value in `update` is a list with one entry per trace in `traces`.
    """

    update: dict[str, Any]
    layout: dict[str, Any]
    traces: list[int]


def patch(
    *,
    traces: Iterable[int] = (),
    update: dict[str, Any] | None = None,
    layout: dict[str, Any] | None = None,
) -> Patch:
    """Build a patch.

    Raises
    ------
    ValueError
        If a value in `update` has not one entry per trace.
    """
    indices, values = list(traces), update or {}
    for name, entries in values.items():
        if len(entries) != len(indices):
            raise ValueError(f"{name}: {len(entries)} entries for {len(indices)} traces")
    return {"update": values, "layout": layout or {}, "traces": indices}


def apply(figure: go.Figure, patches: Iterable[Patch]) -> go.Figure:
    """Apply patches to a figure in place, as the browser would, and return it."""
    for each in patches:
        if each["traces"]:
            figure.plotly_restyle(each["update"], trace_indexes=each["traces"])
        figure.plotly_relayout(each["layout"])
    return figure


def filled(figure: Mapping[str, Any], patches: Iterable[Patch]) -> dict[str, Any]:
    """Return a plain figure with patches in it: `apply` without Plotly's checks, some thirty times faster.

    The given figure stays as it is: what a patch does not touch is shared with it.
    """
    data, layout = [dict(trace) for trace in figure["data"]], dict(figure["layout"])
    for each in patches:
        for name, values in each["update"].items():
            for trace, value in zip(each["traces"], values, strict=True):
                _put(data[trace], name, value)
        for name, value in each["layout"].items():
            _put(layout, name, value)
    return {**figure, "data": data, "layout": layout}


def _put(target: dict[str, Any], name: str, value: Any) -> None:
    """Set an attribute by its name, as in ``"images[0].source"``; what is on the way is copied first."""
    *way, last = name.split(".")
    for part in way:
        key, _, index = part.rstrip("]").partition("[")
        if index:
            target[key] = list(target[key])
            target[key][int(index)] = target = dict(target[key][int(index)])
        else:
            target[key] = target = dict(target.get(key) or {})
    target[last] = value
