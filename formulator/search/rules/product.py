"""A formula seen as a product of a category: what the rules ask about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from formulator.errors import InputError
from formulator.search.rules.materials import material_of
from formulator.search.rules.quantities import Quantities, quantities
from ingredients import Catalogue, Food
from ingredients.errors import nearest_keys
from ingredients.food_rules import FoodCategory, categories

JURISDICTIONS = ("US", "EU", "Codex")


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """Amounts of known ingredients in a product of one category."""

    catalogue: Catalogue
    category: FoodCategory
    jurisdiction: str
    foods: tuple[Food, ...]
    percents: tuple[float, ...]
    """[g/100 g], in the order of ``foods``."""
    table: Quantities
    plan: tuple[str, ...] | None = None
    """Names of the steps of the process plan, None for the usual plan of the category."""
    ph: float | None = None
    """Measured pH of the product."""

    @classmethod
    def make(
        cls,
        percents: Mapping[str, float],
        catalogue: Catalogue,
        *,
        category: FoodCategory,
        jurisdiction: str = "US",
        plan: tuple[str, ...] | None = None,
        ph: float | None = None,
    ) -> Product:
        """Look up the ingredients that the catalogue holds; the others are left out."""
        if jurisdiction not in JURISDICTIONS:
            raise InputError(f"jurisdiction must be US, EU or Codex, got {jurisdiction!r}")
        known = [k for k, p in percents.items() if k in catalogue and p > 0]
        return cls(
            catalogue=catalogue,
            category=category,
            jurisdiction=jurisdiction,
            foods=tuple(catalogue.food(k) for k in known),
            percents=tuple(float(percents[k]) for k in known),
            table=quantities(catalogue, known),
            plan=plan,
            ph=ph,
        )

    def low(self, quantity: str) -> float:
        """Return the least that a quantity can be: unknown facts count as nothing."""
        return float(self.table.low(quantity) @ np.array(self.percents))

    def high(self, quantity: str) -> float:
        """Return the most that a quantity can be."""
        return float(self.table.high(quantity) @ np.array(self.percents))

    def unknown(self, quantity: str) -> tuple[str, ...]:
        """Ingredients whose part in a quantity is not known."""
        missing = np.isnan(self.table.row(quantity))
        return tuple(f.key for f, m in zip(self.foods, missing, strict=True) if m)

    def dose(self, *materials: str) -> float:
        """Sum of the percents of some materials, [g/100 g]."""
        pairs = zip(self.foods, self.percents, strict=True)
        return math.fsum(p for f, p in pairs if material_of(f) in materials)

    def has(self, *traits: str) -> bool:
        """Tell whether the category has all of these traits."""
        return self.category.traits.issuperset(traits)

    def solid_fat(self, degrees: int) -> float:
        """Solid share of the fat phase, [g/100 g fat]; NaN without fat."""
        fat = self.low("fat_phase")
        return self.low(f"solid_fat_{degrees}") / fat if fat > 0 else math.nan


def category_of(target: str, catalogue: Catalogue) -> FoodCategory:
    """Return the category of a target key or category id.

    Raises
    ------
    InputError
        Naming the nearest categories and targets.
    """
    known = categories()
    if target in known:
        return known[target]
    if target in catalogue:
        own = catalogue.food(target).category
        if own in known:
            return known[own]
        raise InputError(
            f"{target!r} is a food of category {own!r}, for which no rules are held; "
            f"use one of {', '.join(sorted(known))}"
        )
    targets = [f.key for f in catalogue.foods if f.category in known]
    near = nearest_keys(target, [*known, *targets])
    hint = f"; nearest known: {', '.join(near)}" if near else ""
    raise InputError(f"unknown target or category {target!r}{hint}")
