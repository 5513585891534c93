"""``formulator rank``: posterior liking of any mixture study, without the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formulator.cli.output import JSON_OPTION, print_table, show


def rank(
    formulas: Annotated[
        Path, typer.Option(help="CSV: formula, then one column of amounts per component.")
    ],
    ratings: Annotated[
        Path, typer.Option(help="CSV: formula,taster,score and optionally position,attribute.")
    ],
    scale: Annotated[
        tuple[float, float], typer.Option(help="Lowest and highest possible score.")
    ] = (1.0, 9.0),
    attribute: Annotated[
        str, typer.Option(help="Attribute to rank by; overall, or the only one, by default.")
    ] = "",
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Rank formulas by their expected liking, tasted or not, from any ratings."""
    from formulator import learning  # noqa: PLC0415 (start-up stays light)

    mixtures = learning.read_mixture_csv(formulas)
    scores = learning.read_ratings_csv(ratings, formulas=mixtures, scale=scale)
    ranked = learning.rank_formulas(mixtures, scores, scale=scale, attribute=attribute or None)
    show(
        [r.to_dict() for r in ranked],
        as_json=as_json,
        table=lambda: print_table(
            ("rank", "formula", "mean", "low 90", "high 90", "gain", "ratings"),
            [
                (r.rank, r.formula, r.mean, r.low90, r.high90, r.expected_improvement, r.n_ratings)
                for r in ranked
            ],
        ),
    )
