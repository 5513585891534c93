"""F26: what is toxic or bitter raw is cooked, soaked or debittered first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formulator.search.rules.product import Product
from formulator.search.rules.verdict import Finding, Severity
from ingredients import Food

CAUTION = re.compile(r"Caution: (?P<why>[^.]+)\.")
"""How the catalogue's notes name a hazard (``ingredients.build.classify``)."""
TREATED_BY = re.compile(r"before use|boil and soak|^ginkgotoxin|debittered")
"""Hazards that a treatment of the raw food takes away."""
COOKED = re.compile(
    r"cooked|boiled|canned|steamed|braised|baked|roasted|fried|toasted|stewed|prepared|soaked|"
    r"starch|flour|protein|oil|syrup"
)
"""Words of a name that say the food was treated, or a part without the hazard taken."""
HEATED_ANYWAY = ("Cicer", "Glycine", "Pisum", "Vicia", "Vigna")
"""Genera of pulses whose lectins the usual heat step of a product takes away."""
SOURCE = "general knowledge of raw plant foods, M"


def caution(food: Food) -> str:
    """Return the hazard that the catalogue names for a food, empty for most."""
    found = CAUTION.search(food.notes)
    return found["why"].strip() if found else ""


def must_be_treated(food: Food) -> bool:
    """Tell whether a food is the untreated form of one that must be treated.

    Parameters
    ----------
    food : Food

    Returns
    -------
    bool
    """
    return bool(TREATED_BY.search(caution(food))) and COOKED.search(food.name.lower()) is None


def check(product: Product) -> Iterator[Finding]:
    """Judge foods with a hazard: untreated ones are refused or warned of, the rest noted."""
    for food in product.foods:
        why = caution(food)
        if must_be_treated(food):
            message = f"{food.key} is untreated ({why}); use a cooked or treated form"
            is_mild = food.botanical_name.split(" ")[0] in HEATED_ANYWAY
            yield Finding("F26", Severity.SOFT if is_mild else Severity.HARD, message, SOURCE)
        elif why:
            yield Finding("F26", Severity.NOTE, f"{food.key}: {why}", SOURCE)
