"""Total solids, density and refractometer reading of a formula, computed from its composition.

No reading of the bench goes into these numbers. Each comes with the spread that follows from the
intervals of the composition and from what the method itself leaves open.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from formulator.profiles import ProfileTable, mix, profile_table
from formulator.profiles.gaps import Z90
from formulator.search.candidate import AxisValue
from ingredients import Catalogue

Amounts = Mapping[str, float]

DENSITIES = {
    "water": (997.18, 3.1439e-3, -3.7574e-3),
    "protein": (1329.9, -0.5184, 0.0),
    "fat": (925.59, -0.41757, 0.0),
    "carbohydrate": (1599.1, -0.31046, 0.0),
    "fibre": (1311.5, -0.36589, 0.0),
    "ash": (2423.8, -0.28063, 0.0),
}
"""Density of the pure parts, [kg/m3]: a + b T + c T^2 with T in [C]. Choi and Okos 1986, in Food
Engineering and Process Applications 1, 93-101, as later tables and programs print them."""
DENSITY_ERROR = 0.01
"""What the rule of added volumes leaves open, relative: general knowledge (no air counted)."""
AIRY = 0.05
"""Parts that are not named may be this share of the mass at most, [g/g]."""
PROTEIN_AS_SUCROSE = 1.29
"""Refraction of protein over that of sucrose: 0.185 over 0.143 mL/g, general knowledge."""
LEAST_WATER = 50.0
"""Least water of a food that a refractometer reads, [g/100 g]: general knowledge."""
DISSOLVED = ("sugars", "ash", "citric_acid", "lactic_acid", "malic_acid", "acetic_acid")
"""What is in solution in any case; sugars and salts bend light about alike."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A number computed from composition alone."""

    key: str
    value: float
    low: float
    """Lower end of what is to be expected."""
    high: float
    unit: str
    method: str
    """How it comes about, in a few words."""


def computed(profile: Mapping[str, AxisValue]) -> tuple[Computed, ...]:
    """Return what follows from a profile.

    Parameters
    ----------
    profile : mapping
        Axis key to amount per 100 g with its interval.

    Returns
    -------
    tuple of Computed
        ``solids``, ``density`` and ``brix``, each left out where the profile does not give it.
    """
    found = (total_solids(profile), density(profile), soluble_solids(profile))
    return tuple(c for c in found if c is not None)


def computed_of(
    percents: Mapping[str, float], catalogue: Catalogue, *, table: ProfileTable | None = None
) -> tuple[Computed, ...]:
    """Return what follows from a composition, as ``computed`` does from its profile.

    Parameters
    ----------
    percents : mapping of str to float
        [g/100 g] by ingredient.
    catalogue : Catalogue
    table : ProfileTable, optional
        Gap-filled profiles, when they are there already.
    """
    keys = list(percents)
    chosen = (profile_table(catalogue) if table is None else table).select(keys)
    mixed = mix(chosen, np.array([percents[key] / 100 for key in keys]))
    mean, half = mixed.mean[0], Z90 * mixed.spread[0]
    profile = {
        axis.key: AxisValue(
            value=float(mean[j]),
            target=0.0,
            unit=axis.unit,
            coverage=float(mixed.coverage[0, j]),
            evidence="calculated",
            low=float(max(mean[j] - half[j], 0.0)),
            high=float(mean[j] + half[j]),
        )
        for j, axis in enumerate(chosen.axes)
    }
    return computed(profile)


def total_solids(profile: Mapping[str, AxisValue]) -> Computed | None:
    """Return 100 less the water, [g/100 g]; None when the water is not known."""
    if "water" not in profile:
        return None
    value, half = _with_spread(profile, lambda a: 100 - a["water"])
    return Computed("solids", value, value - half, min(value + half, 100.0), "g/100 g",
                    "100 less water")  # fmt: skip


def density(profile: Mapping[str, AxisValue], *, temperature: float = 20.0) -> Computed | None:
    """Return the density without air from the volumes of the parts.

    ``1 / rho = sum(x_i / rho_i)`` with the densities of Choi and Okos (1986). For whole milk it
    gives 1.023 g/mL where milk has 1.030, for cream 0.985 of 0.994 (general knowledge): dissolved
    matter takes less room, which the error of 1 % covers.

    Parameters
    ----------
    profile : mapping
    temperature : float
        [C].

    Returns
    -------
    Computed or None
        In [g/mL]; None when parts that are not named make up more than 5 % of the mass.
    """
    rho = {k: a + b * temperature + c * temperature**2 for k, (a, b, c) in DENSITIES.items()}

    def of(amounts: Amounts) -> float:
        parts = {k: amounts.get(k, 0.0) for k in rho}
        parts["carbohydrate"] = max(parts["carbohydrate"] - parts["fibre"], 0.0)
        return math.fsum(parts.values()) / math.fsum(m / rho[k] for k, m in parts.items()) / 1000

    named = math.fsum(profile[k].value for k in rho if k in profile and k != "fibre")
    if "water" not in profile or abs(named - 100) > 100 * AIRY:
        return None
    value, half = _with_spread(profile, of)
    half = math.hypot(half, DENSITY_ERROR * value)
    return Computed("density", value, value - half, value + half, "g/mL",
                    f"volumes of the parts at {temperature:g} °C, without air")  # fmt: skip


def soluble_solids(profile: Mapping[str, AxisValue]) -> Computed | None:
    """Return what a refractometer on the sucrose scale is to be expected to read, [Brix].

    What is in solution bends the light in proportion to its mass in the liquid outside the fat:
    sugars, acids and salts like sucrose, protein 1.29 times as much. How much of the protein and of
    the other carbohydrate is in solution is not known, so the interval runs from none to all of it
    and the value is its middle.

    Returns
    -------
    Computed or None
        None with less than 50 % water.
    """
    if "water" not in profile or profile["water"].value < LEAST_WATER:
        return None
    (least, down), (most, up) = (
        _with_spread(profile, least_brix),
        _with_spread(profile, most_brix),
    )
    return Computed("brix", (least + most) / 2, max(least - down, 0.0), most + up, "Brix",
                    "sugars, acids and salts in solution; protein from none to all")  # fmt: skip


def least_brix(amounts: Amounts) -> float:
    """Return the reading when only sugars, acids and salts are in solution."""
    solids = math.fsum(amounts.get(k, 0.0) for k in DISSOLVED)
    return 100 * solids / max(amounts["water"] + solids, 1e-9)


def most_brix(amounts: Amounts) -> float:
    """Return the reading when protein and all carbohydrate are in solution, too."""
    carbohydrate = max(amounts.get("carbohydrate", 0.0), amounts.get("sugars", 0.0))
    rest = math.fsum(amounts.get(k, 0.0) for k in DISSOLVED if k != "sugars")
    protein = amounts.get("protein", 0.0)
    mass = amounts["water"] + carbohydrate + rest + protein
    return 100 * (carbohydrate + rest + PROTEIN_AS_SUCROSE * protein) / max(mass, 1e-9)


def _with_spread(
    profile: Mapping[str, AxisValue], of: Callable[[Amounts], float]
) -> tuple[float, float]:
    """Return a number and its half interval: each axis moved within its own, one at a time."""
    at = {key: axis.value for key, axis in profile.items()}
    square = 0.0
    for key, axis in profile.items():
        if axis.low is None or axis.high is None or axis.low == axis.high:
            continue
        gap = of({**at, key: axis.high}) - of({**at, key: axis.low})
        square += (gap / 2) ** 2
    return of(at), math.sqrt(square)
