"""Sweetness as sucrose equivalents."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from formulator.profiles.derived import Derived
from formulator.profiles.profile import ProfileTable
from ingredients import Catalogue, Food

RELATIVE_SWEETNESS: dict[str, tuple[float, float]] = {
    "sucrose": (1.0, 1.0),
    "glucose": (0.6, 0.75),
    "fructose": (1.1, 1.7),
    "lactose": (0.2, 0.4),
    "maltose": (0.3, 0.5),
    "galactose": (0.3, 0.6),
}
"""Sweetness per gram, sucrose = 1: lowest and highest customary value (general practice)."""
ANY_SUGAR = (0.3, 1.2)
"""The same for sugars that are not told apart: between maltose and fruit sugars."""
POD_ERROR = 0.2
"""Relative error of a listed sweetness; that of potent sweeteners falls with the dose."""
VALID = (0.0, 20.0)
"""Range in which sweetnesses add up, [g sucrose equivalents/100 g]; above, syrups saturate."""
TOLERATED_UNKNOWN = 0.25
"""Largest share of the sugars whose kind may be unknown before a single value is refused."""
MODEL = "sum of amounts times relative sweetness"
SOURCE = "additivity: general practice; relative sweetness per ingredient: catalogue property pod"


def sweetness(
    catalogue: Catalogue, foods: Sequence[Food], fractions: Sequence[float], *, table: ProfileTable
) -> Derived:
    """Sucrose equivalents of a formula.

    Listed sweetness of an ingredient (property ``pod``) goes first, then its single sugars, then
    its total sugars with the range of all sugars.

    Parameters
    ----------
    catalogue : Catalogue
    foods : sequence of Food
    fractions : sequence of float, mass fractions [g/g]
    table : ProfileTable
        Of these foods, in this order.

    Returns
    -------
    Derived
        In g sucrose equivalents per 100 g; unknown above 20, or when no sugar is known.
    """
    low = high = 0.0
    for row, (food, x) in enumerate(zip(foods, fractions, strict=True)):
        part = _of_food(catalogue, food, table, row)
        low, high = low + x * part[0], high + x * part[1]
    value: float | None = (low + high) / 2
    note = ""
    if (low + high) / 2 > VALID[1]:
        value, note = None, f"above {VALID[1]:g} g sucrose equivalents sweetnesses do not add up"
    return Derived(
        key="sweetness",
        name="Sweetness",
        unit="g sucrose equivalents/100 g",
        model=MODEL,
        source=SOURCE,
        value=value,
        low=None if value is None else low,
        high=None if value is None else high,
        note=note,
    )


def _of_food(
    catalogue: Catalogue, food: Food, table: ProfileTable, row: int
) -> tuple[float, float]:
    """Lowest and highest sweetness of one food, [g sucrose equivalents/100 g]."""
    listed = float(catalogue.values[catalogue.index(food.key), catalogue.column("pod")])
    if listed == 100:  # sucrose, the reference
        return listed, listed
    if not math.isnan(listed):
        return listed * (1 - POD_ERROR), listed * (1 + POD_ERROR)
    column = {a.key: j for j, a in enumerate(table.axes)}
    total = float(table.mean[row, column["sugars"]])
    single = {k: float(table.mean[row, column[k]]) for k in RELATIVE_SWEETNESS if k in column}
    known = all(table.coverage[row, column[k]] == 1 for k in ("sucrose", "glucose", "fructose"))
    told_apart = sum(single.values())
    rest = max(total - told_apart, 0.0)
    if not known or rest > TOLERATED_UNKNOWN * max(total, 1e-9):
        return total * ANY_SUGAR[0], total * ANY_SUGAR[1]
    bounds = np.array([RELATIVE_SWEETNESS[k] for k in single])
    amounts = np.array(list(single.values()))
    low, high = amounts @ bounds
    return float(low) + rest * ANY_SUGAR[0], float(high) + rest * ANY_SUGAR[1]
