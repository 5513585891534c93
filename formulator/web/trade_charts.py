"""Charts of many formulas at once: trade-offs, blocks as lines, three-part triangles.

Rows come from ``trade_rows``; how they are drawn is decided here. Field names are snake_case, for
Altair draws nothing for others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import altair as alt

from formulator.web.charts import (
    Chart,
    Row,
    inline,
    row_height,
    row_labels,
    spread_scale,
    top_legend,
)
from formulator.web.theme import GREEN, GREY, SERIES, VERMILLION

SHAPES = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "circle",
    "square",
)
"""One mark per series beside its colour, so that colour alone never tells."""
CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.5, sqrt(3) / 2))
"""Corners of the triangle: left, right, top."""
STEPS = (0.25, 0.1, 0.05, 0.02, 0.01, 0.005)
"""Distances of the triangle's grid lines, in shares."""
WHOLE = ((-0.04, 1.04), (-0.1, 0.97))
"""What is seen at least, across and upwards, when the whole triangle is drawn."""
LONGEST_CORNER = 150
"""Room for the words at a corner, [px]: two of them stand beside each other on a phone."""
CROWDED = 0.5
"""Formulas of which a window of this share of a side shows all are better looked at from near."""


def front_chart(rows: Sequence[Row], *, x_title: str, y_title: str) -> Chart:
    """Draw two wishes against each other.

    Parameters
    ----------
    rows : sequence of mapping
        ``name`` (short), ``title``, ``x``, ``y`` and ``is_front`` (best trade-off or others).
    x_title, y_title : str

    Returns
    -------
    Chart
    """
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("x:Q", title=x_title, scale=spread_scale(rows, "x")),
        y=alt.Y("y:Q", title=y_title, scale=spread_scale(rows, "y")),
    )
    kinds = ["best trade-off", "others"]
    dots = base.mark_point(size=150, filled=True, opacity=0.9).encode(
        color=alt.Color(
            "is_front:N", scale=alt.Scale(domain=kinds, range=[GREEN, GREY]), legend=top_legend()
        ),
        shape=alt.Shape(
            "is_front:N", scale=alt.Scale(domain=kinds, range=["diamond", "circle"]), legend=None
        ),
        tooltip=[
            alt.Tooltip("title:N", title="formula"),
            alt.Tooltip("x:Q", title=x_title, format=".3g"),
            alt.Tooltip("y:Q", title=y_title, format=".3g"),
        ],
    )
    labels = base.mark_text(dy=-14, fontSize=12, color=GREY).encode(text="name:N")
    return (dots + labels).properties(height=380)


def block_lines(rows: Sequence[Row]) -> Chart:
    """Draw the distance of each block, one line a formula.

    Parameters
    ----------
    rows : sequence of mapping
        ``name``, ``block``, ``place`` (order of the blocks), ``distance`` and ``percent``
        (similarity).

    Returns
    -------
    Chart
    """
    names = list(dict.fromkeys(row["name"] for row in rows))
    blocks = list(dict.fromkeys(row["block"] for row in rows))
    colours = [SERIES[i % len(SERIES)] for i in range(len(names))]
    shapes = [SHAPES[i % len(SHAPES)] for i in range(len(names))]
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("distance:Q", title="distance by block (0 = target)"),
        y=alt.Y("block:N", sort=blocks, title=None, axis=row_labels()),
        color=alt.Color(
            "name:N", sort=names, scale=alt.Scale(domain=names, range=colours), legend=top_legend()
        ),
        order="place:Q",
        tooltip=[
            alt.Tooltip("name:N", title="formula"),
            alt.Tooltip("block:N", title="block"),
            alt.Tooltip("distance:Q", title="distance", format=".3f"),
            alt.Tooltip("percent:Q", title="similarity, %", format=".0f"),
        ],
    )
    lines = base.mark_line(strokeWidth=2, opacity=0.75)
    marks = base.mark_point(size=85, filled=True, opacity=1).encode(
        shape=alt.Shape(
            "name:N", sort=names, scale=alt.Scale(domain=names, range=shapes), legend=None
        )
    )
    return (lines + marks).properties(height=row_height(len(blocks), step=34, n_legend=len(names)))


def ternary_point(shares: Sequence[float]) -> tuple[float, float] | None:
    """Return where three amounts stand in the triangle; None when all are zero.

    Parameters
    ----------
    shares : sequence of three float
        Amounts >= 0 of the left, right and top corner, in one unit.

    Returns
    -------
    tuple of (x, y) or None

    Examples
    --------
    >>> ternary_point([1, 0, 0]), ternary_point([0, 2, 0]), ternary_point([0, 0, 0])
    ((0.0, 0.0), (1.0, 0.0), None)
    """
    total = sum(shares)
    if total <= 0:
        return None
    x = sum(s / total * corner[0] for s, corner in zip(shares, CORNERS, strict=True))
    y = sum(s / total * corner[1] for s, corner in zip(shares, CORNERS, strict=True))
    return x, y


def _grid(step: float) -> list[dict[str, float]]:
    """Return the lines of the grid: three sets of parallels to the sides."""
    found = []
    for i in range(1, round(1 / step)):
        share = i * step
        rest = 1 - share
        for a, b in (
            ((share, rest, 0.0), (share, 0.0, rest)),
            ((rest, share, 0.0), (0.0, share, rest)),
            ((rest, 0.0, share), (0.0, rest, share)),
        ):
            start, end = ternary_point(a), ternary_point(b)
            if start and end:
                found.append({"x": start[0], "y": start[1], "x2": end[0], "y2": end[1]})
    return found


def window(rows: Sequence[Row]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return what is drawn across and upwards to see the formulas apart, with some room."""
    xs, ys = [row["x"] for row in rows], [row["y"] for row in rows]
    half = 0.7 * max(max(xs) - min(xs), max(ys) - min(ys), 0.02)
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return (x - half, x + half), (y - half, y + half)


def is_crowded(rows: Sequence[Row]) -> bool:
    """Return whether the formulas lie so close that the whole triangle would not tell them."""
    (left, right), _ = window(rows)
    return right - left < CROWDED


def _seen(across: tuple[float, float], upwards: tuple[float, float]) -> tuple[Any, Any]:
    """Return scales that show a window whole, and as long across as upwards at any width."""
    x_half, y_half = (across[1] - across[0]) / 2, (upwards[1] - upwards[0]) / 2
    per_pixel = f"max({2 * x_half:.6f} / width, {2 * y_half:.6f} / height)"

    def scale(middle: float, size: str) -> alt.Scale:
        low, high = (f"{middle:.6f} {sign} {size} / 2 * {per_pixel}" for sign in "-+")
        return alt.Scale(domainMin=alt.ExprRef(low), domainMax=alt.ExprRef(high), nice=False)

    return scale(sum(across) / 2, "width"), scale(sum(upwards) / 2, "height")


def _corner_words(corners: Sequence[str], x: Any, y: Any) -> list[Chart]:
    """Return the words at the corners of the whole triangle."""
    sides: tuple[Any, ...] = ("left", "right", "center")
    places = zip(corners, CORNERS, (20, 20, -12), sides, strict=True)
    return [
        alt.Chart(inline([{"x": c[0], "y": c[1], "words": f"100 % {name}"}]))
        .mark_text(fontSize=12, color=GREY, dy=dy, align=align, limit=LONGEST_CORNER)
        .encode(x=x, y=y, text="words:N")
        for name, c, dy, align in places
    ]


def _edge_words(corners: Sequence[str]) -> list[Chart]:
    """Return the words at the edges of a part of the triangle: where each of the three grows."""
    left, right, top = corners
    places: tuple[tuple[Any, ...], ...] = (
        (alt.value(0), alt.value("height"), 4, -8, "left", f"↙ more {left}"),
        (alt.value("width"), alt.value("height"), -4, -8, "right", f"more {right} ↘"),
        (alt.value(alt.ExprRef("width / 2")), alt.value(0), 0, 12, "center", f"↑ more {top}"),
    )
    return [
        alt.Chart(inline([{"words": words}]))
        .mark_text(fontSize=12, color=GREY, dx=dx, dy=dy, align=align, limit=LONGEST_CORNER)
        .encode(x=x, y=y, text="words:N")
        for x, y, dx, dy, align, words in places
    ]


def grid_step(rows: Sequence[Row], *, near: bool) -> float:
    """Return how far apart the grid lines of a triangle are, in shares of its three parts."""
    left, right = (window(rows) if near else WHOLE)[0]
    return next((s for s in STEPS if (right - left) / s >= 4), STEPS[-1])


def ternary_chart(rows: Sequence[Row], corners: Sequence[str], *, near: bool = False) -> Chart:
    """Draw formulas in a triangle of three parts.

    Parameters
    ----------
    rows : sequence of mapping
        ``name``, ``title``, ``kind`` (formula or target), ``x``, ``y`` and ``left``, ``right``,
        ``top`` (shares in percent).
    corners : sequence of three str
        Words at the left, right and top corner.
    near : bool
        Draw only the part of the triangle in which the formulas stand.

    Returns
    -------
    Chart
    """
    across, upwards = window(rows) if near else WHOLE
    x_scale, y_scale = _seen(across, upwards)
    x = alt.X("x:Q", scale=x_scale, axis=None)
    y = alt.Y("y:Q", scale=y_scale, axis=None)
    ends = {"x2": "x2:Q", "y2": "y2:Q"}
    step = grid_step(rows, near=near)
    outline = [
        {"x": a[0], "y": a[1], "x2": b[0], "y2": b[1]}
        for a, b in zip(CORNERS, (*CORNERS[1:], CORNERS[0]), strict=True)
    ]
    grid = alt.Chart(inline(_grid(step))).mark_rule(
        color=GREY, opacity=0.35, strokeDash=[3, 3], clip=True
    )
    sides = alt.Chart(inline(outline)).mark_rule(color=GREY, strokeWidth=1.5, clip=True)
    names = _edge_words(corners) if near else _corner_words(corners, x, y)
    layers = [grid.encode(x=x, y=y, **ends), sides.encode(x=x, y=y, **ends), *names]
    return (
        alt.layer(*layers, *_ternary_dots(rows, corners, x, y))
        .properties(height=400)
        .configure_view(strokeWidth=0)
    )


def _ternary_dots(rows: Sequence[Row], corners: Sequence[str], x: Any, y: Any) -> list[Chart]:
    kinds = ["formula", "target"]
    points = alt.Chart(inline(rows)).encode(x=x, y=y)
    dots = points.mark_point(size=130, filled=True, opacity=0.85).encode(
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=kinds, range=[SERIES[0], VERMILLION]),
            legend=top_legend(),
        ),
        shape=alt.Shape(
            "kind:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), legend=None
        ),
        tooltip=[
            alt.Tooltip("title:N", title="formula"),
            *(
                alt.Tooltip(f"{field}:Q", title=f"{name}, % of the three", format=".1f")
                for field, name in zip(("left", "right", "top"), corners, strict=True)
            ),
        ],
    )
    return [dots, points.mark_text(dy=-13, fontSize=11, color=GREY).encode(text="name:N")]


def described(kind: str, rows: Sequence[Mapping[str, Any]], *, words: str) -> str:
    """Return the words that stand for a chart: what it is, of how many, where the numbers are."""
    n = len({row["name"] for row in rows})
    return f"{kind} of {n} formulas: {words}. The same numbers stand in the table below."
