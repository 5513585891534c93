"""What an ingredient does in a formula: one main role each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ingredients import Food


class Role(StrEnum):
    """Main role of an ingredient, in the words of a bench sheet."""

    WATER = "water"
    PROTEIN = "protein source"
    FAT = "fat source"
    BASE = "plant base"
    STABILISER = "stabiliser"
    STARCH = "starch"
    FIBRE = "fibre"
    EMULSIFIER = "emulsifier"
    CALCIUM = "calcium source"
    BUFFER = "buffer salt"
    SALT = "salt"
    SWEETENER = "sweetener"
    ACID = "acid"
    CULTURE = "culture"
    ENZYME = "enzyme"
    FLAVOUR = "flavour"
    COLOUR = "colour"
    PRESERVATIVE = "preservative or vitamin"
    PROCESS = "processing aid"
    CHARACTER = "plant character"


_BY_CATEGORY: Mapping[str, Role] = {
    "protein": Role.PROTEIN,
    "fat": Role.FAT,
    "oil": Role.FAT,
    "hydrocolloid": Role.STABILISER,
    "starch": Role.STARCH,
    "fibre": Role.FIBRE,
    "emulsifier": Role.EMULSIFIER,
    "mineral": Role.SALT,
    "acid": Role.ACID,
    "sweetener": Role.SWEETENER,
    "flavour": Role.FLAVOUR,
    "culture_enzyme": Role.ENZYME,
    "preservative_vitamin": Role.PRESERVATIVE,
    "base": Role.BASE,
    "nut_seed": Role.BASE,
    "legume": Role.BASE,
    "grain": Role.BASE,
}
_BY_KEY: Mapping[str, Role] = {
    "water": Role.WATER,
    "lactic_culture_dvs": Role.CULTURE,
    "beta_carotene": Role.COLOUR,
    "annatto": Role.COLOUR,
    "turmeric": Role.COLOUR,
    "aquafaba_powder": Role.EMULSIFIER,
    "acacia": Role.EMULSIFIER,
    "osa_starch": Role.EMULSIFIER,
    "citrus_fibre": Role.STABILISER,
    "oat_flour": Role.STARCH,
    "rice_flour": Role.STARCH,
    "potato_flour": Role.STARCH,
    "dipotassium_phosphate": Role.BUFFER,
    "tripotassium_citrate": Role.BUFFER,
    "trisodium_citrate": Role.BUFFER,
    "potassium_chloride": Role.PROCESS,
    "sodium_bicarbonate": Role.PROCESS,
    "cream_of_tartar": Role.PROCESS,
    "magnesium_chloride": Role.PROCESS,
    "calcium_chloride": Role.PROCESS,
    "calcium_sulfate": Role.PROCESS,
}


def role_of(food: Food) -> Role:
    """Return the main role of an ingredient.

    Parameters
    ----------
    food : Food

    Returns
    -------
    Role
        By key where one material has a role of its own, else by category; whole plant foods
        without a functional category give plant character.
    """
    if food.key in _BY_KEY:
        return _BY_KEY[food.key]
    if food.category == "mineral" and food.key.startswith(("calcium", "tricalcium")):
        return Role.CALCIUM
    return _BY_CATEGORY.get(food.category, Role.CHARACTER)
