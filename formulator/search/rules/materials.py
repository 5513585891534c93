"""Which material a food is for the rules, and how its protein, fat and starch behave."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from ingredients import Catalogue, Food
from ingredients.food_rules import coefficients, equivalents, fat_melting, proteins

STARCHY = frozenset(
    {"grain", "legume", "vegetable", "plant_concentrate", "fruit", "starch", "base"}
)
"""Categories whose foods may bring raw starch."""
NO_STARCH = re.compile(
    r"soy|peanut|lupin|tofu|juice|concentrate|oat_base|coconut|seed|nut|cashew|almond|hemp|tahini|flaxseed|pumpkin_kernels|sunflower|gluten|bran_oil|"
    r"mushroom|shiitake|water$"
)
"""Foods whose carbohydrate by difference is not starch."""
NATIVE_STARCH = "corn_starch"
"""Starches of the food tables (kudzu, sago, sweet potato ...) are native ones like this."""
MOIST = 50.0
"""A food with more water is no flour, [g/100 g]."""
LIQUID_SATURATED_SHARE = 0.27
"""Fats with a smaller saturated share are liquid at 10 C. General knowledge, M."""


def material_of(food: Food) -> str:
    """Return the material that the rules know, else the food's own key.

    Parameters
    ----------
    food : Food

    Returns
    -------
    str
        E.g. ``vinegar`` for every vinegar of the catalogue.
    """
    if food.category == "starch" and food.source != "functional":
        return NATIVE_STARCH
    return _material(food.key)


@lru_cache(maxsize=16384)
def _material(key: str) -> str:
    for row in equivalents():
        if re.search(row.pattern, key):
            return row.material
    return key


def soluble_share(food: Food) -> float:
    """Share of a food's protein that dissolves near pH 7, [g/g].

    Foods without a row of their own take the common value of nut, oat and other proteins.
    """
    table = proteins()
    row = table.get(material_of(food)) or table.get(food.key)
    if row is None and food.key.startswith(("rice_", "brown_rice", "white_rice")):
        row = table["rice_protein"]
    return (row or table["other"]).soluble_share


def solid_fat(catalogue: Catalogue, food: Food, degrees: int) -> float:
    """Solid share of a food's fat at 10, 20 or 35 C, [g/100 g fat]; NaN where unknown.

    Fat of seeds, grains, legumes and vegetables is taken as liquid; an oil without a listed
    melting curve is liquid when its saturated share is small, else unknown.
    """
    same = material_of(food)
    listed = _value(
        catalogue, catalogue.food(same) if same in catalogue else food, f"sfc_{degrees}"
    )
    if not math.isnan(listed):
        return listed
    text = f"{food.key.replace('_', ' ')} {food.name.lower()}"
    for row in fat_melting():
        if re.search(row.pattern, text):
            return dict(zip((10, 20, 35), row.solid, strict=True))[degrees]
    fat, saturated = _value(catalogue, food, "fat"), _value(catalogue, food, "saturated_fat")
    if food.category != "fat" or saturated <= LIQUID_SATURATED_SHARE * fat:
        return 0.0
    return math.nan


def starch_share(catalogue: Catalogue, food: Food) -> float:
    """Raw starch of flours, grains and pulses, [g/g]; 0 for refined starches and hydrolysates.

    A row of the table first, then reported starch, then carbohydrate less fibre and sugars of
    grains and pulses.
    """
    listed = _listed_starch().get(material_of(food))
    if listed is not None:
        return listed
    if food.source == "functional" and food.category in {"starch", "base"}:
        return 0.0
    if food.category not in STARCHY or NO_STARCH.search(food.key):
        return 0.0
    return _starch_from_composition(catalogue, food)


def dry_starch_share(catalogue: Catalogue, food: Food) -> float:
    """Raw starch of dry flours, grains and pulses alone, [g/g].

    Cooked roots and fruit are a customary body of frozen desserts; flours are not.
    """
    is_moist = _known(_value(catalogue, food, "water")) > MOIST
    return 0.0 if is_moist else starch_share(catalogue, food)


@lru_cache(maxsize=1)
def _listed_starch() -> dict[str, float]:
    return {c.material: c.value for c in coefficients() if c.quantity == "flour_starch"}


def _starch_from_composition(catalogue: Catalogue, food: Food) -> float:
    reported = _value(catalogue, food, "starch")
    is_ripe = food.key == "banana" or food.category == "fruit"
    if is_ripe and _known(reported) < _known(_value(catalogue, food, "sugars")):
        return 0.0  # what starch ripe fruit still holds thickens nothing
    if not math.isnan(reported):
        return reported / 100
    carbohydrate = _value(catalogue, food, "carbohydrate")
    fibre, sugars = _value(catalogue, food, "fibre"), _value(catalogue, food, "sugars")
    rest = carbohydrate - _known(fibre) - _known(sugars)
    is_certain = food.category in {"grain", "legume"}
    if not is_certain and (math.isnan(sugars) or rest < 5):
        return 0.0  # acids, pectin and sugars of fruit and leaves make up the difference
    return max(0.0, rest) / 100


def _known(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _value(catalogue: Catalogue, food: Food, name: str) -> float:
    return float(catalogue.values[catalogue.index(food.key), catalogue.column(name)])
