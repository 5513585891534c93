"""Briefs to start from: targets that people ask for, with customary limits.

The limits are starting points that a food scientist changes, not recommendations.
"""

from __future__ import annotations

from collections.abc import Sequence

from formulator.search.brief import Brief, Limit
from ingredients import Catalogue, Food, Kind

ALLERGENS: tuple[str, ...] = (
    "soy",
    "tree_nuts",
    "peanut",
    "gluten",
    "wheat",
    "sesame",
    "mustard",
    "celery",
    "lupin",
)
"""Allergens that plant ingredients may bring."""

FIRST_TARGETS: tuple[str, ...] = (
    "milk_whole",
    "milk_reduced_fat",
    "milk_skim",
    "milk_goat",
    "cream_heavy_whipping",
    "cream_half_and_half",
    "cream_sour",
    "yogurt_whole",
    "yogurt_greek",
    "cream_cheese",
    "ricotta",
    "mozzarella",
    "cheddar",
    "feta",
    "butter_unsalted",
    "butter_salted",
    "ice_cream_vanilla",
    "mayonnaise",
    "egg_whole",
)
"""Targets that stand first in the list."""


def _limits(*texts: str) -> tuple[Limit, ...]:
    return tuple(Limit.parse(text) for text in texts)


PRESETS: dict[str, Brief] = {
    "Whole milk": Brief("milk_whole", limits=_limits("sugars<=5")),
    "Barista milk": Brief("milk_whole", max_ingredients=9, limits=_limits("fat>=3", "protein>=2")),
    "Milk without soy and nuts": Brief(
        "milk_whole",
        exclude_allergens=("soy", "tree_nuts", "peanut"),
        limits=_limits("sugars<=4"),
    ),
    "High-protein yogurt": Brief("yogurt_greek", limits=_limits("protein>=6", "sugars<=5")),
    "Melting cheese": Brief("mozzarella", max_ingredients=9),
    "Butter": Brief("butter_unsalted", max_ingredients=6),
    "Ice cream": Brief("ice_cream_vanilla", max_ingredients=10),
}
"""Name to brief."""


def targets(catalogue: Catalogue) -> tuple[Food, ...]:
    """Return all targets: the usual ones first, then the others by name."""
    known = {food.key: food for food in catalogue.of_kind(Kind.TARGET)}
    first = [known.pop(key) for key in FIRST_TARGETS if key in known]
    return (*first, *sorted(known.values(), key=lambda food: food.name))


def ingredient_names(catalogue: Catalogue) -> dict[str, str]:
    """Return ingredient key to name, sorted by name."""
    foods = sorted(catalogue.of_kind(Kind.INGREDIENT), key=lambda food: food.name.lower())
    return {food.key: food.name for food in foods}


def limit_lines(text: str) -> tuple[Limit, ...]:
    """Read limits, one a line or with commas between."""
    rows = [row.strip() for line in text.splitlines() for row in line.split(",")]
    return tuple(Limit.parse(row) for row in rows if row)


def limit_text(limits: Sequence[Limit]) -> str:
    """Write limits, one a line."""
    return "\n".join(str(limit) for limit in limits)
