"""Listing foods of the catalogue, with a search over keys, names and other ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingredients import Food


def matches(food: Food, text: str) -> bool:
    """Tell whether every word of a search stands in a food's key, names or other ids."""
    ids = " ".join(value for _, value in food.aliases)
    names = (food.key, food.name, food.declaration_name, food.botanical_name, food.name_ko)
    place = " ".join((*names, food.category, *food.roles, ids)).lower()
    return all(word in place for word in text.lower().split())


def food_row(food: Food) -> dict[str, Any]:
    """Return what a list shows of a food."""
    return {
        "key": food.key,
        "name": food.name,
        "category": food.category,
        "source": food.source,
        "roles": list(food.roles),
        "allergens": {"us": list(food.allergens_us), "eu": list(food.allergens_eu)},
        "usage": _usage(food),
        "price": _price(food),
        "aliases": [f"{source}:{key}" for source, key in food.aliases],
    }


def _usage(food: Food) -> dict[str, Any] | None:
    usage = food.usage
    if usage is None:
        return None
    return {
        "minimum": usage.minimum,
        "typical": usage.typical,
        "maximum": usage.maximum,
        "unit": "g/100 g",
        "evidence": str(usage.evidence),
    }


def _price(food: Food) -> dict[str, Any] | None:
    price = food.price
    return None if price is None else {"low": price.low, "high": price.high, "unit": "USD/kg"}
