"""Rows of a closed round's statistics; every word of caution of the library comes along."""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from formulator.panel.jar import CAUTION
from formulator.store import Round, Store
from formulator.store.review import RoundReview, review_round
from formulator.web.auth import Right, Viewer, require
from formulator.web.results import Story, named

CAREFUL = f"Correlational: {CAUTION.removeprefix('correlational: ')}."
PEOPLE = "Who likes other things is not a bad taster: these rows describe, they do not rank."


@st.cache_resource(show_spinner=False, max_entries=100)
def _cached(_store: Store, round_id: str, attribute: str, state: tuple[int, ...]) -> RoundReview:
    round_ = _store.round(round_id)
    return review_round(_store, round_, attribute=attribute, margin=margin_of(round_))


def reviewed(store: Store, viewer: Viewer, round_: Round, *, attribute: str) -> RoundReview:
    """Return a closed round's review; worked out once for what stands in the store now.

    Raises
    ------
    AccessError
        If the viewer may not read results.
    ConflictError
        While the round is open.
    """
    require(viewer, Right.READ_RESULTS)
    # A later voiding or another iteration changes what is said of a closed round.
    judged = store.judgements(project_id=round_.project_id)
    state = (len(judged), sum(bool(j.voided) for j in judged),
             len(store.iterations(round_.project_id)))  # fmt: skip
    return _cached(store, round_.id, attribute, state)


def margin_of(round_: Round) -> float | None:
    """Return the margin of parity that was fixed when the round was opened."""
    margin = round_.settings.get("margin")
    return float(margin) if margin else None


def key_figures(review: RoundReview) -> dict[str, str]:
    """Return the figures on how far this round can be trusted."""
    a = review.analysis
    found = {"Tasters": str(a.n_tasters), "Scores": str(a.n_scores)}
    if a.reliability is not None:
        found["Reliability"] = f"{a.reliability:.2f}"
    if a.tasters_for_80 is not None:
        needed = a.tasters_for_80
        found["Tasters for 0.8"] = f"{math.ceil(needed)}" if math.isfinite(needed) else "no end"
    if a.least_difference is not None:
        found["Differences seen from"] = f"{a.least_difference:.1f} points"
    if a.repeatability is not None:
        found["Noise of one score"] = f"{a.repeatability.sd:.1f} points"
    return found


FIGURE_HELP = {
    "Reliability": "Share of the differences between panel means that another panel would repeat.",
    "Tasters for 0.8": "Tasters for a reliability of 0.8; no end when no difference is seen.",
    "Differences seen from": "Least significant difference of two means at 5 %.",
    "Noise of one score": "From hidden duplicates: standard deviation within a taster.",
}


def sentences(told: Story, review: RoundReview) -> list[str]:
    """Return the notes with names in place of ids, the verdict first."""
    return [named(told, note) for note in review.notes]


def mean_rows(told: Story, review: RoundReview) -> list[dict[str, Any]]:
    """Return the means of the panel with 95 % intervals and tied groups."""
    means = review.analysis.means
    if means is None:
        return []
    return [
        {
            "formula": named(told, row.formula),
            "mean": row.mean,
            "low95": row.low95,
            "high95": row.high95,
            "group": row.letters,
            "scores": row.n,
        }
        for row in means.rows
    ]


def penalty_rows(review: RoundReview) -> list[dict[str, Any]]:
    """Return the just-about-right drops, the largest share times drop first."""
    rows = sorted(review.analysis.penalties, key=lambda p: -abs(p.total))
    return [
        {
            "attribute": p.attribute.replace("_", " "),
            "side": str(p.side),
            "share": p.share,
            "drop": p.drop,
            "p": None if math.isnan(p.p_value) else p.p_value,
            "with the others held": p.net,
        }
        for p in rows
    ]


def cata_rows(told: Story, review: RoundReview, round_: Round) -> list[dict[str, Any]]:
    """Return the share of tasters who ticked each term, formula by formula, with Cochran's Q."""
    asked = {j.formula for j in told.judgements[round_.id] if j.cata is not None}
    names = [named(told, formula) for formula in sorted(asked)]
    return [
        {"term": term, **dict(zip(names, test.shares, strict=True)), "p": test.p_value}
        for term, test in review.analysis.cata
    ]


def flag_rows(told: Story, review: RoundReview) -> list[dict[str, Any]]:
    """Return what a panel leader should look at."""
    return [
        {"taster": flag.taster, "kind": flag.kind, "what": named(told, flag.text)}
        for flag in review.analysis.flags
    ]


def taster_rows(review: RoundReview) -> list[dict[str, Any]]:
    """Return how each taster uses the scale, with what repeated formulas say of it."""
    repeated = {}
    if review.performance is not None:
        pairs = zip(review.performance.tasters, review.performance.assessors, strict=True)
        repeated = dict(pairs)
    rows = []
    for use in review.tasters:
        more = repeated.get(use.taster)
        rows.append(
            {
                "taster": use.taster,
                "scores": use.n,
                "level": use.level,
                "spread": use.spread,
                "agreement": use.agreement,
                "discrimination F": None if more is None else more.f_value,
                "repeatability": None if more is None else more.root_mse,
                "scaling": None if more is None else more.scaling,
            }
        )
    return rows


def performance_lines(review: RoundReview) -> list[str]:
    """Say what the Mixed Assessor Model finds over all rounds so far."""
    if review.performance is None:
        return []
    found, mixed = review.performance, review.performance.mixed
    return [
        f"Mixed Assessor Model over {len(found.tasters)} tasters, {len(found.formulas)} formulas, "
        f"{found.n_replicates} servings each: formulas differ F = {mixed.f_product:.2f} "
        f"(p = {mixed.p_product:.2g}); tasters use the scale differently F = "
        f"{mixed.f_scaling:.2f} (p = {mixed.p_scaling:.2g}); they disagree beyond that F = "
        f"{mixed.f_disagreement:.2f} (p = {mixed.p_disagreement:.2g})."
    ]


def parity_rows(told: Story, review: RoundReview) -> list[dict[str, Any]]:
    """Return the claims against the control with their verdicts."""
    return [
        {
            "formula": named(told, claim.claim),
            "difference": claim.difference,
            "se": claim.se,
            "p at least as good (Holm)": claim.holm_noninferior,
            "p equally liked (Holm)": claim.holm_equivalent,
            "may be claimed": named(told, claim.verdict()).partition(": ")[2],
        }
        for claim in review.analysis.parity
    ]


def difference_rows(told: Story, review: RoundReview) -> list[dict[str, Any]]:
    """Return how much more different from the control each formula is than the blind control."""
    return [
        {
            "formula": named(told, row.formula),
            "more different by": row.difference,
            "se": row.se,
            "p (Holm)": row.holm,
        }
        for row in review.difference
    ]


def wish_lines(told: Story, review: RoundReview) -> list[str]:
    """Say what obeying each wish costs in liking and in distance."""
    return [named(told, cost.describe()) for cost in review.wish_costs]


def model_lines(review: RoundReview) -> list[str]:
    """Say which description of the formulas predicts this project's scores best."""
    return [review.choice.sentence] if review.choice is not None else []
