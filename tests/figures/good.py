"""Small figures without a fault, as plain data: what the auditor is audited with."""

from __future__ import annotations

import copy
from typing import Any

Plain = dict[str, Any]

INK, PAPER = "#222222", "#ffffff"
LIGHT, NIGHT = "#f2f3f5", "#0e1117"


def cells(**layout: Any) -> Plain:
    """Return two panels of cells with numbers, names, and a colour bar below each."""
    data, annotations = [], []
    for number, (low, high) in enumerate(((0, 0.45), (0.55, 1)), start=1):
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
        z = [[0.5, -0.25, 1], [-1, 0.75, 0.1]]
        data.append({"type": "heatmap", "z": z, "zmin": -1, "zmax": 1, "showscale": False, **axes})
        data[-1]["colorscale"] = [[0, "#8a63b8"], [0.5, "#f6f6f4"], [1, "#b3d27a"]]
        places = [(x, y) for y in range(2) for x in range(3)]
        data.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [x for x, _ in places],
                "y": [y for _, y in places],
                "text": [f"{z[y][x]}" for x, y in places],
                "textfont": {"size": 12, "color": "#000000"},
                **axes,
            }
        )
        annotations.append(_note(f"dW{number} (2 × 3)", (low + high) / 2, 1.04))
        bar = {
            "orientation": "h",
            "x": (low + high) / 2,
            "xanchor": "center",
            "len": high - low,
            "y": -0.25,
        }
        bar |= {"thickness": 8, "nticks": 3, "xpad": 0, "ypad": 0, "tickfont": {"size": 12}}
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [None],
                "y": [None],
                "marker": {"color": [0], "cmin": -1, "cmax": 1, "showscale": True, "colorbar": bar},
                **axes,
            }
        )
    axes = {f"xaxis{n}": {"domain": d, "anchor": f"y{n}"} for n, d in ((1, [0, 0.45]), (2, [0.55, 1]))}
    axes |= {f"yaxis{n}": {"anchor": f"x{n}"} for n in (1, 2)}
    return _figure(
        data, {"annotations": annotations, "margin": {"b": 90}, "showlegend": False} | axes | layout
    )


def lines(**layout: Any) -> Plain:
    """Return two lines with a legend above them, the last point of each marked."""
    x = list(range(11))
    data = [
        {"type": "scatter", "mode": "lines", "x": x, "y": [1 / (1 + rate * at) for at in x], "name": name}
        for name, rate in (("train", 1), ("test", 0.5))
    ]
    data.append({"type": "scatter", "mode": "markers", "x": [9], "y": [0.1], "showlegend": False})
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 1, "xanchor": "right"}
    axes = {
        "xaxis": {"title": {"text": "step"}},
        "yaxis": {"title": {"text": "loss"}, "range": [-0.1, 1.1]},
    }
    return _figure(data, {"legend": legend} | axes | layout)


def plane(**layout: Any) -> Plain:
    """Return points on a plane with one scale, with a vertical colour bar beside it."""
    at = [-0.8, -0.2, 0.3, 0.7]
    bar = {"title": {"text": ""}, "len": 1, "lenmode": "fraction", "ypad": 0, "nticks": 3}
    marker = {"color": at, "showscale": True, "size": 9, "colorbar": bar}
    data = [{"type": "scatter", "mode": "markers", "x": at, "y": at[::-1], "marker": marker}]
    axes = {"xaxis": {"range": [-1, 1]}, "yaxis": {"range": [-1, 1]}, "showlegend": False}
    return _figure(data, axes | layout)


def powers() -> Plain:
    """Return a line on a logarithmic axis, whose ticks have exponents."""
    data = [{"type": "scatter", "x": [1, 2, 3], "y": [1e-6, 1e-3, 1]}]
    axis = {"type": "log", "exponentformat": "power", "range": [-7, 1], "tickfont": {"size": 16}}
    return _figure(data, {"yaxis": axis, "xaxis": {"range": [0, 4]}})


def dark(figure: Plain) -> Plain:
    """Return a figure in light ink on a dark page."""
    figure = copy.deepcopy(figure)
    figure["layout"] |= {"paper_bgcolor": NIGHT, "plot_bgcolor": NIGHT}
    figure["layout"]["font"] = {"size": 13, "color": LIGHT}
    return figure


def wrapped() -> Plain:
    """Return lines whose long title has a line break, and a tilted note."""
    figure = lines(title={"text": "Loss of the training set<br>and of the test set", "x": 0.5})
    figure["layout"]["annotations"] = [_note("as predicted", 0.5, 0.6, textangle=-30)]
    return figure


def near() -> Plain:
    """Return names that stand near to each other, yet apart."""
    figure = lines()
    figure["layout"]["annotations"] = [
        _note(name, x, 0.55) for name, x in (("unit 1", 0.5), ("unit 2", 0.6))
    ]
    return figure


def zeros() -> Plain:
    """Return cells that are all 0, with one that is not."""
    figure = cells()
    figure["data"][0]["z"] = [[0, 0, 0], [0, 0, 0]]
    figure["data"][1]["text"] = ["0"] * 6
    return figure


def keyed() -> Plain:
    """Return lines with a key whose marks are fainter than a text may be."""
    figure = lines()
    key = '<span style="color:#cccccc">■■</span> small'
    figure["layout"]["annotations"] = [_note(key, 0.5, 0.6)]
    return figure


def _note(text: str, x: float, y: float, **more: Any) -> Plain:
    place = {"xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "bottom", "showarrow": False}
    return {"text": text, "x": x, "y": y, **place, **more}


def _figure(data: list[Plain], layout: Plain) -> Plain:
    margin = {"l": 60, "r": 60, "t": 80, "b": 60} | layout.pop("margin", {})
    page = {"width": 782, "height": 440, "margin": margin, "paper_bgcolor": PAPER, "plot_bgcolor": PAPER}
    text = {"font": {"size": 13, "color": INK}, "title": {"text": "A figure", "x": 0.5}}
    return copy.deepcopy({"data": data, "layout": page | text | {"showlegend": True} | layout})


GOOD = {
    "cells": cells(),
    "lines": lines(),
    "plane": plane(),
    "powers": powers(),
    "dark cells": dark(cells()),
    "dark lines": dark(lines()),
    "wrapped": wrapped(),
    "near": near(),
    "zeros": zeros(),
    "keyed": keyed(),
}
