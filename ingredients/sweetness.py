"""Measured relative sweetness of molecules."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from ingredients.errors import DataError
from ingredients.records import Evidence
from ingredients.tables import DATA, rows_of

SOURCE = "sweetenersdb"


@dataclass(frozen=True, slots=True)
class SweetMolecule:
    """One molecule with its sweetness."""

    name: str
    smiles: str
    log_sweetness: float
    """log10 of sweetness relative to sucrose (0), [1]."""
    source: str = SOURCE
    evidence: Evidence = Evidence.MEASURED


@cache
def sweetness() -> tuple[SweetMolecule, ...]:
    """Return the shipped table of relative sweetness (read once per process).

    Returns
    -------
    tuple of SweetMolecule
        Sorted by name.

    Raises
    ------
    DataError
        Naming every row without a structure or a finite number.
    """
    rows = list(rows_of(DATA / SOURCE / "sweetness.csv"))
    problems = [
        f"{row['name']!r}: SMILES {row['smiles']!r}, log_sweetness {row['log_sweetness']!r}"
        for row in rows
        if not row["smiles"] or not _is_finite(row["log_sweetness"])
    ]
    if problems:
        raise DataError("every row of sweetness.csv needs a SMILES and a finite number", problems)
    return tuple(
        SweetMolecule(
            name=row["name"],
            smiles=row["smiles"],
            log_sweetness=float(row["log_sweetness"]),
        )
        for row in sorted(rows, key=lambda r: (r["name"], r["smiles"]))
    )


def _is_finite(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
