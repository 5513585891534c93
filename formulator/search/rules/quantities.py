"""What each ingredient adds to the quantities that the rules judge.

All quantities are linear in the amounts: one percent of an ingredient adds a fixed number. The
same numbers judge a finished formula and become rows of the search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from formulator.search.rules import sweetness
from formulator.search.rules.materials import (
    dry_starch_share,
    material_of,
    solid_fat,
    soluble_share,
    starch_share,
)
from ingredients import Catalogue, Food, UnknownKeyError
from ingredients.food_rules import coefficients

Array = npt.NDArray[np.float64]

COMPOSITION = (
    "water", "protein", "fat", "carbohydrate", "fibre", "sugars", "saturated_fat", "ash",
    "sodium", "calcium", "potassium",
)  # fmt: skip
"""Taken from the catalogue as they are: g (minerals mg) per 100 g of product."""
GUM_CATEGORIES = ("hydrocolloid",)
PROTECTIVE_GUMS = ("pectin_hm", "cmc")
"""Gums that bind to the protein of sour drinks, where 0.2-0.5 % is customary. General practice."""
PROTECTS = 0.2
"""Least dose of one of them that protects, [g/100 g] (rule F09)."""
SURFACE = {
    "small_emulsifiers": 500.0,
    "osa_starch": 100.0,
    "acacia": 60.0,
    "cellulose_ethers": 300.0,
}
"""Droplet surface that one gram covers, [m2]; soluble protein 330. General practice, M."""
AQUAFABA_SURFACE = 180.0
"""The same for dried cooking liquor of chickpeas with its saponins: about 1.3 g of it, 20 g of
liquid, carries 72-75 g oil in a dressing (doses of Raikos 2020), [m2]. Estimated, L."""
PROTEIN_SURFACE = 330.0
"""Droplet surface that one gram of soluble protein covers (3 mg/m2), [m2]. General practice, M."""
MOST_PAC, MOST_POD = 2.8, 1.8
"""Freezing power of erythritol and sweetness of fructose, [sucrose = 1]."""
MOST_MINERAL = 30.0
"""An unknown mineral of a plant food is taken to stay below 3 g/100 g, [mg per %]."""


@dataclass(frozen=True, slots=True, eq=False)
class Quantities:
    """Quantities by ingredients.

    Parameters
    ----------
    keys : tuple of str
        Ingredient keys: the columns.
    names : tuple of str
        Quantities: the rows.
    values : ndarray of shape (n_quantities, n_ingredients)
        What one percent adds, in the quantity's unit; NaN where a fact is missing.
    ceiling : ndarray of shape (n_quantities, n_ingredients)
        What one percent could add at most; equals ``values`` where that is known.
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]
    values: Array
    ceiling: Array
    materials: tuple[str, ...]
    """What each ingredient is for the rules: ``vinegar`` for every vinegar."""

    def row(self, name: str) -> Array:
        """Return what one percent of each ingredient adds to a quantity; NaN where unknown.

        Parameters
        ----------
        name : str
            A quantity of ``names``, or ``dose:`` and a material for its own percent.

        Returns
        -------
        ndarray of shape (n_ingredients,)

        Raises
        ------
        UnknownKeyError
            If there is no such quantity.
        """
        if name.startswith("dose:"):
            return np.array([float(m == name[5:]) for m in self.materials])
        found: Array = self.values[self._index(name)]
        return found

    def low(self, name: str) -> Array:
        """Return the least that one percent adds: unknown facts count as nothing."""
        return np.nan_to_num(self.row(name), nan=0.0)

    def high(self, name: str) -> Array:
        """Return the most that one percent could add."""
        if name.startswith("dose:"):
            return self.row(name)
        found: Array = self.ceiling[self._index(name)]
        return found

    def _index(self, name: str) -> int:
        if name not in self.names:
            raise UnknownKeyError("quantity", name, self.names)
        return self.names.index(name)


Column = Callable[[Catalogue, Food], float]


def is_gum(food: Food) -> bool:
    """Tell a hydrocolloid, or a fibre that swells and gels like one (psyllium)."""
    return food.category in GUM_CATEGORIES or _table("gelling_fibre", food) > 0


def quantities(catalogue: Catalogue, keys: Sequence[str]) -> Quantities:
    """Tabulate all quantities for some ingredients.

    Parameters
    ----------
    catalogue : Catalogue
    keys : sequence of str
        Ingredient keys.

    Returns
    -------
    Quantities

    Raises
    ------
    UnknownKeyError
        If the catalogue does not hold a key.
    """
    foods = [catalogue.food(k) for k in keys]
    materials = tuple(material_of(f) for f in foods)
    composition = catalogue.table(list(keys), COMPOSITION).T / 100
    ceiling = np.where(np.isnan(composition), _ceilings(catalogue, keys), composition)
    listed = _listed(materials)
    rest = np.array([[f(catalogue, food) for food in foods] for f in FUNCTIONS.values()])
    rest = rest.reshape(len(FUNCTIONS), len(foods))
    caps = np.where(np.isnan(rest), _caps(composition[2]), rest)
    return Quantities(
        keys=tuple(keys),
        names=(*COMPOSITION, *_listed_names(), *FUNCTIONS),
        values=np.vstack([composition, listed, rest]),
        ceiling=np.vstack([ceiling, listed, caps]),
        materials=materials,
    )


@lru_cache(maxsize=1)
def _listed_names() -> tuple[str, ...]:
    """Quantities that are nothing but sums of the coefficient table."""
    return tuple(sorted({c.quantity for c in coefficients()} - set(FUNCTIONS)))


def _listed(materials: Sequence[str]) -> Array:
    """Rows of the coefficient table, shape (n_listed, n_ingredients)."""
    row_of = {name: i for i, name in enumerate(_listed_names())}
    columns: dict[str, list[int]] = {}
    for j, material in enumerate(materials):
        columns.setdefault(material, []).append(j)
    rows = np.zeros((len(row_of), len(materials)))
    for c in coefficients():
        if c.quantity in row_of and c.material in columns:
            rows[row_of[c.quantity], columns[c.material]] = c.value
    return rows


def _ceilings(catalogue: Catalogue, keys: Sequence[str]) -> Array:
    """Return the most that a missing value could be: sugars and fibre are within carbohydrate."""
    carbohydrate, fat = catalogue.table(list(keys), ("carbohydrate", "fat")).T / 100
    most = {"fibre": carbohydrate, "sugars": carbohydrate, "saturated_fat": fat}
    other = np.ones(len(keys))
    most |= dict.fromkeys(("sodium", "calcium", "potassium"), MOST_MINERAL * other)
    return np.array([np.nan_to_num(most.get(name, other), nan=1.0) for name in COMPOSITION])


def _caps(fat: Array) -> Array:
    """Return what unknown quantities could be at most.

    All of the fat could be solid; a sweetener could be fructose or a small polyol; of anything
    else there could be as much as the whole mass.
    """
    whole = np.ones_like(fat)
    most = {"pac": MOST_PAC * whole, "pod": MOST_POD * whole}
    most |= {f"solid_fat_{t}": 100 * fat for t in (10, 20, 35)}
    return np.array([most.get(name, whole) for name in FUNCTIONS])


def _of(catalogue: Catalogue, food: Food, name: str) -> float:
    """Return a value of the catalogue per 100 g; NaN where there is no row."""
    return float(catalogue.values[catalogue.index(food.key), catalogue.column(name)])


@lru_cache(maxsize=1)
def _by_material() -> dict[tuple[str, str], float]:
    return {(c.quantity, c.material): c.value for c in coefficients()}


def _table(quantity: str, food: Food) -> float:
    return _by_material().get((quantity, material_of(food)), 0.0)


def _added_salt(catalogue: Catalogue, food: Food) -> float:
    """Sodium chloride of salt and of salted foods; not the sodium of isolates and salts."""
    listed = _table("added_salt", food)
    functional = food.category in {
        "protein", "mineral", "hydrocolloid", "acid", "emulsifier", "starch", "leavening",
        "preservative_vitamin", "fibre",
    }  # fmt: skip
    sodium = _of(catalogue, food, "sodium")
    if listed or functional or not sodium >= 1000:  # NaN is not >= either
        return listed
    return 2.54e-5 * sodium


def _set_starch(catalogue: Catalogue, food: Food) -> float:
    """Starch that sets: native and high-gel starches and the starch of flours, not OSA."""
    return float(
        _table("native_starch", food)
        + _table("modified_set_starch", food)
        + np.nan_to_num(starch_share(catalogue, food))
    )


def _cover(catalogue: Catalogue, food: Food) -> float:
    """Return the droplet surface that one percent covers, [m2 per 100 g product]."""
    protein = PROTEIN_SURFACE * _of(catalogue, food, "protein") / 100 * soluble_share(food)
    if material_of(food) == "aquafaba_powder":
        return AQUAFABA_SURFACE
    if food.category == "emulsifier" and _table("small_emulsifiers", food):
        protein = 0.0
    own = SURFACE.get(material_of(food), 0.0)
    listed = sum(SURFACE[q] * _table(q, food) for q in ("small_emulsifiers", "cellulose_ethers"))
    return float(protein + own + listed)


def _solid(degrees: int) -> Column:
    """Solid fat that one percent adds, [g solid fat x 100 per 100 g product]."""

    def column(catalogue: Catalogue, food: Food) -> float:
        fat = 0.0 if food.category == "emulsifier" else _of(catalogue, food, "fat") / 100
        return 0.0 if fat == 0 else fat * solid_fat(catalogue, food, degrees)

    return column


FUNCTIONS: dict[str, Column] = {
    "added_salt": _added_salt,
    "flour_starch": starch_share,
    "dry_flour_starch": dry_starch_share,
    "set_starch": _set_starch,
    "gums": lambda c, f: float(is_gum(f)),
    "thickening_gums": lambda c, f: float(is_gum(f) and material_of(f) != "mcc_cmc"),
    "free_thickening_gums": lambda c, f: float(
        is_gum(f) and material_of(f) not in ("mcc_cmc", *PROTECTIVE_GUMS)
    ),
    "fat_phase": lambda c, f: 0.0 if f.category == "emulsifier" else _of(c, f, "fat") / 100,
    "soluble_protein": lambda c, f: _of(c, f, "protein") / 100 * soluble_share(f),
    "cover": _cover,
    "pod": sweetness.pod,
    "pac": sweetness.pac,
    "salt_equivalent": lambda c, f: 2.54e-5 * _of(c, f, "sodium"),
    "acid_phase": lambda c, f: _table("acetic", f) + _table("other_acid", f),
    "emulsifiers": lambda c, f: float(f.category == "emulsifier" and f.key != "aquafaba_powder"),
    "solid_fat_10": _solid(10),
    "solid_fat_20": _solid(20),
    "solid_fat_35": _solid(35),
}
"""Quantities that follow from composition and kind, by name."""


def words(name: str) -> str:
    """Return a quantity's name for people."""
    return re.sub(r"_", " ", name)
