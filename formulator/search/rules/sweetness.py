"""Sweetness (POD) and freezing-point power (PAC) of ingredients, sucrose = 100."""

from __future__ import annotations

import math

from formulator.search.rules.materials import material_of
from ingredients import Catalogue, Food

FRUIT_PAC = 1.9
"""Fruit sugars are mostly glucose and fructose: 342.3 / 180.2, [sucrose = 1]. H."""
HYDROLYSED_POD = 0.5
"""Sugars of a hydrolysed cereal base are mostly maltose, [sucrose = 1]. General practice, M."""
SINGLE_SUGARS: dict[str, tuple[float, float]] = {
    "sucrose": (1.0, 1.0),
    "glucose": (1.9, 0.7),
    "fructose": (1.9, 1.7),
    "maltose": (1.0, 0.35),
}
"""PAC (342.3 / molar mass, H) and POD (open ice-cream tables, M) of sugars, [sucrose = 1]."""
POLYOLS = ("maltitol", "sorbitol", "xylitol", "hydrogenated_starch")
"""Sweeteners that are no sugars: without a listed value nothing is known."""
FRUIT_WORDS = ("pineapple", "apple_juice", "banana", "date_paste", "avocado", "lemon")


def is_fruit(food: Food) -> bool:
    """Tell whether a food's sugars are those of fruit."""
    return food.category == "fruit" or food.key.startswith(FRUIT_WORDS)


def pac(catalogue: Catalogue, food: Food) -> float:
    """Freezing-point power that one percent adds, [g sucrose equivalent/100 g]; NaN if unknown."""
    listed = _listed(catalogue, food, "pac")
    if not math.isnan(listed):
        return listed / 100
    if food.category == "sweetener" and not is_fruit(food):
        return _of_sweetener(catalogue, food, 0)
    return _value(catalogue, food, "sugars") / 100 * (FRUIT_PAC if is_fruit(food) else 1.0)


def pod(catalogue: Catalogue, food: Food) -> float:
    """Sweetness that one percent adds, [g sucrose equivalent/100 g]; NaN if unknown."""
    listed = _listed(catalogue, food, "pod")
    if not math.isnan(listed):
        return listed / 100
    if food.category == "sweetener" and not is_fruit(food):
        return _of_sweetener(catalogue, food, 1)
    share = HYDROLYSED_POD if food.key == "oat_base_enzymatic" else 1.0
    return _value(catalogue, food, "sugars") / 100 * share


def _listed(catalogue: Catalogue, food: Food, name: str) -> float:
    """Return the listed value of the food, or of the material that it is; NaN without one."""
    material = material_of(food)
    return _value(catalogue, catalogue.food(material) if material in catalogue else food, name)


def _of_sweetener(catalogue: Catalogue, food: Food, which: int) -> float:
    """Sum over single sugars; all count as sucrose where they are not told apart."""
    if any(word in food.key for word in POLYOLS):
        return math.nan
    sugars = _value(catalogue, food, "sugars")
    single = {name: _value(catalogue, food, name) for name in SINGLE_SUGARS}
    told = {name: grams for name, grams in single.items() if not math.isnan(grams)}
    if not told:
        return sugars / 100
    known = sum(SINGLE_SUGARS[name][which] * grams for name, grams in told.items())
    rest = 0.0 if math.isnan(sugars) else max(0.0, sugars - sum(told.values()))
    return (known + rest) / 100


def _value(catalogue: Catalogue, food: Food, name: str) -> float:
    return float(catalogue.values[catalogue.index(food.key), catalogue.column(name)])
