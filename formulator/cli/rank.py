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
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Rank formulas by their expected liking, tasted or not, from any ratings."""
    from formulator.learning import rank_formulas  # noqa: PLC0415 (start-up stays light)

    rankings = rank_formulas(formulas, ratings, scale=scale)
    print(rankings, as_json, show, print_table)
