"""Molecules in foods, gathered by an importer: presence and amounts in separate tables."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from ingredients.build.keytable import slug
from ingredients.checks import plain_smiles
from ingredients.importers import limits
from ingredients.importers.staging import Staging

FORMULA_STARTS = ("=", "@", "\t", "\r")
"""First characters by which a spreadsheet takes a text for a formula."""


def clean_text(text: str, what: str) -> str:
    """Return a name without surrounding space.

    Raises
    ------
    ValueError
        When it is empty, over-long or would be a spreadsheet formula.
    """
    plain = text.strip()
    if not plain:
        raise ValueError(f"{what} is empty")
    if len(plain) > limits.MAX_NAME:
        raise ValueError(f"{what} has {len(plain):,} characters, at most {limits.MAX_NAME}")
    is_sum = re.match(r"[+-]\s*[A-Za-z]+[0-9(]", plain)
    if plain.startswith(FORMULA_STARTS) or is_sum:
        raise ValueError(f"{what} {plain[:40]!r} is a spreadsheet formula; paste values only")
    return plain


def clean_smiles(text: str) -> str:
    """Return a structure that could be a SMILES; the full parse is made when it is used.

    Raises
    ------
    ValueError
        When it is over-long or holds other characters.
    """
    plain = text.strip()
    if len(plain) > limits.MAX_SMILES:
        raise ValueError(
            f"SMILES has {len(plain):,} characters, at most {limits.MAX_SMILES:,} are taken"
        )
    if plain and not plain_smiles(plain, max_length=limits.MAX_SMILES):
        raise ValueError(f"not a SMILES: {plain[:60]!r}")
    return plain


def amount(text: str) -> float | None:
    """Return a number, None when blank.

    Raises
    ------
    ValueError
        When it is not a number, not finite or negative.
    """
    plain = text.strip()
    if not plain:
        return None
    try:
        value = float(plain)
    except ValueError:
        raise ValueError(f"not a number: {plain[:40]!r}") from None
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"an amount must be finite and not negative, got {plain[:40]}")
    return value


class Presences:
    """Presence and amount rows of one import.

    Parameters
    ----------
    staging : Staging
        Where they go.
    """

    def __init__(self, staging: Staging) -> None:
        self.staging = staging
        self._molecules: dict[str, list[str]] = {}
        self._found: set[tuple[str, str]] = set()
        self._amounts: list[list[str]] = []

    def add(self, foods: Iterable[str], name: str, smiles: str = "", inchikey14: str = "") -> str:
        """Note that a molecule was reported in foods; return its key."""
        key = slug(name)
        self._molecules.setdefault(key, [key, name, smiles, inchikey14])
        self._found |= {(food, key) for food in foods}
        return key

    def add_amount(
        self,
        foods: Iterable[str],
        molecule: str,
        low: float | None,
        high: float | None,
        *,
        unit: str,
        reference: str = "",
    ) -> None:
        """Note an amount of a molecule in foods."""
        ends = ["" if v is None else f"{v:.6g}" for v in (low, high)]
        self._amounts += [[food, molecule, *ends, unit, reference[:200]] for food in foods]

    def write(self) -> None:
        """Write ``molecules.csv``, ``food_presences.csv`` and, where known, ``amounts.csv``."""
        rows = [[food, molecule, "reported"] for food, molecule in sorted(self._found)]
        self.staging.write("food_presences.csv", [["food", "molecule", "role"], *rows])
        molecules = sorted(self._molecules.values())
        head = ["key", "name", "smiles", "inchikey14"]
        self.staging.write("molecules.csv", [head, *molecules])
        if self._amounts:
            head = ["food", "molecule", "low", "high", "unit", "reference"]
            self.staging.write("amounts.csv", [head, *sorted(self._amounts)])
