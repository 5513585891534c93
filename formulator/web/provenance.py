"""Rows of the Data page: what is known of a food, from where, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingredients import Catalogue, Food

MAX_ROWS = 500


def found(
    catalogue: Catalogue, *, text: str, kinds: Sequence[str], categories: Sequence[str]
) -> list[Food]:
    """Return foods whose name, key or botanical name holds every word of a text."""
    words = text.lower().split()
    return [
        food
        for food in catalogue.foods
        if (not kinds or food.kind in kinds)
        and (not categories or food.category in categories)
        and all(word in f"{food.name} {food.key} {food.botanical_name}".lower() for word in words)
    ]


def food_rows(foods: Sequence[Food]) -> list[dict[str, Any]]:
    """Return the list of foods, at most ``MAX_ROWS``."""
    return [
        {
            "key": food.key,
            "name": food.name,
            "kind": str(food.kind),
            "category": food.category.replace("_", " "),
            "allergens": ", ".join(food.allergens_us),
            "USD/kg": "–" if food.price is None else f"{food.price.low:g} to {food.price.high:g}",
            "source": food.source,
        }
        for food in foods[:MAX_ROWS]
    ]


def value_rows(catalogue: Catalogue, key: str) -> list[dict[str, Any]]:
    """Return every reported value of a food with unit, evidence and source."""
    rows: list[dict[str, Any]] = []
    for prop in catalogue.properties:
        value = catalogue.value(key, prop.key)
        if value is not None:
            rows.append(
                {
                    "block": prop.block.replace("_", " "),
                    "property": prop.name,
                    "value": value.value,
                    "standard error": value.standard_error,
                    "unit": value.unit,
                    "samples": value.n_samples,
                    "evidence": str(value.evidence),
                    "source": value.source,
                }
            )
    return rows


def source_lines(catalogue: Catalogue, keys: Sequence[str]) -> list[str]:
    """Return the citations of sources."""
    return [
        f"{source.key}: {source.authors} ({source.year}) {source.title}. {source.licence}."
        for source in catalogue.sources
        if source.key in keys
    ]


def molecules_of(catalogue: Catalogue, key: str, *, n: int = 9) -> list[dict[str, Any]]:
    """Return a food's most abundant molecules with structures, water left out."""
    grams = {"g": 1.0, "mg": 1e-3, "ug": 1e-6}
    rows: list[dict[str, Any]] = []
    for prop in catalogue.properties:
        value = catalogue.value(key, prop.key)
        is_drawn = prop.is_molecule and prop.smiles and prop.key != "water"
        if is_drawn and value is not None and value.value > 0 and value.unit in grams:
            rows.append(
                {
                    "name": prop.name,
                    "smiles": prop.smiles,
                    "amount": f"{value.value:.3g} {value.unit}",
                    "mass": value.value * grams[value.unit],
                }
            )
    return sorted(rows, key=lambda row: (-float(row["mass"]), row["name"]))[:n]
