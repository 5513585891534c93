"""Dietary flags that follow from what a plant ingredient is."""

from __future__ import annotations

import re
from collections.abc import Collection

ALCOHOL = re.compile(
    r"^(?!vinegar).*(\bwine\b(?! vinegar)|\bsake$|mirin|vanilla extract(?!.*no alcohol))",
    re.IGNORECASE,
)
"""Foods that hold ethanol, by name."""


def dietary(name: str, allergens_eu: Collection[str], *, fungal: bool = False) -> tuple[str, ...]:
    """Return flags of a plant ingredient; general knowledge, not a certification.

    Parameters
    ----------
    name : str
        Its English name.
    allergens_eu : collection of str
        Its EU allergens.
    fungal : bool
        True for yeast and other fungi, which are vegan but no plant.
    """
    flags = {"vegan", "vegetarian"}
    if "gluten" not in allergens_eu:
        flags.add("gluten_free")
    if not {"tree_nuts", "peanut"} & set(allergens_eu):
        flags.add("nut_free")
    if "soy" not in allergens_eu:
        flags.add("soy_free")
    if ALCOHOL.search(name):
        flags.add("contains_alcohol")
    if fungal or "yeast" in name.lower() or "mushroom" in name.lower():
        flags.add("fungal")
    if any(w in name.lower() for w in ("garlic", "onion", "leek", "shallot", "chives", "scallion")):
        flags.add("allium")
    return tuple(sorted(flags))
