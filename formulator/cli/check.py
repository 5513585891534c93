"""``formulator check``: the food-science and legal rules on any formula."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formulator.cli.output import JSON_OPTION, show


def check(
    formula: Annotated[Path, typer.Argument(help="CSV with the columns key,percent.")],
    target: Annotated[
        str, typer.Option(help="Key of a target, or a category such as milk_barista.")
    ],
    jurisdiction: Annotated[str, typer.Option(help="US, EU or Codex.")] = "US",
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Judge a formula by all rules: accept, warn or reject, with findings and sources."""
    import ingredients as data  # noqa: PLC0415 (start-up stays light)
    from formulator.formula_io import read_percents_csv  # noqa: PLC0415
    from formulator.search.rules import check_formula  # noqa: PLC0415

    percents = read_percents_csv(formula)
    known = {"us": "US", "eu": "EU", "codex": "Codex"}
    place = known.get(jurisdiction.lower(), jurisdiction)
    verdict = check_formula(percents, data.load(), target=target, jurisdiction=place)
    result = verdict.to_dict()

    def table() -> None:
        typer.echo(result["verdict"])
        for finding in result["findings"]:
            typer.echo(f"  {finding['rule']} {finding['severity']}: {finding['message']}")
            typer.echo(f"      source: {finding['source']}")

    show(result, as_json=as_json, table=table)
