"""The options of a brief, shared by the commands that take one."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from formulator.search.brief import Brief

TargetArgument = Annotated[str, typer.Argument(help="Key of the animal food, e.g. milk_whole.")]
MaxIngredients = Annotated[int, typer.Option(help="Most ingredients in a formula.")]
ExcludeAllergen = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Allergen to keep out, e.g. soy, nuts; repeat for more."),
]
Exclude = Annotated[
    list[str] | None, typer.Option(metavar="KEY", help="Ingredient to keep out; repeatable.")
]
Require = Annotated[
    list[str] | None, typer.Option(metavar="KEY", help="Ingredient to use; repeatable.")
]
LimitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="BOUND",
        help='Bound per 100 g or on cost [USD/kg], in quotes: "sugars<=4", "cost<=0.8"; '
        "repeatable.",
    ),
]
Lock = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY=PERCENT", help="Fix a part, e.g. pea_protein_isolate=3.5; repeatable."
    ),
]
Claim = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME", help="Nutrition claim the product must bear, e.g. low_fat; repeatable."
    ),
]
Weight = Annotated[
    list[str] | None,
    typer.Option(
        metavar="BLOCK=NUMBER",
        help="Weight of a block of the profile, e.g. minerals=2; repeatable.",
    ),
]
Jurisdiction = Annotated[str, typer.Option(help="Whose legal limits apply: US, EU or Codex.")]
Unexpected = Annotated[
    int, typer.Option("--unexpected", help="Least number of unexpected ingredients.")
]
ScaleStep = Annotated[float, typer.Option(help="Smallest weighable step, g per 100 g.")]
Seed = Annotated[int, typer.Option(help="Seed of the search.")]
TimeLimit = Annotated[float, typer.Option(help="Time for the search, s.")]


OPTIONS: Mapping[str, str] = {
    "max_ingredients": "max_ingredients",
    "exclude_allergen": "exclude_allergens",
    "exclude": "exclude",
    "require": "require",
    "limit": "limits",
    "lock": "locked",
    "claim": "claims",
    "weight": "weights",
    "jurisdiction": "jurisdiction",
    "unexpected": "n_unexpected",
    "scale_step": "scale_step",
    "seed": "seed",
    "time_limit": "time_limit",
}
"""Option of the command line to field of the brief."""


def given(context: typer.Context) -> frozenset[str]:
    """Return the fields of the brief that the command line names itself."""
    return frozenset(
        field
        for option, field in OPTIONS.items()
        if (source := context.get_parameter_source(option)) and source.name != "DEFAULT"
    )


def carried_over(brief: Brief, last: Brief, named: Container[str]) -> tuple[Brief, list[str]]:
    """Fill what was not named with what the project's last brief asked for.

    Parameters
    ----------
    brief : Brief
        Of this command line.
    last : Brief
        Of the project's newest iteration for the same target.
    named : container of str
        Fields that this command line names.

    Returns
    -------
    Brief
    list of str
        What was kept, in the words of the options.
    """
    kept = {
        option: getattr(last, field)
        for option, field in OPTIONS.items()
        if field not in named and getattr(last, field) != getattr(brief, field)
    }
    fields = {OPTIONS[option]: value for option, value in kept.items()}
    words = [w for option, value in kept.items() for w in _as_options(option, value)]
    return replace(brief, **fields), words


def _as_options(option: str, value: object) -> list[str]:
    """Write a field of a brief as it would be typed."""
    name = "--" + option.replace("_", "-")
    if not isinstance(value, tuple):
        return [f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"]
    if not value:
        return [f"no {name}"]
    return [f"{name} {_one(option, v)}" for v in value]


def _one(option: str, value: Any) -> str:
    if not isinstance(value, tuple):
        text = str(value)
        return f'"{text}"' if {"<", ">", " "} & set(text) else text
    key, number = value
    return f"{key}={100 * number if option == 'lock' else number:g}"


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
        locked=_locked(lock),
        limits=tuple(Limit.parse(text) for text in limit or ()),
        claims=tuple(claim or ()),
        jurisdiction=known.get(jurisdiction.lower(), jurisdiction),
        weights=_pairs("weight", weight),
        n_unexpected=unexpected,
        scale_step=scale_step,
        seed=seed,
        time_limit=time_limit,
    )


def _locked(texts: Sequence[str] | None) -> tuple[tuple[str, float], ...]:
    """Read ``key=percent`` texts as fractions."""
    from formulator.errors import TableError  # noqa: PLC0415 (start-up stays light)

    pairs = _pairs("lock", texts)
    if bad := [f"{key}={percent:g}" for key, percent in pairs if not 0 < percent <= 100]:
        raise TableError("--lock takes percent of the formula, more than 0 and at most 100", bad)
    return tuple((key, percent / 100) for key, percent in pairs)


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
