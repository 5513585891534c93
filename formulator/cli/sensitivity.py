"""``formulator sensitivity``: what each limit of a brief costs."""

from __future__ import annotations

from typing import Annotated

import typer

from formulator.cli import briefs
from formulator.cli.output import JSON_OPTION, libraries_aside, print_table, show


def sensitivity(  # noqa: PLR0917 (typer reads its options from the parameters)
    target: briefs.TargetArgument,
    max_ingredients: briefs.MaxIngredients = 8,
    exclude_allergen: briefs.ExcludeAllergen = None,
    exclude: briefs.Exclude = None,
    require: briefs.Require = None,
    limit: briefs.LimitOption = None,
    lock: briefs.Lock = None,
    claim: briefs.Claim = None,
    weight: briefs.Weight = None,
    jurisdiction: briefs.Jurisdiction = "US",
    unexpected: briefs.Unexpected = 0,
    scale_step: briefs.ScaleStep = 0.01,
    seed: briefs.Seed = 0,
    time_limit: briefs.TimeLimit = 10.0,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Price the limits at the best formula, and name the ingredients waiting at the door."""
    brief = briefs.make_brief(
        target,
        max_ingredients=max_ingredients,
        exclude_allergen=exclude_allergen,
        exclude=exclude,
        require=require,
        limit=limit,
        lock=lock,
        claim=claim,
        weight=weight,
        jurisdiction=jurisdiction,
        unexpected=unexpected,
        scale_step=scale_step,
        seed=seed,
        time_limit=time_limit,
    )
    import ingredients as data  # noqa: PLC0415 (start-up stays light)
    from formulator.search.sensitivity import sensitivity as price  # noqa: PLC0415

    with libraries_aside():
        answer = price(brief, data.load())

    def table() -> None:
        typer.echo(f"best distance {answer.distance:.4g}")
        print_table(
            ("distance per unit", "unit", "limit"),
            [(p.price, p.unit or "1", p.text) for p in answer.limits],
        )
        typer.echo("\nper percent added, if one more ingredient were allowed:")
        print_table(("distance", "ingredient"), [(e.change, e.key) for e in answer.entering])
        if answer.distance_with_one_more is not None:
            typer.echo(f"\nwith one ingredient more: {answer.distance_with_one_more:.4g}")

    show(answer.to_dict(), as_json=as_json, table=table)
