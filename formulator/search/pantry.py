"""Which ingredients a brief may use: the considered ones with doses, the others with reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.profiles import ProfileTable
from formulator.search.brief import Brief
from formulator.search.doses import dose_window, weighable
from formulator.search.namesake import namesake_keys
from formulator.search.roles import Role, role_of
from formulator.search.structure import Shelf
from formulator.search.suitability import UNASKED, misfit
from formulator.search.surprise import surprises
from ingredients import Catalogue, Food, Kind, UnknownKeyError

Array = npt.NDArray[np.float64]

ALLERGENS = (
    "celery", "crustaceans", "egg", "fish", "gluten", "lupin", "milk", "molluscs", "mustard",
    "peanut", "sesame", "soy", "sulphites", "tree_nuts", "wheat",
)  # fmt: skip
"""Allergen keys (21 U.S.C. 321(qq) and Regulation (EU) 1169/2011, Annex II)."""
ALLERGEN_ALIASES = {
    "nuts": ("tree_nuts", "peanut"),
    "tree nuts": ("tree_nuts",),
    "peanuts": ("peanut",),
    "soya": ("soy",),
    "soybeans": ("soy",),
}
CHARACTER_DOSE = 1.0
"""Most of a plant food without a technical role, [g/100 g]: above a trace it is a flavour of its
own (juice concentrates stand last on labels, at tenths of a percent; general practice)."""
CONTAINS = "contains "
"""How the reason of an excluded allergen begins."""
SMELT, SMELT_OF_CAP = 0.3, 0.5
"""A plant food without a technical role stands at these shares of its typical dose, or of its cap,
at least: less is a name on the label that nobody smells."""
LIQUID_BASES = ("soymilk_base", "oat_base_enzymatic", "coconut_milk", "coconut_cream")
"""Liquids that are a base of their own, bought as such."""
WATERY = 85.0
"""An ingredient with more water than this is nearly water, [g/100 g]."""
WATERY_DOSE = 5.0
"""Most of one watery ingredient, unless it is a liquid base, [g/100 g]."""
PROTEIN_RICH = 12.0
"""Protein share of the dry matter that makes a base a protein source, [g/100 g]."""
FAT_RICH = 25.0
"""Fat share of the dry matter that makes a base a fat source, [g/100 g]."""


@dataclass(frozen=True, slots=True, eq=False)
class Pantry:
    """The considered ingredients in the order of the columns, and why others are left out."""

    shelves: tuple[Shelf, ...]
    lower: Array
    """Least dose of a used ingredient, [g/g]; shape (n_ingredients,)."""
    upper: Array
    """Largest dose, [g/g]; shape (n_ingredients,)."""
    left_out: tuple[tuple[str, str], ...]
    """(key, reason) pairs."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the considered ingredients."""
        return tuple(s.key for s in self.shelves)

    def keep(
        self,
        kept: Sequence[bool],
        *,
        reasons: Mapping[str, str],
        lower: Array | None = None,
        upper: Array | None = None,
    ) -> Pantry:
        """Return a smaller pantry.

        Parameters
        ----------
        kept : sequence of bool
            One for each ingredient.
        reasons : mapping of key to str
            Why the others are left out.
        lower, upper : ndarray of shape (n_ingredients,), optional
            New doses, [g/g].

        Returns
        -------
        Pantry
        """
        mask = np.array(kept, dtype=bool)
        return Pantry(
            tuple(s for s, k in zip(self.shelves, kept, strict=True) if k),
            (self.lower if lower is None else lower)[mask],
            (self.upper if upper is None else upper)[mask],
            (*self.left_out, *reasons.items()),
        )

    def reason(self, key: str) -> str | None:
        """Return why an ingredient is left out, None when it is considered."""
        return dict(self.left_out).get(key)


def stock(brief: Brief, catalogue: Catalogue, table: ProfileTable, category: str) -> Pantry:
    """Choose the ingredients that a brief may use.

    Parameters
    ----------
    brief : Brief
    catalogue : Catalogue
    table : ProfileTable
        Profiles of the catalogue's foods.
    category : str
        Category of the target.

    Returns
    -------
    Pantry

    Raises
    ------
    UnknownKeyError
        Naming the nearest known ingredients or allergens.
    """
    check_keys(brief, catalogue)
    wanted = {*brief.require, *(k for k, _ in brief.locked)}
    wanted |= namesake_keys(brief.target, catalogue)
    banned = allergens(brief.exclude_allergens)
    profiled = {k: i for i, k in enumerate(table.keys)}
    low_sugar = _asks_for_low_sugar(brief, table)
    opened = opened_plants(brief, catalogue, low_sugar=low_sugar)
    shelves: list[Shelf] = []
    bounds: list[tuple[float, float]] = []
    left_out: list[tuple[str, str]] = []
    for food in catalogue.of_kind(Kind.INGREDIENT):
        traits = _traits(food, table, profiled.get(food.key))
        reason = _refusal(food, brief, banned, traits)
        if reason is None and food.key not in wanted:
            is_open = brief.n_unexpected > 0 and (opened is None or food.key in opened)
            reason = misfit(food, category, is_open=is_open, low_sugar=low_sugar)
            if reason in UNASKED and brief.n_unexpected:
                reason = "other plants share more key odorants with the target"
        window = None if reason else _window(food, brief, category, traits)
        if reason is None and window is None:
            reason = "its customary dose is below the scale step or unknown"
        if reason is not None or window is None:
            left_out.append((food.key, str(reason)))
            continue
        shelves.append(Shelf(food.key, role_of(food), traits))
        bounds.append(window)
    limits = np.array(bounds, dtype=float).reshape(-1, 2) / 100
    return Pantry(tuple(shelves), limits[:, 0].copy(), limits[:, 1].copy(), tuple(left_out))


def opened_plants(
    brief: Brief, catalogue: Catalogue, *, low_sugar: bool = False
) -> frozenset[str] | None:
    """Return the plants that may come as a surprise.

    Parameters
    ----------
    brief : Brief
    catalogue : Catalogue
    low_sugar : bool
        Whether sugar replacers are considered.

    Returns
    -------
    frozenset of str or None
        None where the brief asks for none, or nothing is known of the target's aroma.
    """
    if not brief.n_unexpected:
        return None
    return frozenset(surprises(catalogue, brief.target, low_sugar=low_sugar)) or None


def _asks_for_low_sugar(brief: Brief, table: ProfileTable) -> bool:
    """Tell whether a limit or claim leaves less than half of the target's own sugars."""
    own = float(table.mean[table.index(brief.target), table.column("sugars")])
    limits = [x.value for x in brief.limits if (x.axis, x.relation) == ("sugars", "<=")]
    claimed = {"low_sugar", "sugar_free"} & set(brief.claims)
    return bool(claimed) or min(limits, default=100.0) < 0.5 * own


def check_keys(brief: Brief, catalogue: Catalogue) -> None:
    """Check that all ingredients and allergens a brief names are known."""
    known = {f.key for f in catalogue.of_kind(Kind.INGREDIENT)}
    for key in (*brief.exclude, *brief.require, *(k for k, _ in brief.locked)):
        if key not in known:
            raise UnknownKeyError("ingredient", key, known)
    allergens(brief.exclude_allergens)


def allergens(words: Iterable[str]) -> frozenset[str]:
    """Return allergen keys for the user's words.

    Raises
    ------
    UnknownKeyError
        Naming the nearest known allergens.

    Examples
    --------
    >>> sorted(allergens(["nuts", "soy"]))
    ['peanut', 'soy', 'tree_nuts']
    """
    found: set[str] = set()
    for word in words:
        key = word.strip().lower().replace("-", "_")
        if key in ALLERGENS:
            found.add(key)
        elif key.replace("_", " ") in ALLERGEN_ALIASES:
            found.update(ALLERGEN_ALIASES[key.replace("_", " ")])
        elif key in ALLERGEN_ALIASES:
            found.update(ALLERGEN_ALIASES[key])
        else:
            raise UnknownKeyError("allergen", word, (*ALLERGENS, *ALLERGEN_ALIASES))
    return frozenset(found)


def _traits(food: Food, table: ProfileTable, row: int | None) -> tuple[str, ...]:
    if row is None:
        return ("unprofiled",)
    water, protein, fat = (
        float(table.mean[row, table.column(k)]) for k in ("water", "protein", "fat")
    )
    dry = max(100 - water, 1.0)
    base = role_of(food) in (Role.BASE, Role.PROTEIN)
    traits = {
        "protein-rich": base and 100 * protein / dry >= PROTEIN_RICH,
        "fat-rich": base and 100 * fat / dry >= FAT_RICH,
        "watery": water > WATERY and food.key not in ("water", *LIQUID_BASES),
    }
    return tuple(name for name, holds in traits.items() if holds)


def _refusal(food: Food, brief: Brief, banned: frozenset[str], traits: Sequence[str]) -> str | None:
    """Return why the brief or our knowledge forbids an ingredient, None when nothing does."""
    contained = sorted(banned & {*food.allergens_us, *food.allergens_eu})
    if food.key in brief.exclude:
        return "excluded by the brief"
    if contained:
        return f"{CONTAINS}{', '.join(contained)}"
    if "unprofiled" in traits:
        return "no composition is known"
    return None


def _window(
    food: Food, brief: Brief, category: str, traits: Sequence[str]
) -> tuple[float, float] | None:
    """Return the window in [g/100 g]: locked, or customary and weighable."""
    locked = dict(brief.locked).get(food.key)
    if locked is not None:
        return 100 * locked, 100 * locked
    dose = dose_window(food, category)
    window = None if dose is None else weighable(dose, brief.scale_step)
    if window is None:
        return None
    caps = {
        "watery": ("watery" in traits and not (dose and dose.is_specific), WATERY_DOSE),
        "character": (role_of(food) is Role.CHARACTER, CHARACTER_DOSE),
    }
    cap = min((most for holds, most in caps.values() if holds), default=100.0)
    least = window[0]
    if role_of(food) is Role.CHARACTER and food.usage is not None:
        least = max(least, min(SMELT * food.usage.typical, SMELT_OF_CAP * cap, window[1]))
        least = math.ceil(least / brief.scale_step - 1e-9) * brief.scale_step
    return min(least, cap), min(window[1], cap)
