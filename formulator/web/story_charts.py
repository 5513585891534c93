"""Charts of the Compare page: how liking and distance went from iteration to iteration."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from formulator.web.charts import Chart, Row, inline
from formulator.web.theme import BLUE, GREY, ORANGE

ALT = {
    "trend": "Dot plot: liking of the best formula of each iteration with 90 % intervals; a dashed "
    "line marks the animal control",
    "trade_off": "Scatter plot: liking with 90 % intervals against distance to the target",
}


def trend_chart(rows: Sequence[Row], *, control: tuple[str, float] | None) -> Chart:
    """Draw the best formula by iteration; rows hold ``iteration``, ``mean``, ``low``, ``high``."""
    scale = alt.Scale(domain=[1, 9])
    order = [row["iteration"] for row in rows]
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("iteration:N", sort=order, title=None, axis=alt.Axis(labelAngle=0))
    )
    line = base.mark_line(color=BLUE, opacity=0.4).encode(y=alt.Y("mean:Q", scale=scale))
    interval = base.mark_rule(strokeWidth=3, color=BLUE).encode(
        y=alt.Y("low:Q", scale=scale, title="liking, 1 to 9 (90 % interval)"), y2="high:Q"
    )
    dots = base.mark_point(size=110, filled=True, opacity=1, color=BLUE).encode(
        y=alt.Y("mean:Q", scale=scale),
        tooltip=[
            alt.Tooltip("name:N", title="formula"),
            alt.Tooltip("mean:Q", title="liking", format=".2f"),
            alt.Tooltip("low:Q", title="90 % low", format=".2f"),
            alt.Tooltip("high:Q", title="90 % high", format=".2f"),
            alt.Tooltip("distance:Q", format=".2f"),
        ],
    )
    layers = [line, interval, dots]
    if control is not None:
        mark = [{"control": control[1], "name": control[0]}]
        layers.append(
            alt.Chart(inline(mark)).mark_rule(strokeDash=[6, 4], color=ORANGE, strokeWidth=2)
            .encode(y=alt.Y("control:Q", scale=scale), tooltip=["name:N"])
        )  # fmt: skip
        layers.append(
            alt.Chart(inline(mark))
            .mark_text(align="left", dy=-7, fontSize=11, color=GREY, x=4)
            .encode(y=alt.Y("control:Q", scale=scale), text="name:N")
        )
    return alt.layer(*layers).properties(height=300)


def trade_off_chart(rows: Sequence[Row]) -> Chart:
    """Draw liking against distance; rows hold ``name``, ``liking``, ``low``, ``high``."""
    scale = alt.Scale(domain=[1, 9])
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("distance:Q", title="distance to the target (0 = the target itself)",
                scale=alt.Scale(zero=False)),
    )  # fmt: skip
    interval = base.mark_rule(strokeWidth=2, color=BLUE, opacity=0.6).encode(
        y=alt.Y("low:Q", scale=scale, title="liking, 1 to 9"), y2="high:Q"
    )
    dots = base.mark_point(size=90, filled=True, opacity=1, color=BLUE).encode(
        y=alt.Y("liking:Q", scale=scale),
        tooltip=[
            alt.Tooltip("name:N", title="formula"),
            alt.Tooltip("liking:Q", format=".2f"),
            alt.Tooltip("distance:Q", format=".2f"),
        ],
    )
    words = base.mark_text(align="left", dx=9, fontSize=11, color=GREY).encode(
        y=alt.Y("liking:Q", scale=scale), text="short:N"
    )
    return (interval + dots + words).properties(height=300)
