"""What a limit is set on: nutrients, derived quantities and cost, per pure ingredient.

All are linear in the fractions: the value of a formula is ``x @ values``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.profiles import ProfileTable
from ingredients import Catalogue, UnknownKeyError

Array = npt.NDArray[np.float64]

SALT_PER_SODIUM = 2.5e-3
"""Salt equivalent of sodium, [g/mg]: salt = sodium x 2.5 (Regulation (EU) 1169/2011, Annex I)."""
ENERGY_FACTORS = (("protein", 4.0), ("fat", 9.0), ("carbohydrate", 4.0), ("alcohol", 7.0))
"""Conversion factors, [kcal/g] (Regulation (EU) 1169/2011, Annex XIV)."""
FIBRE_CORRECTION = -2.0
"""Fibre counts 2 kcal/g, not the 4 of carbohydrate, [kcal/g] (same annex)."""


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """One quantity of each ingredient, per 100 g of it (cost: per kg)."""

    key: str
    name: str
    unit: str
    values: Array
    """NaN where nothing is known; shape (n_ingredients,)."""
    coverage: Array
    """Share that rests on reported numbers, 0 to 1; shape (n_ingredients,)."""

    @property
    def is_known(self) -> npt.NDArray[np.bool_]:
        """Tell for which ingredients a value or an estimate exists."""
        return np.isfinite(self.values)


def quantity(key: str, catalogue: Catalogue, table: ProfileTable, keys: Sequence[str]) -> Quantity:
    """Return one quantity for some ingredients.

    Parameters
    ----------
    key : str
        ``cost``, ``salt``, ``available_carbohydrate``, an axis of the profile or a property of
        the catalogue.
    catalogue : Catalogue
    table : ProfileTable
        Gap-filled profiles; they supply estimates where nothing was reported.
    keys : sequence of str
        Ingredient keys, in the order of the columns.

    Returns
    -------
    Quantity

    Raises
    ------
    UnknownKeyError
        Naming the nearest known quantities.
    """
    if key in _DERIVED:
        return _DERIVED[key](catalogue, table, keys)
    if key in _axis_index(table):
        return _from_table(key, table, keys)
    if key in {p.key for p in catalogue.properties}:
        return _from_catalogue(key, catalogue, keys)
    raise UnknownKeyError("quantity", key, known_quantities(catalogue, table))


def known_quantities(catalogue: Catalogue, table: ProfileTable) -> tuple[str, ...]:
    """Return the keys of all quantities that a limit may name, sorted."""
    axes = {axis.key for axis in table.axes}
    return tuple(sorted({*_DERIVED, *axes, *(p.key for p in catalogue.properties)}))


def _axis_index(table: ProfileTable) -> dict[str, int]:
    return {axis.key: j for j, axis in enumerate(table.axes)}


def _from_table(key: str, table: ProfileTable, keys: Sequence[str]) -> Quantity:
    j = _axis_index(table)[key]
    rows = _rows(table, keys)
    axis = table.axes[j]
    return Quantity(
        key=key,
        name=axis.name,
        unit=axis.unit,
        values=np.asarray(table.mean[rows, j], dtype=float),
        coverage=np.asarray(table.coverage[rows, j], dtype=float),
    )


def _rows(table: ProfileTable, keys: Sequence[str]) -> npt.NDArray[np.intp]:
    row_of = {k: i for i, k in enumerate(table.keys)}
    return np.array([row_of[k] for k in keys], dtype=np.intp)


def _from_catalogue(key: str, catalogue: Catalogue, keys: Sequence[str]) -> Quantity:
    values = catalogue.table(keys, [key])[:, 0]
    known = np.isfinite(values)
    prop = catalogue.properties[catalogue.column(key)]
    return Quantity(key, prop.name, prop.unit, values, known.astype(float))


def _cost(catalogue: Catalogue, table: ProfileTable, keys: Sequence[str]) -> Quantity:
    _, high = prices(catalogue, keys)
    known = np.isfinite(high).astype(float)
    return Quantity("cost", "Cost of raw materials at the high prices", "USD/kg", high, known)


def prices(catalogue: Catalogue, keys: Sequence[str]) -> tuple[Array, Array]:
    """Return low and high bulk prices, NaN where none is known, [USD/kg]."""
    found = [catalogue.food(k).price for k in keys]
    low = np.array([np.nan if p is None else p.low for p in found], dtype=float)
    high = np.array([np.nan if p is None else p.high for p in found], dtype=float)
    return low, high


def _salt(catalogue: Catalogue, table: ProfileTable, keys: Sequence[str]) -> Quantity:
    sodium = quantity("sodium", catalogue, table, keys)
    return Quantity(
        "salt", "Salt (sodium x 2.5)", "g", SALT_PER_SODIUM * sodium.values, sodium.coverage
    )


def _available(catalogue: Catalogue, table: ProfileTable, keys: Sequence[str]) -> Quantity:
    total = quantity("carbohydrate", catalogue, table, keys)
    fibre = quantity("fibre", catalogue, table, keys)
    return Quantity(
        "available_carbohydrate",
        "Carbohydrate without fibre",
        "g",
        np.maximum(0.0, total.values - fibre.values),
        np.minimum(total.coverage, fibre.coverage),
    )


def _energy(catalogue: Catalogue, table: ProfileTable, keys: Sequence[str]) -> Quantity:
    known = {p.key for p in catalogue.properties}
    terms = [(quantity(k, catalogue, table, keys), f) for k, f in ENERGY_FACTORS if k in known]
    fibre = quantity("fibre", catalogue, table, keys)
    fibre_values = np.nan_to_num(fibre.values)
    values = FIBRE_CORRECTION * fibre_values
    for part, factor in terms:
        # an unreported alcohol content is no alcohol; the macros themselves are always known
        amount = np.nan_to_num(part.values) if part.key == "alcohol" else part.values
        values = values + factor * amount
    coverage = np.minimum.reduce([q.coverage for q, _ in terms if q.key != "alcohol"])
    return Quantity("energy_kcal", "Energy from the macronutrients", "kcal", values, coverage)


_DERIVED: Mapping[str, Callable[[Catalogue, ProfileTable, Sequence[str]], Quantity]] = {
    "available_carbohydrate": _available,
    "cost": _cost,
    "energy_kcal": _energy,
    "salt": _salt,
}
