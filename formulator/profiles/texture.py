"""Solid fat of blends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from formulator.profiles.derived import Derived
from formulator.profiles.profile import ProfileTable
from ingredients import Catalogue, Food

TEMPERATURES = (10, 20, 35)
"""[C] at which the catalogue lists solid fat."""
ERROR = 10.0
"""Half width of what linear mixing can tell, [% of the fat]; blends of lauric and palm fats may
lie a further 5-15 points lower at 20 C (general practice)."""
LEAST_KNOWN = 0.9
"""Share of the fat whose melting must be listed, [-]."""
LEAST_FAT = 0.1
"""Fat below which the question has no meaning, [g/100 g]."""
SOLID_LIMIT = (0.0, 100.0)


def solid_fat(
    catalogue: Catalogue, foods: Sequence[Food], fractions: Sequence[float], *, table: ProfileTable
) -> tuple[Derived, ...]:
    """Solid fat content of a formula's fat at 10, 20 and 35 C by linear mixing.

    Parameters
    ----------
    catalogue : Catalogue
    foods : sequence of Food
    fractions : sequence of float, mass fractions [g/g]
    table : ProfileTable
        Of these foods, in this order.

    Returns
    -------
    tuple of Derived
        In % of the fat; unknown when less than 90 % of the fat has a listed melting curve.
    """
    fat = np.asarray(fractions) * table.mean[:, table.column("fat")]
    return tuple(_at(catalogue, foods, fat, celsius) for celsius in TEMPERATURES)


def _at(
    catalogue: Catalogue,
    foods: Sequence[Food],
    fat: np.ndarray[tuple[int], np.dtype[np.float64]],
    celsius: int,
) -> Derived:
    rows = catalogue.rows([f.key for f in foods])
    listed = catalogue.values[rows, catalogue.column(f"sfc_{celsius}")]
    known = np.isfinite(listed)
    total = float(fat.sum())
    value: float | None = None
    note = "linear mixing; eutectics of lauric with palm fats lie lower"
    if total < LEAST_FAT:
        note = f"less than {LEAST_FAT:g} % fat"
    elif fat[known].sum() < LEAST_KNOWN * total:
        unlisted = foods[int(np.argmax(np.where(known, 0, fat)))].name
        note = f"no melting curve is listed for the fat of {unlisted}"
    else:
        value = float(fat[known] @ listed[known] / fat[known].sum())
    low, high = (None, None) if value is None else _bounds(value)
    return Derived(
        key=f"solid_fat_{celsius}",
        name=f"Solid fat at {celsius} C",
        unit="% of the fat",
        model="linear mixing of solid fat by mass of fat",
        source=f"general practice; catalogue property sfc_{celsius}",
        value=value,
        low=low,
        high=high,
        note=note,
    )


def _bounds(value: float) -> tuple[float, float]:
    if value == 0:
        return 0.0, 0.0  # liquid oils stay liquid
    return max(value - ERROR, SOLID_LIMIT[0]), min(value + ERROR, SOLID_LIMIT[1])
