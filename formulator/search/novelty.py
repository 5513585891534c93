"""How unusual an ingredient is in known products of a category.

Counts over a table of ingredient statements (``data/known_products.csv``; each row carries its
evidence). With n of N products holding an ingredient its novelty is::

    log((n + 0.5) / (N + 1)) / log(0.5 / (N + 1))

1 when no known product holds it, near 0 when all do. The table is small: a novelty of 1 says
"in none of the N statements we hold", not "new to the world".
"""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from formulator.search.roles import Role

UNEXPECTED_ROLES = (Role.CHARACTER, Role.BASE)
"""Only whole plant foods can be an unexpected ingredient; a new salt or isolate is none."""
_SIMILAR: Mapping[str, tuple[str, ...]] = {
    "milk_barista": ("milk",),
    "cream": ("cream_cooking", "cream_whipping"),
    "yogurt_greek": ("yogurt",),
    "fermented_drink": ("yogurt", "milk"),
    "mozzarella": ("hard_cheese",),
    "hard_cheese": ("mozzarella",),
}
"""Categories whose products count too."""


@dataclass(frozen=True, slots=True)
class KnownProduct:
    """One real product and its ingredients."""

    name: str
    category: str
    ingredients: frozenset[str]
    evidence: str
    source: str


@functools.cache
def known_products() -> tuple[KnownProduct, ...]:
    """Return the table of ingredient statements."""
    place = resources.files("formulator.search") / "data" / "known_products.csv"
    return tuple(
        KnownProduct(
            name=row["product"],
            category=row["category"],
            ingredients=frozenset(row["ingredients"].split(";")),
            evidence=row["evidence"],
            source=row["source"],
        )
        for row in csv.DictReader(place.read_text("utf-8").splitlines())
    )


def products_of(category: str) -> tuple[KnownProduct, ...]:
    """Return the known products of a category and of those that resemble it."""
    wanted = {category, *_SIMILAR.get(category, ())}
    return tuple(p for p in known_products() if p.category in wanted)


def novelty(key: str, category: str) -> float:
    """Return how unusual an ingredient is in a category, 0 (in all) to 1 (in none).

    Parameters
    ----------
    key : str
        Ingredient key.
    category : str
        Category of the target.

    Returns
    -------
    float

    Examples
    --------
    >>> novelty("salt", "milk") < 0.2 < 0.9 < novelty("cauliflower", "milk")
    True
    """
    products = products_of(category)
    n = sum(key in p.ingredients for p in products)
    everywhere = len(products) + 1
    return math.log((n + 0.5) / everywhere) / math.log(0.5 / everywhere)


def formula_novelty(keys: Iterable[str], category: str) -> float:
    """Return the mean novelty of a formula's ingredients beside water, 0 to 1."""
    values = [novelty(k, category) for k in keys if k != "water"]
    return sum(values) / len(values) if values else 0.0


def is_unexpected(key: str, role: Role, category: str) -> bool:
    """Tell whether an ingredient with a taste of its own is in no known product."""
    if role not in UNEXPECTED_ROLES:
        return False
    return not any(key in p.ingredients for p in products_of(category))
