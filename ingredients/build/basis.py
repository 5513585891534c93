"""Which SR28 food each functional ingredient is, by its stated composition basis."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

SAME_FOOD: dict[str, str] = {
    "04669": "soybean_oil", "04650": "soybean_oil", "04646": "coconut_oil_rbd",
    "04643": "canola_oil", "04644": "canola_oil", "43216": "fructose",
    "18372": "sodium_bicarbonate", "19911": "maple_syrup", "14090": "coconut_water",
    "11749": "cabbage", "11750": "cabbage",
}  # fmt: skip
"""Further SR28 rows of a functional ingredient: aliases only, their values are not used."""


def functional_rows(shared: Path) -> list[dict[str, str]]:
    """Rows of the table of functional ingredients."""
    path = shared / "curated" / "functional_ingredients.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for above, row in pairwise(rows):
        if row["roles"] == "as above":
            row["roles"] = above["roles"]
    return rows


def ndb_of(row: dict[str, str]) -> str | None:
    """NDB number of the very food that the composition was taken from, or None.

    Rows "DERIVED from" or "analog" of an SR28 food are other foods and do not count.
    """
    hit = re.match(r"SR28:(\d{5})(?!\d)(?! analog)", row["comp_basis"])
    return hit.group(1) if hit else None


def keys_by_ndb(shared: Path) -> dict[str, list[str]]:
    """NDB number -> the functional ingredients that are this food."""
    found: dict[str, list[str]] = {}
    for row in functional_rows(shared):
        ndb = ndb_of(row)
        if ndb:
            found.setdefault(ndb, []).append(row["ingredient_id"])
    return found
