"""Botanical names by plain words, for rows whose source gives none (general knowledge)."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "selections" / "botany.csv"
BLENDS = re.compile(
    r"curry powder|pie spice|chili powder|flavour|vitamin|blend|corn and canola|corn, peanut|"
    r"vegetable oil|baking powder|fruit puree|herbes|four spices|mono-|shortening|masking|"
    r"mixed nuts|nuts, mixed|fruit cocktail|fruit salad|smoothie|seasoning mix|chowchow|succotash|"
    r"morningstar|gardenburger|worthington|loma linda|burger|creamer|^margarine|relish|"
    r"^(pasta|spaghetti).*(spinach| and )|with wheat flour added|peas and carrots|peas and onions|"
    r"vegetables, mixed|^tea, herbal|^tea, herb, other"
)
"""Foods of several plants: no single name."""

CORRECTED = {
    "Collinsonia canadensis": "Cymbopogon citratus",  # lemon grass, not horse balm
    "Beta vulgaris subsp. vulagaris": "Beta vulgaris subsp. vulgaris",
    "Capsicum anuum": "Capsicum annuum",
    "Chenopodium ambrosiodes": "Chenopodium ambrosioides",
    "Flammulina veluptipes": "Flammulina velutipes",
    "Lactuca sativa var. logifolia": "Lactuca sativa var. longifolia",
    "Matteuccia struthioreris": "Matteuccia struthiopteris",
    "Rumex articus": "Rumex arcticus",
    "Vaccinium alaskaenese": "Vaccinium alaskaense",
    "Vaccinium alaskanese and Ovalifolium": "Vaccinium alaskaense",
    "Vigna uniguiculata subsp. sesquipedalis": "Vigna unguiculata subsp. sesquipedalis",
}
"""Names of a source that are misspelt or belong to another plant, and what they should be."""


def corrected(name: str) -> str:
    """Name of a source without its slips of spelling."""
    return CORRECTED.get(name.strip(), name.strip())


@cache
def rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns on lower-case names with their plant, the first that matches wins."""
    with PATH.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter=";")
        return tuple((re.compile(r["pattern"]), r["botanical_name"]) for r in rows)


def botanical_name(name: str) -> str:
    """Plant of a food by its English name, empty when no rule knows it.

    Examples
    --------
    >>> botanical_name("Peas, green, frozen"), botanical_name("Sweet potato, canned")
    ('Pisum sativum', 'Ipomoea batatas')
    """
    text = name.lower()
    if BLENDS.search(text):
        return ""
    return next((plant for pattern, plant in rules() if pattern.search(text)), "")
