"""Which of our foods an organism or a food name of another database is."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from ingredients.build.aroma import PARTS, binomial, part_group
from ingredients.build.keytable import slug
from ingredients.records import Kind
from ingredients.tables import load_shipped


@cache
def foods_by_plant() -> dict[str, list[tuple[str, str]]]:
    """Binomial name -> (food key, part group) of ingredients whose aroma follows the plant's."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for food in load_shipped().of_kind(Kind.INGREDIENT):
        part = part_group(food) if food.botanical_name else None
        if part:
            found[binomial(food.botanical_name)].append((food.key, part))
    return dict(found)


def foods_of(organism: str, part: str = "") -> list[str]:
    """Keys of our foods made from an organism, of one part when the part is known."""
    rows = foods_by_plant().get(binomial(organism), [])
    if not part:
        return [key for key, _ in rows]
    return [key for key, group in rows if part.title() in PARTS[group]]


@cache
def foods_by_name() -> dict[str, list[str]]:
    """Slug of a plain food name (first words) -> keys of raw ingredients."""
    found: dict[str, list[str]] = defaultdict(list)
    for food in load_shipped().of_kind(Kind.INGREDIENT):
        first = slug(food.name.split(",")[0].split("(")[0])
        found[first].append(food.key)
        found[first.removesuffix("s")].append(food.key)
    return dict(found)


def foods_named(name: str) -> list[str]:
    """Keys of our foods with this plain name, singular or plural."""
    names = foods_by_name()
    return names.get(slug(name)) or names.get(slug(name).removesuffix("s")) or []
