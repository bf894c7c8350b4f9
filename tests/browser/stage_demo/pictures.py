"""The demo's figures, as plain dicts."""

from typing import Any

import numpy as np
from waves import BLANK, LINES, line_shape, palette

NONE = {"l": 34, "r": 8, "t": 6, "b": 30}


def layout(theme: str, **more: Any) -> dict[str, Any]:
    ink = "#e8eaf0" if theme == "dark" else "#1f2430"
    return {
        "margin": NONE,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": ink, "size": 12},
        "showlegend": False,
        **more,
    }


def image(x: float, y: float, width: float, height: float) -> dict[str, Any]:
    return {
        "source": BLANK,
        "xref": "x",
        "yref": "y",
        "x": x,
        "y": y,
        "sizex": width,
        "sizey": height,
        "sizing": "stretch",
        "layer": "below",
    }


def map_figure(theme: str) -> dict[str, Any]:
    rng = np.random.default_rng(0)
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": rng.random(300),
        "y": rng.random(300),
        "marker": {"size": 6, "color": "#0072B2", "line": {"color": "white", "width": 1}},
    }
    axis = {"range": [0, 1], "fixedrange": False}
    return {
        "data": [points],
        "layout": layout(theme, images=[image(0, 1, 1, 1)], xaxis=axis, yaxis=axis),
    }


def cells_figure(theme: str) -> dict[str, Any]:
    colours = [[i / 255, "rgb({},{},{})".format(*c)] for i, c in enumerate(palette())]
    heat = {
        "type": "heatmap",
        "z": np.zeros((2, 8)),
        "visible": False,
        "zmin": -1,
        "zmax": 1,
        "colorscale": colours,
        "showscale": False,
        "texttemplate": "%{text}",
    }
    return {
        "data": [heat],
        "layout": layout(
            theme,
            images=[image(-0.5, -0.5, 8, 2)],
            xaxis={"range": [-0.5, 7.5]},
            yaxis={"range": [1.5, -0.5]},
        ),
    }


def net_figure(theme: str) -> dict[str, Any]:
    return {
        "data": [{"type": "scatter", "x": [0, 1], "y": [0, LINES], "mode": "markers"}],
        "layout": layout(
            theme,
            images=[image(0.1, LINES - 4, 0.8, 20)],
            shapes=[line_shape(i) for i in range(LINES)],
            xaxis={"range": [0, 1]},
            yaxis={"range": [0, LINES]},
        ),
    }


def curves_figure(theme: str) -> dict[str, Any]:
    traces = [{"type": "scatter", "mode": "lines", "x": [], "y": []} for _ in range(2)]
    return {"data": traces, "layout": layout(theme)}


def figures(theme: str) -> list[dict[str, Any]]:
    made = [
        ("map", "Wave", map_figure, False),
        ("net", "Lines and tiles", net_figure, True),
        ("cells", "Cells", cells_figure, True),
        ("height", "Height", curves_figure, False),
        ("share", "Share", curves_figure, False),
    ]
    return [
        {
            "name": name,
            "title": title,
            "area": name,
            "figure": figure(theme),
            "label": f"{title} figure",
            "pixelated": pixelated,
            "exactOnly": [0] if name == "cells" else [],
        }
        for name, title, figure, pixelated in made
    ]


GRID = {
    "wide": '"map net net" 380px "cells height share" 260px / 380px 1fr 1fr',
    "narrow": '"map" 340px "net" 300px "cells" 220px "height" 240px "share" 240px / 100%',
}


def channels() -> list[dict[str, Any]]:
    one = palette()[None]
    tiles = np.array([[22 * t, 0, 20, 20, 0] for t in range(6)])
    return [
        raster("map", "map", 60, 60, one),
        raster("cells", "cells", 8, 2, one),
        {**raster("tiles", "net", 130, 20, one), "tiles": tiles},
        {
            "kind": "stroke",
            "name": "lines",
            "figure": "net",
            "first": 0,
            "count": LINES,
            "palette": palette(),
            "width": [0.5, 4],
            "every": 1,
        },
        series("height", [1, 2]),
        series("share", [3, 4]),
        {"kind": "text", "target": "readout"},
        {"kind": "text", "target": "sentence"},
    ]


def raster(name: str, figure: str, width: int, height: int, palettes: np.ndarray) -> dict[str, Any]:
    return {
        "kind": "raster",
        "name": name,
        "figure": figure,
        "image": 0,
        "palettes": palettes,
        "width": width,
        "height": height,
        "tiles": None,
        "every": 1,
    }


def series(figure: str, columns: list[int]) -> dict[str, Any]:
    traces = [{"trace": i, "column": c} for i, c in enumerate(columns)]
    return {
        "kind": "series",
        "name": figure,
        "figure": figure,
        "traces": traces,
        "limit": 512,
        "every": 4,
    }
