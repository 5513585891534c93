"""``formulator why-not``: the best formula with one ingredient forced in."""

from __future__ import annotations

from typing import Annotated

import typer

from formulator.cli import briefs
from formulator.cli.output import JSON_OPTION, libraries_aside, print_table, show


def why_not(  # noqa: PLR0917 (typer reads its options from the parameters)
    target: briefs.TargetArgument,
    ingredient: Annotated[str, typer.Argument(help="Key of the ingredient asked about.")],
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
    """Say why an ingredient is not in the best formula, and what forcing it in costs."""
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
    from formulator.search.why_not import why_not as ask_why  # noqa: PLC0415

    with libraries_aside():
        answer = ask_why(brief, data.load(), ingredient)

    def table() -> None:
        typer.echo(f"{answer.name}: {answer.reason}")
        if answer.parts:
            print_table(("ingredient", "%"), answer.parts)

    show(answer.to_dict(), as_json=as_json, table=table)
