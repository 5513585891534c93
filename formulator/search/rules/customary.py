"""Doses of product categories for which the use table of the trade holds no row.

The table speaks of milk, yogurt, cheese; a sweetened condensed milk is half sugar and a strained
yogurt twice as rich in protein as a plain one. These windows stand in for the rows of their near
relatives (general practice, M; evidence: general knowledge).
"""

from __future__ import annotations

from collections.abc import Mapping

from ingredients import Food

Window = tuple[float, float]

OWN: Mapping[str, Mapping[str, Window]] = {
    "milk_flavoured": {
        "sucrose": (0.0, 8.0),
        "cocoa_powder": (0.8, 1.8),
        "cocoa_alkalised": (0.8, 1.8),
    },
    "fermented_drink": {"sucrose": (0.0, 8.0)},
    "milk_concentrated": {
        "sucrose": (0.0, 50.0),
        "glucose_syrup_42": (0.0, 20.0),
        "dextrose": (0.0, 10.0),
        "@protein": (0.5, 12.0),
        "@fat": (0.5, 10.0),
    },
    "yogurt_greek": {"@protein": (0.5, 12.0)},
    "fresh_cheese": {"salt": (0.3, 2.0)},  # ricotta to feta; blocks hold more
}
"""(least, largest) dose [g/100 g] by product category and ingredient, or ``@`` and a category of
ingredients; a window of a category of ingredients only widens what the use table holds."""
SERVES = frozenset({"milk", "yogurt"})
"""A category of ingredients is meant as far as its use lists name one of these."""
UNFIT = ("soymilk_base", "rice_protein")
"""No powder, or sandy at such doses: their own doses hold."""


def own_window(food: Food, category: str) -> Window | None:
    """Return the dose of an ingredient in a product that the use table does not speak of.

    Parameters
    ----------
    food : Food
    category : str
        Category of the product.

    Returns
    -------
    tuple of (least, largest) or None
        [g/100 g]; None where the use table decides.
    """
    held = OWN.get(category, {})
    if food.key in held:
        return held[food.key]
    window = held.get(f"@{food.category}")
    if window is None or food.usage is None or food.key in UNFIT:
        return None
    if not SERVES.intersection(food.usage.products):
        return None
    return food.usage.minimum or window[0], max(window[1], food.usage.maximum)
