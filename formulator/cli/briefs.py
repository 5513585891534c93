"""The options of a brief, shared by the commands that take one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from formulator.search.brief import Brief

TargetArgument = Annotated[str, typer.Argument(help="Key of the animal food, e.g. milk_whole.")]
MaxIngredients = Annotated[int, typer.Option(help="Most ingredients in a formula.")]
ExcludeAllergen = Annotated[
    list[str] | None, typer.Option(help="Allergen to keep out, e.g. soy, nuts; repeat for more.")
]
Exclude = Annotated[list[str] | None, typer.Option(help="Ingredient key to keep out; repeatable.")]
Require = Annotated[list[str] | None, typer.Option(help="Ingredient key to use; repeatable.")]
LimitOption = Annotated[
    list[str] | None,
    typer.Option("--limit", help="Bound per 100 g or on cost [USD/kg]: sugars<=4, cost<=0.8."),
]
Lock = Annotated[
    list[str] | None, typer.Option(help="Fix a part in percent: pea_protein_isolate=3.5.")
]
Claim = Annotated[
    list[str] | None, typer.Option(help="Nutrition claim the product must bear, e.g. low_fat.")
]
Weight = Annotated[
    list[str] | None, typer.Option(help="Weight of a block of the profile: minerals=2.")
]
Jurisdiction = Annotated[str, typer.Option(help="Whose legal limits apply: US, EU or Codex.")]
Unexpected = Annotated[
    int, typer.Option("--unexpected", help="Least number of unexpected ingredients.")
]
ScaleStep = Annotated[float, typer.Option(help="Smallest weighable step, g per 100 g.")]
Seed = Annotated[int, typer.Option(help="Seed of the search.")]
TimeLimit = Annotated[float, typer.Option(help="Time for the search, s.")]


def make_brief(
    target: str,
    *,
    max_ingredients: int,
    exclude_allergen: Sequence[str] | None,
    exclude: Sequence[str] | None,
    require: Sequence[str] | None,
    limit: Sequence[str] | None,
    lock: Sequence[str] | None,
    claim: Sequence[str] | None,
    weight: Sequence[str] | None,
    jurisdiction: str,
    unexpected: int,
    scale_step: float,
    seed: int,
    time_limit: float,
) -> Brief:
    """Make a brief from the words of the command line.

    Raises
    ------
    InputError
        Naming the option that cannot be read.
    """
    from formulator.search.brief import Brief, Limit  # noqa: PLC0415 (start-up stays light)

    known = {"us": "US", "eu": "EU", "codex": "Codex"}
    return Brief(
        target=target,
        max_ingredients=max_ingredients,
        exclude_allergens=tuple(exclude_allergen or ()),
        exclude=tuple(exclude or ()),
        require=tuple(require or ()),
        locked=tuple((k, v / 100) for k, v in _pairs("lock", lock)),
        limits=tuple(Limit.parse(text) for text in limit or ()),
        claims=tuple(claim or ()),
        jurisdiction=known.get(jurisdiction.lower(), jurisdiction),
        weights=_pairs("weight", weight),
        n_unexpected=unexpected,
        scale_step=scale_step,
        seed=seed,
        time_limit=time_limit,
    )


def _pairs(option: str, texts: Sequence[str] | None) -> tuple[tuple[str, float], ...]:
    """Read ``key=number`` texts; every bad one is reported."""
    from formulator.errors import TableError  # noqa: PLC0415 (start-up stays light)

    found: list[tuple[str, float]] = []
    problems: list[str] = []
    for text in texts or ():
        key, _, number = text.partition("=")
        try:
            found.append((key.strip(), float(number)))
        except ValueError:
            problems.append(repr(text))
    if problems:
        raise TableError(f"--{option} reads like key=number", problems)
    return tuple(found)
