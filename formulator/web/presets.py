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


SEARCH_SECONDS = 8.0
"""Time limit of a preset, [s]: a search uses about six tenths of it, so that people wait 5 s."""


def _preset(target: str, *limits: str, size: int = 8, free_from: tuple[str, ...] = ()) -> Brief:
    return Brief(
        target,
        max_ingredients=size,
        exclude_allergens=free_from,
        limits=_limits(*limits),
        time_limit=SEARCH_SECONDS,
    )


PRESETS: dict[str, Brief] = {
    "Whole milk": _preset("milk_whole", "sugars<=5"),
    "Barista milk": _preset("milk_whole", "fat>=3", "protein>=2", size=9),
    "Milk without soy and nuts": _preset(
        "milk_whole", "sugars<=4", free_from=("soy", "tree_nuts", "peanut")
    ),
    "High-protein yogurt": _preset("yogurt_greek", "protein>=6", "sugars<=5"),
    "Melting cheese": _preset("mozzarella", size=9),
    "Cream cheese": _preset("cream_cheese", size=9),
    "Whipping cream": _preset("cream_heavy_whipping"),
    "Butter": _preset("butter_unsalted", size=6),
    "Ice cream": _preset("ice_cream_vanilla", size=10),
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
