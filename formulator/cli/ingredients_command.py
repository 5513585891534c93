"""``formulator ingredients``: what can be bought and weighed."""

from __future__ import annotations

from typing import Annotated

import typer

from formulator.cli.listing import food_row, matches
from formulator.cli.output import JSON_OPTION, print_table, show


def ingredients(
    search: Annotated[str, typer.Option(help="Only ingredients that hold all these words.")] = "",
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """List the ingredients that a formula may hold."""
    import ingredients as data  # noqa: PLC0415 (start-up stays light)

    rows = [food_row(f) for f in data.load().of_kind(data.Kind.INGREDIENT) if matches(f, search)]
    show(
        rows,
        as_json=as_json,
        table=lambda: print_table(
            ("key", "category", "dose", "name", "source"),
            [(r["key"], r["category"], _dose(r["usage"]), r["name"], r["source"]) for r in rows],
        ),
    )


def _dose(usage: dict[str, float] | None) -> str:
    return "-" if usage is None else f"{usage['minimum']:g}-{usage['maximum']:g} %"
