"""Drawing the iterations of a project: how each was liked, what changed and why."""

from __future__ import annotations

import streamlit as st

from formulator.web import cached, course, iteration_tables, iterations, story_charts
from formulator.web.formulas import readable
from formulator.web.iteration_tables import LabelOf
from formulator.web.iterations import Chapter
from formulator.web.results import Story, named, numbered
from formulator.web.round_results import NUMBERED
from formulator.web.widgets import lines, plain

FIGURES = st.column_config.NumberColumn(format="%.2f")
ONE = st.column_config.NumberColumn(format="%.1f")
MOST_CHANGES = 8
LIKING_ORDER = ("no", "liking", "interval", "group", "formula", "panel mean", "distance", "cost",
                "scores", "round")  # fmt: skip
"""What phones have room for stands first."""
GRAMS = ("protein", "fat", "saturated fat", "sugars", "fibre")


def show_iterations(told: Story) -> None:
    """Draw the course of a project: chart, then the iterations, newest first."""
    found = iterations.chapters(told)
    answer = course.verdict(told, found)
    if answer:
        st.markdown("**Did liking rise?**")
        lines(answer)
    trend = iterations.trend_rows(told, found)
    if trend:
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown("**Best formula of each iteration**")
            st.altair_chart(
                story_charts.trend_chart(trend, control=iterations.control_level(told)),
                key="trend",
                alt=story_charts.ALT["trend"],
            )
        with right:
            st.markdown("**All tasted formulas: liked, and how near**")
            st.altair_chart(
                story_charts.trade_off_chart(iterations.trade_off_rows(found)),
                key="trade_off",
                alt=story_charts.ALT["trade_off"],
            )
        st.caption(
            "Model estimate from all rounds; lines are 90 % intervals of what everybody would "
            "think. The panel's own level is in every line: compare two formulas by their "
            "difference, not by how the lines overlap."
        )
    label_of = iteration_tables.labels_by(cached.catalogue(), iterations.jurisdiction(told))
    for chapter in reversed(found):
        _chapter(told, chapter, label_of, gained=course.since_before(told, found, chapter))


def _chapter(told: Story, chapter: Chapter, label_of: LabelOf, *, gained: str) -> None:
    number = chapter.iteration.number
    st.subheader(f"Iteration {number}", divider="gray")
    taught = ", ".join(chapter.taught_by)
    st.caption(
        f"{chapter.n_formulas} formulas"
        + (f", after {plain(taught)}" if taught else "")
        + ("" if chapter.is_tasted else "; not tasted in a closed round yet")
    )
    if chapter.is_tasted:
        _tasted(chapter, label_of)
    if gained:
        st.text(gained)
    if chapter.before:
        feedback, change = st.columns([3, 2], gap="large")
        with feedback:
            _feedback(told, chapter)
        with change:
            _changes(chapter)
    if chapter.picks:
        with st.expander("What the search suggested to taste, and why", key=f"picks_{number}"):
            catalogue = cached.catalogue()
            lines(
                [f"{name}: {readable(named(told, why), catalogue)}" for name, why in chapter.picks]
            )
            st.caption(plain(readable(named(told, chapter.advice), catalogue)))


def _tasted(chapter: Chapter, label_of: LabelOf) -> None:
    st.dataframe(
        numbered(iteration_tables.liking_table(chapter)),
        hide_index=True,
        key=f"chapter_{chapter.iteration.id}",
        placeholder="–",
        column_config={
            **NUMBERED,
            "group": st.column_config.TextColumn(
                "group", help="Formulas of one round that share a letter are not distinguishable."
            ),
            "liking": st.column_config.NumberColumn("liking (model)", format="%.1f"),
            "interval": "90 % interval",
            "panel mean": ONE,
            "distance": FIGURES,
            "cost": "USD/kg",
        },
        column_order=LIKING_ORDER,
        alt="Tasted formulas and control with liking, groups, distance and cost",
    )
    st.dataframe(
        numbered(iteration_tables.nutrition_table(chapter, label_of)),
        hide_index=True,
        key=f"nutrition_{chapter.iteration.id}",
        placeholder="–",
        column_config={
            **NUMBERED,
            "kcal": st.column_config.NumberColumn("kcal/100 g", format="%.0f"),
            "sodium": st.column_config.NumberColumn("sodium, mg", format="%.0f"),
            **{name: st.column_config.NumberColumn(f"{name}, g", format="%.1f") for name in GRAMS},
        },
        column_order=("no", "kcal", *GRAMS, "sodium", "allergens", "formula"),
        alt="Nutrition per 100 g and allergens of the tasted formulas",
    )


def _feedback(told: Story, chapter: Chapter) -> None:
    st.markdown(f"**What the panels said after iteration {chapter.iteration.number - 1}**")
    rows = iterations.feedback_rows(chapter)
    if rows:
        st.dataframe(
            rows,
            hide_index=True,
            key=f"feedback_{chapter.iteration.id}",
            column_config={
                "wish": "wish",
                "net": st.column_config.ProgressColumn(
                    "net vote", format="%.2f", min_value=0.0, max_value=1.0,
                    help="Share of tasters who want it less those who want the opposite, shrunk "
                    "for small panels.",
                ),
                "recipe": "stands for",
                "before": FIGURES,
                "after": FIGURES,
                "verdict": "the best formula",
            },
            alt="Wishes of the panels and where the best formula went",
        )  # fmt: skip
        st.caption(
            "“Followed” compares the best formulas of both iterations; it does not prove that the "
            "wish caused the change."
        )
    else:
        st.caption("No wish stood out.")
    if chapter.lesson:
        st.markdown("**What the search made of all scores**")
        st.text(readable(named(told, chapter.lesson), cached.catalogue()))


def _changes(chapter: Chapter) -> None:
    st.markdown(f"**{plain(iterations.change_title(chapter))}**")
    if not chapter.changes:
        st.caption("The best formula stayed the same.")
        return
    shown = [iterations.change_text(row) for row in chapter.changes]
    lines(shown[:MOST_CHANGES])
    if len(shown) > MOST_CHANGES:
        st.caption(f"and {len(shown) - MOST_CHANGES} smaller changes, in g/100 g")
    else:
        st.caption("in g/100 g")
