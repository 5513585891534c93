"""Rows of the Data page: what is known of a food, from where, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from formulator.web.auth import Right, Viewer, require
from ingredients import Catalogue, Food
from ingredients.aroma import molecule, odorants, threshold
from ingredients.checks import check_all
from ingredients.gaps import coverage
from ingredients.importers import import_file

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
                    "amount": f"{value.value:.3g} {value.unit.replace('ug', 'µg')}",
                    "mass": value.value * grams[value.unit],
                }
            )
    return sorted(rows, key=lambda row: (-float(row["mass"]), row["name"]))[:n]


def odorant_rows(key: str) -> list[dict[str, str]]:
    """Return the odorants reported in a food: presence only, with thresholds where held."""
    rows: list[dict[str, str]] = []
    for presence in odorants(key):
        limit = threshold(presence.molecule)
        rows.append(
            {
                "odorant": molecule(presence.molecule).name,
                "role": presence.role.replace("_", " "),
                "threshold in water": "–" if limit is None else f"{limit.value:g} {limit.unit}",
                "evidence": str(presence.evidence),
                "source": presence.source,
            }
        )
    return rows


def coverage_rows(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return how much is known of the ingredients, block by block."""
    return [
        {
            "block": row.block.replace("_", " "),
            "properties": row.n_properties,
            "known, %": 100 * row.share_known,
            "measured, %": 100 * row.share_measured,
        }
        for row in coverage(catalogue)
    ]


def check_rows(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return the invariants of the tables and whether they hold."""
    return [
        {
            "check": check.name.replace("_", " "),
            "rule": check.rule,
            "result": "holds" if check.is_ok else "; ".join(check.problems[:5]),
        }
        for check in check_all(catalogue)
    ]


def import_own(viewer: Viewer, name: str, content: bytes) -> str:
    """Import the user's own table, all rows or none, and say what was stored.

    Raises
    ------
    AccessError
        If the viewer may not design.
    DataError
        Naming every bad row; nothing is stored then.
    """
    require(viewer, Right.DESIGN)
    suffix = ".xlsx" if name.lower().endswith(".xlsx") else ".csv"
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"own{suffix}"
        path.write_bytes(content)
        report = import_file("own", path)
    return f"{report.n_foods:,} foods with {report.n_values:,} values stored"
