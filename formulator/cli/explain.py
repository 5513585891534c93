"""``formulator explain``: why a formula is near its target, and where it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formulator.cli.output import JSON_OPTION, show


def explain(
    formula: Annotated[Path, typer.Argument(help="CSV with the columns key,percent.")],
    target: Annotated[str, typer.Option(help="Key of the target, e.g. milk_whole.")],
    *,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Explain a formula's distance to a target, block by block and axis by axis."""
    import ingredients as data  # noqa: PLC0415 (start-up stays light)
    from formulator import similarity  # noqa: PLC0415
    from formulator.formula_io import read_formula_csv  # noqa: PLC0415

    catalogue = data.load()
    explanation = similarity.explain_formula(
        catalogue, read_formula_csv(formula, catalogue), target
    )
    show(
        explanation.to_dict(),
        as_json=as_json,
        table=lambda: typer.echo(explanation.to_text()),
    )
