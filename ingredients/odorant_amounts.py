"""Amounts of odorants in ingredients: ranges, where anything at all can be said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from ingredients.errors import DataError
from ingredients.records import Evidence
from ingredients.tables import DATA, rows_of

SOURCE = "odorant_amounts"


@dataclass(frozen=True, slots=True)
class OdorantAmount:
    """How much of an odorant an ingredient holds."""

    food: str
    molecule: str
    low: float
    """Lowest amount, [ug/kg food]."""
    high: float
    """Highest amount, [ug/kg food]."""
    evidence: Evidence
    reference: str = ""
    note: str = ""
    source: str = SOURCE


@cache
def odorant_amounts() -> tuple[OdorantAmount, ...]:
    """Return the shipped amounts (read once per process).

    Returns
    -------
    tuple of OdorantAmount
        Sorted by food and molecule. What is not listed is unknown, not zero.

    Raises
    ------
    DataError
        Naming every row whose range is not 0 <= low <= high in ug/kg.
    """
    rows = list(rows_of(DATA / SOURCE / "amounts.csv"))
    problems = [
        f"{row['molecule']} in {row['food']}: {row['low']} to {row['high']} {row['unit']}"
        for row in rows
        if row["unit"] != "ug/kg" or not _is_range(row["low"], row["high"])
    ]
    if problems:
        raise DataError("an amount must be a range 0 <= low <= high in ug/kg", problems)
    made = (
        OdorantAmount(
            food=row["food"],
            molecule=row["molecule"],
            low=float(row["low"]),
            high=float(row["high"]),
            evidence=Evidence(row["evidence"]),
            reference=row["reference"],
            note=row["note"],
        )
        for row in rows
    )
    return tuple(sorted(made, key=lambda a: (a.food, a.molecule)))


def _is_range(low: str, high: str) -> bool:
    try:
        return 0 <= float(low) <= float(high) < math.inf
    except ValueError:
        return False
