"""Botanical names by plain words, for rows whose source gives none (general knowledge)."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "selections" / "botany.csv"
BLENDS = re.compile(
    r"curry powder|pie spice|chili powder|flavour|vitamin|blend|corn and canola|corn, peanut|"
    r"vegetable oil|baking powder|fruit puree|herbes|four spices|mono-|shortening|masking"
)
"""Foods of several plants: no single name."""


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
