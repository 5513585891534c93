"""``formulator targets``: what can be imitated."""

from __future__ import annotations

from typing import Annotated

import typer

from formulator.cli.listing import matches
from formulator.cli.output import JSON_OPTION, print_table, show


def targets(
    search: Annotated[str, typer.Option(help="Only foods that hold all these words.")] = "",
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """List the animal foods that can be imitated."""
    import ingredients as data  # noqa: PLC0415 (start-up stays light)

    rows = [
        {"key": f.key, "name": f.name, "category": f.category, "source": f.source}
        for f in data.load().of_kind(data.Kind.TARGET)
        if matches(f, search)
    ]
    show(
        rows,
        as_json=as_json,
        table=lambda: print_table(
            ("key", "category", "name", "source"),
            [(r["key"], r["category"], r["name"], r["source"]) for r in rows],
        ),
    )
