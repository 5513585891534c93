"""Sweetness (POD) and freezing-point power (PAC) of ingredients, sucrose = 100."""

from __future__ import annotations

import math

from ingredients import Catalogue, Food

FRUIT_PAC = 1.9
"""Fruit sugars are mostly glucose and fructose: 342.3 / 180.2, [sucrose = 1]. H."""
HYDROLYSED_POD = 0.5
"""Sugars of a hydrolysed cereal base are mostly maltose, [sucrose = 1]. General practice, M."""
FRUIT_WORDS = ("pineapple", "apple_juice", "banana", "date_paste", "avocado", "lemon")


def is_fruit(food: Food) -> bool:
    """Tell whether a food's sugars are those of fruit."""
    return food.category == "fruit" or food.key.startswith(FRUIT_WORDS)


def pac(catalogue: Catalogue, food: Food) -> float:
    """Freezing-point power that one percent adds, [g sucrose equivalent/100 g]; NaN if unknown."""
    listed = _value(catalogue, food, "pac")
    if not math.isnan(listed):
        return listed / 100
    return _value(catalogue, food, "sugars") / 100 * (FRUIT_PAC if is_fruit(food) else 1.0)


def pod(catalogue: Catalogue, food: Food) -> float:
    """Sweetness that one percent adds, [g sucrose equivalent/100 g]; NaN if unknown."""
    listed = _value(catalogue, food, "pod")
    if not math.isnan(listed):
        return listed / 100
    share = HYDROLYSED_POD if food.key == "oat_base_enzymatic" else 1.0
    return _value(catalogue, food, "sugars") / 100 * share


def _value(catalogue: Catalogue, food: Food, name: str) -> float:
    return float(catalogue.values[catalogue.index(food.key), catalogue.column(name)])
