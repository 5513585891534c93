"""Drawing one closed round: liking, just about right, statistics, people, wishes."""

from __future__ import annotations

import streamlit as st

from formulator.panel import HEDONIC_ATTRIBUTES
from formulator.store import Round, Store
from formulator.store.review import RoundReview
from formulator.web import charts, results, reviews
from formulator.web.auth import Viewer
from formulator.web.results import Story
from formulator.web.widgets import figures, lines, plain

FIGURES = st.column_config.NumberColumn(format="%.2f")
P = st.column_config.NumberColumn(format="%.3f")
SHARE = st.column_config.NumberColumn(format="percent")
NUMBERED = {
    "no": st.column_config.TextColumn("no.", pinned=True),
    "formula": st.column_config.TextColumn("Formula"),
}
"""Only the number is pinned: a whole name would fill a phone."""


def show_round(store: Store, viewer: Viewer, told: Story, round_: Round) -> None:
    """Draw one closed round."""
    st.subheader(plain(round_.name), divider="gray")
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
        _just_right(told, round_)
    st.markdown(f"**{plain(results.distinguished(told, round_)[1])}**")
    _table(told, round_)
    with st.container(horizontal=True):
        for words, ending in (("Scores, CSV", "csv"), ("Scores, XLSX", "xlsx")):
            st.link_button(words, f"/export/{round_.id}.{ending}", icon=":material/download:")
    _wishes(told, round_)
    if st.toggle("Statistics of this round", key=f"statistics_{round_.id}"):
        _statistics(store, viewer, told, round_)


def _just_right(told: Story, round_: Round) -> None:
    names = results.jar_names(told, round_)
    if not names:
        st.caption("Nobody answered a just-about-right question.")
        return
    attribute = st.pills(
        "Just about right",
        list(names),
        default=next(iter(names)),
        format_func=names.__getitem__,
        key=f"jar_{round_.id}",
    )
    rows = results.jar_rows(told, round_, attribute) if attribute else []
    if rows:
        st.altair_chart(charts.jar_chart(rows), key=f"jar_chart_{round_.id}", alt=charts.ALT["jar"])
    else:
        st.caption("Nobody answered this question.")


def _table(told: Story, round_: Round) -> None:
    st.dataframe(
        results.numbered(results.result_rows(told, round_)),
        hide_index=True,
        key=f"results_{round_.id}",
        placeholder="–",
        column_config={
            **NUMBERED,
            "group": st.column_config.TextColumn(
                "group", help="Formulas that share a letter are not distinguishable."
            ),
            "model": st.column_config.NumberColumn("model estimate", format="%.2f"),
            **{name: FIGURES for name in (*HEDONIC_ATTRIBUTES, "distance")},
            "n": "scores",
            "cost": "USD/kg",
        },
        alt="Liking by attribute, distance and cost of each formula",
    )


def _wishes(told: Story, round_: Round) -> None:
    wishes, comments = results.wish_rows(told, round_), results.comment_rows(told, round_)
    if not wishes and not comments:
        return
    with st.expander(f"Wishes and comments ({len(wishes)} wishes, {len(comments)} comments)"):
        for table, words in ((wishes, "Wishes"), (comments, "Comments")):
            if table:
                st.dataframe(table, hide_index=True, alt=words)


def _statistics(store: Store, viewer: Viewer, told: Story, round_: Round) -> None:
    attribute = st.pills(
        "Attribute", HEDONIC_ATTRIBUTES, default="overall", key=f"attribute_{round_.id}"
    )
    review = reviews.reviewed(store, viewer, round_, attribute=attribute or "overall")
    figures(reviews.key_figures(review), helps=reviews.FIGURE_HELP)
    lines(reviews.sentences(told, review))
    tabs = st.tabs(["Means", "Too little, too much", "Wishes and model", "Tasters", "Claims"])
    for place, draw in zip(tabs, (_means, _penalties, _prices, _people, _claims), strict=True):
        with place:
            draw(told, review, round_)


def _means(told: Story, review: RoundReview, round_: Round) -> None:
    rows = reviews.mean_rows(told, review)
    if rows:
        st.dataframe(
            rows,
            hide_index=True,
            key=f"means_{round_.id}",
            placeholder="–",
            column_config={n: FIGURES for n in ("mean", "low95", "high95")},
            alt="Panel means with 95 % intervals and groups that are not distinguishable",
        )
    different = reviews.difference_rows(told, review)
    if different:
        st.markdown("**More different from the control than the blind control itself**")
        st.dataframe(
            different,
            hide_index=True,
            key=f"different_{round_.id}",
            placeholder="–",
            column_config={"more different by": FIGURES, "se": FIGURES, "p (Holm)": P},
            alt="Difference from control, corrected for all formulas",
        )


def _penalties(told: Story, review: RoundReview, round_: Round) -> None:
    rows = reviews.penalty_rows(review)
    if not rows:
        st.caption("No just-about-right question was answered.")
    else:
        st.caption(reviews.CAREFUL)
        st.dataframe(
            rows,
            hide_index=True,
            key=f"penalties_{round_.id}",
            placeholder="–",
            column_config={
                "share": SHARE, "drop": FIGURES, "p": P, "with the others held": FIGURES,
            },
            alt="Share of cups that were off, and how much less they were liked; correlational",
        )  # fmt: skip
    ticked = reviews.cata_rows(told, review, round_)
    if ticked:
        st.markdown("**Words that tasters ticked**")
        st.dataframe(
            ticked,
            hide_index=True,
            key=f"cata_{round_.id}",
            placeholder="–",
            column_config={
                **{name: SHARE for name in ticked[0] if name not in ("term", "p")},
                "p": P,
            },
            alt="Share of tasters who ticked each word, with Cochran's Q test",
        )


def _prices(told: Story, review: RoundReview, _round: Round) -> None:
    prices = reviews.wish_lines(told, review)
    st.markdown("**What obeying the wishes costs**")
    if prices:
        lines(prices)
    else:
        st.caption("No wish that a recipe could follow.")
    words = reviews.model_lines(review)
    if words:
        st.markdown("**Which description fits best**")
        lines(words)


def _people(told: Story, review: RoundReview, round_: Round) -> None:
    st.caption(reviews.PEOPLE)
    st.dataframe(
        reviews.taster_rows(review),
        hide_index=True,
        key=f"tasters_{round_.id}",
        placeholder="–",
        height="content",
        column_config={
            name: FIGURES
            for name in (
                "level", "spread", "agreement", "discrimination F", "repeatability", "scaling",
            )
        },
        alt="How each taster uses the scale",
    )  # fmt: skip
    lines(reviews.performance_lines(review))
    flags = reviews.flag_rows(told, review)
    if flags:
        st.markdown("**Worth a look**")
        st.dataframe(flags, hide_index=True, key=f"flags_{round_.id}", alt="Consistency flags")


def _claims(told: Story, review: RoundReview, round_: Round) -> None:
    rows = reviews.parity_rows(told, review)
    if not rows:
        st.caption(
            "No claim is tested: it needs a blind control and a margin that was fixed when the "
            "round was opened."
        )
        return
    st.dataframe(
        rows,
        hide_index=True,
        key=f"claims_{round_.id}",
        column_config={
            "difference": FIGURES,
            "se": FIGURES,
            "p at least as good (Holm)": P,
            "p equally liked (Holm)": P,
        },
        alt="Claims against the control, corrected for all that were tried",
    )
