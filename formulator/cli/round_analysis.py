"""``formulator round analyse``: what a closed round says, as tables and sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from formulator.cli.output import JSON_OPTION, print_table, show
from formulator.cli.round_command import NUMBER, PROJECT, find_round

if TYPE_CHECKING:
    from formulator.panel import Analysis
    from formulator.store.review import RoundReview


def analyse(
    project: Annotated[str, PROJECT],
    number: Annotated[int | None, NUMBER] = None,
    attribute: Annotated[
        str, typer.Option(help="overall, taste, texture or appearance.")
    ] = "overall",
    margin: Annotated[
        float | None,
        typer.Option(
            help="Largest difference from the control that does not matter, fixed before tasting."
        ),
    ] = None,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Analyse a closed round: means, groups, reliability, people, wishes, claims, model."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)
    from formulator.store.review import review_round  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    try:
        review = review_round(
            store, find_round(store, project, number), attribute=attribute, margin=margin
        )
    finally:
        store.close()
    show(review.to_dict(), as_json=as_json, table=lambda: draw(review))


def draw(review: RoundReview) -> None:
    """Print a review for people; parts without data are left out."""
    a = review.analysis
    typer.echo(
        f"Round {review.number} ({review.name}), {a.attribute} liking: "
        f"{a.n_scores} scores of {a.n_tasters} tasters"
    )
    for note in review.notes:
        typer.echo(f"- {note}")
    if review.choice is not None:
        typer.echo(f"- {review.choice.sentence}")
    _means(a)
    _trust(a)
    _just_about_right(a)
    _terms(a)
    _claims(review)
    _people(review)
    _wishes(review)


def _heading(text: str) -> None:
    typer.echo(f"\n{text}")


def _means(a: Analysis) -> None:
    if a.means is None:
        return
    _heading("Means with 95 % intervals; formulas that share a letter are not distinguishable")
    print_table(
        ("formula", "mean", "low 95", "high 95", "group", "scores"),
        [(r.formula, r.mean, r.low95, r.high95, r.letters, r.n) for r in a.means.rows],
    )


def _trust(a: Analysis) -> None:
    if a.reliability is None or a.least_difference is None or a.tasters_for_80 is None:
        return
    needed = (
        f"{math.ceil(a.tasters_for_80)} tasters for .8"
        if math.isfinite(a.tasters_for_80)
        else "no number of tasters makes .8: no difference is seen"
    )
    typer.echo(f"reliability of these means {a.reliability:.2f}; {needed}")
    typer.echo(f"two means differ reliably from {a.least_difference:.2f} points on")
    if a.repeatability is not None:
        r = a.repeatability
        typer.echo(
            f"hidden duplicate: one score repeats with sd {r.sd:.2f} "
            f"({r.n_pairs} pairs, itself uncertain by {100 * r.relative_error:.0f} %)"
        )


def _just_about_right(a: Analysis) -> None:
    if not a.penalties:
        return
    _heading("Just-about-right, correlational: a drop is not an expected gain")
    print_table(
        ("attribute", "side", "share", "drop", "p"),
        [(p.attribute, p.side, p.share, p.drop, p.p_value) for p in a.penalties],
    )


def _terms(a: Analysis) -> None:
    if not a.cata:
        return
    _heading("Terms: does ticking differ between formulas? (Cochran's Q)")
    terms = sorted(a.cata, key=lambda item: item[1].p_value)
    print_table(("term", "Q", "df", "p"), [(term, t.q, t.df, t.p_value) for term, t in terms])


def _claims(review: RoundReview) -> None:
    if review.analysis.parity:
        _heading("Claims against the control, p values after Holm")
        print_table(
            ("formula", "difference", "se", "n", "at least as good", "equally liked"),
            [
                (p.claim, p.difference, p.se, p.n, p.holm_noninferior, p.holm_equivalent)
                for p in review.analysis.parity
            ],
        )
    if review.difference:
        _heading("How different from the dairy product, beyond what the blind control itself got")
        print_table(
            ("formula", "difference", "se", "p after Holm"),
            [(c.formula, c.difference, c.se, c.holm) for c in review.difference],
        )


def _people(review: RoundReview) -> None:
    if review.tasters:
        _heading("How tasters use the scale (who likes other things is not a bad taster)")
        print_table(
            ("taster", "scores", "level", "spread", "agreement"),
            [(t.taster, t.n, t.level, t.spread, t.agreement) for t in review.tasters],
        )
    if review.performance is not None:
        p, m = review.performance, review.performance.mixed
        _heading(f"Panel performance over {len(p.formulas)} formulas scored {p.n_replicates} times")
        print_table(
            ("taster", "F", "p", "repeatability sd", "agreement", "scaling"),
            [
                (name, x.f_value, x.p_value, x.root_mse, x.agreement, x.scaling)
                for name, x in zip(p.tasters, p.assessors, strict=True)
            ],
        )
        typer.echo(
            f"Mixed Assessor Model: formulas F {m.f_product:.2f} (p {m.p_product:.2g}), "
            f"scaling F {m.f_scaling:.2f} (p {m.p_scaling:.2g}), "
            f"disagreement F {m.f_disagreement:.2f} (p {m.p_disagreement:.2g})"
        )
    if review.analysis.flags:
        _heading("Worth a look")
        print_table(("taster", "what"), [(f.taster, f.text) for f in review.analysis.flags])


def _wishes(review: RoundReview) -> None:
    if review.wish_costs:
        _heading("What obeying a wish costs")
        for cost in review.wish_costs:
            typer.echo(f"- {cost.describe()}")
