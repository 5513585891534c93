"""Freezing point and viscosity from composition, where simple physics holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from formulator.profiles.derived import Derived
from formulator.profiles.profile import ProfileTable
from ingredients import Food

Array = npt.NDArray[np.float64]

CRYOSCOPIC = 1.86
"""Cryoscopic constant of water, [K kg/mol] (CRC Handbook of Chemistry and Physics)."""
MOLAR_MASS = {
    "sucrose": 342.30, "lactose": 342.30, "maltose": 342.30,
    "glucose": 180.16, "fructose": 180.16, "galactose": 180.16,
    "lactic_acid": 90.08, "citric_acid": 192.12, "malic_acid": 150.09, "acetic_acid": 60.05,
}  # fmt: skip
"""[g/mol], from the formula."""
ION_MASS = {"sodium": 22.99, "potassium": 39.10}
"""[g/mol]; each brings one counter-ion. Calcium and magnesium are mostly bound."""
SMALLEST_SUGAR, LARGEST_SUGAR = 180.16, 342.30
"""[g/mol] of sugars that are not told apart."""
MOST_MOLAL = 1.5
"""Largest molality at which the ideal law is trusted, [mol/kg water]."""
LEAST_WATER = 30.0
"""Least water of a food that freezes as a solution, [g/100 g]."""

MAX_PACKING = 0.64
"""Random close packing of spheres, [-]."""
EXPONENT = 1.6
"""2.5 times the packing fraction (Einstein's coefficient for spheres), [-]."""
VOLUMINOSITY = (3.0, 8.0)
"""Volume of hydrated protein, lowest and highest, [mL/g] (general practice: 3.5-4 for casein
micelles, up to 8 for swollen plant proteins)."""
FAT_DENSITY, MIX_DENSITY = 0.92, 1.02
"""[g/mL] (general practice)."""
MOST_VOLUME = 0.5
"""Largest volume fraction at which the formula is trusted, [-]."""
THICKENERS = {"hydrocolloid": 0.005, "starch": 0.3}
"""Category -> dose from which it governs the viscosity, [g/100 g] (general practice)."""


def freezing_point(
    foods: Sequence[Food], fractions: Sequence[float], *, table: ProfileTable
) -> Derived:
    """Estimate the initial freezing point from dissolved sugars, acids, sodium and potassium.

    Raoult's law of ideal dilute solutions, ``T = -1.86 m``. For whole milk it gives about
    -0.53 C; real milk freezes at -0.51 to -0.55 C (general practice).

    Parameters
    ----------
    foods : sequence of Food
    fractions : sequence of float, mass fractions [g/g]
    table : ProfileTable
        Of these foods, in this order.

    Returns
    -------
    Derived
        In degrees Celsius; unknown with less than 30 % water or above 1.5 mol/kg water.
    """
    amounts = _amounts(fractions, table)
    water = amounts["water"] * 10  # g per kg of food
    least, most = (_moles(amounts, m) / max(water / 1000, 1e-9) for m in _SUGAR_MASSES)
    if water < 10 * LEAST_WATER:
        return _freezing(None, None, None, f"less than {LEAST_WATER:g} % water")
    if most > MOST_MOLAL:
        return _freezing(None, None, None, f"more than {MOST_MOLAL:g} mol per kg of water")
    low, high = -CRYOSCOPIC * most * 1.05, -CRYOSCOPIC * least * 0.95
    return _freezing((low + high) / 2, low, high, "polyols and alcohol are not counted")


_SUGAR_MASSES = (LARGEST_SUGAR, SMALLEST_SUGAR)


def _moles(amounts: dict[str, float], sugar_mass: float) -> float:
    """Dissolved particles, [mol/kg of food]; sugars not told apart have one molar mass."""
    named = {k: amounts.get(k, 0.0) for k in MOLAR_MASS}
    sugars = sum(named[k] for k in ("sucrose", "lactose", "maltose", "glucose", "fructose"))
    rest = max(amounts.get("sugars", 0.0) - sugars - named["galactose"], 0.0)
    moles = sum(10 * named[k] / m for k, m in MOLAR_MASS.items()) + 10 * rest / sugar_mass
    return moles + sum(2 * amounts.get(k, 0.0) / 100 / m for k, m in ION_MASS.items())


def _freezing(value: float | None, low: float | None, high: float | None, note: str) -> Derived:
    return Derived(
        key="freezing_point",
        name="Initial freezing point",
        unit="C",
        model="ideal dilute solution, T = -1.86 m",
        source="Raoult's law; CRC Handbook of Chemistry and Physics for the constant",
        value=value,
        low=low,
        high=high,
        note=note,
    )


def relative_viscosity(
    foods: Sequence[Food], fractions: Sequence[float], *, table: ProfileTable
) -> Derived:
    """Viscosity over that of water, from the volume of fat and hydrated protein.

    ``(1 - phi / 0.64)^-1.6`` with phi the volume fraction of fat globules and hydrated protein
    (Krieger and Dougherty 1959, doi 10.1122/1.548848). For whole milk it gives about 1.6 to 2.9;
    real milk has about 2 (general practice).

    Parameters
    ----------
    foods : sequence of Food
    fractions : sequence of float, mass fractions [g/g]
    table : ProfileTable
        Of these foods, in this order.

    Returns
    -------
    Derived
        Unknown with hydrocolloids or starch, which govern the viscosity by their grade, and
        above a volume fraction of 0.5.
    """
    amounts = _amounts(fractions, table)
    thick = [
        food.name
        for food, x in zip(foods, fractions, strict=True)
        if 100 * x >= THICKENERS.get(food.category, np.inf)
    ]
    if thick:
        return _viscosity(None, None, f"governed by the grade of {thick[0]}: measure it")
    volumes = [
        MIX_DENSITY * (amounts["fat"] / FAT_DENSITY + amounts["protein"] * v) / 100
        for v in VOLUMINOSITY
    ]
    if volumes[1] > MOST_VOLUME or amounts["water"] < 100 * (1 - MOST_VOLUME):
        return _viscosity(None, None, f"volume fraction above {MOST_VOLUME:g}: a paste or a gel")
    low, high = ((1 - v / MAX_PACKING) ** -EXPONENT for v in volumes)
    return _viscosity(low, high, "unheated, not acidified, homogenised")


def _viscosity(low: float | None, high: float | None, note: str) -> Derived:
    return Derived(
        key="relative_viscosity",
        name="Viscosity relative to water",
        unit="1",
        model="Krieger-Dougherty, (1 - phi/0.64)^-1.6",
        source="Krieger and Dougherty 1959, doi 10.1122/1.548848; voluminosity: general practice",
        value=None if low is None or high is None else float(np.sqrt(low * high)),
        low=low,
        high=high,
        note=note,
    )


def _amounts(fractions: Sequence[float], table: ProfileTable) -> dict[str, float]:
    """Amounts of the mixture by axis key, in the axes' units."""
    mixed = np.asarray(fractions, dtype=np.float64) @ table.mean
    return {a.key: float(v) for a, v in zip(table.axes, mixed, strict=True)}
