"""See what the panels said, how sure that is, and what the next formulas make of it.

Each closed round shows the **panel mean** (what these tasters scored) beside the **model
estimate** (what is believed of everybody, from all rounds: it draws single scores towards
each other as far as noise demands). Lines are 90 % intervals: where they overlap widely, the
panel does not distinguish the formulas. Scores are no proof of being as good as the animal food;
that needs a test planned for it.
"""

import streamlit as st

from formulator.store import Round
from formulator.web import charts, formulas, results
from formulator.web.auth import Right
from formulator.web.projects import open_project
from formulator.web.results import Story
from formulator.web.widgets import figures, lines, page_style, plain

FIGURES = st.column_config.NumberColumn(format="%.2f")

page_style()
store, viewer, project = open_project(Right.READ_RESULTS, "Compare", __doc__)
told = results.story(store, viewer, project)


def one_round(round_: Round) -> None:
    """Draw one closed round."""
    rows = results.liking_rows(told, round_)
    if not rows:
        st.info("Nobody scored anything in this round.")
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown("**Overall liking**")
        st.altair_chart(
            charts.liking_chart(rows), key=f"liking_{round_.id}", alt=charts.ALT["liking"]
        )
    with right:
        names = results.jar_names()
        attribute = st.pills(
            "Just about right",
            list(names),
            default=next(iter(names)),
            format_func=names.__getitem__,
            key=f"jar_{round_.id}",
        )
        jar = results.jar_rows(told, round_, attribute) if attribute else []
        if jar:
            st.altair_chart(
                charts.jar_chart(jar), key=f"jar_chart_{round_.id}", alt=charts.ALT["jar"]
            )
        else:
            st.caption("Nobody answered this question.")
    st.markdown(f"**{plain(results.distinguished(told, round_)[1])}**")
    st.dataframe(
        results.result_rows(told, round_),
        hide_index=True,
        key=f"results_{round_.id}",
        column_config={
            "formula": st.column_config.TextColumn("Formula", pinned=True),
            "group": st.column_config.TextColumn(
                "group", help="Formulas that share a letter are not distinguishable."
            ),
            "model": st.column_config.NumberColumn("model estimate", format="%.2f"),
            **{name: FIGURES for name in ("overall", "taste", "texture", "appearance", "distance")},
            "n": "scores",
            "cost": "USD/kg",
        },
        alt="Liking by attribute, distance and cost of each formula",
    )
    st.link_button("Download as CSV", f"/export/{round_.id}.csv", icon=":material/download:")
    wishes, comments = results.wish_rows(told, round_), results.comment_rows(told, round_)
    if wishes or comments:
        with st.expander(f"Wishes and comments ({len(wishes)} wishes, {len(comments)} comments)"):
            for table, words in ((wishes, "Wishes"), (comments, "Comments")):
                if table:
                    st.dataframe(table, hide_index=True, alt=words)


def _number(label: str) -> str:
    """Return the short number that a formula's label begins with."""
    return label.split(" ", maxsplit=1)[0]


def side_by_side(told: Story) -> None:
    """Compare any two formulas of the project."""
    ids = list(told.candidates)
    left, right = st.columns(2)
    first = left.selectbox("Formula", ids, format_func=told.labels.__getitem__, key="first")
    others = [i for i in ids if i != first]
    second = right.selectbox("against", others, format_func=told.labels.__getitem__, key="second")
    before, after = told.candidates[first], told.candidates[second]
    names = {told.labels[first]: before, told.labels[second]: after}
    chart, table = st.columns(2, gap="large")
    with chart:
        st.altair_chart(
            charts.composition_chart(formulas.stacked_rows(names)),
            key="stacked",
            alt=charts.ALT["composition"],
        )
        for name, candidate in names.items():
            st.caption(name)
            figures(
                {
                    "Distance": f"{candidate.distance:.2f}",
                    "USD/kg": formulas.cost_text(candidate),
                    "Parts": str(len(candidate.parts)),
                }
            )
    with table:
        st.dataframe(
            formulas.difference_rows(before, after),
            hide_index=True,
            key="difference",
            column_config={
                "name": st.column_config.TextColumn("Ingredient", pinned=True),
                "before": st.column_config.NumberColumn(_number(told.labels[first]), format="%.2f"),
                "after": st.column_config.NumberColumn(_number(told.labels[second]), format="%.2f"),
                "change": st.column_config.NumberColumn("change, g/100 g", format="%+.2f"),
            },
            alt="What changes from the first formula to the second",
        )


def next_formulas(told: Story) -> None:
    """Show the newest proposal in the order that the panels gave it."""
    rows = results.next_rows(told)
    moved = sum(row["place_now"] != row["place_by_nearness"] for row in rows)
    if told.likings:
        st.caption(
            f"Iteration {told.iterations[-1].number}. The tasters changed the place of {moved} of "
            f"{len(rows)} formulas, against an order by nearness to the target alone."
        )
    st.dataframe(
        rows,
        hide_index=True,
        key="next",
        column_config={
            "formula": st.column_config.TextColumn("Formula", pinned=True),
            "place_now": "place now",
            "place_by_nearness": "place by nearness",
            "liking": st.column_config.NumberColumn("predicted liking", format="%.2f"),
            "low": st.column_config.NumberColumn("90 % low", format="%.2f"),
            "high": st.column_config.NumberColumn("90 % high", format="%.2f"),
            "before": st.column_config.NumberColumn("before any score", format="%.2f"),
            "gain": st.column_config.NumberColumn("expected gain", format="%.2f"),
            "distance": FIGURES,
            "cost": "USD/kg",
        },
        alt="Newest formulas by predicted liking",
    )


if not told.iterations:
    st.info("This project has no formulas yet.")
    st.stop()
lines(results.timeline(told))
if told.rounds:
    names = {r.id: plain(r.name) for r in told.rounds}
    newest_first = list(reversed(told.rounds))
    shown = st.pills(
        "Rounds side by side",
        [r.id for r in newest_first],
        selection_mode="multi",
        default=[r.id for r in newest_first[:2]],
        format_func=names.__getitem__,
        key=f"rounds_{project.id}_{len(told.rounds)}",
    )
    for round_ in newest_first:
        if round_.id in shown:
            st.subheader(plain(round_.name), divider="gray")
            one_round(round_)
else:
    st.info("No round is closed yet; results are sealed until then.", icon=":material/lock:")
st.subheader("Next formulas", divider="gray")
next_formulas(told)
if len(told.candidates) > 1:
    st.subheader("Side by side", divider="gray")
    side_by_side(told)
