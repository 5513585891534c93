"""Nutrients of a formula as sums over its ingredients; what is missing is named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from formulator.formula import Formula
from ingredients import Catalogue, Food

NEGLIGIBLE = 1e-4
"""An ingredient below this fraction does not make a nutrient incomplete, [g/g]."""
PART_OF = {
    "saturated_fat": "fat",
    "trans_fat": "fat",
    "cholesterol": "fat",
    "fibre": "carbohydrate",
    "sugars": "carbohydrate",
}
"""What is none when the whole is none: no fat, no trans fat."""
SALT_PER_SODIUM = 2.5e-3
"""Salt as the EU counts it, [g per mg sodium] (Regulation (EU) 1169/2011, Annex I)."""
KJ_PER_KCAL = 4.184
"""Only where no factor in kJ is given, [kJ/kcal]."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One nutrient of a formula."""

    key: str
    value: float
    """Sum over the ingredients with a value, per 100 g."""
    unit: str
    missing: tuple[str, ...] = ()
    """Ingredients without a value; the sum is then a lower bound."""

    @property
    def is_complete(self) -> bool:
        """Tell whether every ingredient of weight has a value."""
        return not self.missing

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return {**asdict(self), "is_complete": self.is_complete}


def amounts(formula: Formula, catalogue: Catalogue, properties: Sequence[str]) -> dict[str, Amount]:
    """Sum properties of the catalogue over a formula.

    Parameters
    ----------
    formula : Formula
    catalogue : Catalogue
    properties : sequence of str
        Property keys.

    Returns
    -------
    dict of str to Amount
        Per 100 g of product, in the property's unit.

    Raises
    ------
    UnknownKeyError
        For an ingredient or property that the catalogue does not hold.
    """
    table = catalogue.table(list(formula.keys), list(properties))
    for j, key in enumerate(properties):
        if key in PART_OF:
            whole = catalogue.table(list(formula.keys), [PART_OF[key]])[:, 0]
            table[np.isnan(table[:, j]) & (whole == 0), j] = 0.0
    found = {}
    for j, key in enumerate(properties):
        parts = list(zip(formula.parts, table[:, j], strict=True))
        value = math.fsum(x * v for (_, x), v in parts if not math.isnan(v))
        missing = tuple(k for (k, x), v in parts if math.isnan(v) and x >= NEGLIGIBLE)
        found[key] = Amount(key, value, catalogue.properties[catalogue.column(key)].unit, missing)
    return found


def added_sugars(formula: Formula, catalogue: Catalogue) -> Amount:
    """Sugars of sweeteners and juice concentrates, [g/100 g] (21 CFR 101.9(c)(6)(iii)).

    Sugars that enzymes free from starch are not told apart from native ones.
    """
    sources = [k for k in formula.keys if _adds_sugar(catalogue.food(k))]
    value, missing = 0.0, []
    for key in sources:
        sugars = float(catalogue.table([key], ["sugars"])[0, 0])
        if math.isnan(sugars):
            missing.append(key)
        else:
            value += formula.fraction(key) * sugars
    return Amount("added_sugars", value, "g", tuple(missing))


def _adds_sugar(food: Food) -> bool:
    concentrate = "concentrate" in food.key and food.category in {"plant_concentrate", "fruit"}
    return food.category == "sweetener" or concentrate or food.key == "pineapple_juice_fc"


@dataclass(frozen=True, slots=True)
class EnergyFactors:
    """Energy of the macronutrients, per g."""

    protein: float
    fat: float
    carbohydrate: float
    fibre: float
    alcohol: float
    organic_acid: float


US_KCAL = EnergyFactors(4, 9, 4, 2, 7, 3)
"""21 CFR 101.9(c)(1)(i): 4-9-4, soluble non-digestible carbohydrate 2, [kcal/g]."""
EU_KCAL = EnergyFactors(4, 9, 4, 2, 7, 3)
"""Regulation (EU) 1169/2011, Annex XIV, [kcal/g]."""
EU_KJ = EnergyFactors(17, 37, 17, 8, 29, 13)
"""Regulation (EU) 1169/2011, Annex XIV, [kJ/g]."""
LOW_ENERGY = {"erythritol": (0.2, 0.0), "allulose": (0.4, 4.0)}
"""(US, EU) kcal per g of carbohydrate of rare sugars and polyols. General knowledge, M."""


def energy(formula: Formula, catalogue: Catalogue, factors: EnergyFactors) -> Amount:
    """Energy by general factors, in the unit of the factors per 100 g.

    Parameters
    ----------
    formula : Formula
    catalogue : Catalogue
    factors : EnergyFactors
        ``US_KCAL``, ``EU_KCAL`` or ``EU_KJ``.

    Returns
    -------
    Amount
        Fibre that is not known counts as digestible carbohydrate.
    """
    unit = "kJ" if factors == EU_KJ else "kcal"
    total = math.fsum(
        x * _energy_of(catalogue, key, factors, is_us=factors is US_KCAL)
        for key, x in formula.parts
    )
    return Amount("energy", total, unit)


def _energy_of(catalogue: Catalogue, key: str, factors: EnergyFactors, *, is_us: bool) -> float:
    """Energy of 100 g of one ingredient."""
    names = ("protein", "fat", "carbohydrate", "fibre", "alcohol", "other")
    values = catalogue.table([key], names)[0]
    protein, fat, carbohydrate, fibre, alcohol, other = (
        0.0 if math.isnan(v) else float(v) for v in values
    )
    acid = other if catalogue.food(key).category == "acid" else 0.0
    per_gram = factors.carbohydrate
    if key in LOW_ENERGY:
        per_gram = LOW_ENERGY[key][0 if is_us else 1] * factors.carbohydrate / 4
    return (
        factors.protein * protein
        + factors.fat * fat
        + per_gram * (carbohydrate - min(fibre, carbohydrate))
        + factors.fibre * min(fibre, carbohydrate)
        + factors.alcohol * alcohol
        + factors.organic_acid * acid
    )
