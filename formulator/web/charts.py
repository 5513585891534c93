"""Charts of the app: plain rows in, Altair charts out.

Field names are snake_case (Altair draws nothing, without an error, for names with dots or
brackets); people read ``title=``. Every chart has words for screen readers in ``ALT``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import altair as alt
import pandas  # noqa: F401 - altair looks for it in sys.modules, also while a thread imports it

from formulator.search.candidate import Candidate
from formulator.web.theme import BLUE, GREEN, GREY, ORANGE, SERIES, VERMILLION

Row = Mapping[str, Any]
Chart: TypeAlias = Any
"""An Altair chart; its ``encode`` has no type that a checker could follow."""
ALT = {
    "profile": "Dot plot: each axis of the formula in percent of the target, over the target's "
    "band of natural variation",
    "blocks": "Bar chart: distance to the target by block",
    "pareto": "Scatter plot: distance to the target against cost of raw materials",
    "liking": "Dot plot: mean liking with 90 % intervals by formula",
    "composition": "Stacked bars: ingredients of each formula in percent, water left out",
    "jar": "Stacked bars: share of tasters who found too little, just right or too much",
    "trend": "Dot plot: liking of the best formula by round, with intervals",
}
CLIP = 220.0
"""Largest percent of the target that is drawn; what lies beyond is drawn at the edge."""
ROOM = 290.0
"""End of the percent axis: right of ``CLIP`` stand the figures."""
NARROW = 300
"""Width of a drawing without room for figures beside its marks, [px]."""
WIDE_RATIO = 10.0
"""Largest over smallest value from which on a scale is logarithmic."""
JAR_COLOURS = {"too little": BLUE, "just about right": GREEN, "too much": ORANGE}


def inline(rows: Sequence[Row]) -> alt.InlineData:
    """Return rows as the data of a chart."""
    return alt.InlineData(values=[dict(row) for row in rows])


def profile_rows(candidate: Candidate, keys: Sequence[str], names: Row) -> list[dict[str, Any]]:
    """Return the drawn rows: value and band in percent of the target.

    Axes whose target is zero have no percentage and are left to the table.
    """
    profile = dict(candidate.profile)
    short = short_names([str(names.get(key, key)) for key in keys])
    rows = []
    for key in keys:
        axis = profile.get(key)
        if axis is None or axis.target <= 0:
            continue
        low = axis.target if axis.target_low is None else axis.target_low
        high = axis.target if axis.target_high is None else axis.target_high
        is_inside = low <= axis.value <= high
        unit = axis.unit.removesuffix("/100 g")
        rows.append(
            {
                "axis": short[str(names.get(key, key))],
                "percent": _percent(axis.value, axis.target),
                "value_low": _percent(axis.value if axis.low is None else axis.low, axis.target),
                "value_high": _percent(axis.value if axis.high is None else axis.high, axis.target),
                "band_low": _percent(low, axis.target),
                "band_high": _percent(high, axis.target),
                "value_text": f"{_short(axis.value)} of {_short(axis.target)} {unit}",
                "evidence": f"{axis.evidence}, {axis.coverage:.0%} reported",
                "place": "in the band" if is_inside else "outside the band",
            }
        )
    return rows


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Return each name up to its first comma, or whole where another name would be the same."""
    heads = [name.partition(", ")[0] for name in names]
    return {n: h if heads.count(h) == 1 else n for n, h in zip(names, heads, strict=True)}


def _percent(value: float, target: float) -> float:
    """Return a value in percent of the target, held within the drawn range."""
    return min(max(100 * value / target, 0.0), CLIP)


def row_height(n_rows: int, *, step: int, n_legend: int = 0) -> int:
    """Height of a chart of rows, [px]: Streamlit counts axis and legend into it."""
    return step * max(n_rows, 1) + 96 + 26 * n_legend


def top_legend() -> alt.Legend:
    """Return a legend above the chart, one line an entry, so that phones do not cut it off."""
    return alt.Legend(title=None, orient="top", direction="vertical", labelLimit=280)


TWO_LINES = (
    "length(datum.label) > 24 ? "
    "split(replace(datum.label, /^(.{8,24}) /, '$1\\n'), '\\n') : datum.label"
)
"""Vega expression: a long label breaks at a space, so that phones need not cut it off."""


def row_labels(*, two_lines: bool = False) -> alt.Axis:
    """Return an axis that names every row; high rows have room for long names in two lines."""
    expression = TWO_LINES if two_lines else "datum.label"
    return alt.Axis(labelLimit=170, labelOverlap=False, labelExpr=expression)


def _short(number: float) -> str:
    return f"{number:.3g}" if abs(number) < 1000 else f"{number:,.0f}"


def profile_chart(rows: Sequence[Row]) -> Chart:
    """Draw value against target band, one line an axis."""
    order = [row["axis"] for row in rows]
    base = alt.Chart(inline(rows)).encode(
        y=alt.Y("axis:N", sort=order, title=None, axis=row_labels())
    )
    # On a phone the figures would stand on the marks: there they are left to the tooltip and table.
    room = alt.ExprRef(f"width > {NARROW} ? {ROOM} : {CLIP}")
    shown = alt.ExprRef(f"width > {NARROW} ? 1 : 0")
    x_axis = alt.Scale(domainMin=0, domainMax=room, nice=False)
    band = base.mark_bar(opacity=0.28, height=13, color=GREY).encode(
        x=alt.X(
            "band_low:Q",
            scale=x_axis,
            title="% of the target",
            axis=alt.Axis(values=[0, 50, 100, 150, 200]),
        ),
        x2="band_high:Q",
    )
    dot = base.mark_point(size=90, filled=True, opacity=1).encode(
        x=alt.X("percent:Q", scale=x_axis),
        color=alt.Color(
            "place:N",
            scale=alt.Scale(domain=["in the band", "outside the band"], range=[GREEN, VERMILLION]),
            legend=top_legend(),
        ),
        shape=alt.Shape(
            "place:N",
            scale=alt.Scale(
                domain=["in the band", "outside the band"], range=["circle", "diamond"]
            ),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("axis:N", title="axis"),
            alt.Tooltip("value_text:N", title="value of target"),
            alt.Tooltip("evidence:N", title="evidence"),
        ],
    )
    doubt = base.mark_rule(strokeWidth=1.5, opacity=0.75).encode(
        x=alt.X("value_low:Q", scale=x_axis), x2="value_high:Q", color=alt.value(GREY)
    )
    words = base.mark_text(align="right", fontSize=11, color=GREY, opacity=shown).encode(
        x=alt.value("width"), text="value_text:N"
    )
    rule = (
        alt.Chart(inline([{"percent": 100}]))
        .mark_rule(strokeDash=[4, 3], color=GREY)
        .encode(x="percent:Q")
    )
    return (band + rule + doubt + dot + words).properties(
        height=row_height(len(rows), step=26, n_legend=2)
    )


def block_chart(rows: Sequence[Row]) -> Chart:
    """Draw the distance by block; rows hold ``block`` and ``distance``."""
    return (
        alt.Chart(inline(rows))
        .mark_bar(color=BLUE, cornerRadiusEnd=3, height=14)
        .encode(
            y=alt.Y("block:N", sort="-x", title=None, axis=row_labels()),
            x=alt.X("distance:Q", title="distance (0 = the target itself)"),
            tooltip=[
                alt.Tooltip("block:N", title="block"),
                alt.Tooltip("distance:Q", title="distance", format=".3f"),
                alt.Tooltip("similarity:Q", title="similarity", format=".0%"),
            ],
        )
        .properties(height=row_height(len(rows), step=24))
    )


def spread_scale(rows: Sequence[Row], field: str) -> alt.Scale:
    """Return a logarithmic scale where a few far values would press all others together."""
    values = [row[field] for row in rows]
    is_wide = min(values) > 0 and max(values) / min(values) > WIDE_RATIO
    return alt.Scale(type="log") if is_wide else alt.Scale(zero=False)


def pareto_chart(rows: Sequence[Row]) -> Chart:
    """Draw distance against cost; rows hold ``name``, ``distance``, ``cost`` and ``base``."""
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("cost:Q", title="raw material cost, USD/kg", scale=spread_scale(rows, "cost")),
        y=alt.Y("distance:Q", title="distance to the target", scale=spread_scale(rows, "distance")),
    )
    dots = base.mark_circle(size=140, opacity=0.9).encode(
        color=alt.Color(
            "is_front:N",
            scale=alt.Scale(domain=["best trade-off", "others"], range=[GREEN, GREY]),
            legend=top_legend(),
        ),
        tooltip=[
            alt.Tooltip("name:N", title="candidate"),
            alt.Tooltip("base:N", title="base"),
            alt.Tooltip("distance:Q", format=".2f"),
            alt.Tooltip("cost:Q", title="USD/kg", format=".2f"),
        ],
    )
    labels = base.mark_text(dy=-13, fontSize=11, color=GREY).encode(text="name:N")
    return (dots + labels).properties(height=340)


def mark_front(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Add ``is_front``: no other row is nearer and cheaper at once."""

    def is_beaten(row: Row) -> bool:
        return any(
            o["cost"] <= row["cost"]
            and o["distance"] <= row["distance"]
            and (o["cost"], o["distance"]) != (row["cost"], row["distance"])
            for o in rows
        )

    return [{**row, "is_front": "others" if is_beaten(row) else "best trade-off"} for row in rows]


def liking_chart(rows: Sequence[Row], *, scale: tuple[float, float] = (1, 9)) -> Chart:
    """Draw means with intervals; rows hold ``name``, ``kind``, ``mean``, ``low``, ``high``.

    ``kind`` tells the model's estimate from the panel's raw mean; either may be absent.
    """
    order = list(dict.fromkeys(row["name"] for row in rows))
    kinds = [k for k in ("model estimate", "panel mean") if any(r["kind"] == k for r in rows)]
    base = alt.Chart(inline(rows)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=row_labels(two_lines=True)),
        yOffset=alt.YOffset("kind:N", sort=kinds),
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(
                domain=kinds, range=[BLUE if k == "model estimate" else ORANGE for k in kinds]
            ),
            legend=top_legend(),
        ),
    )
    domain = alt.Scale(domain=list(scale), zero=False)
    lines = base.mark_rule(strokeWidth=2.5).encode(
        x=alt.X("low:Q", scale=domain, title="liking, 1 to 9 (90 % interval)"), x2="high:Q"
    )
    dots = base.mark_point(size=80, filled=True, opacity=1).encode(
        x=alt.X("mean:Q", scale=domain),
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds), legend=None),
        tooltip=[
            alt.Tooltip("name:N", title="formula"),
            alt.Tooltip("kind:N", title="figure"),
            alt.Tooltip("mean:Q", format=".2f"),
            alt.Tooltip("low:Q", format=".2f"),
            alt.Tooltip("high:Q", format=".2f"),
        ],
    )
    return (lines + dots).properties(height=row_height(len(order), step=38, n_legend=len(kinds)))


def composition_chart(rows: Sequence[Row]) -> Chart:
    """Draw stacked bars; rows hold ``name``, ``part`` and ``percent`` (water left out)."""
    parts = list(dict.fromkeys(row["part"] for row in rows))
    names = list(dict.fromkeys(row["name"] for row in rows))
    ranked = [{**row, "rank": parts.index(row["part"])} for row in rows]
    return (
        alt.Chart(inline(ranked))
        .mark_bar(height=20)
        .encode(
            y=alt.Y("name:N", sort=names, title=None, axis=row_labels(two_lines=True)),
            x=alt.X("percent:Q", title="g per 100 g, water left out", stack="zero"),
            color=alt.Color(
                "part:N",
                sort=parts,
                scale=alt.Scale(range=list(SERIES)),
                legend=alt.Legend(
                    title=None,
                    orient="bottom",
                    columns=alt.ExprRef(f"width > {NARROW} ? 2 : 1"),
                    labelLimit=220,
                ),
            ),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("name:N", title="formula"),
                alt.Tooltip("part:N", title="ingredient"),
                alt.Tooltip("percent:Q", title="g per 100 g", format=".2f"),
            ],
        )
        .properties(height=row_height(len(names), step=36, n_legend=len(parts)))
    )


def jar_chart(rows: Sequence[Row]) -> Chart:
    """Draw just-about-right shares; rows hold ``item``, ``level``, ``share`` (0 to 1), ``n``."""
    order = list(dict.fromkeys(row["item"] for row in rows))
    levels = list(JAR_COLOURS)
    ranked = [{**row, "rank": levels.index(row["level"])} for row in rows]
    return (
        alt.Chart(inline(ranked))
        .mark_bar(height=16)
        .encode(
            y=alt.Y("item:N", sort=order, title=None, axis=row_labels()),
            x=alt.X("share:Q", title="share of answers", axis=alt.Axis(format="%")),
            color=alt.Color(
                "level:N",
                scale=alt.Scale(domain=levels, range=list(JAR_COLOURS.values())),
                legend=top_legend(),
            ),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("item:N", title="sample"),
                alt.Tooltip("level:N", title="answer"),
                alt.Tooltip("share:Q", format=".0%"),
                alt.Tooltip("n:Q", title="answers"),
            ],
        )
        .properties(height=row_height(len(order), step=38, n_legend=3))
    )
