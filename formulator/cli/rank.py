"""``formulator rank``: posterior liking of any mixture study, without the catalogue."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formulator.cli.output import JSON_OPTION, print_table, show

if TYPE_CHECKING:
    from formulator.learning import Ranking


def rank(
    formulas: Annotated[
        Path,
        typer.Option(
            help="CSV: formula, then one column of amounts per component; or formula, ingredient, "
            "percent."
        ),
    ],
    ratings: Annotated[
        Path,
        typer.Option(
            help="CSV: formula,taster,score and optionally position,attribute; or taster, then "
            "one column per formula. Higher scores are better."
        ),
    ],
    scale: Annotated[
        tuple[float, float],
        typer.Option(help="Lowest and highest possible score.", metavar="LOW HIGH"),
    ] = (1.0, 9.0),
    attribute: Annotated[
        str, typer.Option(help="Attribute to rank by; overall, or the only one, by default.")
    ] = "",
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Rank formulas by expected liking, tasted or not, from any ratings.

    Mean and 90 % interval are of the population's liking; gain is how much better than the best
    tasted formula one is expected to be. Whether the tasted formulas differ at all is said below
    the table (with --json on standard error).
    """
    from formulator import learning  # noqa: PLC0415 (start-up stays light)
    from formulator.learning.ranking import of_attribute  # noqa: PLC0415
    from formulator.learning.remarks import remarks  # noqa: PLC0415

    learning.PRIOR.for_scale(*scale)  # a scale without width is told before any score
    mixtures = learning.read_mixture_csv(formulas)
    scores = learning.read_ratings_csv(ratings, formulas=mixtures, scale=scale)
    ranked = learning.rank_formulas(mixtures, scores, scale=scale, attribute=attribute or None)
    show([r.to_dict() for r in ranked], as_json=as_json, table=lambda: _table(ranked, scale))
    for sentence in remarks(of_attribute(scores, attribute or None), scale=scale):
        typer.echo(f"- {sentence}", err=as_json)


def _table(ranked: Sequence[Ranking], scale: tuple[float, float]) -> None:
    digits = max(0, 3 - math.floor(math.log10(scale[1] - scale[0])))
    print_table(
        ("rank", "formula", "mean", "low 90", "high 90", "gain", "ratings"),
        [
            (
                r.rank,
                r.formula,
                *(f"{v:.{digits}f}" for v in (r.mean, r.low90, r.high90, r.expected_improvement)),
                r.n_ratings,
            )
            for r in ranked
        ],
    )
