"""A formula: mass fractions of ingredients that sum to one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from formulator.errors import TableError

SUM_TOLERANCE = 1e-6
"""Largest accepted distance of the sum of fractions from 1, [g/g]."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Mass fractions of ingredients, sorted from the largest to the smallest.

    Raises
    ------
    TableError
        Listing every part that is not a finite number >= 0, or a sum that is not 1.
    """

    parts: tuple[tuple[str, float], ...]
    """(ingredient key, mass fraction [g/g]) pairs."""
    name: str = ""

    def __post_init__(self) -> None:
        problems = [
            f"part {i} ({key!r}): {value!r}"
            for i, (key, value) in enumerate(self.parts, start=1)
            if not math.isfinite(value) or value < 0
        ]
        if problems:
            raise TableError("fractions must be finite numbers >= 0", problems)
        keys = [key for key, _ in self.parts]
        repeated = sorted({k for k in keys if keys.count(k) > 1})
        if repeated:
            raise TableError("each ingredient may stand once; add its rows together", repeated)
        total = math.fsum(value for _, value in self.parts)
        if abs(total - 1) > SUM_TOLERANCE:
            label = f" in {self.name!r}" if self.name else ""
            raise TableError(
                f"fractions must sum to 1, got {total:.6f}{label}; "
                "use Formula.from_grams() to normalise"
            )
        kept = sorted((p for p in self.parts if p[1] > 0), key=lambda p: (-p[1], p[0]))
        object.__setattr__(self, "parts", tuple(kept))

    @classmethod
    def from_grams(cls, grams: Mapping[str, float], *, name: str = "") -> Formula:
        """Make a formula from masses in any one unit; the total becomes 1.

        Raises
        ------
        TableError
            If a mass is negative or no number, or the total is not positive.
        """
        problems = [f"{key!r}: {g!r}" for key, g in grams.items() if not math.isfinite(g) or g < 0]
        if problems:
            raise TableError("masses must be finite numbers >= 0", problems)
        total = math.fsum(grams.values())
        if total <= 0:
            raise TableError(f"the masses must have a positive total, got {total!r}")
        return cls(parts=tuple((k, g / total) for k, g in grams.items()), name=name)

    @property
    def keys(self) -> tuple[str, ...]:
        """Ingredient keys, largest part first."""
        return tuple(key for key, _ in self.parts)

    def fraction(self, key: str) -> float:
        """Mass fraction of an ingredient, 0 when it is not in the formula, [g/g]."""
        return dict(self.parts).get(key, 0.0)

    def percents(self) -> dict[str, float]:
        """Parts in g per 100 g."""
        return {key: 100 * value for key, value in self.parts}
