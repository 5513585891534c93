"""Rules as rows, bounds and groups for the search.

Every row is at least as strict as the rule it stands for, except where its name ends in "(lead)":
such a row only leads toward a rule that needs a yes or no, and the finished formula is judged by
``check_formula`` in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from formulator.search.rules import acid, care, emulsion, frozen, legal, minerals, texture
from formulator.search.rules.composition import FULL_FAT, limits_of, windows_of
from formulator.search.rules.doses import BASES, dose_window
from formulator.search.rules.limit import Limit, Terms
from formulator.search.rules.materials import material_of
from formulator.search.rules.product import category_of
from formulator.search.rules.quantities import Quantities, quantities
from ingredients import Catalogue, Food, Kind
from ingredients.food_rules import FoodCategory, Window, legal_members

Array = npt.NDArray[np.float64]

LIMITS: tuple[Limit, ...] = (
    *emulsion.LIMITS, *minerals.LIMITS, *acid.LIMITS, *texture.LIMITS, *frozen.LIMITS, *care.LIMITS
)  # fmt: skip
"""Every linear rule but the windows of the category, which come from their table."""
CULTURE_DOSE = 0.01
"""The search doses a freeze-dried culture at this, [g/100 g]: customary, use table, M."""
SWITCH = 30.0
"""What a switching ingredient at its least dose allows, [g/100 g]: more than any formula holds."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearRows:
    """``A_ub @ x <= b_ub`` on mass fractions x.

    Parameters
    ----------
    A_ub : ndarray of shape (n_rows, n_keys)
    b_ub : ndarray of shape (n_rows,)
    names : tuple of str
        Rule id and what it limits, e.g. ``F03 water high``.
    """

    A_ub: Array
    b_ub: Array
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DoseBounds:
    """Doses by the use table and the law, [g/g], each of shape (n_keys,).

    ``upper_hard`` 0 forbids an ingredient (refused by law, or no ingredient at all).
    """

    lower: Array
    """Least dose that acts."""
    upper_soft: Array
    """Upper end of the customary window, or the legal limit where that is lower."""
    upper_hard: Array
    """Beyond this the formula is rejected."""


@dataclass(frozen=True, slots=True)
class Group:
    """How many of some ingredients a formula may hold."""

    indices: tuple[int, ...]
    min_count: int
    max_count: int
    why: str
    hard: bool = True


def linear_rules(
    catalogue: Catalogue,
    keys: Sequence[str],
    category: str,
    *,
    jurisdiction: str = "US",
    soft: bool = False,
    table: Quantities | None = None,
) -> LinearRows:
    """Return the linear rules of a category as rows for the search.

    Parameters
    ----------
    catalogue : Catalogue
    keys : sequence of str
        Ingredient keys: the columns.
    category : str
        Category id or target key.
    jurisdiction : str
        US, EU or Codex.
    soft : bool
        Rows at the soft bounds (preferred) instead of the hard ones (required).
    table : Quantities, optional
        ``quantities(catalogue, keys)``, when it is there already.

    Returns
    -------
    LinearRows
        Soft rows include the hard rows of rules that have no soft bound.
    """
    place = category_of(category, catalogue)
    table = quantities(catalogue, keys) if table is None else table
    kind = dressing_kind(category, catalogue)
    limits = [x for x in (*_window_limits(place, kind), *LIMITS) if x.in_search]
    rows = [
        (f"{x.rule} {x.name}", *row(x, table, bound))
        for x in limits
        if x.concerns(place.key, place.traits) and (bound := _bound(x, soft=soft)) is not None
    ]
    rows += _group_sums(table, place, jurisdiction)
    rows += _conditional(table, place, soft=soft)
    return stack(rows, len(keys))


def dressing_kind(target: str, catalogue: Catalogue) -> str:
    """Return ``light`` for a target with the fat of a light dressing, else ``full fat``."""
    if target not in catalogue:
        return "full fat"
    return "full fat" if catalogue.table([target], ["fat"])[0, 0] >= FULL_FAT else "light"


def _bound(limit: Limit, *, soft: bool) -> float | None:
    if soft and limit.soft is not None:
        return limit.soft
    return limit.hard


def row(limit: Limit, table: Quantities, bound: float) -> tuple[Array, float]:
    """Return ``(a, b)`` with ``a @ x <= b`` for one limit on mass fractions.

    Unknown facts count against the formula.
    """
    upper = limit.relation == "<="
    sign = 1.0 if upper else -1.0
    a = sign * _terms(limit.numerator, table, highest=upper)
    b = sign * bound
    if limit.denominator:
        a = a - sign * bound * _terms(limit.denominator, table, highest=not upper)
        b = 0.0
    return 100 * a, b


def _terms(terms: Terms, table: Quantities, *, highest: bool) -> Array:
    total = np.zeros(len(table.keys))
    for name, factor in terms:
        values = table.high(name) if highest == (factor > 0) else table.low(name)
        total += factor * values
    return total


def stack(rows: Iterable[tuple[str, Array, float]], n_keys: int) -> LinearRows:
    """Stack named rows; rows of zeros that always hold are left out."""
    kept = [(n, a, b) for n, a, b in rows if np.any(a != 0) or b < 0]
    matrix = np.array([a for _, a, _ in kept]).reshape(len(kept), n_keys)
    return LinearRows(matrix, np.array([b for _, _, b in kept]), tuple(n for n, _, _ in kept))


def _window_limits(place: FoodCategory, kind: str) -> list[Limit]:
    """Windows of a type; of all types that it does not name together: their widest range."""
    by_quantity: dict[str, list[Window]] = {}
    for window in windows_of(place, "rule"):
        if place.windows_of != "mayonnaise" or window.kind in ("", kind):
            by_quantity.setdefault(window.quantity, []).append(window)
    limits: list[Limit] = []
    for group in by_quantity.values():
        low = min(w.low or 0.0 for w in group)
        high = max(w.high for w in group if w.high is not None)
        limits += limits_of(replace(group[0], kind="", low=low, high=high))
    return [_for_search(x, place, kind=kind) for x in limits]


def _for_search(limit: Limit, place: FoodCategory, *, kind: str) -> Limit:
    """Prefer lower ends that a rule drops in some formulas; keep a dressing to its type."""
    low = limit.relation == ">="
    name = limit.numerator[0][0]
    if name == "fat" and place.windows_of == "mayonnaise" and low == (kind == "full fat"):
        return replace(limit, hard=FULL_FAT)
    optional = name == "sugars" or (name == "salt_equivalent" and "drink" in place.traits)
    if low and name == "protein" and "dressing" in place.traits:
        return replace(limit, hard=None, soft=None)  # stands among the conditional rows
    return replace(limit, hard=None) if low and optional else limit


def _group_sums(
    table: Quantities, place: FoodCategory, jurisdiction: str
) -> list[tuple[str, Array, float]]:
    """Rows of legal limits that several ingredients share."""
    fits = legal.food_categories(place, jurisdiction, is_soy=True)
    rows = []
    for group in sorted({m.material for m in legal_members() if m.material != m.key}):
        limits = [x for x in legal.applicable(group, fits, jurisdiction) if x.percent is not None]
        if not limits or limits[0].percent is None:
            continue
        factors = {m.key: m.factor for m in legal_members() if m.material == group}
        a = np.array([100 * factors.get(k, 0.0) for k in table.keys])
        rows.append((f"L06 {group} ({jurisdiction})", a, limits[0].percent))
    return rows


def _conditional(
    table: Quantities, place: FoodCategory, *, soft: bool
) -> list[tuple[str, Array, float]]:
    """Rows for rules of the kind "if this, then that", with doses as switches."""
    rows = []
    if "drink" in place.traits or "frozen" in place.traits:
        starch = table.low("flour_starch" if "drink" in place.traits else "dry_flour_starch")
        flour = starch - SWITCH / texture.AMYLASE_LEAST * table.low("amylase")
        rows.append(("F16 flour starch without amylase", 100 * flour, 1.1 if soft else 2.2))
    sugars = 1.5 if soft else 0.75
    starved = sugars / CULTURE_DOSE * table.low("culture") - table.low("sugars")
    rows.append(("F17 sugars for the culture", 100 * starved, 0.0))
    if "dressing" in place.traits:  # protein is not needed beside OSA starch
        least = 0.3 if soft else 0.15
        emulsified = table.low("protein") + SWITCH * table.row("dose:osa_starch")
        rows.append(("F03 protein low without OSA starch", -100 * emulsified, -least))
    if soft and "drink" in place.traits:
        held = sum(table.low(q) / least for q, least in texture.SUSPENSION)
        dissolved = table.low("acid_soluble") if "acid" in place.traits else 0.0
        row = table.low("insolubles") - dissolved - held
        rows.append(("F10 suspension (lead)", 100 * row, texture.INSOLUBLE_LEAST - 1e-3))
    if soft:
        row = table.low("omega_3_oil") - SWITCH / 0.005 * table.low("antioxidants")
        rows.append(("F23 antioxidant for omega-3 oil", 100 * row, 0.3 - 1e-3))
    return rows


def set_system_rows(
    catalogue: Catalogue, keys: Sequence[str], category: str, *, table: Quantities | None = None
) -> tuple[tuple[str, LinearRows], ...]:
    """Return ways to set a product (rule F15): the formula must satisfy the rows of one of them.

    Returns
    -------
    tuple of (name, LinearRows)
        Empty where nothing needs to set; ways that the keys cannot reach are left out.
    """
    place = category_of(category, catalogue)
    table = quantities(catalogue, keys) if table is None else table
    ways = []
    for system in texture.set_systems(place.windows_of):
        rows = [(f"F15 {system.name}", -100 * table.low(q), -least) for q, least in system.least]
        if all(np.any(a < 0) for _, a, _ in rows):
            ways.append((system.name, stack(rows, len(keys))))
    return tuple(ways)


def dose_bounds(
    catalogue: Catalogue, keys: Sequence[str], category: str, *, jurisdiction: str = "US"
) -> DoseBounds:
    """Return doses of each ingredient by the use table (F02) and single legal limits (L01-L07).

    Parameters
    ----------
    catalogue : Catalogue
    keys : sequence of str
    category : str
        Category id or target key.
    jurisdiction : str

    Returns
    -------
    DoseBounds
    """
    place = category_of(category, catalogue)
    bounds = np.array([_dose(catalogue.food(k), place, jurisdiction) for k in keys])
    low, soft, hard = bounds.reshape(len(keys), 3).T / 100
    return DoseBounds(lower=np.minimum(low, soft), upper_soft=soft, upper_hard=hard)


def _dose(food: Food, place: FoodCategory, jurisdiction: str) -> tuple[float, float, float]:
    """Least, customary largest and hard largest dose, [g/100 g]."""
    law = _legal_most(food, place, jurisdiction)
    if food.kind is not Kind.INGREDIENT or law <= 0:
        return 0.0, 0.0, 0.0
    if food.key == "lactic_culture_dvs":
        return CULTURE_DOSE, CULTURE_DOSE, CULTURE_DOSE
    window = dose_window(food, place.key)
    if window is None or food.key == "water":
        return 0.0, 100.0, 100.0
    low, high, largest = window
    hard = 100.0 if food.category in BASES else max(high, 2 * largest)
    return low, min(high, law), min(hard, law)


def _legal_most(food: Food, place: FoodCategory, jurisdiction: str) -> float:
    """Largest legal dose of one ingredient, 0 when it is refused, [g/100 g]."""
    if legal.is_refused(food, place, jurisdiction):
        return 0.0
    fits = legal.food_categories(place, jurisdiction, is_soy=True)
    material = material_of(food)
    numbers = [
        r.percent / legal.factor_of(material, food.key)[0]
        for r in legal.applicable(material, fits, jurisdiction)
        if r.percent is not None
    ]
    return min(numbers, default=100.0)


def group_rules(
    catalogue: Catalogue, keys: Sequence[str], category: str, *, table: Quantities | None = None
) -> tuple[Group, ...]:
    """Return how many of some ingredients a category needs or bears.

    Parameters
    ----------
    catalogue : Catalogue
    keys : sequence of str
    category : str
        Category id or target key.

    Returns
    -------
    tuple of Group
        Groups with ``hard`` False are preferences.
    """
    place = category_of(category, catalogue)
    table = quantities(catalogue, keys) if table is None else table
    groups = []
    if "water_in_oil" in place.traits:
        holds = table.low("lecithin") + table.row("dose:mono_diglycerides")
        groups.append(_group(holds, 1, "F05: a spread needs lecithin or monoglycerides"))
    if "balance" in place.traits:
        sour = table.low("acid_supply") + table.low("culture")
        groups.append(_group(sour, 1, "F08: a culture or an acid brings the pH down"))
    if "dressing" in place.traits:
        groups.append(_group(table.low("acid_phase"), 1, "F18: a dressing needs an acid"))
    if "drink" in place.traits:
        groups += _gel_pairs(table)
    return tuple(g for g in groups if g is not None)


def _group(holds: Array, least: int, why: str) -> Group | None:
    indices = tuple(int(i) for i in np.flatnonzero(holds > 0))
    return Group(indices, least, len(indices), why) if indices else None


def _gel_pairs(table: Quantities) -> list[Group | None]:
    """Xanthan gels with some gums: one of each pair at most."""
    pairs: list[Group | None] = []
    xanthan = np.flatnonzero(table.row("dose:xanthan") > 0)
    for i in xanthan:
        for j in np.flatnonzero(table.low("gel_partners") > 0):
            why = f"F11: xanthan gels with {table.keys[j]}"
            pairs.append(Group((int(i), int(j)), 0, 1, why, hard=False))
    return pairs
