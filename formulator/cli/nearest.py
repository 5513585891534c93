"""``formulator nearest``: foods ranked by their distance to a target."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formulator.cli.output import JSON_OPTION, print_table, show
from formulator.errors import InputError


def nearest(
    target: Annotated[str, typer.Argument(help="Key of a food, or a label with --target-file.")],
    *,
    target_file: Annotated[
        Path | None, typer.Option(help="CSV of composition: the members of the target's category.")
    ] = None,
    pool_file: Annotated[
        Path | None, typer.Option("--pool", help="CSV of composition: the foods to rank.")
    ] = None,
    block: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Block of the profile to compare on; repeatable."),
    ] = None,
    n: Annotated[
        int | None, typer.Option("--n", help="How many; 0 is all. 20 by default, all with --json.")
    ] = None,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Rank foods by their distance to a target, from the catalogue or from your tables."""
    import ingredients as data  # noqa: PLC0415 (start-up stays light)
    from formulator import similarity  # noqa: PLC0415

    if n is not None and n < 0:
        raise InputError(f"--n must be 0 (all) or more, got {n}")
    ranked = similarity.nearest(
        data.load(),
        target,
        target_file=target_file,
        pool_file=pool_file,
        blocks=tuple(block or ()),
    )
    shown = (0 if as_json else 20) if n is None else n
    rows = [r.to_dict() for r in (ranked[:shown] if shown > 0 else ranked)]
    show(
        rows,
        as_json=as_json,
        table=lambda: print_table(
            ("rank", "key", "distance", "name"),
            [(r["rank"], r["key"], r["distance"], r["name"]) for r in rows],
        ),
    )
